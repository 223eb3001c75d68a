"""What the case says up to the forecast day, brought into the terms of the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.case import Case
from onconeural.engine import Dose
from onconeural.evidence import tumour_key, tumour_label
from onconeural.model import Area, areas_of_phenotype, doses, intervention, interventions_named
from onconeural.population import Diseased


@dataclass(frozen=True)
class History:
    """Facts for the twins: days from onset, each no later than the forecast day.

    ``tumour`` is "known", "unknown" (searched for, none found) or "unstated"; ``tumour_day`` is the day it was found
    (negative: before onset), None when it is known but undated; ``tumour_kind`` is its key. ``age`` is in years.
    ``areas``: ids of the areas that the phenotype affects most; several: none of them alone; empty: it does not say.
    """

    day: float
    mrs: tuple[tuple[float, float], ...]
    tumour: str
    tumour_day: float | None
    before_onset: bool | None
    given: tuple[tuple[str, float], ...]
    used: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    age: float | None
    sex: str | None
    tumour_kind: str | None
    areas: tuple[str, ...]

    def doses(self, twins: Diseased) -> list[Dose]:
        """Doses already begun: the case's own, and the tumour treatment that some twins had before onset."""
        earlier = [*doses("local_tumour_treatment", twins.local), *doses("chemotherapy", twins.chemotherapy)]
        return [*earlier, *(d for key, start in self.given for d in doses(key, start))]

    def times(self) -> NDArray[np.float64]:
        """Days on which the twins are compared with the case, the forecast day last."""
        days = {day for day, _ in self.mrs} | {self.day}
        if self.tumour_day is not None and self.tumour_day >= 0:
            days.add(self.tumour_day)
        return np.array(sorted(days))


def history(case: Case) -> History:
    """Read a case that holds only facts up to its forecast day."""
    day = case.question_day
    mrs = tuple(
        (o.day, float(o.mrs))
        for o in case.observations
        if o.day is not None and o.mrs is not None and 0 <= o.day <= day
    )
    given, missing, warnings = _treatments(case, day)
    tumour, tumour_day, before = _tumour(case)
    used = (*_tumour_words(tumour, tumour_day, before), *(f"mRS {m:g} on day {d:g}" for d, m in mrs))
    used += tuple(f"{intervention(key).label} from day {start:g}" for key, start in given)
    kind = tumour_key(case.cancer.type) if case.cancer.found and case.cancer.type else None
    affected = areas_of_phenotype(case.phenotype)
    said = (f"alive on day {day:g}", *_person_words(case, kind), *_area_words(affected), *used)
    person = (case.age, case.sex, kind, tuple(a.id for a in affected))
    return History(day, mrs, tumour, tumour_day, before, given, said, missing, warnings, *person)


def _area_words(affected: tuple[Area, ...]) -> tuple[str, ...]:
    if not affected:
        return ()
    return (f"most affected: {affected[0].label}" if len(affected) == 1 else "several areas affected",)


def _person_words(case: Case, kind: str | None) -> tuple[str, ...]:
    age = (f"age {case.age:g}",) if case.age is not None else ()
    sex = (f"sex {case.sex}",) if case.sex is not None else ()
    return (*age, *sex, *((f"kind of tumour: {tumour_label(kind)}",) if kind else ()))


def _tumour(case: Case) -> tuple[str, float | None, bool | None]:
    cancer = case.cancer
    if cancer.found is None:
        return "unstated", None, None
    if not cancer.found:
        return "unknown", None, False
    found = cancer.day_found_relative_to_onset
    if found is not None:
        return "known", found, found < 0
    before = {"before_onset": True, "after_onset": False, "at_onset": False}.get(cancer.timing or "")
    return "known", None, before


def _tumour_words(tumour: str, day: float | None, before: bool | None) -> tuple[str, ...]:
    if tumour == "unstated":
        return ()
    if tumour == "unknown":
        return ("no tumour found by the forecast day",)
    if day is not None:
        return (f"tumour found on day {day:g}",)
    when = {True: "before onset", False: "after onset", None: "at an unstated time"}[before]
    return (f"tumour found {when}, day not given: taken as known on the forecast day",)


def _treatments(case: Case, day: float) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...], tuple[str, ...]]:
    given: dict[tuple[str, float], None] = {}
    missing, warnings = [], []
    for treatment in case.treatments:
        keys = interventions_named(treatment.name)
        if not keys:
            warnings.append(f"treatment '{treatment.name}' has no effect in the model")
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
