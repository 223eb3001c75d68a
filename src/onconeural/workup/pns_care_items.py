"""The clinical and the laboratory item of PNS-Care 2021."""

from __future__ import annotations

from onconeural.evidence import (
    antibody_keys,
    antibody_label,
    antibody_result_keys,
    phenotype_ids,
    phenotype_label,
    plain,
    tumour_key,
)
from onconeural.workup.pns_care_facts import AntibodyFact, PnsCareFacts
from onconeural.workup.pns_care_part import Flag, Part, level_item, row_item, rule_flag
from onconeural.workup.pns_care_table import Row, Table
from onconeural.workup.pns_care_tumour import fits

NEGATIVE = "none"


def clinical(facts: PnsCareFacts, table: Table) -> Part:
    """Score the phenotype; one that the criteria do not list has no epidemiological link to cancer."""
    name, row = phenotype_name(facts.phenotype), table.phenotype(facts.phenotype)
    if row is not None:
        level = table.level_of("phenotype", row.risk)
        return Part(row_item("clinical", row, f"The phenotype is: {name}.", level))
    level = table.level_of("phenotype", "none")
    if facts.phenotype in table.dropped_ids:
        why = "was in the criteria of 2004 and has left the list"
    else:
        why = "is not in the list of the criteria"
    flag = Flag(f"The phenotype '{name}' {why}; it is scored as a phenotype without a link to cancer.")
    return Part(level_item("clinical", level, f"The phenotype is: {name} (not in the list)."), (flag,))


def laboratory(facts: PnsCareFacts, table: Table) -> Part:
    """Score the antibody of the highest risk class among those that are not known to be unconfirmed."""
    row = counted_antibody(facts, table)
    flags = tuple(flag for fact in facts.reported() for flag in _antibody_flags(fact, facts.phenotype, table))
    missing = () if facts.antibodies else ("No antibody result is given; it is scored as negative.",)
    if row is None:
        level = table.level_of("antibody", "lower")
        said = ", ".join(_antibody_name(fact.key) for fact in facts.reported()) or "none reported"
        return Part(level_item("laboratory", level, f"No antibody of the criteria counts ({said})."), flags, missing)
    level = table.level_of("antibody", row.risk)
    several = " It has the highest risk class of those that count." if len(_countable(facts, table)) > 1 else ""
    return Part(row_item("laboratory", row, f"The antibody that is scored is {row.label}.{several}", level), flags)


def counted_antibody(facts: PnsCareFacts, table: Table) -> Row | None:
    """Return the antibody that counts: highest class, then fit with the found tumour, then order."""
    tumour = tumour_key(facts.tumour) if facts.cancer_found and facts.tumour else None

    def rank(row: Row) -> tuple[int, bool]:
        return row.points, bool(tumour and fits(tumour, row.usual.keys, table.groups))

    return max(_countable(facts, table), key=rank, default=None)


def _countable(facts: PnsCareFacts, table: Table) -> list[Row]:
    keys = [fact.key for fact in facts.reported() if fact.confirmed is not False]
    return [row for key in keys if (row := table.antibody(key, facts.phenotype))]


def _antibody_flags(fact: AntibodyFact, phenotype: str, table: Table) -> list[Flag]:
    name, row = _antibody_name(fact.key), table.antibody(fact.key, phenotype)
    if fact.key == NEGATIVE:
        return []
    if row is None:
        text = (
            f"'{name}' is not an antibody of the criteria and scores no points; a new antibody needs "
            "a typical phenotype, a high association with cancer, and the antigen in the tumour"
        )
        return [rule_flag(text, table.special["new_antibody"])]
    rule = table.special["antibody_confirmation"]
    if fact.confirmed is False:
        return [rule_flag(f"The {name} antibody is not confirmed by a second method and is not counted", rule)]
    if fact.confirmed is None:
        text = f"It is not reported whether a second method confirmed the {name} antibody; it is counted"
        return [rule_flag(text, rule)]
    return []


def _antibody_name(key: str) -> str:
    known = key in antibody_keys() or key in antibody_result_keys()
    return antibody_label(key) if known else plain(key)


def phenotype_name(key: str) -> str:
    """Return the label of a phenotype, or an unknown key made safe to show."""
    return phenotype_label(key) if key in phenotype_ids() else plain(key)
