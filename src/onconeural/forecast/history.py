"""What the case says up to the forecast day, brought into the terms of the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.case import Case
from onconeural.engine import Dose
from onconeural.evidence import treatment_keys, tumour_key, tumour_label
from onconeural.forecast.facts import Alive, Disability, Fact, Person, Syndrome, Tumour
from onconeural.forecast.reported import further_facts, unused
from onconeural.forecast.searches import searches_in_vain
from onconeural.model import areas_of_phenotype, doses, intervention, interventions_named
from onconeural.population import Diseased


@dataclass(frozen=True)
class History:
    """The case up to the forecast day (days from onset): facts that weigh the twins, and treatments already given.

    ``tumour`` is "known", "unknown" (searched for, none found) or "unstated"; ``tumour_kind`` is its key. ``age`` is in
    years. ``given``: interventions with their start days.
    """

    day: float
    facts: tuple[Fact, ...]
    given: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    age: float | None
    sex: str | None
    tumour_kind: str | None

    @property
    def search(self) -> Tumour:
        """What is known of the tumour."""
        return next((f for f in self.facts if isinstance(f, Tumour)), UNSTATED)

    @property
    def tumour(self) -> str:
        """Whether a tumour is known, unknown or unstated."""
        return self.search.status

    @property
    def mrs(self) -> tuple[Disability, ...]:
        """Readings of the mRS."""
        return tuple(f for f in self.facts if isinstance(f, Disability))

    @property
    def used(self) -> tuple[str, ...]:
        """Everything that shapes the twins, in words."""
        given = (f"{intervention(key).label} from day {start:g}" for key, start in self.given)
        return (*(fact.words for fact in self.facts), *given)

    def doses(self, twins: Diseased) -> list[Dose]:
        """Doses already begun: the case's own, and the tumour treatment that some twins had before onset."""
        earlier = [*doses("local_tumour_treatment", twins.local), *doses("chemotherapy", twins.chemotherapy)]
        return [*earlier, *(d for key, start in self.given for d in doses(key, start))]

    def times(self) -> NDArray[np.float64]:
        """Days on which the twins are compared with the case, the forecast day last."""
        return np.array(sorted({self.day, *(day for fact in self.facts for day in fact.days)}))


UNSTATED = Tumour("nothing is said of a tumour", "unstated", None, None)


def history(case: Case) -> History:
    """Read a case that holds only facts up to its forecast day."""
    day = case.question_day
    given, missing, warnings = _treatments(case, day)
    kind = tumour_key(case.cancer.type) if case.cancer.found and case.cancer.type else None
    tumour = _tumour(case, day)
    facts = (
        Alive(f"alive on day {day:g}"),
        *_person(case, kind),
        *_syndrome(case),
        *((tumour,) if tumour is not UNSTATED else ()),
        *_readings(case, day),
        *further_facts(case, day),
    )
    said = (*warnings, *_twice(facts), *unused(case, day))
    return History(day, facts, given, missing, said, case.age, case.sex, kind)


def _twice(facts: tuple[Fact, ...]) -> Iterator[str]:
    """Readings of one day that differ."""
    days: dict[float, set[float]] = {}
    for fact in facts:
        if isinstance(fact, Disability):
            days.setdefault(fact.day, set()).add(fact.mrs)
    for day, found in days.items():
        if len(found) > 1:
            yield f"mRS {' and '.join(f'{m:g}' for m in sorted(found))} on day {day:g}: both are used as readings"


def _readings(case: Case, day: float) -> tuple[Disability, ...]:
    dated = [(o.day, o.mrs) for o in case.observations if o.day is not None and o.mrs is not None]
    return tuple(Disability(f"mRS {m:g} on day {d:g}", d, float(m)) for d, m in dated if 0 <= d <= day)


def _syndrome(case: Case) -> tuple[Syndrome, ...]:
    named = areas_of_phenotype(case.phenotype)
    if not named:
        return ()
    return (Syndrome(f"most affected: {named[0].label}" if len(named) == 1 else "several areas affected", named),)


def _person(case: Case, kind: str | None) -> tuple[Person, ...]:
    age = (Person(f"age {case.age:g}", age=case.age),) if case.age is not None else ()
    sex = (Person(f"sex {case.sex}", sex=case.sex),) if case.sex is not None else ()
    return (*age, *sex, *((Person(f"kind of tumour: {tumour_label(kind)}", kind=kind),) if kind else ()))


def _tumour(case: Case, day: float) -> Tumour:
    cancer = case.cancer
    sought = searches_in_vain(case, day)
    if cancer.found:
        return _found(case, sought)
    if cancer.found is None and not sought:
        return UNSTATED
    if not sought:
        return Tumour("no tumour found by the forecast day", "unknown", None, False, (day,))
    return Tumour(f"no tumour found on {_days(sought)}", "unknown", None, False, sought)


def _found(case: Case, sought: tuple[float, ...]) -> Tumour:
    found = case.cancer.day_found_relative_to_onset
    if found is not None:
        missed = f", not on {_days(sought)}" if sought else ""
        return Tumour(f"tumour found on day {found:g}{missed}", "known", found, found < 0, sought)
    before = {"before_onset": True, "after_onset": False, "at_onset": False}.get(case.cancer.timing or "")
    when = {True: "before onset", False: "after onset", None: "at an unstated time"}[before]
    words = f"tumour found {when}, day not given: taken as known on the forecast day"
    return Tumour(words, "known", None, before)


def _days(days: tuple[float, ...]) -> str:
    return f"day {', '.join(f'{d:g}' for d in days)}"


def _without_effect(treatment: str) -> str:
    if treatment_keys(treatment):
        return f"treatment '{treatment}' has no effect in the model"
    return f"treatment '{treatment}' is not among the names that can be read: not applied to the twins"


def _treatments(case: Case, day: float) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...], tuple[str, ...]]:
    given: dict[tuple[str, float], None] = {}
    missing, warnings = [], []
    for treatment in case.treatments:
        keys = interventions_named(treatment.name)
        if not keys:
            warnings.append(_without_effect(treatment.name))
        elif treatment.start_day is None:
            missing.append(f"start day of {treatment.name}: not applied to the twins")
        elif treatment.start_day < 0:
            warnings.append(f"{treatment.name} before onset is not applied: twins had their own course before onset")
        elif treatment.start_day <= day:
            given.update({(key, treatment.start_day): None for key in keys})
    if any(intervention(key).kind == "tumour_treatment" for key, _ in given):
        warnings.append(
            "tumour treatment has begun before the forecast day: the tumour strategies mean a further course"
        )
    return tuple(given), tuple(missing), tuple(warnings)
