"""Which plans of the tumour search are for this patient, with their tests in two rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onconeural.evidence import antibody_label, criteria, phenotype_label
from onconeural.workup.remark import RECALLED, SYNTHESIS
from onconeural.workup.search_limits import age_limit, limits_of, sex_limit

if TYPE_CHECKING:
    from onconeural.case import Case

NEGATIVE = "negative"


@dataclass(frozen=True)
class SearchTest:
    """One test; ``condition`` says for whom it is where the case does not, ``avoid`` why it should be avoided."""

    id: str
    label: str
    condition: str | None = None
    avoid: str | None = None


@dataclass(frozen=True)
class SearchPlan:
    """One plan that fits: why, the tests of both rounds, and the schedule of its repeats.

    ``synthesis`` is true for a row that was put together from other rows and is not a published one.
    ``condition`` is set where age or sex is not known and the plan depends on it.
    """

    id: str
    label: str
    why: str
    condition: str | None
    first_round: tuple[SearchTest, ...]
    second_round: tuple[SearchTest, ...]
    schedule: str
    note: str | None
    source: str
    reading_status: str
    synthesis: bool
    unconfirmed: bool


def search_plans(case: Case, antibodies: tuple[str, ...]) -> tuple[SearchPlan, ...]:
    """Return the plans for a patient with these (counted) antibodies, in the order of the table.

    >>> from onconeural.case import Case
    >>> plans = search_plans(Case(case_id="a1", phenotype="chorea", age=60, sex="M"), ("hu",))
    >>> [(plan.id, plan.reading_status) for plan in plans]
    [('lung_directed', 'synthesis')]
    """
    found = []
    for row in criteria("tumour_search")["plans"]:
        why, limits = _why(row["trigger"], case, antibodies), limits_of(row["trigger"], case)
        if why and limits is not None:
            found.append(_plan(row, why, limits, case, antibodies))
    return tuple(found)


def region_plan(case: Case) -> SearchPlan:
    """Return the tests by region of the body, for a patient whom no plan of the table names."""
    rows = [row for row in criteria("tumour_search")["region_tests"] if not _not_here(row["region"], case)]
    first = [key for row in rows for key in row["first"]]
    then = [key for row in rows for key in row["then"]]
    data = criteria("tumour_search")
    return SearchPlan(
        id="by_region",
        label=_label("by_region"),
        why="no plan of the table names this antibody or phenotype; these are the tests by region of the body",
        condition=None,
        first_round=tuple(_tests(first, case, ())),
        second_round=tuple(_tests(then, case, ())),
        schedule=data["default_schedule"],
        note="which regions to search is for the clinician to choose; the repeats are the default of the table",
        source=rows[0]["source"],
        reading_status=SYNTHESIS,
        synthesis=True,
        unconfirmed=True,
    )


def _why(trigger: Mapping[str, Any], case: Case, antibodies: tuple[str, ...]) -> str | None:
    wanted, phenotypes = trigger.get("antibodies", ()), trigger.get("phenotypes", ())
    named = [antibody_label(key) for key in antibodies if key in wanted]
    fits = case.phenotype in phenotypes
    if NEGATIVE in wanted:
        if not fits or antibodies:
            return None
        return f"{phenotype_label(case.phenotype)} without an antibody that counts"
    parts = [*named, *([phenotype_label(case.phenotype)] if fits else [])]
    return " and ".join(parts) or None


def _plan(row: Mapping[str, Any], why: str, limits: list[str], case: Case, antibodies: tuple[str, ...]) -> SearchPlan:
    more = _dermatomyositis(case) if row["id"] == "dermatomyositis" else []
    lems = case.phenotype == "lambert_eaton" and "LEMS" in row.get("note", "")
    return SearchPlan(
        id=row["id"],
        label=_label(row["id"]),
        why=why,
        condition=" and ".join(limits) or None,
        first_round=(*_tests(row["first_round"], case, antibodies), *more),
        second_round=tuple(_tests(row["second_round"], case, antibodies)),
        schedule="deltap" if lems else row["repeat"],
        note=row.get("note") if lems or "LEMS" not in row.get("note", "") else None,
        source=row["source"],
        reading_status=row["status"],
        synthesis=row["status"] == SYNTHESIS,
        unconfirmed=row["status"] in (SYNTHESIS, RECALLED),
    )


def _label(key: str) -> str:
    return str(criteria("search_rules")["plans"][key])


def _tests(keys: Iterable[str], case: Case, antibodies: tuple[str, ...]) -> Iterator[SearchTest]:
    for key in keys:
        record = criteria("search_rules")["tests"][key]
        if "antibodies" in record and not set(record["antibodies"]) & set(antibodies):
            continue
        test = _for_patient(key, record, case)
        if test is not None:
            yield test


def _dermatomyositis(case: Case) -> list[SearchTest]:
    data = criteria("search_rules")
    rows = [(row["test"], {**data["tests"][row["test"]], **row}) for row in data["dermatomyositis_tests"]]
    return [test for key, record in rows if (test := _for_patient(key, record, case))]


def _for_patient(key: str, record: Mapping[str, Any], case: Case) -> SearchTest | None:
    limits = {name: record[f"age_{name}"] for name in ("min", "max") if f"age_{name}" in record}
    by_sex = sex_limit(record.get("sex"), case)
    by_age = age_limit(limits, case)
    if by_sex is None or by_age is None:
        return None
    return SearchTest(key, record["label"], " and ".join((*by_sex, *by_age)) or None, _avoid(key, case))


def _avoid(key: str, case: Case) -> str | None:
    rule = criteria("search_rules")["child_bearing"]
    young = case.age is not None and (case.age < 18 or (case.sex == "F" and case.age <= rule["age_max"]))
    return f"{rule['rule']} ({rule['source']})" if young and key in rule["avoid"] else None


def _not_here(region: str, case: Case) -> bool:
    child = case.age is not None and case.age < 18
    if region == "breast":
        return case.sex == "M" or child
    return (region == "testis" and case.sex == "F") or (region == "pelvis_ovary" and case.sex == "M")
