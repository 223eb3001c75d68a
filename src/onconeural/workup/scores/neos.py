"""NEOS: the chance of poor function one year after the diagnosis of NMDAR encephalitis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onconeural.evidence import criteria
from onconeural.workup.scores.answers import (
    event_answer,
    finding_answer,
    measured,
    treatment_delay,
)
from onconeural.workup.scores.parts import Answer, Risk, ScoreResult
from onconeural.workup.scores.totals import NO_INTERVAL, RECALLED, not_for, scored, written

if TYPE_CHECKING:
    from onconeural.case import Case

_OPPOSITE = {"present": "absent", "absent": "present", "unknown": "unknown"}


def neos(case: Case) -> ScoreResult:
    """Score a case by NEOS from the facts it holds; the caller leaves out facts after the question day.

    There is no number for totals of 2 and 3, because none was read. Source: balu2019.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="encephalitis_other", antibodies=[{"name": "nmdar_csf"}])
    >>> neos(case).applicable, neos(case).low, neos(case).high
    (True, 0, 5)
    """
    data = criteria("neos")
    maximum = int(data["meta"]["range"][1])
    positive = [item for item in case.antibodies if item.name in ("nmdar", "nmdar_csf")]
    if not positive:
        return not_for(data, maximum, "NEOS is for NMDAR encephalitis only.")
    if all(item.confirmed is False for item in positive):
        return not_for(data, maximum, "NEOS is for NMDAR encephalitis; the antibody of this case is not confirmed.")
    neos2 = "NEOS2 is not computed: its weights were not read (brenner_neos2_news)."
    return scored(data, answers(case), maximum, _risks, _verdict, (NO_INTERVAL, neos2))


def answers(case: Case) -> dict[str, Answer]:
    """Return the answer of each NEOS item."""
    better = finding_answer(case, "improvement_within_4_weeks")
    return {
        "icu": event_answer(case, "intensive_care", "intensive_care"),
        "delay": treatment_delay(case),
        "no_improvement": Answer(_OPPOSITE[better.status], better.finding),  # type: ignore[arg-type]
        "mri": finding_answer(case, "mri"),
        "csf_wbc": measured(case, "csf_cells", lambda v: v > 20, "20 cells/uL"),
    }


def _risks(low: int, high: int) -> tuple[Risk, ...]:
    data = criteria("neos")
    what = "poor function (mRS 3 or more) one year after diagnosis"
    return tuple(
        Risk(tuple(row["scores"]), what, row["poor_1y_pct"], row.get("note"), row["source"], row["status"],
             row["status"] == RECALLED, data["meta"]["n"])
        for row in data["risk_table"]
        if any(low <= score <= high for score in row["scores"])
    )  # fmt: skip


def _verdict(low: int, high: int) -> str:
    rows = _risks(low, high)
    said = f"NEOS is {written(low, high)}"
    if len(rows) == 1 and rows[0].percent is not None:
        return f"{said}: the published chance of poor function at one year is {rows[0].percent:g} %."
    if any(row.percent is None for row in rows) and len(rows) == 1:
        return f"{said}: no chance is given, because the table for this score was not read and is not guessed."
    return f"{said}: no single chance follows; the published one is {_list(rows)}."


def _list(rows: tuple[Risk, ...]) -> str:
    return ", ".join(
        f"{'not known' if row.percent is None else f'{row.percent:g} %'} at {' or '.join(map(str, row.scores))}"
        for row in rows
    )
