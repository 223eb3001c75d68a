"""Forecasts of paraneoplastic neurological syndromes. Research software. Not medical advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from onconeural.report.answer import forecast_case

__version__ = "0.1.0"
__all__ = ["INTENDED_USE", "__version__", "forecast_case"]

INTENDED_USE = "Research software. Not medical advice."

# The forecast is loaded when it is first asked for: numpy and the engine take half a second.
__getattr__ = lazy_loader.attach(__name__, submod_attrs={"report.answer": ["forecast_case"]})[0]
