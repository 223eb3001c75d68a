"""Labels and synonyms: what a text from outside names, if it names one thing, and the nearest known name."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache

from onconeural.case.formats.codes import Concept, Kind, meanings, rows
from onconeural.evidence import antibody_named, treatment_keys, tumour_key, tumour_label
from onconeural.evidence.files import load

LONGEST_LABEL = 200
_TAGS = re.compile(r"\((?:disorder|finding|procedure|situation|observable entity|morphologic abnormality|substance)\)")


def words(text: str) -> str:
    """Return a text as lower-case words with single spaces, for comparing.

    >>> words("Anti-Hu antibody (finding)")
    'anti hu antibody'
    """
    lower = _TAGS.sub(" ", text.lower()).replace("tumor", "tumour")
    return " ".join(re.findall(r"[^\W_]+", lower))


@lru_cache(maxsize=4096)
def named(text: str, kinds: tuple[Kind, ...]) -> Concept | None:
    """Return what a label names among the given kinds, or None when it names nothing, several things or a doubt.

    >>> named("LGI1 IgG Ab [Presence] in CSF by Line blot", ("antibody",)).technique
    'line_blot'
    >>> print(named("no seizure", ("finding",)))
    None
    """
    clean = words(text)
    if not clean or len(text) > LONGEST_LABEL:
        return None
    exact = _names().get(clean)
    if exact is not None and exact.kind in kinds:
        return _with_details(exact, clean)
    if _has(clean, meanings()["negation"]):
        return None
    readers = {"tumour": _tumour, "antibody": _antibody, "treatment": _treatment}
    found = [reader(text, clean) for kind, reader in readers.items() if kind in kinds]
    known = [meant for meant in found if meant is not None]
    return known[0] if len(known) == 1 else None


@lru_cache(maxsize=4096)
def nearest_label(text: str, kinds: tuple[Kind, ...]) -> str | None:
    """Return the known label closest to a text, only if it is very close: a wrong hint would mislead.

    >>> nearest_label("opsoclonuss myoclonus syndrome", ("phenotype",))
    'opsoclonus-myoclonus syndrome'
    """
    clean = words(text)
    if not clean or len(text) > LONGEST_LABEL:
        return None
    known = {name: meant.label for name, meant in _names().items() if meant.kind in kinds}
    close = get_close_matches(clean, known, n=1, cutoff=0.85)
    return known[close[0]] if close else None


def specimen(text: str | None) -> str:
    """Return the specimen that a label names.

    >>> specimen("Cerebrospinal fluid sample"), specimen(None)
    ('csf', 'unspecified')
    """
    return _one_of("specimen_words", words(text or ""))


def technique(text: str | None) -> str:
    """Return the technique that a label names, or ``unspecified``."""
    return _one_of("technique_words", words(text or ""))


def _one_of(table: str, clean: str) -> str:
    found = [key for key, names in meanings()[table].items() if _has(clean, names)]
    return found[0] if len(found) == 1 else "unspecified"


def _has(clean: str, names: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", clean) for name in names)


@cache
def _names() -> dict[str, Concept]:
    """Return every whole label and synonym, with what it names; what two concepts share is left out."""
    found: dict[str, Concept] = {}
    shared: set[str] = set()
    for name, meant in _all_names():
        other = found.setdefault(name, meant)
        if (other.kind, other.key) != (meant.kind, meant.key):
            shared.add(name)
    return {name: meant for name, meant in found.items() if name not in shared}


def _all_names() -> list[tuple[str, Concept]]:
    said = [(words(meant.label), meant) for _, _, meant in rows()]
    treatments = {meant.key: meant for _, _, meant in rows() if meant.kind == "treatment"}
    said += [(words(key), meant) for key, meant in treatments.items()]
    tables: tuple[tuple[dict[str, list[str]], Kind], ...] = (
        (meanings()["events"], "event"),
        (meanings()["scales"], "scale"),
        (load("names.yaml")["antibody_names"], "antibody"),
    )
    for named_in, kind in tables:
        for key, names in named_in.items():
            said += [(words(name), Concept(kind, key, key.replace("_", " "))) for name in names]
    for row in load("codes.yaml")["findings"]:
        meant = next(c for _, record, c in rows() if record is row["hpo"])
        said.append((words(row["key"]), meant))
    return said


def _tumour(text: str, clean: str) -> Concept | None:
    key = tumour_key(_TAGS.sub(" ", text))
    return Concept("tumour", key, tumour_label(key)) if key else None


def _antibody(text: str, clean: str) -> Concept | None:
    if not _has(clean, meanings()["antibody_words"]):
        return None
    key = antibody_named(clean)
    return _with_details(Concept("antibody", key, key), clean) if key else None


def _treatment(text: str, clean: str) -> Concept | None:
    keys = treatment_keys(text)
    return Concept("treatment", keys[0], keys[0].replace("_", " ")) if len(keys) == 1 else None


def _with_details(meant: Concept, clean: str) -> Concept:
    if meant.kind != "antibody" or meant.specimen != "unspecified":
        return meant
    return replace(
        meant,
        specimen=_one_of("specimen_words", clean),  # type: ignore[arg-type]  # from a closed list
        technique=_one_of("technique_words", clean),
    )


@cache
def treatment_words() -> tuple[str, ...]:
    """Return every name of a treatment that an import can give.

    >>> "rituximab" in treatment_words()
    True
    """
    coded = [meant.key for _, _, meant in rows() if meant.kind == "treatment"]
    return tuple(dict.fromkeys([*coded, *load("names.yaml")["treatments"]["names"], "surgery"]))
