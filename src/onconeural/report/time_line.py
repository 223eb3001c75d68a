"""The case on a time line: every fact that was known on the forecast day, in lanes, numbered by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onconeural.case import FINDINGS

if TYPE_CHECKING:
    from onconeural.case import Case, Event, Finding

LANES = ("Symptoms", "Tests", "Tumour", "Treatment", "mRS")
NO_UNIT = "1"  # what has no dimension
_TUMOUR = {"tumour_found", "tumour_relapse", "tumour_surgery", "tumour_search"}
_TESTS = {"antibody_result"}
_TREATMENT = {"treatment_start", "treatment_stop"}


@dataclass(frozen=True)
class Fact:
    """One fact: its day from onset (None: no day is known), its lane, what it is, and what the file says more."""

    day: float | None
    lane: str
    what: str
    detail: str


@dataclass(frozen=True)
class Mark:
    """All facts of one lane on one day, under one number."""

    number: int
    day: float
    lane: str
    facts: tuple[Fact, ...]
    mrs: int | None = None


def marks(case: Case) -> tuple[Mark, ...]:
    """Return the dated facts of a case, those of one lane and day together, numbered by day and lane.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="chorea", timeline=[{"day": 9, "event": "relapse"}])
    >>> [(mark.number, mark.day, mark.facts[0].what) for mark in marks(case)]
    [(1, 0.0, 'onset'), (2, 9.0, 'relapse')]
    """
    places: dict[tuple[float, str], list[Fact]] = {}
    for fact in facts(case):
        if fact.day is not None:
            places.setdefault((fact.day, fact.lane), []).append(fact)
    order = sorted(places, key=lambda place: (place[0], LANES.index(place[1])))
    scale = {item.day: item.mrs for item in case.observations if item.mrs is not None}
    return tuple(
        Mark(number, day, lane, tuple(places[day, lane]), scale.get(day) if lane == "mRS" else None)
        for number, (day, lane) in enumerate(order, start=1)
    )


def undated(case: Case) -> tuple[Fact, ...]:
    """Return the facts whose day is not known."""
    return tuple(fact for fact in facts(case) if fact.day is None)


def facts(case: Case) -> Iterator[Fact]:
    """Give every fact of a case that has a place on a time line; onset is day 0 even where the file does not say so."""
    if not any(item.event == "onset" for item in case.timeline):
        yield Fact(0.0, "Symptoms", "onset", "first neurological symptom")
    for item in case.timeline:
        yield Fact(item.day, _lane(item), item.event.replace("_", " "), item.detail or "")
    for name, finding in case.findings.items():
        if finding.status != "unknown":
            yield Fact(finding.day, "Tests", _finding(name, finding), "")
    yield from _tumour(case)
    for given in case.treatments:
        more = "; ".join(filter(None, (given.dose, given.course)))
        yield Fact(given.start_day, "Treatment", given.name.replace("_", " "), more)
    for seen in case.observations:
        if seen.mrs is not None:
            yield Fact(seen.day, "mRS", f"mRS {seen.mrs}", seen.other or "")
        elif seen.other:
            yield Fact(seen.day, "Symptoms", "observation", seen.other)


def _lane(item: Event) -> str:
    for lane, events in (("Tumour", _TUMOUR), ("Tests", _TESTS), ("Treatment", _TREATMENT)):
        if item.event in events:
            return lane
    return "Symptoms"


def _tumour(case: Case) -> Iterator[Fact]:
    cancer = case.cancer
    told = any(item.event == "tumour_found" for item in case.timeline)
    if cancer.found and not told:
        yield Fact(cancer.day_found_relative_to_onset, "Tumour", "tumour found", cancer.type or "")


def _finding(name: str, finding: Finding) -> str:
    kind = FINDINGS[name]
    unit = finding.unit or kind.unit or ""
    measured = f": {finding.value:g} {'' if unit == NO_UNIT else unit}".rstrip() if finding.value is not None else ""
    return f"{'no ' if finding.status == 'absent' else ''}{kind.meaning}{measured}"
