"""Forecasts of paraneoplastic neurological syndromes. Research software. Not medical advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onconeural.report.answer import forecast_case

__version__ = "0.1.0"
__all__ = ["INTENDED_USE", "__version__", "forecast_case"]

INTENDED_USE = "Research software. Not medical advice."


def __getattr__(name: str) -> object:
    """Load the forecast when it is first asked for: numpy and the engine take half a second."""
    if name != "forecast_case":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from onconeural.report.answer import forecast_case  # noqa: PLC0415

    return forecast_case
