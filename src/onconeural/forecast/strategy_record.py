"""The records of strategies: steps with their doses, when each begins and when it is stopped, and what to beware of."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from onconeural.case.fields import STRICT, TUPLE, OneOf, Text, Word
from onconeural.engine import Dose
from onconeural.evidence import sources
from onconeural.model import cautions, doses, intervention, interventions

Array = NDArray[np.float64]

MOST_DOSE = 10.0  # times the usual dose: more is taken for a mistake of unit
LATEST = 730.0  # days: later steps would lie outside the forecast
Days = Annotated[float, Field(ge=0.0, le=LATEST)]
InterventionName = Annotated[str, OneOf("an intervention of the model", lambda: tuple(i.id for i in interventions()))]
SourceKey = Annotated[str, OneOf("a source of the evidence", lambda: tuple(sources()))]


class Warned(BaseModel):
    """What to beware of, where that was read, and how."""

    model_config = STRICT

    text: Text
    source: SourceKey | None = None
    status: Literal["read_primary", "read_secondary", "recalled"] = "recalled"


Begin = Literal["start_day", "tumour_known", "no_response", "relapse"]
End = Literal["response", "no_response", "relapse", "tumour_found"]


class Step(BaseModel):
    """One intervention: begun on a day or when something happens, so many days later, and stopped early or not.

    ``dose``: one administration in the clinical unit of the intervention, None for the usual one. What happens is seen
    at monthly visits. ``no_response``: no response at the first visit ``after_days`` after the start day; as an end, at
    the first visit 28 days after it. ``stop_when``: what ends the step, beside ``stop_after_days``.
    """

    model_config = STRICT

    intervention: InterventionName
    dose: Annotated[float, Field(ge=0.0)] | None = None
    start: Begin = "start_day"
    after_days: Days = 0.0
    stop_after_days: Days | None = None
    stop_when: Annotated[tuple[End, ...], TUPLE]

    @model_validator(mode="after")
    def _can_be_given(self) -> Step:
        try:
            doses(self.intervention, 0.0, self.dose)
        except ValueError as error:
            raise PydanticCustomError("dose", "{why}", {"why": str(error)}) from None
        usual = intervention(self.intervention).dose
        if self.dose is not None and usual is not None and self.dose > MOST_DOSE * usual.amount:
            why = f"at most {MOST_DOSE:g} times the usual {usual.amount:g} {usual.unit}, not a dose of {self.dose:g}"
            raise PydanticCustomError("dose", "{why}", {"why": why})
        return self

    def doses(self, start: Array) -> list[Dose]:
        """The doses for twins for whom its start comes true on day ``start`` (n,), NaN: never."""
        first = start + (0.0 if self.start == "no_response" else self.after_days)
        given = doses(self.intervention, first, self.dose)
        if self.stop_after_days is None:
            return given
        last = first + self.stop_after_days
        return [replace(d, time=np.where(np.asarray(d.time) <= last, d.time, np.nan)) for d in given]


class Strategy(BaseModel):
    """One strategy: what is done and when. ``compared``: a forecast shows it when nothing else is asked for."""

    model_config = STRICT

    id: Word
    label: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["reference", "single", "combination", "harm"] = "single"
    compared: bool = False
    basis: Text | None = None
    sources: Annotated[tuple[SourceKey, ...], TUPLE]
    cautions: Annotated[tuple[Warned, ...], TUPLE]
    steps: Annotated[tuple[Step, ...], TUPLE]

    @property
    def interventions(self) -> tuple[str, ...]:
        """Every intervention of the strategy, once."""
        return tuple(dict.fromkeys(step.intervention for step in self.steps))

    @property
    def needs_tumour(self) -> bool:
        """Whether some step waits until a tumour is known, or ends when one is found."""
        return any(step.start == "tumour_known" or "tumour_found" in step.stop_when for step in self.steps)

    @property
    def needs_visits(self) -> bool:
        """Whether some step depends on how a twin responds."""
        return any(step.start in ("no_response", "relapse") or step.stop_when for step in self.steps)

    @property
    def all_cautions(self) -> tuple[str, ...]:
        """Its own cautions and those of its drugs, each once, with how they were read."""
        own = [(c.text, c.source, c.status) for c in self.cautions]
        drugs = [(c.text, c.source, c.status) for key in self.interventions for c in cautions(key)]
        every = dict.fromkeys(own + drugs)
        return tuple(f"{text} ({source or 'no source'}, {status})" for text, source, status in every)

    @property
    def all_sources(self) -> tuple[str, ...]:
        """Sources of the strategy and of its drugs, each once."""
        drugs = (key for name in self.interventions for key in intervention(name).sources)
        return tuple(dict.fromkeys((*self.sources, *drugs)))


class StrategyFile(BaseModel):
    """A file of strategies; ``use`` names strategies of the package that are compared too."""

    model_config = STRICT

    schema_version: Annotated[int, Field(ge=1, le=1)]
    use: Annotated[tuple[str, ...], TUPLE]
    strategies: Annotated[tuple[Strategy, ...], TUPLE]
