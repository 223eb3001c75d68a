"""PNS-Care 2021: how certain the diagnosis of a paraneoplastic neurological syndrome is, and why."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from onconeural.evidence import criteria
from onconeural.workup.pns_care_alternatives import alternatives
from onconeural.workup.pns_care_cancer import RESTART
from onconeural.workup.pns_care_case import facts_of, missing_day
from onconeural.workup.pns_care_facts import AntibodyFact, PnsCareFacts
from onconeural.workup.pns_care_reading import load_table
from onconeural.workup.pns_care_rules import score
from onconeural.workup.score_parts import Alternative, Certainty, Item, Performance

if TYPE_CHECKING:
    from onconeural.case import Case

__all__ = [
    "Alternative",
    "AntibodyFact",
    "Certainty",
    "Item",
    "Performance",
    "PnsCareFacts",
    "performance",
    "pns_care",
    "score_facts",
]


def pns_care(case: Case, day: float | None = None, clock: str = RESTART) -> Certainty:
    """Score a case by PNS-Care 2021 as known on a day (days from onset; by default the case's question day).

    ``clock`` is ``restart_at_tumour`` or ``since_onset``: from where the follow-up counts once a tumour that
    is not consistent was found.
    Raises ValueError for another clock and for a day before onset. Source: graus2021.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="lambert_eaton", cancer={"found": True, "type": "SCLC"})
    >>> pns_care(case).score, pns_care(case).category
    (7, 'probable')
    """
    when = case.question_day if day is None else float(day)
    facts = facts_of(case, when)
    certainty = score_facts(facts, clock, when)
    return replace(certainty, missing=(*missing_day(facts, when), *certainty.missing))


def score_facts(facts: PnsCareFacts, clock: str = RESTART, day: float = float("nan")) -> Certainty:
    """Score plain facts by PNS-Care 2021; ``day`` (days from onset) is only carried into the result.

    Raises ValueError for an unknown clock. Source: graus2021.

    >>> hu = (AntibodyFact("hu", confirmed=True),)
    >>> facts = PnsCareFacts("sensory_neuronopathy", hu, cancer_found=True, tumour="SCLC", followup_years=0.5)
    >>> [item.points for item in score_facts(facts).items], score_facts(facts).category
    ([3, 3, 4], 'definite')
    """
    table = load_table()
    scored = score(facts, clock, table)
    return Certainty(
        score=scored.score,
        category=scored.category,
        items=scored.items,
        flags=tuple(flag.text for flag in scored.flags),
        alternatives=alternatives(facts, clock, table, scored),
        missing=scored.missing,
        clock=clock,
        day=day,
        source=table.source,
        special_rules=scored.rules,
        antibody=scored.antibody.id if scored.antibody else None,
    )


@cache
def performance() -> tuple[Performance, ...]:
    """Return the published performance figures of the score, never computed here.

    >>> performance()[0].metric, performance()[0].at
    ('sensitivity', 'total >= 6')
    """
    rows = criteria("pns_care")["performance"]
    return tuple(
        Performance(r["metric"], r["at"], r["value"], r["unit"], r["n"], r["source"], r["status"]) for r in rows
    )
