"""Units of quantities: a short list of UCUM codes, and the words that stand for them in a record."""

from __future__ import annotations

from onconeural.evidence.files import load
from onconeural.evidence.nearest import nearest


def ucum(unit: str) -> str | None:
    """Return the UCUM code of a unit as it is written in a record, or None when it is not in the list.

    >>> ucum("years"), ucum("%"), ucum("per million person-years"), ucum("fortnights")
    ('a', '%', '10*-6/a', None)
    """
    data = load("units.yaml")
    if unit in data["words"]:
        code: str = data["words"][unit]
        return code
    return unit if unit in data["codes"] else None


def nearest_unit(unit: str) -> str | None:
    """Return the known unit that was most likely meant.

    >>> nearest_unit("yaers")
    'years'
    """
    data = load("units.yaml")
    return nearest(unit, (*data["words"], *data["codes"]))
