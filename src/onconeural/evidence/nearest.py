"""The name a person most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_WORD = 80  # difflib takes quadratic time, and no name is longer


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name closest to a word, or None when nothing is close.

    >>> nearest("anti-Hu", ["yo", "hu"])
    'hu'
    >>> nearest("phenotipe", ["phenotype", "age"])
    'phenotype'
    >>> nearest("zebra", ["phenotype", "age"]) is None
    True
    """
    if len(word) > LONGEST_WORD:
        return None
    known = {name.lower(): name for name in names}
    asked = word.strip().lower().removeprefix("anti-").replace("-", "_").replace(" ", "_")
    close = get_close_matches(asked, known, n=1, cutoff=0.6)
    return known[close[0]] if close else None
