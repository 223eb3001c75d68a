"""How many digits the inside of a step has: double, or single where that is enough."""

from __future__ import annotations

from typing import Literal, get_args

from onconeural.engine.codegen.ir import DOUBLE, SINGLE
from onconeural.engine.errors import RequestError
from onconeural.engine.expression import TIME, names, relations
from onconeural.engine.system import System

Precision = Literal["double", "single"]
FINEST = (
    2e-6  # relative tolerance down to which single precision does about as well as double (measured: docs/engine.md)
)


def real_of_step(system: System, asked: Precision, rtol: float) -> str:
    """The kind of number for the inside of a step.

    Single precision only if it is asked for and fits: not for tolerances below ``FINEST``; not where a rate reads time
    (time is large, and what changes with it small), nor where it has a comparison, which has to be the same one that
    the steps are cut at. Raises RequestError for another name.
    """
    if asked not in get_args(Precision):
        raise RequestError(f"no precision '{asked}'; expected one of {', '.join(get_args(Precision))}")
    if asked == "double" or rtol < FINEST:
        return DOUBLE
    formulas = [f for f in (*system.rates.values(), *system.rules.values()) if f is not None]
    return DOUBLE if any(any(relations(f)) or TIME in names(f) for f in formulas) else SINGLE
