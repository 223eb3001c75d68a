"""Better, same, worse, died: what the twins promise, and the ranked probability score of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.facts import MRS_SD
from onconeural.forecast.further_facts import phi
from onconeural.forecast.horizon import DEAD

Array = NDArray[np.float64]

INSIDE = (0.1, 0.9)  # quantiles of the forecast between which a class counts as covered
GRADES = np.arange(DEAD)  # of the living


def rps(shares: Array, observed: int) -> float:
    """Ranked probability score of K ordered classes: 1/(K-1) sum_k (F_k - O_k)^2; 0 is best, 1 is worst.

    >>> rps(np.array([0.0, 1.0, 0.0, 0.0]), 1), rps(np.array([1.0, 0.0, 0.0, 0.0]), 3)
    (0.0, 1.0)
    """
    reached = (np.arange(len(shares) - 1) >= observed).astype(np.float64)
    return float(np.sum((np.cumsum(shares)[:-1] - reached) ** 2) / (len(shares) - 1))


def promised(shares: Array) -> float:
    """Score that a forecast expects of itself, were its shares true: sum_k p_k rps_k = sum_k F_k (1 - F_k) / (K-1).

    >>> promised(np.array([1.0, 0.0, 0.0, 0.0])), promised(np.array([0.5, 0.0, 0.0, 0.5]))
    (0.0, 0.25)
    """
    reached = np.cumsum(shares)[:-1]
    return float(np.sum(reached * (1.0 - reached)) / (len(shares) - 1))


def set_of_80(shares: Array) -> slice:
    """Classes between the quantiles 0.1 and 0.9; being whole, they hold 80 % or more.

    >>> set_of_80(np.array([0.05, 0.6, 0.3, 0.05]))
    slice(1, 3, None)
    """
    low, high = (int(np.searchsorted(np.cumsum(shares), q - 1e-12)) for q in INSIDE)
    return slice(low, high + 1)


def class_shares(mrs: Array, own: Array, read: int | None) -> Array:
    """Shares of better, same, worse, died: what will be *read*, against the reading ``read`` of the forecast day.

    ``mrs`` (n,): of the twins on the day of follow-up. A reading lies around the twin's value with the reading error;
    its whole grade is compared. Without a reading today, each twin is compared with its own grade ``own`` (n,).
    """
    now = own if read is None else np.full(len(mrs), float(read))
    return _compared((now[:, None] == GRADES).astype(np.float64), mrs)


def shares_unread(mrs: Array, now: Array) -> Array:
    """The same for patients of whom nothing was read: ``now`` (n,) and ``mrs`` (n,) are both read with the error."""
    return _compared(_read_as(now), mrs)


def _compared(now: Array, mrs: Array) -> Array:
    """Shares of the classes, with the chances ``now`` (n, grades) of the grade of the forecast day."""
    alive = mrs < DEAD
    both = now[alive].T @ _read_as(mrs[alive])  # (grade on the forecast day, grade at follow-up)
    parts = (np.tril(both, -1).sum(), np.trace(both), np.triu(both, 1).sum(), float(np.count_nonzero(~alive)))
    return np.array(parts) / len(mrs)


def _read_as(mrs: Array) -> Array:
    """Chance of each grade to be read, shape (n, grades); alive, nobody is read as worse than 5 or better than 0."""
    upto = phi((GRADES[:-1] + 0.5 - mrs[:, None]) / MRS_SD)
    return np.diff(upto, axis=1, prepend=0.0, append=1.0)
