"""The most rows that a model could hold which knows the disease, and nothing of the single cohort."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import erf, hypot, isfinite, sqrt

from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.comparison.scale import half_width
from onconeural.calibration.published.intervals import Published
from onconeural.population.estimates import Z95


@dataclass(frozen=True)
class Attainable:
    """Expected number of rows inside, and its 95 % interval, from that of tau."""

    rows: float
    low: float
    high: float


def attainable(rows: Iterable[Published]) -> Attainable:
    """Rows that would be inside if every prediction were the true mean over cohorts of that disease.

    sum over rows of 2 Phi(1.96 s / sqrt(s^2 + tau^2)) - 1. A published interval holds sampling error alone: s is its
    half width over 1.96, on the scale of the statistic; cohorts differ by tau (`between_cohorts`) beyond it. Assumed:
    tau, estimated from statistics that two or more cohorts print, holds for all. A row with one end counts as one.

    >>> from onconeural.calibration.published.intervals import Published
    >>> one = Published(50.0, 40.0, 60.0, "%", "printed")
    >>> 0.0 < attainable([one]).low <= attainable([one]).rows <= attainable([one]).high < 1.0
    True
    """
    tau, errors = between_cohorts(), [_error(row) for row in rows]
    return Attainable(*(expected(errors, spread) for spread in (tau.tau, tau.high, tau.low)))


def expected(errors: Iterable[float], tau: float) -> float:
    """Expected number of rows inside, for standard errors of sampling and a spread between cohorts, on the scale.

    >>> round(expected([0.5], 0.0), 3), round(expected([0.5], 0.5), 3)
    (0.95, 0.834)
    """
    return sum(erf(Z95 * s / hypot(s, tau) / sqrt(2.0)) if isfinite(s) and s > 0.0 else float(s > 0.0) for s in errors)


def _error(row: Published) -> float:
    known = row.low is not None and row.high is not None
    return half_width(row.low, row.high, row.unit) if known else float("inf")  # type: ignore[arg-type]
