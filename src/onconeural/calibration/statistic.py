"""From columns of patients to the statistic that a publication printed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence.cohort_records import Observable
from onconeural.population.estimates import (
    Z95,
    Estimate,
    hazard_ratio,
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
        return _logistic(columns["y"].astype(float), columns["step"].astype(float))
    if "e" in columns:
        return odds_ratio(columns["y"], columns["e"], np.ones(size, dtype=bool))
    if "y" in columns:
        return share(columns["y"], np.ones(size, dtype=bool))
    return mean(columns["x"]) if seen.kind == "mean" else median(columns["x"])


def _of_times(columns: Columns, seen: Observable, months: float) -> Estimate:
    time, died = columns["time"].astype(float), columns["died"]
    if "x" in columns:
        return hazard_ratio(time, died, columns["x"].astype(float))
    if seen.kind in ("median", "mean"):
        return median_survival(time, died) if seen.kind == "median" else mean(time)
    return survival(time, died, months)


def _logistic(y: NDArray[np.float64], x: NDArray[np.float64]) -> Estimate:
    """Odds ratio per step of x (logistic regression, Newton's method)."""
    design = np.column_stack([np.ones_like(x), x - x.mean()])
    beta = np.zeros(2)
    information = np.eye(2)
    for _ in range(25):
        p = 1.0 / (1.0 + np.exp(-design @ beta))
        information = design.T @ (design * (p * (1 - p))[:, None]) + 1e-6 * np.eye(2)
        beta = beta + np.linalg.solve(information, design.T @ (y - p))
    half = Z95 * float(np.sqrt(np.linalg.inv(information)[1, 1]))
    ends = np.exp([beta[1], beta[1] - half, beta[1] + half])
    return Estimate(float(ends[0]), float(ends[1]), float(ends[2]), len(y))
