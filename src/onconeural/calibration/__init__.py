"""Calibration and validation: published cohorts as targets, the posterior, and the table of what holds.

Names are loaded when first used: the samplers are slow to load, and only one command needs them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onconeural.calibration.agreement import judgement
    from onconeural.calibration.credibility import Standing, credibility_page, standing, standings
    from onconeural.calibration.identifiability import Identifiability, identify
    from onconeural.calibration.intervals import Published, published
    from onconeural.calibration.parameters import Free, free_parameters, with_draw
    from onconeural.calibration.posterior import (
        DRAWS,
        Posterior,
        PosteriorError,
        read_posterior,
        shipped,
        shipped_posterior,
    )
    from onconeural.calibration.recovery import Recovered, recover
    from onconeural.calibration.sensitivity import OUTCOMES, Influence, influences
    from onconeural.calibration.stages import Recipe
    from onconeural.calibration.stored_checks import Stored, check_document, stored
    from onconeural.calibration.strata import Trial, trials
    from onconeural.calibration.target_rows import Target, targets
    from onconeural.calibration.validation import Tally, ValidationRow, tally, validate
    from onconeural.calibration.weights import Weighted, virtual_population
    from onconeural.calibration.whole_run import calibrate

_NAMES = {
    "whole_run": "calibrate",
    "credibility": "Standing credibility_page standing standings",
    "identifiability": "Identifiability identify",
    "intervals": "Published published",
    "parameters": "Free free_parameters with_draw",
    "agreement": "judgement",
    "posterior": "DRAWS Posterior PosteriorError read_posterior shipped shipped_posterior",
    "recovery": "Recovered recover",
    "sensitivity": "OUTCOMES Influence influences",
    "stages": "Recipe",
    "stored_checks": "Stored check_document stored",
    "strata": "Trial trials",
    "target_rows": "Target targets",
    "validation": "Tally ValidationRow tally validate",
    "weights": "Weighted virtual_population",
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "DRAWS",
    "OUTCOMES",
    "Free",
    "Identifiability",
    "Influence",
    "Posterior",
    "PosteriorError",
    "Published",
    "Recipe",
    "Recovered",
    "Standing",
    "Stored",
    "Tally",
    "Target",
    "Trial",
    "ValidationRow",
    "Weighted",
    "calibrate",
    "check_document",
    "credibility_page",
    "free_parameters",
    "identify",
    "influences",
    "judgement",
    "published",
    "read_posterior",
    "recover",
    "shipped",
    "shipped_posterior",
    "standing",
    "standings",
    "stored",
    "tally",
    "targets",
    "trials",
    "validate",
    "virtual_population",
    "with_draw",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
