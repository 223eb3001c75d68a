"""The two years that a forecast looks ahead, and the days on which the twins are recorded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

YEAR = 365.25
MONTH = YEAR / 12.0
STEPS_PER_YEAR = 36
DEAD = 6.0
STEP = 0.75  # change of the continuous mRS that counts as one step of the ordinal scale (assumed)


def grid(first: float, years: float = 2.0) -> NDArray[np.float64]:
    """Days on which the twins are recorded: from the forecast day on, 36 times a year.

    >>> len(grid(120.0)), float(grid(120.0)[36])
    (73, 485.25)
    """
    return np.asarray(first + np.arange(int(years * STEPS_PER_YEAR) + 1) * (YEAR / STEPS_PER_YEAR))


def at_month(months: float) -> int:
    """Index of a month in the grid.

    >>> at_month(12), at_month(24)
    (36, 72)
    """
    return round(months * STEPS_PER_YEAR / 12.0)


def rankin(mrs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ordinal scale from the continuous one.

    >>> rankin(np.array([2.4, 2.5, 6.0])).tolist()
    [2.0, 3.0, 6.0]
    """
    return np.asarray(np.floor(mrs + 0.5))
