"""The interval in which the next publication of the same size should fall, and the errors that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import fmean, pvariance

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.comparison.scale import from_scale, half_width
from onconeural.calibration.published.intervals import Published

Array = NDArray[np.float64]

COVER, Z80 = 0.8, 1.281552
NODES = 41
# Standard deviation of the model's own error on the scale of a statistic (logit, logarithm): the least one with which
# 80 % intervals reach 80 % of the calibration rows (split conformal prediction; Vovk 2005, recalled), measured with the
# values from before they were searched on these rows. Values that have seen the rows give 0: no measure of others.
MODEL_ERROR = 0.85


@dataclass(frozen=True)
class Predicted:
    """The predicted value, the 80 % interval of a publication of this size, and what that is made of.

    ``parts``: standard deviations on the scale of the statistic, by name.
    """

    value: float
    low: float
    high: float
    parts: dict[str, float]


@dataclass(frozen=True)
class Foreseen:
    """Predictions of one row on its scale, one a draw and each on patients of its own, and the published value.

    ``monte_carlo``: Monte-Carlo standard error of one of them.
    """

    cohort: str
    values: tuple[float, ...]
    monte_carlo: float
    published: Published

    @property
    def centre(self) -> float:
        """The middle of the predictions on the scale."""
        return fmean(self.values)

    def parts(self, model_error: float) -> dict[str, float]:
        """Standard deviations, on the scale, of what separates the prediction from a published value."""
        low, high = self.published.low, self.published.high
        known = low is not None and high is not None
        return {
            "parameters": sqrt(max(pvariance(self.values) - self.monte_carlo**2, 0.0)),
            "monte_carlo": self.monte_carlo / sqrt(len(self.values)),
            "between_cohorts": between_cohorts().tau,
            "model_error": model_error,
            "sampling": half_width(low, high, self.published.unit) if known else 0.0,  # type: ignore[arg-type]
        }


def interval(row: Foreseen, model_error: float = MODEL_ERROR) -> Predicted:
    """The 80 % predictive interval of a row.

    Where count and n are published: the middle 80 % of counts out of n under a logit-normal share; else normal on the
    scale of the statistic.
    """
    parts, unit, n = row.parts(model_error), row.published.unit, row.published.n
    middle = from_scale(row.centre, unit)
    if n is not None and unit == "%":
        spread = sqrt(sum(v**2 for name, v in parts.items() if name != "sampling"))
        low, high = _counted(row.centre, spread, n)
        return Predicted(middle, min(low, middle), max(high, middle), parts)
    reach = Z80 * sqrt(sum(v**2 for v in parts.values()))
    return Predicted(middle, from_scale(row.centre - reach, unit), from_scale(row.centre + reach, unit), parts)


def _counted(centre: float, spread: float, n: int) -> tuple[float, float]:
    """The 10th and 90th percentile, in %, of counts out of n whose share is logit-normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    x = centre + spread * nodes
    k = np.arange(n + 1)
    ways = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    log = (
        (ways[n] - ways[k] - ways[n - k])[:, None]
        - k[:, None] * np.logaddexp(0, -x)
        - (n - k)[:, None] * np.logaddexp(0, x)
    )
    below = np.cumsum(np.exp(log) @ (weights / weights.sum()))
    ends = [int(np.searchsorted(below, (1 + sign * COVER) / 2)) for sign in (-1, 1)]
    return 100.0 * ends[0] / n, 100.0 * min(ends[1], n) / n
