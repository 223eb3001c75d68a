"""The same PNS-Care score under other legal readings, so that a reader sees how firm it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onconeural.workup.pns_care_facts import PnsCareFacts
from onconeural.workup.pns_care_rules import Scored, score
from onconeural.workup.pns_care_table import Table
from onconeural.workup.pns_care_tumour import tumour_fit
from onconeural.workup.score_parts import Alternative

_Readings = Iterator[tuple[str, Scored]]


def alternatives(facts: PnsCareFacts, clock: str, table: Table, base: Scored) -> tuple[Alternative, ...]:
    """Return every other reading of a score; none when the criteria do not score the phenotype."""
    if base.score is None:
        return ()
    readings = (
        *_antibody_counted(facts, clock, table),
        *_without_recalled(facts, clock, table, base),
        *_tumour(facts, clock, table, base),
        *_oms(facts, clock, table, base),
        *_time(facts, clock, table, base),
    )
    return tuple(Alternative(reading, scored.score, scored.category) for reading, scored in readings)


def _antibody_counted(facts: PnsCareFacts, clock: str, table: Table) -> _Readings:
    unconfirmed = [fact for fact in facts.reported() if fact.confirmed is False]
    rows = [row for fact in unconfirmed if (row := table.antibody(fact.key, facts.phenotype))]
    if rows:
        names = ", ".join(row.label for row in rows)
        yield (
            f"unconfirmed antibody counted ({names})",
            score(facts.with_all_antibodies_counted(), clock, table),
        )


def _without_recalled(facts: PnsCareFacts, clock: str, table: Table, base: Scored) -> _Readings:
    names = [item.name for item in base.items if item.unconfirmed]
    for name in names:
        reading = f"without the unconfirmed row behind the {name} item"
        yield reading, score(facts, clock, table.without_recalled(name))
    if len(names) > 1:
        bare = table
        for name in names:
            bare = bare.without_recalled(name)
        yield "without any unconfirmed row", score(facts, clock, bare)


def _tumour(facts: PnsCareFacts, clock: str, table: Table, base: Scored) -> _Readings:
    if not facts.cancer_found or facts.testis_scar_only:
        return
    strong = base.antibody if base.antibody and base.antibody.points else None
    if tumour_fit(facts, strong, table).consistent is None and not facts.antigen_shown:
        yield "if the tumour is consistent", score(replace(facts, consistent=True), clock, table)
    if "yo_in_men" in base.rules and facts.consistent:
        reading = "the case file's word that the tumour is consistent, over the rule for men with Yo"
        yield reading, score(replace(facts, sex=None), clock, table)
    if facts.tumour_undated:
        yield "if the tumour was not yet found on this day", score(facts.before_tumour(), clock, table)


def _oms(facts: PnsCareFacts, clock: str, table: Table, base: Scored) -> _Readings:
    if "oms_exception" in base.rules:
        yield "category of the total, without the exception", score(facts, clock, table, oms_exception=False)


def _time(facts: PnsCareFacts, clock: str, table: Table, base: Scored) -> _Readings:
    """Give the other clock and the other length of an unknown follow-up, where the score differs."""
    short = f"if the follow-up was under {table.years:g} years"
    recent = f"if the tumour was found less than {table.years:g} years ago"
    readings = [(f"clock {other}", facts, other) for other in table.clocks if other != clock]
    if facts.followup_years is None:
        readings.append((short, replace(facts, followup_years=0.0), clock))
    elif facts.years_since_tumour_found is None:
        readings.append((recent, replace(facts, years_since_tumour_found=0.0), clock))
    for reading, changed, by_clock in readings:
        other_score = score(changed, by_clock, table)
        if (other_score.score, other_score.category) != (base.score, base.category):
            yield reading, other_score
