"""From the name of a treatment, as a case writes it, to its keys, by a fixed list of names and never by a guess.

The rule: a word of negation anywhere gives none. Every listed name is looked for as whole words, the longest first; a
text found once is not read again. The answer is every key that is found, in the order of the text.
The words are in ``data/names.yaml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onconeural.evidence.files import load
from onconeural.evidence.vocabulary import LONGEST_TEXT, plain_words


@cache
def treatment_keys(text: str) -> tuple[str, ...]:
    """Return the keys of the treatments that a text names, in its order; empty when it names none.

    >>> treatment_keys("IV methylprednisolone"), treatment_keys("carboplatin/etoposide")
    (('methylprednisolone',), ('carboplatin', 'etoposide'))
    >>> treatment_keys("debulking_surgery"), treatment_keys("no chemotherapy"), treatment_keys("levodopa")
    (('tumour_resection',), (), ())
    """
    clean = _normal(text)
    if clean in _rules()["whole"]:
        return (clean,)
    if len(text) > LONGEST_TEXT or any(_place(word, clean) is not None for word in _rules()["negation"]):
        return ()
    found: dict[str, int] = {}
    for name, key in _names():
        while (at := _place(name, clean)) is not None:
            found.setdefault(key, at)
            clean = clean[:at] + "|" * len(name) + clean[at + len(name) :]
    return tuple(sorted(found, key=found.__getitem__))


@cache
def kinds_of_treatment(key: str) -> tuple[str, ...]:
    """Return the keys of what a treatment is a kind of, or is made up of; empty where none is listed.

    >>> kinds_of_treatment("vincristine"), kinds_of_treatment("r_chop"), kinds_of_treatment("ivig")
    (('chemotherapy',), ('chemotherapy', 'rituximab'), ())
    """
    return tuple(_rules()["kinds"].get(key, ()))


@cache
def treatment_names() -> tuple[str, ...]:
    """Return every name of a treatment that can be read, as an identifier.

    >>> {"rituximab", "plex"} <= set(treatment_names())
    True
    """
    return tuple(name.replace(" ", "_") for name, _ in _names())


def _normal(text: str) -> str:
    return re.sub(r"\btumor(s?)\b", r"tumour\1", plain_words(text))


def _place(name: str, text: str) -> int | None:
    found = re.search(rf"\b{re.escape(name)}\b", text)
    return found.start() if found else None


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Return every name with its key, the longest first."""
    listed = _rules()["names"].items()
    names = [(name, key) for key, others in listed for name in (key.replace("_", " "), *others)]
    return tuple(sorted(names, key=lambda one: (-len(one[0]), one)))


def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = load("names.yaml")["treatments"]
    return rules
