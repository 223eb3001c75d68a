"""How facts of a case are held against the model: numbers and words from one data file, each with where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from onconeural.evidence import packaged


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(_Record):
    """One number of a reading, with its source or the reason why it was chosen."""

    value: float
    n: int | None = None
    source: str | None = None
    status: Literal["measured", "inferred", "assumed"]
    basis: str | None = None


class CellCounts(_Record):
    """Cells in cerebrospinal fluid for one class: the state behind them, and the share of patients with too many."""

    state: str
    early: Number
    late: Number


class Cells(_Record):
    """Cells in cerebrospinal fluid: the upper normal limit (cells/uL) and the spread of their logarithm."""

    normal: Number
    log_sd: Number
    intracellular: CellCounts
    surface: CellCounts


class Titres(_Record):
    """The state behind a titre in each fluid, the share of patients who are called high, and the words."""

    serum: str
    csf: str
    share: Number
    high: tuple[str, ...]
    low: tuple[str, ...]


class Signs(_Record):
    """Findings that speak for each area, and how often they are seen with it and without it."""

    seen: Number
    other: Number
    limbic: tuple[str, ...]
    brainstem: tuple[str, ...]
    cerebellum: tuple[str, ...]
    peripheral: tuple[str, ...]


class CourseWords(_Record):
    """What a relapse and a rapid course mean on the continuous mRS, and how often such a word is wrong."""

    step: Number
    wrong: Number
    rapid: Number


class Measurement(_Record):
    """Everything in the file; ``correlation`` is that of the normal scores of a result and of its state."""

    schema_version: Literal[1]
    correlation: Number
    csf_cells: Cells
    titre: Titres
    signs: Signs
    course: CourseWords


@cache
def measurement() -> Measurement:
    """The measurement models.

    >>> measurement().csf_cells.intracellular.early.value
    0.47
    """
    return Measurement.model_validate(packaged("onconeural.forecast", "data/measurement.yaml"))


def numbers(record: BaseModel, path: str = "") -> Iterator[tuple[str, Number]]:
    """Every number of the file with its place, for the list of what a forecast takes for granted."""
    for name in type(record).model_fields:
        part = getattr(record, name)
        if isinstance(part, Number):
            yield f"{path}{name}", part
        elif isinstance(part, BaseModel):
            yield from numbers(part, f"{path}{name}.")
