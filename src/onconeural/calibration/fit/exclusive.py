"""Rows of one cohort that count exclusive categories: together they are multinomial, not independent."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.target_rows import Target
from onconeural.calibration.published.wording import CATEGORIES
from onconeural.calibration.readings.area_words import counts_classes

Array = NDArray[np.float64]

# Better, equal or worse: one of the three for every patient.
CHANGE = re.compile(r"^(improved|stable|stabilised|worse|worsened|deteriorated)$")
FAR = 100.0  # on the logit scale, where a share is 0 or 1 and its exponential still a number
LEAST = 1e-3  # share of patients that is left at least for the categories that follow


def exclusive(wanted: Sequence[Target]) -> tuple[NDArray[np.intp], ...]:
    """Positions of the rows of each family of exclusive categories, in the order of the rows.

    A family is printed by one cohort, of the same n, and its counts do not add up to more than n: classes of one name
    (syndromes where each patient has one; outcomes; highest grades), or better, stable and worse. What is left of n is
    a category without a row. Where nothing is left, the last row says only that the predictions add up to 1.
    """
    found: dict[tuple[str, str, int], list[int]] = {}
    for i, target in enumerate(wanted):
        name, row = _family(target), target.published
        if name is not None and row.count is not None and row.n is not None:
            found.setdefault((target.publication.id, name, row.n), []).append(i)
    families = [
        np.array(rows)
        for (_, _, n), rows in found.items()
        if len(rows) > 1 and sum(wanted[i].published.count or 0 for i in rows) <= n
    ]
    return tuple(families)


def _family(target: Target) -> str | None:
    name, group = target.seen.name.lower(), target.seen.group
    if group is None:
        return "change" if CHANGE.match(name) and target.seen.time_months is None else None
    if not CATEGORIES.match(name):
        return None
    areas = name.startswith(("syndrome", "presentation", "phenotype"))
    return None if areas and not counts_classes(target.publication, target.seen) else name


def of_the_rest(wanted: Sequence[Target], families: Sequence[NDArray[np.intp]]) -> list[int | None]:
    """Denominator of each row: of a family, those whom the rows before do not hold; None without counts."""
    left = [t.published.n if t.published.count is not None else None for t in wanted]
    for rows in families:
        before = 0
        for i in rows:
            left[i] = (wanted[i].published.n or 0) - before
            before += wanted[i].published.count or 0
    return left


def among_the_rest(predicted: Array, families: Sequence[NDArray[np.intp]]) -> Array:
    """Predictions on the logit scale (..., K), each row of a family taken among the patients whom those before leave.

    logit(p_j / (1 - p_1 - ... - p_(j-1))).

    >>> x = among_the_rest(np.log([[0.25 / 0.75, 0.5 / 0.5]]), [np.array([0, 1])])
    >>> (1 / (1 + np.exp(-x))).round(3).tolist()
    [[0.25, 0.667]]
    """
    found = np.array(predicted, dtype=float)
    for rows in families:
        p = 1.0 / (1.0 + np.exp(-np.clip(found[..., rows], -FAR, FAR)))
        left = np.maximum(1.0 - np.cumsum(p, axis=-1) + p, LEAST)
        q = np.clip(p / left, LEAST, 1.0 - LEAST)
        found[..., rows[1:]] = np.log(q / (1.0 - q))[..., 1:]
    return found
