"""Estimates with 95 % intervals from simulated patients: the small statistics that publications print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

Z95 = 1.959964  # 97.5th percentile of the normal distribution
NEWTON_STEPS = 40


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval from n simulated patients; NaN where it cannot be computed."""

    value: float
    low: float
    high: float
    n: int


def share(happened: ArrayLike, of: ArrayLike) -> Estimate:
    """Percentage of the patients ``of`` in whom something happened; interval of Wilson.

    >>> share([True, True, False], [True, True, False]).value
    100.0
    """
    group = np.asarray(of, dtype=bool)
    n, k = int(group.sum()), int((np.asarray(happened, dtype=bool) & group).sum())
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    p, z2 = k / n, Z95**2
    middle, half = (p + z2 / (2 * n)) / (1 + z2 / n), Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n**2)) / (1 + z2 / n)
    low = 0.0 if k == 0 else middle - half
    high = 1.0 if k == n else middle + half
    return Estimate(100 * p, float(100 * low), float(100 * high), n)


def mean(values: ArrayLike) -> Estimate:
    """Mean of the finite values."""
    x = _finite(values)
    if len(x) < 2:
        return Estimate(np.nan, np.nan, np.nan, len(x))
    middle, half = float(x.mean()), float(Z95 * x.std(ddof=1) / np.sqrt(len(x)))
    return Estimate(middle, middle - half, middle + half, len(x))


def deviation(values: ArrayLike) -> Estimate:
    """Standard deviation of the finite values; interval from their fourth moment."""
    x = _finite(values)
    if len(x) < 2:
        return Estimate(np.nan, np.nan, np.nan, len(x))
    variance = float(x.var(ddof=1))
    spread = np.sqrt(max(float(np.mean((x - x.mean()) ** 4)) - variance**2, 0.0) / len(x))
    half = float(Z95 * spread / (2 * np.sqrt(variance))) if variance > 0 else 0.0
    sd = float(np.sqrt(variance))
    return Estimate(sd, sd - half, sd + half, len(x))


def median(values: ArrayLike) -> Estimate:
    """Median of the finite values; interval from order statistics."""
    x = np.sort(_finite(values))
    n = len(x)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    half = Z95 * np.sqrt(n) / 2
    low, high = int(max(np.floor(n / 2 - half), 0)), int(min(np.ceil(n / 2 + half), n - 1))
    return Estimate(float(np.median(x)), float(x[low]), float(x[high]), n)


def survival(time: ArrayLike, died: ArrayLike, at: float) -> Estimate:
    """Percentage alive at a time since the origin of ``time`` (Kaplan-Meier, interval of Greenwood).

    S(t) = prod over deaths up to t of (1 - 1/n). ``time``: death or end of observation, shape (n,).

    >>> survival([1.0, 2.0, 3.0, 4.0], [True, True, False, False], 2.5).value
    50.0
    """
    t, alive, half = _kaplan_meier(time, died)
    k = int(np.searchsorted(t, at, side="right"))
    s, h = (float(alive[k - 1]), float(half[k - 1])) if k else (1.0, 0.0)
    return Estimate(100 * s, 100 * max(s - h, 0.0), 100 * min(s + h, 1.0), len(t))


def median_survival(time: ArrayLike, died: ArrayLike) -> Estimate:
    """Time at which half have died (Kaplan-Meier); infinite when fewer die.

    >>> median_survival([1.0, 2.0, 3.0, 4.0], [True, True, True, False]).value
    3.0
    """
    t, alive, half = _kaplan_meier(time, died)
    under = [np.flatnonzero(curve < 0.5) for curve in (alive, alive - half, alive + half)]
    value, low, high = (float(t[u[0]]) if len(u) else np.inf for u in under)
    return Estimate(value, low, high, len(t))


def _kaplan_meier(time: ArrayLike, died: ArrayLike) -> tuple[Array, Array, Array]:
    """Sorted times, survival after each, and half its 95 % interval (Greenwood)."""
    t, d = np.asarray(time, dtype=np.float64), np.asarray(died, dtype=bool)
    order = np.argsort(t, kind="stable")
    risk = np.arange(len(t), 0, -1)
    alive = np.asarray(np.cumprod(np.where(d[order], 1.0 - 1.0 / risk, 1.0)), dtype=np.float64)
    terms = np.where(d[order] & (risk > 1), 1.0 / (risk * np.maximum(risk - 1.0, 1.0)), 0.0)
    return np.asarray(t[order]), alive, np.asarray(Z95 * alive * np.sqrt(np.cumsum(terms)))


def hazard_ratio(time: ArrayLike, died: ArrayLike, x: ArrayLike) -> Estimate:
    """Hazard ratio of death per unit of x (Cox partial likelihood, Newton's method).

    ``x``: shape (n,), or (n, k) for the ratio of the first of k factors, adjusted for the others.
    """
    order = np.argsort(np.asarray(time), kind="stable")
    d, z = np.asarray(died, dtype=bool)[order], _columns(x)[order]
    if not len(z):
        return Estimate(np.nan, np.nan, np.nan, 0)
    z = z - z.mean(axis=0)
    beta, information = np.zeros(z.shape[1]), np.full((z.shape[1],) * 2, np.nan)
    for _ in range(NEWTON_STEPS):
        slope, information = _cox_step(z, d, beta)
        if np.linalg.matrix_rank(information) < len(beta):
            return Estimate(np.nan, np.nan, np.nan, len(z))
        step = np.linalg.solve(information, slope)
        beta = beta + step
        if np.max(np.abs(step)) < 1e-8:
            break
    return _ratio(beta, information, len(z))


def _cox_step(z: Array, died: NDArray[np.bool_], beta: Array) -> tuple[Array, Array]:
    """Slope (k,) and information (k, k) of the partial likelihood; patients in order of time."""
    weight = np.exp(z @ beta)
    s0 = _from_here_on(weight)
    mean_z = _from_here_on(weight[:, None] * z) / s0[:, None]
    squares = _from_here_on(weight[:, None, None] * z[:, :, None] * z[:, None, :]) / s0[:, None, None]
    spread = squares - mean_z[:, :, None] * mean_z[:, None, :]
    return np.asarray(np.sum((z - mean_z)[died], axis=0)), np.asarray(np.sum(spread[died], axis=0))


def _from_here_on(values: Array) -> Array:
    """Sum over those who are still at risk at each time."""
    return np.asarray(np.cumsum(values[::-1], axis=0)[::-1])


def logistic(outcome: ArrayLike, x: ArrayLike) -> Estimate:
    """Odds ratio per unit of x (logistic regression, Newton's method).

    ``x``: shape (n,), or (n, k) for the ratio of the first of k factors, adjusted for the others.
    """
    y, factors = np.asarray(outcome, dtype=np.float64), _columns(x)
    design = np.column_stack([factors - factors.mean(axis=0), np.ones(len(y))])
    beta, information = np.zeros(design.shape[1]), np.eye(design.shape[1])
    for _ in range(NEWTON_STEPS):
        p = 1.0 / (1.0 + np.exp(-design @ beta))
        information = design.T @ (design * (p * (1 - p))[:, None]) + 1e-6 * np.eye(design.shape[1])
        beta = beta + np.linalg.solve(information, design.T @ (y - p))
    return _ratio(beta, information, len(y))


def _columns(x: ArrayLike) -> Array:
    values = np.asarray(x, dtype=np.float64)
    return values[:, None] if values.ndim == 1 else values


def _ratio(beta: Array, information: Array, n: int) -> Estimate:
    """The ratio of the first factor, with its interval."""
    half = Z95 * float(np.sqrt(np.linalg.inv(information)[0, 0]))
    ends = np.exp([beta[0], beta[0] - half, beta[0] + half])
    return Estimate(float(ends[0]), float(ends[1]), float(ends[2]), n)


def odds_ratio(outcome: ArrayLike, exposed: ArrayLike, of: ArrayLike) -> Estimate:
    """Odds ratio of an outcome between exposed and others among ``of``; half is added to each cell (Haldane)."""
    y, e, group = (np.asarray(v, dtype=bool) for v in (outcome, exposed, of))
    cells = [float((group & (y == a) & (e == b)).sum()) + 0.5 for a, b in ((1, 1), (0, 0), (1, 0), (0, 1))]
    log, half = np.log(cells[0] * cells[1] / (cells[2] * cells[3])), Z95 * np.sqrt(sum(1 / c for c in cells))
    return Estimate(float(np.exp(log)), float(np.exp(log - half)), float(np.exp(log + half)), int(group.sum()))


def _finite(values: ArrayLike) -> Array:
    x = np.asarray(values, dtype=np.float64)
    return x[np.isfinite(x)]
