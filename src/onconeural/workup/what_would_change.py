"""Which single new fact would change the class: each one is tried, and the score is computed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onconeural.evidence import antibody_label, criteria
from onconeural.workup.pns_care_cancer import RESTART
from onconeural.workup.pns_care_case import facts_of
from onconeural.workup.pns_care_facts import AntibodyFact, PnsCareFacts
from onconeural.workup.pns_care_reading import load_table
from onconeural.workup.pns_care_rules import Scored, score

if TYPE_CHECKING:
    from onconeural.case import Case

_Tries = Iterator[tuple[str, str, PnsCareFacts]]


@dataclass(frozen=True)
class Change:
    """The score and class after one new fact; ``kind`` is antibody, tumour or time."""

    kind: str
    fact: str
    score: int | None
    category: str
    changes_class: bool


def what_would_change(case: Case, day: float | None = None, clock: str = RESTART) -> tuple[Change, ...]:
    """Return the class after each single new fact, those that change it first; none for an unscored phenotype.

    ``day`` is in days from onset, by default the question day. Raises ValueError for a day before onset and for
    an unknown clock. Source: graus2021.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="lambert_eaton", cancer={"found": False})
    >>> [(c.fact, c.category) for c in what_would_change(case) if c.kind == "tumour"][0]
    ('a tumour is found that is consistent', 'probable')
    """
    facts = facts_of(case, case.question_day if day is None else float(day))
    table = load_table()
    base = score(facts, clock, table)
    if base.score is None:
        return ()
    tried = [_change(kind, fact, score(new, clock, table), base) for kind, fact, new in _tries(facts, table.years)]
    merged = [*_merged([c for c in tried if c.kind == "found"]), *(c for c in tried if c.kind != "found")]
    return tuple(sorted(merged, key=lambda change: not change.changes_class))


def _tries(facts: PnsCareFacts, years: float) -> _Tries:
    yield from _confirmations(facts)
    yield from _new_antibodies(facts)
    yield from _tumours(facts)
    if not facts.cancer_found or facts.years_since_tumour_found is not None:
        longer = max(years - (facts.followup_years or 0.0), 0.0)
        since = facts.years_since_tumour_found
        if facts.cancer_found and since is not None:
            longer = max(longer, years - since)
        later = replace(
            facts,
            followup_years=(facts.followup_years or 0.0) + longer,
            years_since_tumour_found=None if since is None else since + longer,
        )
        if longer > 0:
            yield "time", f"{years:g} years of follow-up pass and nothing else is found", later


def _confirmations(facts: PnsCareFacts) -> _Tries:
    for fact in facts.reported():
        if fact.key == "none":
            continue
        name = antibody_label(fact.key)
        if fact.confirmed is False:
            yield "antibody", f"the {name} antibody is confirmed after all", _with(facts, fact.key, True)
        else:
            yield "antibody", f"the {name} antibody is not confirmed by a second method", _with(facts, fact.key, False)


def _with(facts: PnsCareFacts, key: str, confirmed: bool) -> PnsCareFacts:
    rest = tuple(fact for fact in facts.antibodies if fact.key != key)
    return replace(facts, antibodies=(*rest, AntibodyFact(key, confirmed)))


def _new_antibodies(facts: PnsCareFacts) -> _Tries:
    """Try every antibody of the criteria that goes with this phenotype; all of them when none is listed for it."""
    rows = criteria("pns_care")["antibodies"]
    fitting = [row["id"] for row in rows if facts.phenotype in row["phenotypes"]] or [row["id"] for row in rows]
    there = {fact.key for fact in facts.reported()}
    for key in dict.fromkeys(fitting):
        if key not in there:
            yield "found", antibody_label(key), _with(facts, key, True)


def _tumours(facts: PnsCareFacts) -> _Tries:
    bare = facts.before_tumour()
    if not facts.cancer_found or facts.testis_scar_only:
        found = replace(bare, cancer_found=True, years_since_tumour_found=0.0, testis_scar_only=False)
        yield "tumour", "a tumour is found that is consistent", _consistent(found)
        yield "tumour", "a tumour is found that is not consistent", replace(found, consistent=False)
        shown = replace(found, consistent=False, antigen_shown=True)
        yield "tumour", "a tumour is found that is not consistent but carries the antigen", shown
        return
    if not facts.antigen_shown:
        yield "tumour", "the tumour is shown to carry the antigen", replace(facts, antigen_shown=True)
    if facts.consistent is not True:
        yield "tumour", "the tumour is judged to be consistent", replace(facts, consistent=True)
    if facts.consistent is not False:
        yield "tumour", "the tumour is judged not to be consistent", replace(facts, consistent=False)


def _consistent(facts: PnsCareFacts) -> PnsCareFacts:
    # In a man with Yo only antigen expression makes a tumour consistent, so this fact includes it.
    counted = any(fact.key == "yo" and fact.confirmed is not False for fact in facts.reported())
    return replace(facts, consistent=True, antigen_shown=True if counted and facts.sex == "M" else None)


def _change(kind: str, fact: str, after: Scored, base: Scored) -> Change:
    return Change(kind, fact, after.score, after.category, after.category != base.category)


def _merged(found: list[Change]) -> list[Change]:
    """Put the antibodies that lead to the same score and class into one line."""
    groups: dict[tuple[int | None, str], list[Change]] = {}
    for change in found:
        groups.setdefault((change.score, change.category), []).append(change)
    merged = []
    for same in groups.values():
        names = ", ".join(dict.fromkeys(change.fact for change in same))
        merged.append(replace(same[0], kind="antibody", fact=f"an antibody is found and confirmed: {names}"))
    return merged
