"""The criteria of 2004 beside those of 2021: definite, possible or neither, as far as they could be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onconeural.evidence import criteria
from onconeural.workup.pns_care_case import facts_of
from onconeural.workup.pns_care_facts import PnsCareFacts
from onconeural.workup.score_parts import Performance

if TYPE_CHECKING:
    from onconeural.case import Case

RECALLED = "recalled"
NEITHER, UNDECIDED = "neither", "not_decided"


@dataclass(frozen=True)
class Criterion2004:
    """One criterion of 2004: met (True), not met (False), or not decided by the case (None, with what it needs)."""

    id: str
    category: str
    text: str
    met: bool | None
    needs: str | None
    source: str
    reading_status: str


@dataclass(frozen=True)
class Criteria2004:
    """The class by the criteria of 2004 (definite, possible, neither, not_decided) with every criterion.

    ``unconfirmed`` names lists that the class rests on and that nobody has read.
    """

    category: str
    criteria: tuple[Criterion2004, ...]
    unconfirmed: tuple[str, ...]
    notes: tuple[str, ...]
    performance: tuple[Performance, ...]
    source: str
    sources: tuple[str, ...]


def criteria_2004(case: Case, day: float | None = None) -> Criteria2004:
    """Classify a case by the criteria of 2004 as known on a day (days from onset; by default the question day).

    An unconfirmed antibody does not count. The years count from onset, since a case file has no day of diagnosis.
    Raises ValueError for a day before onset. Source: graus2004.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="lambert_eaton", cancer={"found": True, "type": "SCLC"})
    >>> criteria_2004(case).category
    'definite'
    """
    data = criteria("criteria_2004")
    facts = facts_of(case, case.question_day if day is None else float(day))
    rows = tuple(_criterion(row, _met(facts, data)[row["id"]]) for row in data["criteria"])
    read_in = (data["meta"]["source"], *data["meta"]["read_in"])
    return Criteria2004(
        category=_category(rows),
        criteria=rows,
        unconfirmed=_unconfirmed(facts, data),
        notes=_notes(facts, data["years"]["any_cancer"]),
        performance=tuple(
            Performance(r["metric"], r["at"], r["value"], r["unit"], r["n"], r["source"], r["status"])
            for r in data["performance"]
        ),
        source=data["meta"]["source"],
        sources=tuple(read_in),
    )


def _met(facts: PnsCareFacts, data: Mapping[str, Any]) -> dict[str, bool | None]:
    keys = {fact.key for fact in facts.reported() if fact.confirmed is not False}
    well = bool(keys & set(data["well_characterised"]["list"]))
    partly = bool(keys & set(data["partially_characterised"]["list"]))
    classical = facts.phenotype in _classical(data)
    none = not (well or partly)
    cancer, early = _cancer_within(facts, data["years"]["any_cancer"]), _no_cancer(facts)
    # Inferred: a cancer outside of the five years is none for this criterion, else it would undo the class.
    late = cancer is False and not early
    soon = _cancer_within(facts, data["years"]["cancer_without_antibody"])
    return {
        "definite_1": _both(classical, cancer),
        "definite_2": None if not classical and cancer is not False else False,
        "definite_3": _both(not classical and not none, cancer),
        "definite_4": _both(well, early or late),
        "possible_1": None if classical and none and early else False,
        "possible_2": _both(partly and not well, early),
        "possible_3": _both(not classical and none, soon),
    }


def _classical(data: Mapping[str, Any]) -> set[str]:
    return {key for part in data["classical"].values() for key in part["list"]}


def _both(first: bool, second: bool | None) -> bool | None:
    return second if first else False


def _no_cancer(facts: PnsCareFacts) -> bool:
    return not facts.cancer_found or facts.testis_scar_only


def _cancer_within(facts: PnsCareFacts, years: float) -> bool | None:
    """Tell whether a cancer was found within so many years of onset, before or after; None when undated."""
    if _no_cancer(facts):
        return False
    if facts.years_since_tumour_found is None or facts.followup_years is None:
        return True if facts.followup_years is not None and facts.followup_years <= years else None
    return abs(facts.followup_years - facts.years_since_tumour_found) <= years


def _criterion(row: Mapping[str, Any], met: bool | None) -> Criterion2004:
    needs = row.get("needs", "the day on which the tumour was found") if met is None else None
    return Criterion2004(row["id"], row["category"], row["text"], met, needs, row["source"], row["status"])


def _category(rows: tuple[Criterion2004, ...]) -> str:
    for category in ("definite", "possible"):
        if any(row.met for row in rows if row.category == category):
            return category
    return UNDECIDED if any(row.met is None for row in rows) else NEITHER


def _unconfirmed(facts: PnsCareFacts, data: Mapping[str, Any]) -> tuple[str, ...]:
    found = []
    if facts.phenotype in data["classical"]["recalled"]["list"]:
        found.append("that this phenotype is a classical syndrome")
    keys = {fact.key for fact in facts.reported()}
    if keys & set(data["partially_characterised"]["list"]):
        found.append("that this antibody is partially characterised")
    return tuple(found)


def _notes(facts: PnsCareFacts, years: float) -> tuple[str, ...]:
    found = [
        "The years count from onset, because a case file has no day of diagnosis.",
        "Antibodies that are not in the lists of 2004 count as no onconeural antibody.",
    ]
    if _cancer_within(facts, years) is False and not _no_cancer(facts):
        found.append(f"The cancer lies outside of {years:g} years and counts as none for an antibody alone (inferred).")
    if facts.tumour_undated:
        found.append("The tumour has no day; it counts as found within the time since onset.")
    if any(fact.confirmed is False for fact in facts.reported()):
        found.append("An antibody that a second method did not confirm is not counted.")
    return tuple(found)
