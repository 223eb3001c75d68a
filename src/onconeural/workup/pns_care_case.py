"""From a patient's file to the facts that PNS-Care looks at on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onconeural.case import facts_until
from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.workup.pns_care_facts import AntibodyFact, PnsCareFacts, is_testis_scar

if TYPE_CHECKING:
    from onconeural.case import Case

BURNED_OUT = "burned_out_testicular_tumour"


def facts_of(case: Case, day: float) -> PnsCareFacts:
    """Return the facts of a case as known on a day (days from onset); raise ValueError before onset.

    A tumour without a day counts as found by then, as undated facts do everywhere.
    """
    known = facts_until(case, day)
    cancer = known.cancer
    return PnsCareFacts(
        phenotype=known.phenotype,
        antibodies=tuple(_antibody(item.name, item.confirmed) for item in known.antibodies),
        cancer_found=cancer.found,
        tumour=cancer.type,
        consistent=cancer.consistent,
        antigen_shown=cancer.antigen_shown,
        followup_years=day / DAYS_PER_YEAR,
        years_since_tumour_found=_years_since_found(known, day),
        sex=known.sex,
        age=known.age,
        tumour_undated=bool(cancer.found) and _years_since_found(known, day) is None,
        testis_scar_only=_is_scar(known),
        checkpoint_inhibitor=_after_checkpoint_inhibitor(known),
    )


def missing_day(facts: PnsCareFacts, day: float) -> tuple[str, ...]:
    """Say that a tumour counts although the day of its finding is unknown."""
    if not facts.tumour_undated:
        return ()
    return (f"The day on which the tumour was found is not given; it counts as found by day {day:g}.",)


def _antibody(name: str, confirmed: bool | None) -> AntibodyFact:
    # The vocabulary has keys of their own for some antibodies in cerebrospinal fluid; the criteria do not.
    return AntibodyFact(name.removesuffix("_csf"), confirmed)


def _years_since_found(case: Case, day: float) -> float | None:
    found = case.cancer.day_found_relative_to_onset
    if found is None and case.cancer.timing in ("before_onset", "at_onset"):
        found = 0.0  # at onset at the latest, and the clock never starts before onset
    return None if found is None else (day - found) / DAYS_PER_YEAR


def _after_checkpoint_inhibitor(case: Case) -> bool:
    before = [t.name for t in case.treatments if t.start_day is not None and t.start_day <= 0]
    return case.kind == "ici" or any(name.endswith("_ici") for name in before)


def _is_scar(case: Case) -> bool:
    finding = case.findings.get(BURNED_OUT)
    if finding is not None and finding.status != "unknown":
        return finding.status == "present"
    return is_testis_scar(case.cancer.type)
