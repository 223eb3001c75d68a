"""A share of patients with its 95 % interval: never a number without the counts, or the word that there are none."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
METHOD = "Wilson score interval, 95 %"


@dataclass(frozen=True)
class Share:
    """A share (0 to 1) of ``n`` patients; without counts ``count``, ``n``, ``low`` and ``high`` are None."""

    value: float
    low: float | None = None
    high: float | None = None
    count: int | None = None
    n: int | None = None


def share(count: int, n: int) -> Share | None:
    """Return count/n with its 95 % Wilson score interval, or None when nobody was counted.

    Raises ValueError unless 0 <= count <= n.

    >>> found = share(21, 27)
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.778, 0.592, 0.894)
    >>> share(0, 0) is None
    True
    """
    if not 0 <= count <= n:
        raise ValueError(f"a share needs 0 <= count <= n, not {count} of {n}")
    if n == 0:
        return None
    value, extra = count / n, Z95 * Z95 / n
    middle = (value + extra / 2) / (1 + extra)
    half = Z95 * sqrt(value * (1 - value) / n + extra / (4 * n)) / (1 + extra)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == n else min(1.0, middle + half)
    return Share(value, low, high, count, n)


def printed(pct: float) -> Share:
    """Return a printed percentage as a share without an interval, because its counts are not known.

    >>> printed(55)
    Share(value=0.55, low=None, high=None, count=None, n=None)
    """
    return Share(pct / 100)


def count_behind(pct: float, n: int) -> int | None:
    """Return the only whole number of ``n`` that gives a printed percentage, or None when it is not the only one.

    >>> count_behind(83, 54), count_behind(50, 389)
    (45, None)
    """
    digits = 0 if float(pct).is_integer() else 1
    fitting = [count for count in range(n + 1) if round(100 * count / n + 1e-9, digits) == pct]
    return fitting[0] if len(fitting) == 1 else None
