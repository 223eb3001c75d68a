"""The words a case may use: antibodies, phenotypes and tumours, with their labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from onconeural.evidence.files import UnknownKeyError, load

LONGEST_TEXT = 200


@cache
def _antibodies() -> Mapping[str, str]:
    scored = {row["id"]: row["label"] for row in load("pns_care.yaml")["antibodies"]}
    named = scored | load("names.yaml")["antibody_labels"]
    return MappingProxyType({row["key"]: named.get(row["key"], row["key"]) for row in load("codes.yaml")["antibodies"]})


@cache
def _phenotypes() -> Mapping[str, str]:
    criteria, names = load("pns_care.yaml"), load("names.yaml")
    scored = {row["id"]: row["label"] for row in criteria["phenotypes"]}
    others = criteria["not_scored"]["list"] + criteria["dropped_since_2004"]["list"]
    plain_names = {key: key.replace("_", " ").capitalize() for key in others}
    return MappingProxyType(scored | plain_names | names["wider_phenotypes"])


@cache
def _tumours() -> Mapping[str, str]:
    rows = load("codes.yaml")["tumours"]
    return MappingProxyType({row["key"]: row["mondo"]["label"] for row in rows})


@cache
def antibody_keys() -> tuple[str, ...]:
    """Return the keys of all single antibodies.

    >>> "hu" in antibody_keys(), "none" in antibody_keys()
    (True, False)
    """
    return tuple(_antibodies())


@cache
def antibody_result_keys() -> tuple[str, ...]:
    """Return what a case may state as an antibody result: an antibody, or one of the results that name none.

    >>> antibody_result_keys()[-3:]
    ('none', 'neuronal_unspecified', 'vgkc_complex')
    """
    return antibody_keys() + tuple(load("names.yaml")["antibody_results"])


def antibody_label(key: str) -> str:
    """Return how an antibody, or an antibody result, is written in text; raises UnknownKeyError.

    >>> antibody_label("tr_dner"), antibody_label("none")
    ('Tr (DNER)', 'no antibody found')
    """
    return _label("antibody", key, {**_antibodies(), **load("names.yaml")["antibody_results"]})


@cache
def phenotype_ids() -> tuple[str, ...]:
    """Return every phenotype: those of PNS-Care, those it does not score or has dropped, and the wider ones.

    >>> "limbic_encephalitis" in phenotype_ids(), "chorea" in phenotype_ids()
    (True, True)
    """
    return tuple(_phenotypes())


def phenotype_label(key: str) -> str:
    """Return how a phenotype is written in text; raises UnknownKeyError.

    >>> phenotype_label("lambert_eaton")
    'Lambert-Eaton myasthenic syndrome'
    """
    return _label("phenotype", key, _phenotypes())


def antibody_named(text: str) -> str | None:
    """Return the key of the one antibody that other words name, or None.

    >>> antibody_named("anti-Hu (ANNA-1)"), antibody_named("Yo or Ri")
    ('hu', None)
    """
    clean = f" {plain_words(text)} "
    listed = load("names.yaml")["antibody_names"].items()
    found = [key for key, names in listed if any(f" {name} " in clean for name in names)]
    return found[0] if len(found) == 1 else None


def phenotype_named(text: str) -> str | None:
    """Return the phenotype that other words name, or None.

    >>> phenotype_named("paraneoplastic cerebellar degeneration")
    'rapidly_progressive_cerebellar_syndrome'
    """
    clean = plain_words(text)
    listed = {key.replace("_", " "): key for key in phenotype_ids()}
    others = {name: key for key, names in load("names.yaml")["phenotype_names"].items() for name in names}
    return {**listed, **others}.get(clean)


def is_hormonal(text: str) -> bool:
    """Tell whether a text names a syndrome of hormones, for which there are curves and no case.

    >>> is_hormonal("SIADH"), is_hormonal("chorea")
    (True, False)
    """
    return plain_words(text) in load("names.yaml")["hormonal_names"]


def plain_words(text: str) -> str:
    """Return the first 200 characters of a text as lower-case words with single spaces, for comparing.

    >>> plain_words("anti-Hu (ANNA-1)")
    'anti hu anna 1'
    """
    return " ".join(re.findall(r"[^\W_]+", text[:LONGEST_TEXT].lower()))


@cache
def tumour_keys() -> tuple[str, ...]:
    """Return the keys of all tumours."""
    return tuple(_tumours())


def tumour_label(key: str) -> str:
    """Return how a tumour is written in text (label of its MONDO term); raises UnknownKeyError.

    >>> tumour_label("sclc")
    'small cell lung carcinoma'
    """
    return _label("tumour", key, _tumours())


def _label(what: str, key: str, labels: Mapping[str, str]) -> str:
    if key not in labels:
        raise UnknownKeyError(what, key, tuple(labels))
    return labels[key]
