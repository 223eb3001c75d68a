"""What is missing from a case, and the case as it was known on an earlier day."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.case.model import Case
from onconeural.case.record import Cancer, Outcome
from onconeural.evidence import antibody_label


def facts_until(case: Case, day: float) -> Case:
    """Return the case as known on a day (days from onset), with ``forecast_day`` set to it.

    Facts dated after the day are left out; facts without a day are kept, because nobody can say that they
    came later. A tumour found after the day becomes ``found: false``: on that day none was known. The outcome
    becomes ``not_reported`` when it was seen after the day or on no stated day. ``day`` before onset raises
    ValueError.

    >>> case = Case(case_id="a1", phenotype="chorea", treatments=[{"name": "ivig", "start_day": 40}])
    >>> facts_until(case, 30).treatments
    ()
    """
    if not day >= 0:
        raise ValueError(f"the question is asked on day 0 or later, not on day {day}")
    seen = case.outcome.followup_days
    later_tumour = (case.cancer.day_found_relative_to_onset or 0) > day
    return case.model_copy(
        update={
            "timeline": tuple(item for item in case.timeline if _known(item.day, day)),
            "treatments": tuple(item for item in case.treatments if _known(item.start_day, day)),
            "observations": tuple(item for item in case.observations if _known(item.day, day)),
            "findings": {name: item for name, item in case.findings.items() if _known(item.day, day)},
            "cancer": Cancer(found=False) if later_tumour else case.cancer,
            "outcome": case.outcome if seen is not None and seen <= day else Outcome(),
            "forecast_day": float(day),
        }
    )


def _known(fact_day: float | None, day: float) -> bool:
    return fact_day is None or fact_day <= day


def missing_facts(case: Case) -> tuple[str, ...]:
    """Return, in plain words, the facts that matter for a forecast and that the case does not give.

    >>> missing_facts(Case(case_id="a1", phenotype="chorea"))[:3]
    ('age', 'sex', 'antibody result')
    """
    return tuple(dict.fromkeys((*_patient(case), *_tumour(case), *_course(case))))


def _patient(case: Case) -> Iterator[str]:
    if case.age is None:
        yield "age"
    if case.sex is None:
        yield "sex"
    if not case.antibodies:
        yield "antibody result"
    for item in case.antibodies:
        label = antibody_label(item.name)
        if item.specimen == "unspecified":
            yield f"specimen of the antibody result ({label})"
        if item.confirmed is None and item.name != "none":
            yield f"whether a second method confirmed the antibody ({label})"


def _tumour(case: Case) -> Iterator[str]:
    cancer = case.cancer
    if cancer.found is None:
        yield "whether a tumour was found"
    if cancer.found and cancer.type is None:
        yield "type of the tumour"
    if cancer.found and cancer.day_found_relative_to_onset is None:
        yield "day on which the tumour was found"


def _course(case: Case) -> Iterator[str]:
    if not any(item.mrs is not None and item.day is not None for item in case.observations):
        yield "modified Rankin scale on a stated day"
    for item in case.treatments:
        if item.start_day is None:
            yield f"start day of the treatment {item.name}"
    for name, text in (("csf_cells", "cell count in cerebrospinal fluid"), ("mri", "result of MRI")):
        if name not in case.findings or case.findings[name].status == "unknown":
            yield text
