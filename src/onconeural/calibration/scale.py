"""The scale on which two values of a statistic are compared: logit of shares, logarithm of times and ratios."""

from __future__ import annotations

from math import exp, isfinite, log

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
    return (ends[0] - ends[1]) / (2 * 1.959964) if all(map(isfinite, ends)) else float("inf")
