"""The forecast: twins of a case under every strategy, the window, the drivers and the next test."""

from onconeural.forecast.forecast import LEAST_TWINS, MOST_TWINS, forecast
from onconeural.forecast.ranking import may_rank, status
from onconeural.forecast.result import (
    Assumption,
    Curve,
    Difference,
    Driver,
    Estimate,
    Forecast,
    NextTest,
    Outcome,
    Provenance,
    Ranking,
    Regimen,
    Shares,
    Twins,
    Window,
)
from onconeural.forecast.strategies import all_strategies, read_strategies, strategies
from onconeural.forecast.strategy_record import Step, Strategy

__all__ = [
    "LEAST_TWINS",
    "MOST_TWINS",
    "Assumption",
    "Curve",
    "Difference",
    "Driver",
    "Estimate",
    "Forecast",
    "NextTest",
    "Outcome",
    "Provenance",
    "Ranking",
    "Regimen",
    "Shares",
    "Step",
    "Strategy",
    "Twins",
    "Window",
    "all_strategies",
    "forecast",
    "may_rank",
    "read_strategies",
    "status",
    "strategies",
]
