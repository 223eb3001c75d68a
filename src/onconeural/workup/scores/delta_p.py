"""DELTA-P: the chance of small-cell lung cancer in Lambert-Eaton myasthenic syndrome, from six bedside facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.evidence import criteria
from onconeural.workup.scores.answers import finding_answer, measured, unknown
from onconeural.workup.scores.parts import Answer, Risk, ScoreResult
from onconeural.workup.scores.totals import NO_INTERVAL, RECALLED, not_for, scored, written

if TYPE_CHECKING:
    from onconeural.case import Case

MONTHS_3 = DAYS_PER_YEAR / 4
LATE = "more than 3 months after onset; whether it was there within 3 months is not stated"


def delta_p(case: Case) -> ScoreResult:
    """Score a case by DELTA-P from the facts it holds; the caller leaves out facts after the question day.

    Source: titulaer2011_deltap.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="lambert_eaton", age=60, sex="F")
    >>> (delta_p(case).low, delta_p(case).high, delta_p(case).score)
    (1, 5, None)
    """
    data = criteria("delta_p")
    maximum = int(data["meta"]["range"][1])
    if case.phenotype != "lambert_eaton":
        return not_for(data, maximum, "DELTA-P is for Lambert-Eaton myasthenic syndrome only.")
    return scored(data, answers(case), maximum, _risks, _verdict, (NO_INTERVAL, *_later_group()))


def answers(case: Case) -> dict[str, Answer]:
    """Return the answer of each DELTA-P item."""
    return {
        "age50": _age(case),
        "smoking": finding_answer(case, "smoking"),
        "weight_loss": _early(
            case, "weight_loss", measured(case, "weight_loss", lambda v: v >= 5, "5 percent", same_limit=True)
        ),
        "bulbar": _early(case, "bulbar_signs", finding_answer(case, "bulbar_signs")),
        "erectile": _erectile(case),
        "karnofsky": _early(case, "karnofsky", measured(case, "karnofsky", lambda v: v < 70, "70", same_limit=True)),
    }


def _age(case: Case) -> Answer:
    if case.age is None:
        return unknown("the age at onset")
    return Answer("present" if case.age >= 50 else "absent", f"Age at onset: {case.age:g} years.")


def _early(case: Case, name: str, answer: Answer) -> Answer:
    """Keep the window of the score: an item seen only later may not have been there within 3 months."""
    item = case.findings.get(name)
    if answer.status == "present" and item is not None and item.day is not None and item.day > MONTHS_3:
        return Answer("unknown", f"Seen on day {item.day:g}, {LATE}.")
    return answer


def _erectile(case: Case) -> Answer:
    if case.sex == "F":
        return Answer("absent", "This item is for men.")
    answer = _early(case, "erectile_dysfunction", finding_answer(case, "erectile_dysfunction"))
    return unknown("the sex") if case.sex is None and answer.status == "unknown" else answer


def _risks(low: int, high: int) -> tuple[Risk, ...]:
    data = criteria("delta_p")
    what = f"small-cell lung cancer ({data['risk_table_population']})"
    return tuple(
        Risk((row["score"],), what, row["sclc_pct"], row.get("note"), row["source"], row["status"],
             row["status"] == RECALLED)
        for row in data["risk_table"]
        if low <= row["score"] <= high
    )  # fmt: skip


def _verdict(low: int, high: int) -> str:
    rows = _risks(low, high)
    first, last = rows[0], rows[-1]
    span = f"{first.percent:g} %" if first is last else f"between {first.percent:g} and {last.percent:g} %"
    mark = " (unconfirmed: recalled, not read)" if first.unconfirmed or last.unconfirmed else ""
    return f"DELTA-P is {written(low, high)}: the published chance of small-cell lung cancer is {span}{mark}."


def _later_group() -> tuple[str, ...]:
    check = criteria("score_checks")["delta_p"]
    rows = ", ".join(f"{row['score']}: {row['sclc_pct']:g} %" for row in check["rows"])
    found = f"A later group ({check['cohort']}, {check['source']}) found by score: {rows};"
    return (f"{found} fewer cancers at scores 3 to 5 and more at score 1 than in the first groups.",)
