"""The next test: which further result would change most what the twins say about the strategies."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence import antibody_label, tumour_label
from onconeural.forecast.course import Course
from onconeural.forecast.facts import MRS_SD
from onconeural.forecast.history import History
from onconeural.forecast.result import NextTest
from onconeural.forecast.twins import TwinSet
from onconeural.model import antibody, areas, involved_below
from onconeural.population.onset import tumour_cells

Array = NDArray[np.float64]
Results = dict[str, Array]  # name of a result -> its probability for each twin (n,)

FRESH = 14.0  # days for which an mRS counts as that of today (assumed)
LEAST = 0.005  # rarer results are left out
GRADES = np.arange(0.0, 6.0)


def next_tests(twins: TwinSet, course: Course, history: History, known_kinds: bool) -> tuple[NextTest, ...]:
    """Every test that the twins can answer, the one that changes most first.

    For a test with results r: expected gain = min_s E[mRS | s] - sum_r p(r) min_s E[mRS | s, r], with mRS the two-year
    mean and s the strategies begun on the forecast day. It is never negative, and for few twins it is too large.
    ``known_kinds``: whether the case names the kind of its tumour.
    """
    first = [i for i, arm in enumerate(course.arms) if arm.start_day == history.day]
    mrs = course.mean_mrs[first]
    mrs = np.where(np.any(np.isnan(mrs), axis=0), np.nan, mrs)
    candidates = (
        ("mRS today", _disability(twins, history)),
        ("a tumour search today", _search(twins, history)),
        ("examination for a further affected area", _areas(twins)),
        ("which antibody", _antibodies(twins)),
        ("kind of tumour", {} if known_kinds else _kinds(twins)),
    )
    found = [_test(name, results, mrs) for name, results in candidates]
    return tuple(sorted((t for t in found if t is not None), key=lambda t: -t.expected_gain))


def _test(name: str, results: Results, mrs: Array) -> NextTest | None:
    kept = {r: p for r, p in results.items() if np.mean(p) >= LEAST}
    fine = np.isfinite(mrs[0])
    if len(kept) < 2 or not np.any(fine):
        return None
    means, values = mrs[:, fine].mean(axis=1), list(_after(kept, mrs, fine))
    total = sum(share for _, share, _ in values)
    leading = int(np.argmin(means))
    gain = sum(share * (after[leading] - after.min()) for _, share, after in values) / total
    other = sum(share for _, share, after in values if int(np.argmin(after)) != leading) / total
    return NextTest(name, tuple((r, share / total) for r, share, _ in values), float(other), float(gain))


def _after(results: Results, mrs: Array, fine: NDArray[np.bool_]) -> Iterator[tuple[str, float, Array]]:
    """Each result, its probability, and the mean mRS of every strategy after it."""
    for name, chance in results.items():
        weight = chance[fine]
        yield name, float(weight.mean()), np.asarray(mrs[:, fine] @ weight / weight.sum())


def _disability(twins: TwinSet, history: History) -> Results:
    if any(history.day - reading.day <= FRESH for reading in history.mrs):
        return {}
    chance = np.exp(-((twins.mrs[:, None] - GRADES[None, :]) ** 2) / (2.0 * MRS_SD**2))
    chance /= chance.sum(axis=1, keepdims=True)
    return {f"mRS {grade:g}": chance[:, k] for k, grade in enumerate(GRADES)}


def _search(twins: TwinSet, history: History) -> Results:
    if history.tumour == "known":
        return {}
    found = (tumour_cells(twins.state) >= twins.visible_from).astype(np.float64)
    return {"found": found, "not found": 1.0 - found}


def _areas(twins: TwinSet) -> Results:
    """How many areas are involved, by the function of each area on the forecast day."""
    involved = np.count_nonzero(twins.function < involved_below(), axis=0)
    return {f"{count} of {len(areas())} areas": (involved == count).astype(np.float64) for count in range(5)}


def _antibodies(twins: TwinSet) -> Results:
    named = np.array([antibody(str(key)).antibody for key in twins.people.antibody])
    return {antibody_label(str(name)): (named == name).astype(np.float64) for name in np.unique(named)}


def _kinds(twins: TwinSet) -> Results:
    return {tumour_label(str(kind)): (twins.kinds == kind).astype(np.float64) for kind in np.unique(twins.kinds)}
