"""The scale on which two values of a statistic are compared: logit of shares, logarithm of times and ratios."""

from __future__ import annotations

from math import exp, isfinite, log, sqrt

from onconeural.population.estimates import Z95, Estimate

LEAST = 0.2  # %: shares are kept so far from 0 and 100


def to_scale(value: float, unit: str) -> float:
    """A value on its scale; shares (%) within 0.2 to 99.8.

    >>> to_scale(50.0, "%")
    0.0
    """
    if unit == "%":
        p = min(max(value, LEAST), 100.0 - LEAST) / 100.0
        return log(p / (1.0 - p))
    return value if unit == "mRS points" else log(max(value, 1e-3))


def from_scale(x: float, unit: str) -> float:
    """The value behind a number on its scale."""
    if unit == "%":
        return 100.0 / (1.0 + exp(-x))
    return x if unit == "mRS points" else exp(min(x, 700.0))


def half_width(low: float, high: float, unit: str) -> float:
    """Standard deviation, on the scale, of a 95 % interval."""
    ends = to_scale(high, unit), to_scale(low, unit)
    return (ends[0] - ends[1]) / (2 * Z95) if all(map(isfinite, ends)) else float("inf")


def monte_carlo(found: Estimate, unit: str) -> float:
    """Standard error, on the scale, of a statistic of simulated patients, from its own 95 % interval.

    Where the interval has no end (fewer than half died), that of a location in n patients with spread 1 on the scale.

    >>> round(monte_carlo(Estimate(50.0, 40.0, 60.0, 96), "%"), 2)
    0.21
    """
    width = half_width(found.low, found.high, unit)
    return width if isfinite(width) and width > 0.0 else 1.0 / sqrt(max(found.n, 1))
