"""What is legal in a case but probably not meant: each gives a warning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from onconeural.case.consistency import Contradiction, dated_facts
from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.evidence import nearest, plain, treatment_keys, treatment_names

if TYPE_CHECKING:
    from onconeural.case.model import Case

EVENTS = (
    "admission",
    "antibody_result",
    "autopsy",
    "death",
    "diagnosis",
    "discharge",
    "intensive_care",
    "last_followup",
    "nadir",
    "new_area",
    "onset",
    "plateau",
    "presentation",
    "progression",
    "relapse",
    "remission",
    "treatment_start",
    "treatment_stop",
    "tumour_found",
    "tumour_relapse",
    "tumour_search",
    "tumour_surgery",
)
"""The words for what happened; a new one is added here when a case needs it."""


def doubts(case: Case) -> tuple[Contradiction, ...]:
    """Return everything in a case that is legal but probably not meant."""
    return tuple(found for check in _CHECKS for found in check(case))


def _unknown_event(case: Case) -> Iterator[Contradiction]:
    for i, item in enumerate(case.timeline):
        if item.event not in EVENTS:
            known = f"one of {', '.join(EVENTS)}; the event is kept as text only"
            yield Contradiction(f"timeline[{i}].event", item.event, known, nearest(item.event, EVENTS))


def _unread_treatment(case: Case) -> Iterator[Contradiction]:
    for i, item in enumerate(case.treatments):
        if not treatment_keys(item.name):
            known = "a treatment whose name can be read (docs/guide/case_file.md); it is kept as text only"
            yield Contradiction(f"treatments[{i}].name", item.name, known, nearest(item.name, treatment_names()))


def _year_of_birth(case: Case) -> Iterator[Contradiction]:
    if case.age is None or not case.age.is_integer():
        return
    for path, day in dated_facts(case):
        if -(case.age + 1) * DAYS_PER_YEAR <= day < -case.age * DAYS_PER_YEAR:
            yield Contradiction(path, day, f"a day after birth (only just possible at age {case.age:g})")


def _alive_after_death(case: Case) -> Iterator[Contradiction]:
    dead = any(item.mrs == 6 for item in case.observations) or any(e.event == "death" for e in case.timeline)
    if dead and case.outcome.category not in ("died", "not_reported"):
        yield Contradiction("outcome.category", case.outcome.category, "died, since the case states a death")


def _none_beside_an_antibody(case: Case) -> Iterator[Contradiction]:
    for i, item in enumerate(case.antibodies):
        others = [a.name for a in case.antibodies if a.specimen == item.specimen and a.name != "none"]
        if item.name == "none" and others:
            only = f"no `none` beside {others[0]} in the same specimen"
            yield Contradiction(f"antibodies[{i}].name", "none", only)


def _type_of_unknown_tumour(case: Case) -> Iterator[Contradiction]:
    if case.cancer.found is None and case.cancer.type is not None:
        yield Contradiction("cancer.found", None, "true or false, since a type is given")


def _later_than_the_question(case: Case) -> Iterator[Contradiction]:
    if case.forecast_day is None:
        return
    for path, day in dated_facts(case):
        if day > case.forecast_day:
            asked = f"a day up to forecast_day ({case.forecast_day:g}); this fact is not used"
            yield Contradiction(path, day, asked)


def _unseen_characters(case: Case) -> Iterator[Contradiction]:
    for path, text in _texts("", case.model_dump()):
        visible = text.replace("\n", "").replace("\t", "").replace("\u00a0", "")
        if plain(visible) != visible:
            yield Contradiction(path, text, "text without control characters; they are shown as codes")


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - plain data of any kind
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(f"{path}.{key}".removeprefix("."), inner)
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _texts(f"{path}[{i}]", inner)


_CHECKS: tuple[Callable[[Case], Iterator[Contradiction]], ...] = (
    _unknown_event,
    _unread_treatment,
    _year_of_birth,
    _alive_after_death,
    _none_beside_an_antibody,
    _type_of_unknown_tumour,
    _later_than_the_question,
    _unseen_characters,
)
