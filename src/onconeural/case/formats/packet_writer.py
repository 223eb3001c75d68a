"""A phenopacket while it is written: its lists, its times, and what was lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from onconeural.case.formats.codes import Term
from onconeural.case.formats.moments import duration
from onconeural.case.formats.onset import OLDEST
from onconeural.case.formats.own import own_term
from onconeural.case.formats.remarks import Remark
from onconeural.case.model import Case

Json = dict[str, Any]


@dataclass
class Packet:
    """A packet while it is written."""

    age: float | None
    lost: list[Remark] = field(default_factory=list)
    parts: dict[str, list[Json]] = field(default_factory=dict)

    def lose(self, path: str, reason: str) -> None:
        """Say that a field cannot be held."""
        self.lost.append(Remark(path, "not understood", reason))

    def add(self, part: str, message: Json) -> None:
        """Add a message to a list of the packet."""
        self.parts.setdefault(part, []).append(message)

    def time(self, day: float | None, path: str) -> Json | None:
        """Return a day (days from onset) as an age; a packet of ours holds no calendar dates."""
        if day is None:
            return None
        written = duration(self.age, day) if self.age is not None else None
        if written is None:
            self.lose(path, "a day is written as an age, which needs the age at onset and no day before birth")
            return None
        return {"age": {"iso8601duration": written}}

    def measured(self, assay: Term, value: Json, time: Json | None = None) -> None:
        """Add a measurement."""
        self.add("measurements", item({"assay": class_of(assay), "value": value, "timeObserved": time}))


def age_written(case: Case) -> float | None:
    """Return the age (years) as it is written: at most 90, to the hundredth."""
    if case.age is None:
        return None
    return float(OLDEST) if case.age > OLDEST - 1 else round(case.age, 2)


def class_of(term_: Term) -> Json:
    """Return a term as an OntologyClass."""
    return {"id": term_.id, "label": term_.label}


def item(parts: Json) -> Json:
    """Return a message without the fields that are not given."""
    return {key: value for key, value in parts.items() if value is not None}


def word(kind: str, word: str) -> Json:
    """Return one of our own words as a value."""
    return {"ontologyClass": class_of(own_term(kind, word))}


def quantity(value: float, unit: str) -> Json:
    """Return a number with its UCUM unit as a value."""
    return {"quantity": {"unit": {"id": f"UCUM:{unit}", "label": unit}, "value": value}}
