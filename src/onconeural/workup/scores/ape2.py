"""APE2: how likely a neural antibody is in new seizures or encephalopathy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.evidence import criteria, plain
from onconeural.workup.scores.answers import either, finding_answer, measured, unknown
from onconeural.workup.scores.parts import Answer, ScoreResult
from onconeural.workup.scores.totals import not_for, scored, written

if TYPE_CHECKING:
    from onconeural.case import Case

PHENOTYPES = frozenset(
    ("limbic_encephalitis", "encephalitis_other", "encephalomyelitis", "encephalopathy", "seizures_only")
)
_EXCLUDED = re.compile(r"basal[- ]cell|squamous.*skin|skin.*squamous|cutaneous squamous|brain (tumou?r|metasta)", re.I)
_YEARS_5 = 5 * DAYS_PER_YEAR


def ape2(case: Case) -> ScoreResult:
    """Score a case by APE2 from the facts it holds; the caller leaves out facts after the question day.

    The score asks before an antibody is known. Source: mayolabs_ape2.

    >>> from onconeural.case import Case
    >>> ape2(Case(case_id="a1", phenotype="lambert_eaton")).applicable
    False
    """
    data = criteria("ape2")
    maximum = int(data["maximum"]["value"])
    asked = {name: finding_answer(case, name).status for name in ("seizures", "mental_change")}
    if case.phenotype not in PHENOTYPES and "present" not in asked.values():
        return not_for(data, maximum, "APE2 is for new seizures or encephalopathy; neither is stated in this case.")
    known = any(item.name != "none" for item in case.antibodies)
    notes = ("An antibody result is known already; the score asks before it.",) if known else ()
    rite2 = "RITE2 is not computed: its extra items are recalled and were not read."
    return scored(data, answers(case), maximum, lambda low, high: (), _verdict, (*notes, _accuracy(), rite2))


def answers(case: Case) -> dict[str, Answer]:
    """Return the answer of each APE2 item."""
    return {
        "new_mental_or_seizures": either(finding_answer(case, "mental_change"), finding_answer(case, "seizures")),
        "neuropsychiatric": finding_answer(case, "neuropsychiatric_change"),
        "autonomic": finding_answer(case, "autonomic_dysfunction"),
        "viral_prodrome": finding_answer(case, "viral_prodrome"),
        "fbds": finding_answer(case, "faciobrachial_seizures"),
        "facial_dyskinesia": finding_answer(case, "facial_dyskinesia"),
        "refractory": finding_answer(case, "refractory_seizures"),
        "csf": _csf(case),
        "mri": finding_answer(case, "mri_encephalitis"),
        "cancer": _cancer(case),
    }


def _csf(case: Case) -> Answer:
    cells = measured(case, "csf_cells", lambda v: v > 5, "5 cells/uL (white cells, taken as lymphocytes)")
    raised = either(measured(case, "csf_protein", lambda v: v > 50, "50 mg/dL"), cells)
    if raised.status != "present":
        return raised
    blood = measured(case, "csf_red_cells", lambda v: v >= 1000, "1000 cells/uL")
    if blood.status == "present":
        return Answer("absent", f"{raised.finding} {blood.finding}")
    if blood.status == "unknown":
        return Answer(
            "unknown", f"{raised.finding} The red cells are not stated; 1000 or more would rule the item out."
        )
    return raised


def _cancer(case: Case) -> Answer:
    cancer = case.cancer
    if cancer.found is None:
        return unknown("whether a tumour was found")
    if not cancer.found:
        return Answer("absent", "No tumour is known on this day.")
    name = plain(cancer.type) if cancer.type else "type not given"
    if cancer.type and _EXCLUDED.search(cancer.type):
        return Answer("absent", f"Tumour ({name}) of a kind that the item leaves out.")
    day = cancer.day_found_relative_to_onset
    if day is None and cancer.timing not in ("at_onset", "after_onset"):
        return unknown("when the tumour was found")
    far = abs(day) > _YEARS_5 if day is not None else case.question_day > _YEARS_5
    return Answer("absent" if far else "present", f"Tumour ({name}) {'not ' if far else ''}within 5 years of onset.")


def _verdict(low: int, high: int) -> str:
    limit = int(criteria("ape2")["threshold"]["positive_min"])
    said = f"APE2 is {written(low, high)}; {limit} or more is positive"
    if low >= limit:
        return f"{said}: positive, a neural antibody should be looked for."
    return f"{said}: negative." if high < limit else f"{said}: the missing facts decide."


def _accuracy() -> str:
    row = criteria("ape2")["accuracy"][0]
    return (f"Accuracy was read for the {row['version']} ({row['at']}): sensitivity {row['sensitivity_pct']:g} %, "
            f"specificity {row['specificity_pct']:g} %, n = {row['n']} ({row['source']}).")  # fmt: skip
