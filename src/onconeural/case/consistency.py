"""Facts of one case that cannot be true together: one small check per rule, all reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.case.findings import FINDINGS
from onconeural.case.record import CaseRecord

_AFTER_DEATH = ("death", "autopsy", "tumour_found")


@dataclass(frozen=True)
class Contradiction:
    """One place in a case that contradicts another, what stands there and what would agree."""

    path: str
    found: float | str | bool | None
    expected: str
    nearest: str | None = None


def contradictions(case: CaseRecord) -> tuple[Contradiction, ...]:
    """Return every contradiction in a case, in the order of the checks."""
    return tuple(found for check in _CHECKS for found in check(case))


def dated_facts(case: CaseRecord) -> Iterator[tuple[str, float]]:
    """Give the path and day of every dated fact of a case."""
    places = [(f"timeline[{i}].day", item.day) for i, item in enumerate(case.timeline)]
    places += [(f"treatments[{i}].start_day", item.start_day) for i, item in enumerate(case.treatments)]
    places += [(f"observations[{i}].day", item.day) for i, item in enumerate(case.observations)]
    places += [(f"findings.{name}.day", item.day) for name, item in case.findings.items()]
    places.append(("cancer.day_found_relative_to_onset", case.cancer.day_found_relative_to_onset))
    yield from ((path, day) for path, day in places if day is not None)


def last_fact_day(case: CaseRecord) -> float:
    """Return the day of the last dated fact (days from onset), or 0 when there is none after onset."""
    return max((0.0, *(day for _, day in dated_facts(case))))


def _identifier(case: CaseRecord) -> Iterator[Contradiction]:
    if ".." in case.case_id:
        yield Contradiction("case_id", case.case_id, "an identifier without two dots in a row")


def _before_birth(case: CaseRecord) -> Iterator[Contradiction]:
    if case.age is None:
        return
    years = case.age + 1 if case.age.is_integer() else case.age  # 54 years old: up to the 55th birthday
    birth = -years * DAYS_PER_YEAR
    for path, day in dated_facts(case):
        if day < birth:
            yield Contradiction(path, day, f"a day after birth (about day {birth:.0f} at age {case.age:g})")


def _after_death(case: CaseRecord) -> Iterator[Contradiction]:
    deaths = [item.day for item in case.observations if item.mrs == 6 and item.day is not None]
    deaths += [item.day for item in case.timeline if item.event == "death" and item.day is not None]
    if not deaths:
        return
    later = {path: day for path, day in dated_facts(case) if day > min(deaths)}
    for path, day in later.items():
        if path not in _at_autopsy(case):
            yield Contradiction(path, day, f"no fact after death (day {min(deaths):g})")


def _at_autopsy(case: CaseRecord) -> set[str]:
    """Return the places of facts that can be dated after a death."""
    events = {f"timeline[{i}].day" for i, item in enumerate(case.timeline) if item.event in _AFTER_DEATH}
    return events | {"cancer.day_found_relative_to_onset"}


def _cancer_not_found(case: CaseRecord) -> Iterator[Contradiction]:
    if case.cancer.found is not False:
        return
    for name in ("type", "day_found_relative_to_onset", "antigen_shown", "consistent"):
        value = getattr(case.cancer, name)
        if value is not None:
            yield Contradiction(f"cancer.{name}", value, "null, since cancer.found is false")


def _tumour_timing(case: CaseRecord) -> Iterator[Contradiction]:
    day, timing = case.cancer.day_found_relative_to_onset, case.cancer.timing
    if day is None or timing in (None, "unknown"):
        return
    agrees = {"before_onset": day <= 0, "at_onset": day == 0, "after_onset": day >= 0}
    if not agrees[str(timing)]:
        yield Contradiction("cancer.timing", timing, f"a timing that agrees with day {day:g}")


def _onset_is_day_zero(case: CaseRecord) -> Iterator[Contradiction]:
    places = {i: item.day for i, item in enumerate(case.timeline) if item.event == "onset"}
    if places and not any(day in (None, 0) for day in places.values()):
        i, day = next(iter(places.items()))
        yield Contradiction(f"timeline[{i}].day", day, "0, since every day counts from onset")


def _repeated_antibody(case: CaseRecord) -> Iterator[Contradiction]:
    for i, item in enumerate(case.antibodies):
        if item in case.antibodies[:i]:
            yield Contradiction(f"antibodies[{i}]", item.name, "each result once")


def _findings(case: CaseRecord) -> Iterator[Contradiction]:
    for name, item in case.findings.items():
        kind = FINDINGS[name]
        if item.value is None:
            if item.unit is not None and item.unit != kind.unit:
                yield Contradiction(f"findings.{name}.unit", item.unit, kind.unit or "null")
        elif kind.unit is None:
            yield Contradiction(f"findings.{name}.value", item.value, "null: this finding is not measured")
        elif item.unit != kind.unit:
            yield Contradiction(f"findings.{name}.unit", item.unit, kind.unit)
        elif not kind.low <= item.value <= kind.high:
            span = f"{kind.low:g} to {kind.high:g} {kind.unit}"
            yield Contradiction(f"findings.{name}.value", item.value, span)
        elif item.status == "unknown":
            yield Contradiction(f"findings.{name}.status", "unknown", "present or absent, since a value is given")


_CHECKS: tuple[Callable[[CaseRecord], Iterator[Contradiction]], ...] = (
    _identifier,
    _before_birth,
    _after_death,
    _cancer_not_found,
    _tumour_timing,
    _onset_is_day_zero,
    _repeated_antibody,
    _findings,
)
