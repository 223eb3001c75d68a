"""From columns of patients to the statistic that a publication printed."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.published.intervals import SHARES
from onconeural.calibration.published.wording import RATIOS
from onconeural.calibration.readings.columns import Columns
from onconeural.evidence.cohort_records import Observable
from onconeural.population.estimates import (
    Estimate,
    hazard_ratio,
    logistic,
    mean,
    median,
    median_survival,
    odds_ratio,
    share,
    survival,
)

FEWEST = 20  # patients behind a predicted statistic


def statistic(columns: Columns, seen: Observable, months: float, effective: float | None = None) -> Estimate:
    """The statistic of an observable: % for shares, months for times, a ratio; ``months`` where a curve is read.

    ``effective``: number of patients behind the columns where some stand there more than once; the interval is as wide
    as that of so many. Raises ValueError when fewer than 20 simulated patients stand behind it, or it is not finite.
    """
    _refuse_another_unit(columns, seen)
    size = len(next(iter(columns.values())))
    known = size if effective is None else min(round(effective), size)
    if known < FEWEST:
        raise ValueError(f"only {known} simulated patients fit the cohort, expected {FEWEST} or more")
    with np.errstate(all="ignore"):
        found = _statistic(columns, seen, months, size)
    if found.value == np.inf and "time" in columns and seen.kind == "median":
        end = np.max(columns["time"].astype(float))
        raise ValueError(f"half of the simulated patients live longer than the {end:.0f} months that are simulated")
    if not np.isfinite(found.value):
        raise ValueError("the statistic cannot be computed from the simulated patients")
    return found if known == size else _as_of(found, known, sqrt(size / known))


def _refuse_another_unit(columns: Columns, seen: Observable) -> None:
    """A reading of grades or times is no share, and a share no ratio: the name would have been misunderstood."""
    ratio = "step" in columns or "e" in columns or {"time", "x"} <= columns.keys()
    what = "a ratio" if ratio else "a share" if "y" in columns else "a time" if "time" in columns else "a quantity"
    fits = {
        "a ratio": seen.kind in RATIOS,
        "a share": seen.kind in SHARES,
        "a quantity": seen.kind not in SHARES + RATIOS,
    }
    if not fits.get(what, seen.kind not in RATIOS):
        raise ValueError(f"the row is read as {what}, and it prints a {seen.kind}")


def _as_of(found: Estimate, n: int, wider: float) -> Estimate:
    low, high = (found.value + wider * (end - found.value) for end in (found.low, found.high))
    return Estimate(found.value, low, high, n)


def _statistic(columns: Columns, seen: Observable, months: float, size: int) -> Estimate:
    if "time" in columns:
        return of_times(columns, seen, months)
    if "step" in columns:
        return logistic(columns["y"], _with_others(columns, "step"))
    if "e" in columns:
        return odds_ratio(columns["y"], columns["e"], np.ones(size, dtype=bool))
    if "y" in columns:
        return share(columns["y"], np.ones(size, dtype=bool))
    return mean(columns["x"]) if seen.kind == "mean" else median(columns["x"])


def of_times(columns: Columns, seen: Observable, months: float) -> Estimate:
    """The statistic of columns that hold times: a curve at ``months``, a hazard ratio, a median or a mean."""
    time = columns["time"].astype(float)
    if "reached" in columns:
        free = survival(time, columns["reached"], months)
        return Estimate(100.0 - free.value, 100.0 - free.high, 100.0 - free.low, free.n)
    died = columns["died"]
    if "x" in columns:
        return hazard_ratio(time, died, _with_others(columns, "x"))
    if seen.kind in ("median", "mean"):
        return median_survival(time, died) if seen.kind == "median" else mean(time)
    return survival(time, died, months)


def _with_others(columns: Columns, first: str) -> NDArray[np.float64]:
    """A factor (n, 1), and those that the publication adjusted for beside it (n, k)."""
    names = [first, *(name for name in columns if name.startswith("beside_"))]
    return np.column_stack([columns[name].astype(float) for name in names])
