"""The forecast: twins of a case under every strategy."""

from onconeural.forecast.forecast import LEAST_TWINS, MOST_TWINS, forecast, status
from onconeural.forecast.result import Curve, Estimate, Forecast, Outcome, Provenance, Twins
from onconeural.forecast.strategies import Strategy, strategies

__all__ = [
    "LEAST_TWINS",
    "MOST_TWINS",
    "Curve",
    "Estimate",
    "Forecast",
    "Outcome",
    "Provenance",
    "Strategy",
    "Twins",
    "forecast",
    "status",
    "strategies",
]
