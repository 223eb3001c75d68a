"""Outcomes of each arm: numbers over the twins, with 80 % bands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.course import DEAD, Course
from onconeural.forecast.result import Curve, Estimate, Outcome

Array = NDArray[np.float64]

YEAR = 365.25
BAND = (0.1, 0.5, 0.9)
STEPS_PER_YEAR = 36


def grid(first: float, years: float = 2.0) -> Array:
    """Days on which the twins are recorded: from the forecast day on, 36 times a year."""
    return np.asarray(first + np.arange(int(years * STEPS_PER_YEAR) + 1) * (YEAR / STEPS_PER_YEAR))


def outcomes(course: Course, now: Array, spreads: NDArray[np.bool_]) -> tuple[Outcome, ...]:
    """One row per arm.

    ``now`` (n,): mRS of each twin on the forecast day; ``spreads`` (n,): twins whose antibody has several target areas.
    """
    return tuple(_outcome(course, i, now, spreads) for i in range(len(course.arms)))


def curves(course: Course) -> tuple[Curve, ...]:
    """MRS over time in each arm: mean, and the 10th and 90th percentile of the twins."""
    return tuple(_curve(course, i) for i in range(len(course.arms)))


def estimate(values: Array, *, mean: bool = False) -> Estimate:
    """Median (or mean) with the 80 % band over the twins."""
    low, middle, high = (float(q) for q in np.quantile(values, BAND))
    return Estimate(float(values.mean()) if mean else middle, low, high)


def rankin(mrs: Array) -> Array:
    """The ordinal scale from the continuous one.

    >>> rankin(np.array([2.4, 2.5, 6.0])).tolist()
    [2.0, 3.0, 6.0]
    """
    return np.asarray(np.floor(mrs + 0.5))


def _outcome(course: Course, i: int, now: Array, spreads: NDArray[np.bool_]) -> Outcome:
    arm = course.arms[i]
    ran = ~course.failed[i]
    mrs = course.mrs[i][ran]
    year = mrs[:, STEPS_PER_YEAR]
    new = course.new_area[i][ran & spreads]
    soon, later = (float(x) for x in new.mean(axis=0)) if len(new) else (np.nan, np.nan)
    average = np.trapezoid(mrs, course.days, axis=1) / (course.days[-1] - course.days[0])
    return Outcome(
        strategy=arm.strategy.id,
        label=arm.strategy.label,
        start_day=arm.start_day - float(course.days[0]),
        mean_mrs=estimate(average, mean=True),
        mrs_12_months=estimate(year),
        not_worse=float(np.mean(rankin(year) <= rankin(now[ran]))),
        survival_12_months=float(np.mean(year < DEAD)),
        new_area_6_months=soon,
        new_area_12_months=later,
        n=int(ran.sum()),
        failed=int((~ran).sum()),
    )


def _curve(course: Course, i: int) -> Curve:
    arm = course.arms[i]
    mrs = course.mrs[i][~course.failed[i]]
    low, high = np.quantile(mrs, (BAND[0], BAND[2]), axis=0)
    rows = (course.days, mrs.mean(axis=0), low, high)
    days, mean, lower, upper = (tuple(float(x) for x in row) for row in rows)
    start = arm.start_day - float(course.days[0])
    return Curve(arm.strategy.id, arm.strategy.label, start, days, mean, lower, upper)
