"""From columns of patients to the statistic that a publication printed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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

Columns = dict[str, NDArray[np.generic]]

FEWEST = 20  # patients behind a predicted statistic


def statistic(columns: Columns, seen: Observable, months: float) -> Estimate:
    """The statistic of an observable: % for shares, months for times, a ratio; ``months`` where a curve is read.

    Raises ValueError when fewer than 20 simulated patients stand behind it, or it is not a finite number.
    """
    size = len(next(iter(columns.values())))
    if size < FEWEST:
        raise ValueError(f"only {size} simulated patients fit the cohort, expected {FEWEST} or more")
    with np.errstate(all="ignore"):
        found = _statistic(columns, seen, months, size)
    if not np.isfinite(found.value):
        raise ValueError("the statistic cannot be computed from the simulated patients")
    return found


def _statistic(columns: Columns, seen: Observable, months: float, size: int) -> Estimate:
    if "time" in columns:
        return _of_times(columns, seen, months)
    if "step" in columns:
        return logistic(columns["y"], _with_others(columns, "step"))
    if "e" in columns:
        return odds_ratio(columns["y"], columns["e"], np.ones(size, dtype=bool))
    if "y" in columns:
        return share(columns["y"], np.ones(size, dtype=bool))
    return mean(columns["x"]) if seen.kind == "mean" else median(columns["x"])


def _of_times(columns: Columns, seen: Observable, months: float) -> Estimate:
    time, died = columns["time"].astype(float), columns["died"]
    if "x" in columns:
        return hazard_ratio(time, died, _with_others(columns, "x"))
    if seen.kind in ("median", "mean"):
        return median_survival(time, died) if seen.kind == "median" else mean(time)
    return survival(time, died, months)


def _with_others(columns: Columns, first: str) -> NDArray[np.float64]:
    """A factor (n, 1), and those that the publication adjusted for beside it (n, k)."""
    names = [first, *(name for name in columns if name.startswith("beside_"))]
    return np.column_stack([columns[name].astype(float) for name in names])
