"""From a tumour written as free text to its key, by a fixed list of names and never by a guess.

The rule: a word of doubt anywhere gives None. A part of the text with a negation is not read. In what is
left, every listed name is looked for as whole words, the longest first, not after "non"; a text found once is
not read again. Of a wide and a narrow key the narrow one counts. The answer is the key when exactly one is
left, else None.
The words are in ``data/names.yaml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onconeural.evidence.files import load

LONGEST_TEXT = 500


def tumour_key(text: str) -> str | None:
    """Return the key of the one tumour a text names, or None when it names none, several or a doubtful one.

    >>> tumour_key("breast carcinoma, HER2 positive, hormone-receptor negative")
    'breast_carcinoma'
    >>> tumour_key("non-small cell lung cancer")
    'nsclc'
    >>> print(tumour_key("no evidence of SCLC"), tumour_key("mediastinal germinoma"))
    None None
    """
    words = _rules()
    clean = _normal(text[:LONGEST_TEXT])
    if len(text) > LONGEST_TEXT or "?" in text or _has(clean, words["doubt"]):
        return None
    parts = [part for part in re.split(r"[,;:.()\[\]/]", clean) if not _has(part, words["negation"])]
    found = _narrowest(_named(" , ".join(parts)))
    return found.pop() if len(found) == 1 else None


def same_tumour(one: str, other: str) -> bool:
    """Tell whether two keys can stand for one tumour: equal, or one the wider name of the other.

    >>> same_tumour("lung_cancer", "sclc"), same_tumour("sclc", "nsclc")
    (True, False)
    """
    wider = _rules()["wider"]
    return one == other or one in wider.get(other, []) or other in wider.get(one, [])


def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = load("names.yaml")["tumours"]
    return rules


def _normal(text: str) -> str:
    lower = re.sub(r"['\u2019]s?\b", "", re.sub(r"\btumor(s?)\b", r"tumour\1", text.lower()))
    return " ".join(
        re.sub(r"[-_\u2010-\u2015\s]+", " ", re.sub(r"\b(the|left|right|unspecified)\b", " ", lower)).split()
    )


def _has(text: str, words: list[str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the names as patterns, the longest first."""
    histology = "|".join(map(re.escape, _rules()["histology_words"]))
    names = [(name, key) for key, listed in _rules()["names"].items() for name in listed]
    return tuple((_pattern(name, histology), key) for name, key in sorted(names, key=lambda n: -len(n[0])))


def _pattern(name: str, histology: str) -> re.Pattern[str]:
    body = re.escape(name).replace(r"\ \.\.\.\ ", rf" (?:(?:{histology}) ){{1,4}}")
    return re.compile(rf"(?<!\bnon )\b{body}s?\b")


def _named(text: str) -> set[str]:
    found = set()
    for pattern, key in _patterns():
        text, times = pattern.subn(" | ", text)
        if times and not _has(text, _rules()["not_with"].get(key, [])):
            found.add(key)
    return found


def _narrowest(keys: set[str]) -> set[str]:
    return keys - {wide for key in keys for wide in _rules()["wider"].get(key, [])}
