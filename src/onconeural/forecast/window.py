"""The window: how the benefit of each strategy falls with its start, and whether it may be shown at all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.course import PER_ARM, Course, run_arms
from onconeural.forecast.gathering import Progress
from onconeural.forecast.history import History
from onconeural.forecast.lanes import Arm
from onconeural.forecast.outcomes import at_starts, better_or_same, reference, spread_possible
from onconeural.forecast.paired import difference
from onconeural.forecast.result import Difference, Window
from onconeural.forecast.strategy_record import Strategy
from onconeural.forecast.twins import TwinSet

Array = NDArray[np.float64]

STARTS = (0.0, 7.0, 14.0, 30.0, 60.0, 90.0, 120.0, 180.0)  # days after the forecast day
LEAST_MRS, LEAST_SHARE = 0.3, 0.05  # a benefit must be larger than this, with its whole 95 % interval
RESAMPLES = 400  # of the twins, for the interval of the day by which half is lost
NO_WINDOW = "no window can be shown"


def windows(
    twins: TwinSet, table: Course, history: History, progress: Progress, *, decided: bool
) -> tuple[Window, ...]:
    """The benefit of each strategy against its start day, for every strategy of the ``table`` that does something.

    Starts that the table has are not run again. Shown only if the 95 % interval of the benefit at the earliest start
    lies above 0.3 mRS, or above 5 points of the
    probability of not being worse at 12 months.
    """
    doing = list(dict.fromkeys(arm.strategy for arm in table.arms if arm.strategy.steps))
    found = []
    for i, strategy in enumerate(doing):
        wanted = [Arm(strategy, history.day + later) for later in STARTS]
        new = tuple(arm for arm in wanted if arm not in table.arms)
        parts = (table, run_arms(twins, new, history, table.days, _part(progress, i, len(doing)))) if new else (table,)
        found.append(_window(strategy, _picked(parts, (table.arms[reference(table)], *wanted)), twins, decided))
    return tuple(found)


def _picked(courses: tuple[Course, ...], arms: tuple[Arm, ...]) -> Course:
    """The arms that are wanted, each from the first course that has it."""
    place = [next((course, course.arms.index(arm)) for course in courses if arm in course.arms) for arm in arms]
    held = (np.stack([getattr(course, name)[i] for course, i in place]) for name in PER_ARM)
    return Course(arms, courses[0].days, *held)


def _part(progress: Progress, i: int, of: int) -> Progress:
    return lambda share: progress((i + share) / of)


def _window(strategy: Strategy, course: Course, twins: TwinSet, decided: bool) -> Window:
    base, ran = reference(course), ~np.any(course.failed, axis=0)
    average, not_worse = course.mean_mrs[:, ran], (better_or_same(course, twins.mrs) >= 0)[:, ran].astype(float)
    gains = {"mrs": average[base] - average[1:], "not_worse": not_worse[1:] - not_worse[base]}
    intervals = {name: tuple(difference(row, twins.effective) for row in values) for name, values in gains.items()}
    measure = next((name for name, least in LEAST.items() if intervals[name][0].low > least), None)
    shown = decided and measure is not None
    return Window(
        strategy=strategy.id,
        label=strategy.label,
        start_days=STARTS,
        gain_mrs=intervals["mrs"],
        gain_not_worse=intervals["not_worse"],
        shown=shown,
        reason=None if shown else _reason(decided),
        measure=measure if shown else None,
        open_until=_open_until(intervals[measure], LEAST[measure]) if shown and measure else None,
        half_lost=_half_lost(gains[measure], twins.effective) if shown and measure else None,
        by_start=at_starts(course, twins.mrs, spread_possible(twins.people.antibody)),
    )


LEAST = {"mrs": LEAST_MRS, "not_worse": LEAST_SHARE}


def _reason(decided: bool) -> str:
    if not decided:
        return f"{NO_WINDOW}: the facts do not decide"
    return (
        f"{NO_WINDOW}: at the earliest start the 95 % interval of the benefit does not lie above "
        f"{LEAST_MRS:g} mRS or {100 * LEAST_SHARE:g} points of probability"
    )


def _open_until(gains: tuple[Difference, ...], least: float) -> float:
    """The last start day up to which every interval lies above the threshold."""
    below = [i for i, gain in enumerate(gains) if not gain.low > least]
    return STARTS[(below[0] if below else len(STARTS)) - 1]


def _half_lost(gains: Array, effective: float) -> Difference | None:
    """Start day by which half of the benefit is lost, (starts, n) gains; None where it is not lost within the grid."""
    middle = _crossing(gains.mean(axis=1))
    if middle is None:
        return None
    draws = [day if day is not None else np.inf for day in _resampled(gains, effective)]
    low, high = np.quantile(draws, (0.025, 0.975), method="lower")
    return Difference(middle, float(low), float(high))


def _resampled(gains: Array, effective: float) -> Iterator[float | None]:
    """The same day in twins drawn again; as many as there are independent ones."""
    random = np.random.default_rng(1)
    count = max(int(min(effective, gains.shape[1])), 1)
    for _ in range(RESAMPLES):
        yield _crossing(gains[:, random.integers(0, gains.shape[1], count)].mean(axis=1))


def _crossing(means: Array) -> float | None:
    """The first day at which the benefit is half of that at the earliest start, by straight lines between starts."""
    half = means[0] / 2.0
    if not half > 0.0:
        return STARTS[0]
    for i in range(1, len(means)):
        if means[i] <= half:
            step = (means[i - 1] - half) / (means[i - 1] - means[i])
            return float(STARTS[i - 1] + step * (STARTS[i] - STARTS[i - 1]))
    return None
