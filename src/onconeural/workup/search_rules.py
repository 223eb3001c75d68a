"""Special rules of the tumour search, each only where it concerns this patient, and the orchiectomy conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onconeural.evidence import criteria, tumour_key
from onconeural.workup.remark import SYNTHESIS, Remark

if TYPE_CHECKING:
    from onconeural.case import Case

_FITS = ("limbic_encephalitis", "brainstem_encephalitis", "encephalitis_other", "encephalomyelitis")


@dataclass(frozen=True)
class Condition:
    """One condition, and whether the case meets it (None: not stated)."""

    text: str
    met: bool | None


@dataclass(frozen=True)
class Orchiectomy:
    """The five conditions under which an orchiectomy was read to be considered; ``met`` only if all are."""

    conditions: tuple[Condition, ...]
    met: bool | None
    finding: str
    source: str
    reading_status: str


def special_rules(case: Case, antibodies: tuple[str, ...], usual: tuple[str, ...]) -> tuple[Remark, ...]:
    """Return the special rules that concern this patient; ``usual`` are the keys of the usual tumours."""
    return (
        *_lymphoma(case, antibodies, usual),
        *_child_bearing(case),
        *_dermatomyositis(case),
        *_testis(antibodies, case),
        *_yo(antibodies, case),
    )


def orchiectomy(case: Case, antibodies: tuple[str, ...]) -> Orchiectomy | None:
    """Return the conditions for a man with Ma2, or None for everybody else. Source: mathew2007.

    >>> from onconeural.case import Case
    >>> man = Case(case_id="a1", phenotype="limbic_encephalitis", age=31, sex="M", cancer={"found": False})
    >>> [condition.met for condition in orchiectomy(man, ("ma2",)).conditions]
    [True, None, True, True, None]
    """
    if "ma2" not in antibodies or case.sex == "F":
        return None
    row = criteria("tumour_search")["orchiectomy_conditions"]
    answers = (
        True if case.phenotype in _FITS else None,
        _stated(case, "progressive_deficit"),
        None if case.age is None else case.age < 50,
        None if case.cancer.found is None else not case.cancer.found,
        _stated(case, "testicular_risk"),
    )
    conditions = tuple(Condition(text, met) for text, met in zip(row["all_required"], answers, strict=True))
    met = False if False in answers else None if None in answers else True
    result = row["result"]
    finding = f"{result['finding']} was found in {result['found']} of {result['operated']} men operated on"
    return Orchiectomy(conditions, met, finding, row["source"], row["status"])


def lymphoma_likely(case: Case, usual: tuple[str, ...]) -> bool:
    """Tell whether a lymphoma is among the usual tumours, or is the tumour that the case names."""
    wanted = set(criteria("search_rules")["lymphoma"]["tumours"])
    named = tumour_key(case.cancer.type) if case.cancer.type else None
    return bool(wanted & {*usual, named or ""})


def _stated(case: Case, name: str) -> bool | None:
    item = case.findings.get(name)
    return None if item is None else {"present": True, "absent": False}.get(item.status)


def _lymphoma(case: Case, antibodies: tuple[str, ...], usual: tuple[str, ...]) -> Iterator[Remark]:
    rule = criteria("search_rules")["lymphoma"]
    if not lymphoma_likely(case, usual) or case.cancer.found:
        return
    yield Remark(f"Lymphoma: {rule['rule']}; {rule['note']}.", rule["source"], rule["status"])
    for row in rule["evidence"]:
        yield Remark(f"Evidence on this: {row['text']}.", row["source"], row["status"])
    given = [item.name for item in case.treatments if item.name in rule["drugs"]]
    if given:
        text = f"Already given in this case: {', '.join(dict.fromkeys(given))}; a biopsy may be harder to read."
        yield Remark(text, rule["source"], SYNTHESIS)


def _child_bearing(case: Case) -> Iterator[Remark]:
    rule = criteria("search_rules")["child_bearing"]
    if case.age is not None and (case.age < 18 or (case.sex == "F" and case.age <= rule["age_max"])):
        yield Remark(f"Radiation: {rule['rule']}; {rule['age_note']}.", rule["source"], rule["status"])


def _dermatomyositis(case: Case) -> Iterator[Remark]:
    if case.phenotype == "dermatomyositis":
        plan = next(row for row in criteria("tumour_search")["plans"] if row["id"] == "dermatomyositis")
        yield Remark(f"Dermatomyositis: {plan['note']}.", plan["source"], plan["status"])


def _testis(antibodies: tuple[str, ...], case: Case) -> Iterator[Remark]:
    if case.sex == "F" or not {"ma2", "klhl11"} & set(antibodies):
        return
    plan = next(row for row in criteria("tumour_search")["plans"] if row["id"] == "testis")
    yield Remark(f"Testis: {plan['note']}.", plan["source"], plan["status"])
    if "klhl11" in antibodies:
        rule = next(row for row in criteria("pns_care")["special_rules"] if row["id"] == "klhl11_burned_out")
        yield Remark(f"KLHL11: {rule['rule']}.", rule["source"], rule["status"])


def _yo(antibodies: tuple[str, ...], case: Case) -> Iterator[Remark]:
    if "yo" in antibodies and case.sex == "M":
        rule = next(row for row in criteria("pns_care")["special_rules"] if row["id"] == "yo_in_men")
        yield Remark(f"Yo in men: {rule['rule']}.", rule["source"], rule["status"])
