"""Grades of the modified Rankin scale (mRS, 0 to 6) that the words of a row name."""

from __future__ import annotations

import re

from onconeural.calibration.published.limits import limit

DEAD = 6  # the highest grade
DISABLED = 3  # the lowest grade that disability means
NAMED_GRADES = (
    (r"bedridden|bedbound", 5),
    (r"moderate_(?:to|or)_severe", DISABLED),
    (r"wheelchair|ambul|walk|severe", 4),
    (r"disab|depend", DISABLED),
)


def band(name: str) -> tuple[float, float]:
    """The grades, both included, that a name such as mRS_le3, mRS_0_1 or mRS_gt2 means.

    >>> band("mRS_gt2_12m"), band("mRS_0_2_last"), band("mRS_6")
    ((3.0, 6.0), (0.0, 2.0), (6.0, 6.0))
    """
    words = name.lower()
    if found := re.search(r"(?:mrs|rankin)(?:_score)?_?(?:of_)?([0-6])(?:_|-|_?to_?)?([0-6])(?![0-9]*(m|y))", words):
        return float(found.group(1)), float(found.group(2))
    if found := re.search(r"(?:mrs|rankin)(?:_score)?_?(?:of_)?([0-6])(?:_|$)", words):
        return float(found.group(1)), float(found.group(1))
    found = re.search(r"(?:mrs|rankin)(?:_score)?_?((?:le|lt|ge|gt|<=?|>=?)_?[0-6])", words)
    named = limit(found.group(1)) if found else None
    if named is None:
        raise ValueError(f"no grades of the modified Rankin scale are named in {name}")
    return named.whole(float(DEAD))


def grade_named(words: str, otherwise: int | None = None) -> int:
    """The lowest grade of the mRS that words such as ``mrs_gt2``, ``mRS3`` or ``wheelchair`` mean.

    Where they name none, it is ``otherwise``; raises ValueError without that.

    >>> grade_named("time_to_mrs_gt2"), grade_named("wheelchair_bound")
    (3, 4)
    """
    if found := re.search(r"(?:mrs|rankin)(?:_score)?_?(?:of_)?(gt|ge|>=?)?_?([0-6])", words):
        return int(found.group(2)) + (found.group(1) in ("gt", ">"))
    for pattern, least in NAMED_GRADES:
        if re.search(pattern, words):
            return least
    if otherwise is not None:
        return otherwise
    raise ValueError(f"no grade of the modified Rankin scale is named in {words}")
