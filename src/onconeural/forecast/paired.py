"""Differences between two strategies in the same twins, with their 95 % intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.result import Difference

Array = NDArray[np.float64]

Z95 = 1.959964  # 97.5 % quantile of the normal distribution


def difference(values: Array, effective: float) -> Difference:
    """Mean of paired differences (n,) with its 95 % interval: mean +- 1.96 sd / sqrt(effective twins).

    Twins that are copies of one virtual patient count once, which is what ``effective`` says. The interval holds the
    chance of the twins, not the doubt about the equations. Fewer than two twins: NaN.

    >>> difference(np.array([0.5, 0.7, 0.5, 0.7]), 4.0).value
    0.6
    """
    known = values[np.isfinite(values)]
    count = min(effective, float(len(known)))
    if count < 2.0:
        return Difference(float("nan"), float("nan"), float("nan"))
    middle, half = float(known.mean()), float(Z95 * known.std() / np.sqrt(count - 1.0))
    return Difference(middle, middle - half, middle + half)


def unpaired(first: Array, second: Array, effective: tuple[float, float]) -> Difference:
    """Difference of two means of different twins, with its 95 % interval."""
    one, two = (difference(values, n) for values, n in zip((first, second), effective, strict=True))
    half = float(np.hypot(one.high - one.value, two.high - two.value))
    middle = one.value - two.value
    return Difference(middle, middle - half, middle + half)
