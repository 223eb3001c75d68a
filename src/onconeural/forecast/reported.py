"""Findings, titres and events of a case as facts, and what of the case does not weigh the twins, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from onconeural.case import FINDINGS, Case
from onconeural.evidence import antibody_label
from onconeural.forecast.facts import Fact
from onconeural.forecast.further_facts import CsfCells, NewArea, RapidProgression, Relapse, Sign, Titre
from onconeural.forecast.measurement import measurement
from onconeural.forecast.searches import SEARCHED, TESTS
from onconeural.model import Area, areas

CELLS, RAPID = "csf_cells", "rapid_progression"
COURSE = ("progression", "nadir", "plateau", "remission", "intensive_care")  # events that say something of the course


def further_facts(case: Case, day: float) -> tuple[Fact, ...]:
    """Facts beside person, syndrome, tumour and mRS; what has no day counts for the forecast day (assumed)."""
    return (*_cells(case, day), *_titres(case), *_signs(case, day), *_pace(case, day), *_events(case))


def unused(case: Case, day: float) -> tuple[str, ...]:
    """What the case says and what does not weigh the twins: one line for each reason."""
    reasons = {
        "the model has no reading of it": list(_unread(case)),
        "numbers of different laboratories cannot be compared": list(_numbers(case)),
        "it has no day": list(_undated(case)),
    }
    return tuple(f"not used, because {why}: {', '.join(dict.fromkeys(what))}" for why, what in reasons.items() if what)


def _cells(case: Case, day: float) -> Iterator[Fact]:
    found = case.findings.get(CELLS)
    if found is None or found.status == "unknown":
        return
    when, dated = _day(found.day, day)
    raised = found.status == "present"
    said = f"{found.value:g} per microlitre" if found.value is not None else ("raised" if raised else "not raised")
    yield CsfCells(f"cells in cerebrospinal fluid {said}{dated}", when, found.value, raised)


def _titres(case: Case) -> Iterator[Fact]:
    known = measurement().titre
    for item in case.antibodies:
        words = (item.titre or "").strip().lower()
        if words in (*known.high, *known.low):
            where: Literal["csf", "serum"] = "csf" if item.specimen == "csf" else "serum"
            said = f"titre of {antibody_label(item.name)} {words} ({where})"
            yield Titre(said, item.name, where, words in known.high)


def _signs(case: Case, day: float) -> Iterator[Fact]:
    """One fact an area: signs of the same area come together, so the first that is present stands for them."""
    for area in areas():
        stated = [(n, case.findings[n]) for n in _signs_of(area) if n in case.findings]
        stated = [(n, f) for n, f in stated if f.status != "unknown" and (f.day is None or f.day >= 0)]
        stated.sort(key=lambda one: one[1].status != "present")
        if stated:
            name, found = stated[0]
            when, dated = _day(found.day, day)
            present = found.status == "present"
            said = f"{FINDINGS[name].meaning}, {found.status}{dated}"
            yield Sign(f"{said}: {'for' if present else 'against'} the {area.label}", area, present, when)


def _signs_of(area: Area) -> tuple[str, ...]:
    return tuple(getattr(measurement().signs, area.id))


def _pace(case: Case, day: float) -> Iterator[Fact]:
    found = case.findings.get(RAPID)
    if found is not None and found.status != "unknown":
        rapid = found.status == "present"
        yield RapidProgression(f"{'severe' if rapid else 'not severe'} within about 3 months", day, rapid)


def _events(case: Case) -> Iterator[Fact]:
    for event in case.timeline:
        if event.day is not None and event.day > 0 and event.event == "relapse":
            yield Relapse(f"relapse on day {event.day:g}", event.day)
        if event.day is not None and event.day > 0 and event.event == "new_area":
            yield NewArea(f"new area on day {event.day:g}", event.day)


def _day(stated: float | None, asked: float) -> tuple[float, str]:
    """The day of a finding and how it is said; a day before onset counts as onset."""
    if stated is None:
        return asked, " (no day: taken as on the forecast day)"
    return max(stated, 0.0), f" on day {stated:g}"


def _unread(case: Case) -> Iterator[str]:
    weighed = {CELLS, RAPID, *TESTS, *(name for area in areas() for name in _signs_of(area))}
    for name, found in case.findings.items():
        if found.status != "unknown" and name not in weighed:
            yield FINDINGS[name].meaning
    yield from (f"{e.event.replace('_', ' ')} on day {e.day:g}" for e in case.timeline if _of_course(e.event, e.day))
    if case.cancer.stage:
        yield "stage of the tumour"


def _of_course(event: str, day: float | None) -> bool:
    return event in COURSE and day is not None


def _numbers(case: Case) -> Iterator[str]:
    known = measurement().titre
    for item in case.antibodies:
        words = (item.titre or "").strip().lower()
        if words and words not in (*known.high, *known.low):
            yield f"titre {item.titre} of {antibody_label(item.name)}"


def _undated(case: Case) -> Iterator[str]:
    yield from (f"mRS {o.mrs:g}" for o in case.observations if o.day is None and o.mrs is not None)
    for name in TESTS:
        found = case.findings.get(name)
        if found is not None and found.status == "absent" and found.day is None:
            yield f"{name.replace('_', ' ')} absent"
    wanted = ("relapse", "new_area", SEARCHED)
    yield from (e.event.replace("_", " ") for e in case.timeline if e.event in wanted and e.day is None)
