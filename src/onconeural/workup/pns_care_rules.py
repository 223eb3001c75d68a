"""From the three items of PNS-Care 2021 to a total, a category and the special rules that changed it."""

from __future__ import annotations

from dataclasses import dataclass

from onconeural.workup.pns_care_cancer import CONSISTENT, cancer
from onconeural.workup.pns_care_facts import PnsCareFacts
from onconeural.workup.pns_care_items import clinical, counted_antibody, laboratory, phenotype_name
from onconeural.workup.pns_care_part import Flag, rule_flag
from onconeural.workup.pns_care_table import Row, Table
from onconeural.workup.score_parts import Item

NOT_APPLICABLE = "not_applicable"
DEFINITE, PROBABLE = "definite", "probable"
OPSOCLONUS = "opsoclonus_myoclonus"


@dataclass(frozen=True)
class Scored:
    """One reading of the score; ``score`` is None when the criteria do not score the phenotype."""

    score: int | None
    category: str
    items: tuple[Item, ...] = ()
    flags: tuple[Flag, ...] = ()
    missing: tuple[str, ...] = ()
    antibody: Row | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the special rules behind the flags, each once."""
        return tuple(dict.fromkeys(flag.rule for flag in self.flags if flag.rule))


def score(facts: PnsCareFacts, clock: str, table: Table, *, oms_exception: bool = True) -> Scored:
    """Score the facts under one clock reading; raise ValueError for a clock the criteria do not have.

    ``oms_exception`` off keeps the category of the total for opsoclonus-myoclonus without an antibody.
    """
    if clock not in table.clocks:
        raise ValueError(f"no clock reading {clock!r} in PNS-Care; choose one of {', '.join(table.clocks)}")
    if facts.phenotype in table.not_scored_ids:
        return _not_scored(facts, table)
    counted = counted_antibody(facts, table)
    strong = counted if counted and counted.points else None
    parts = (clinical(facts, table), laboratory(facts, table), cancer(facts, strong, table, clock))
    items = tuple(part.item for part in parts)
    total = sum(item.points for item in items)
    category, flags = table.category(total), _context_flags(facts, table)
    if strong is None:
        category, flag = _without_antibody(category, facts.phenotype, items[2], table, oms_exception)
        flags = (*flag, *flags)
    flags = (*(flag for part in parts for flag in part.flags), *flags)
    missing = tuple(text for part in parts for text in part.missing)
    return Scored(total, category, items, flags, missing, counted)


def _not_scored(facts: PnsCareFacts, table: Table) -> Scored:
    name = phenotype_name(facts.phenotype)
    text = f"The criteria do not score the phenotype '{name}' ({table.not_scored_source})"
    return Scored(None, NOT_APPLICABLE, flags=(Flag(text),))


def _without_antibody(
    category: str, phenotype: str, cancer_item: Item, table: Table, oms_exception: bool
) -> tuple[str, tuple[Flag, ...]]:
    """Apply the two rules for a category that no high- or intermediate-risk antibody supports."""
    if phenotype == OPSOCLONUS and cancer_item.points == table.levels[CONSISTENT].points and oms_exception:
        text = (
            "Definite without an antibody, by the exception for opsoclonus-myoclonus; "
            "how the exception works in points is inferred"
        )
        return DEFINITE, (rule_flag(text, table.special["oms_exception"]),)
    if category not in (DEFINITE, PROBABLE):
        return category, ()
    text = "At most probable: definite needs a high- or intermediate-risk antibody"
    return PROBABLE, (rule_flag(text, table.special["definite_needs_antibody"]),)


def _context_flags(facts: PnsCareFacts, table: Table) -> tuple[Flag, ...]:
    if not facts.checkpoint_inhibitor:
        return ()
    text = (
        "Under a checkpoint inhibitor the same phenotypes and antibodies count; "
        "a tumour that does not usually cause such a syndrome needs to express the antigen"
    )
    return (rule_flag(text, table.special["checkpoint_inhibitor"]),)
