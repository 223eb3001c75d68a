"""Outcomes of each arm: numbers over the twins, with 80 % bands, and differences from doing nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.acting import still_acting
from onconeural.forecast.course import Course
from onconeural.forecast.horizon import DEAD, STEP, at_month, rankin
from onconeural.forecast.paired import difference
from onconeural.forecast.result import AtStart, Curve, Estimate, Outcome, Shares
from onconeural.forecast.strategies import REFERENCE
from onconeural.model import target_areas

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

BAND = (0.1, 0.5, 0.9)
FAN = (0.1, 0.9, 0.25, 0.75, 0.025, 0.975)  # ends of the bands of 80, 50 and 95 % of the twins
WALKS = 3.0  # mRS 3 is the last grade with which a patient walks unaided, by the definition of the scale
LEAST_TUMOUR = 1.0  # cells: fewer are no tumour
SHOWN_MONTHS = (0, 3, 6, 12, 24)  # months for which the distribution of the mRS is given


def outcomes(course: Course, now: Array, spreads: Flags, effective: float) -> tuple[Outcome, ...]:
    """One row per arm.

    ``now`` (n,): mRS of each twin on the forecast day; ``spreads`` (n,): twins whose antibody has several target areas;
    ``effective``: how many independent twins stand behind them, for the intervals of differences.
    """
    acting, facts = still_acting(course), _Facts(course.mean_mrs, better_or_same(course, now), spreads, effective)
    return tuple(_outcome(course, i, facts, acting[i]) for i in range(len(course.arms)))


@dataclass(frozen=True)
class _Facts:
    """What all rows share: two-year means and change of the ordinal mRS (arms, n), and what ``outcomes`` was given."""

    average: Array
    change: NDArray[np.int8]
    spreads: Flags
    effective: float


def curves(course: Course) -> tuple[Curve, ...]:
    """MRS over time in each arm: mean, and the bands of 50, 80 and 95 % of the twins."""
    return tuple(_curve(course, i) for i in range(len(course.arms)))


def at_starts(course: Course, now: Array, spreads: Flags) -> tuple[AtStart, ...]:
    """What happens in each arm but the reference, where arms differ by their start: the outcomes that a window shows.

    ``now`` and ``spreads`` as in ``outcomes``.
    """
    base, ran = reference(course), ~np.any(course.failed, axis=0)
    facts = _Facts(course.mean_mrs, better_or_same(course, now), spreads, np.nan)
    return tuple(_at_start(course, i, facts, ran) for i in range(len(course.arms)) if i != base)


def _at_start(course: Course, i: int, facts: _Facts, ran: Flags) -> AtStart:
    return AtStart(
        start_day=course.arms[i].start_day - float(course.days[0]),
        mean_mrs=estimate(facts.average[i][ran], mean=True),
        not_worse=_mean(facts.change[i][ran] >= 0),
        survival_12_months=_mean(course.mrs[i][ran, at_month(12)] < DEAD),
        new_area_12_months=_mean(course.new_area[i][ran & facts.spreads, 1]),
        n=int(ran.sum()),
    )


def spread_possible(antibodies: NDArray[Any]) -> Flags:
    """Which twins have an antibody with several target areas, shape (n,)."""
    return np.array([len(target_areas(str(a))) > 1 for a in antibodies])


def estimate(values: Array, *, mean: bool = False) -> Estimate:
    """Median (or mean) with the 80 % band over the twins."""
    if len(values) == 0:
        return Estimate(np.nan, np.nan, np.nan)
    low, middle, high = (float(q) for q in np.quantile(values, BAND))
    return Estimate(float(values.mean()) if mean else middle, low, high)


def better_or_same(course: Course, now: Array) -> NDArray[np.int8]:
    """1, 0 or -1 where the ordinal mRS after 12 months is lower, the same or higher than now, shape (arms, n)."""
    change = np.sign(rankin(now) - rankin(course.mrs[:, :, at_month(12)]))
    return np.asarray(np.nan_to_num(change)).astype(np.int8)  # failures are left out by whoever reads this


def reference(course: Course) -> int:
    """Index of the arm that every other one is held against: doing nothing."""
    return next(i for i, arm in enumerate(course.arms) if arm.strategy.id == REFERENCE)


def relapsed(mrs: Array) -> Flags:
    """Whether a twin who had improved by one step (0.75) becomes worse by one step again, alive, shape (n,)."""
    peak, lowest = mrs[:, 0].copy(), mrs[:, 0].copy()
    improved, again = np.zeros(len(mrs), dtype=bool), np.zeros(len(mrs), dtype=bool)
    for value in mrs.T:
        peak = np.maximum(peak, value)
        now = ~improved & (peak - value >= STEP)
        improved |= now
        lowest = np.where(now, value, np.minimum(lowest, value))
        again |= improved & (value - lowest >= STEP) & (value < DEAD)
    return again


def _mean(values: NDArray[Any]) -> float:
    """Mean, NaN of nothing: where every twin failed there is no number."""
    return float(np.mean(values)) if len(values) else np.nan


def _outcome(course: Course, i: int, facts: _Facts, acting: bool) -> Outcome:
    arm, base = course.arms[i], reference(course)
    ran = ~course.failed[i] & ~course.failed[base]
    mrs, year = course.mrs[i][ran], course.mrs[i][ran, at_month(12)]
    new = course.new_area[i][ran & facts.spreads]
    soon, later = (float(x) for x in new.mean(axis=0)) if len(new) else (np.nan, np.nan)
    average, change, effective = facts.average, facts.change, facts.effective
    not_worse = (change[[base, i]] >= 0).astype(np.float64)
    improved, stable, worse = (_mean(change[i][ran] == sign) for sign in (1, 0, -1))
    return Outcome(
        strategy=arm.strategy.id,
        label=arm.strategy.label,
        start_day=arm.start_day - float(course.days[0]),
        mean_mrs=estimate(average[i][ran], mean=True),
        mrs_12_months=estimate(year),
        improved=improved,
        stable=stable,
        worse=worse,
        not_worse=improved + stable,
        walks_unaided=_mean(rankin(year) <= WALKS),
        survival_12_months=_mean(year < DEAD),
        survival_24_months=_mean(mrs[:, -1] < DEAD),
        new_area_6_months=soon,
        new_area_12_months=later,
        relapse=_mean(relapsed(mrs)),
        function_12_months=_mean(course.function[i][ran]),
        tumour_control=_control(course.tumour[i][ran]),
        gain_mrs=difference((average[base] - average[i])[ran], effective),
        gain_not_worse=difference((not_worse[1] - not_worse[0])[ran], effective),
        still_acting=acting,
        distribution=tuple(_shares(mrs, month) for month in SHOWN_MONTHS),
        n=int(ran.sum()),
        failed=int((~ran).sum()),
    )


def _control(cells: Array) -> float:
    """Share of twins with a tumour who are alive after 12 months with no more of it than on the forecast day."""
    before, after = cells[cells[:, 0] >= LEAST_TUMOUR].T
    return float(np.mean(after <= before)) if len(before) else np.nan


def _shares(mrs: Array, month: int) -> Shares:
    counts = np.bincount(rankin(mrs[:, at_month(month)]).astype(np.int64).clip(0, 6), minlength=7)
    return Shares(float(month), tuple(float(c) / max(len(mrs), 1) for c in counts))


def _curve(course: Course, i: int) -> Curve:
    arm = course.arms[i]
    mrs = course.mrs[i][~course.failed[i]]
    mrs = mrs if len(mrs) else np.full((1, len(course.days)), np.nan)
    rows = (course.days, mrs.mean(axis=0), *np.quantile(mrs, FAN, axis=0))
    start = arm.start_day - float(course.days[0])
    return Curve(arm.strategy.id, arm.strategy.label, start, *(tuple(float(x) for x in row) for row in rows))
