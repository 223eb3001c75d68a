"""The parameter registry: every parameter and state once, with meaning, unit, spread, source and status."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from onconeural.evidence import packaged


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spread(_Record):
    """How a parameter differs between patients.

    ``lognormal``: ``sd`` of the natural logarithm around the value, cut at ``high`` where physiology ends.
    ``lognormal_around``: around another parameter ``of`` this patient. ``uniform``: ``low`` to ``high``.
    ``log10_uniform``: ten to a uniform power. ``exponential``: mean 1. ``life_table``: by the patient's age and sex.
    ``age``: decades above the median age of those with the antibody.
    """

    type: Literal["lognormal", "lognormal_around", "uniform", "log10_uniform", "exponential", "life_table", "age"]
    sd: float | None = None
    of: str | None = None
    low: float | None = None
    high: float | None = None

    def wider(self, factor: float) -> Spread:
        """The same spread, so many times as wide; of ten to a uniform power the lower end moves.

        >>> Spread(type="lognormal", sd=0.5).wider(2.0).sd
        1.0
        """
        if self.type == "log10_uniform":
            return self.model_copy(update={"low": (self.low or 0.0) * factor})
        return self.model_copy(update={"sd": (self.sd or 0.0) * factor})


class Parameter(_Record):
    """One parameter of the equations."""

    id: str
    symbol: str
    meaning: str
    unit: str
    value: float
    spread: Spread | None = None
    level: Literal["population", "antibody", "patient"]
    sources: tuple[str, ...]
    status: Literal["measured", "inferred", "assumed"]
    basis: str


class State(_Record):
    """One state of the equations; ``scale`` is the size that matters, in its unit."""

    symbol: str
    meaning: str
    unit: str
    scale: float


class Registry(_Record):
    """All parameters and states."""

    schema_version: Literal[1]
    parameters: tuple[Parameter, ...]
    states: tuple[State, ...]

    def parameter(self, symbol: str) -> Parameter:
        """The parameter with this symbol; KeyError when there is none."""
        for p in self.parameters:
            if p.symbol == symbol:
                return p
        raise KeyError(symbol)


@cache
def registry() -> Registry:
    """The registry of the shipped model.

    >>> registry().parameter("g").unit
    '1/day'
    """
    return Registry.model_validate(load("parameters.yaml"))


def load(name: str) -> object:
    """One data file of the model, as plain values."""
    return packaged("onconeural.model", f"data/{name}")
