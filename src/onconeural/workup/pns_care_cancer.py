"""The cancer item of PNS-Care 2021: the tumour that was found, or the follow-up without a consistent one."""

from __future__ import annotations

from dataclasses import replace

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.evidence import plain, tumour_keys, tumour_label
from onconeural.workup.pns_care_facts import PnsCareFacts
from onconeural.workup.pns_care_part import Flag, Part, level_item, points, rule_flag
from onconeural.workup.pns_care_table import RECALLED, Row, Table
from onconeural.workup.pns_care_tumour import Fit, needs_antigen, tumour_fit
from onconeural.workup.score_parts import Item

RESTART = "restart_at_tumour"
CONSISTENT = "found_consistent"
ANTIGEN_SHOWN = "found_not_consistent_antigen_shown"
SHORT, LONG = "not_found_lt", "not_found_ge"


def cancer(facts: PnsCareFacts, antibody: Row | None, table: Table, clock: str) -> Part:
    """Score the cancer; ``antibody`` is the high- or intermediate-risk one that counts, if any."""
    if not facts.cancer_found or facts.testis_scar_only:
        return _not_found(facts, table)
    fit = tumour_fit(facts, antibody, table)
    if fit.consistent:
        return _consistent(facts, antibody, fit, table)
    if facts.antigen_shown:
        return _antigen_shown(facts, table)
    return _not_consistent(facts, antibody, fit, table, clock)


def _not_found(facts: PnsCareFacts, table: Table) -> Part:
    said, missing = "No tumour was found", _missing_followup(facts)
    flags: tuple[Flag, ...] = ()
    if facts.testis_scar_only:
        said = "The testis shows a scar or a regressed tumour, which does not count as a found cancer"
        flags = (rule_flag(said, table.special["klhl11_burned_out"]),)
    elif facts.cancer_found is None:
        missing = ("It is not stated whether a tumour was found; it is scored as none found.", *missing)
    finding = f"{said}; {_length(facts.followup_years)} of follow-up since onset."
    return Part(_followup_item(facts.followup_years, finding, table), flags, missing)


def _consistent(facts: PnsCareFacts, antibody: Row | None, fit: Fit, table: Table) -> Part:
    level, finding = table.levels[CONSISTENT], f"{tumour_name(facts)} was found: {fit.reason}."
    words = f"A cancer found that is {level.text.removeprefix('cancer ')}: {points(level.points)}."
    item = level_item("cancer", level, finding, words)
    inferred = "That this tumour is usual here is inferred; it was not read in the source of the list."
    flags = (Flag(inferred),) if fit.inferred else ()
    return Part(_resting_on(fit, item), flags, _missing_tumour(facts, antibody, fit))


def _antigen_shown(facts: PnsCareFacts, table: Table) -> Part:
    level, finding = (
        table.levels[ANTIGEN_SHOWN],
        f"{tumour_name(facts)} was found and shown to express the antigen.",
    )
    text = "The tumour is not known to be consistent; it counts because it is shown to express the antigen"
    flag = rule_flag(text, table.special["antigen_expression"])
    words = f"A {level.text}: {points(level.points)}."
    return Part(level_item("cancer", level, finding, words), (flag,))


def _not_consistent(facts: PnsCareFacts, antibody: Row | None, fit: Fit, table: Table, clock: str) -> Part:
    years = _years_counted(facts, clock)
    finding = f"{tumour_name(facts)} was found: {fit.reason}; {_length(years)} of follow-up by this clock."
    rule = table.special["yo_in_men" if needs_antigen(facts, antibody) else "antigen_expression"]
    flag = rule_flag("The tumour does not count; it would if it were shown to express the antigen", rule)
    missing = (*_missing_tumour(facts, antibody, fit), *_missing_followup(facts))
    if clock == RESTART and facts.years_since_tumour_found is None and not facts.tumour_undated:
        missing += ("The day on which the tumour was found is not given, so the clock cannot restart there.",)
    return Part(_resting_on(fit, _followup_item(years, finding, table)), (flag,), missing)


def _years_counted(facts: PnsCareFacts, clock: str) -> float | None:
    known = [facts.followup_years, facts.years_since_tumour_found if clock == RESTART else None]
    # A restart can only shorten the follow-up: a tumour found before onset leaves the clock at onset.
    return min((years for years in known if years is not None), default=None)


def _followup_item(years: float | None, finding: str, table: Table) -> Item:
    # An unknown follow-up is taken as long: it must not raise the certainty.
    short = next(level for name, level in table.levels.items() if name.startswith(SHORT))
    long = next(level for name, level in table.levels.items() if name.startswith(LONG))
    level = short if years is not None and table.is_short(years) else long
    limit = f"under {table.years:g} years" if level is short else f"of {table.years:g} years or more"
    words = f"No cancer, or none that counts, with a follow-up {limit}: {points(level.points)}."
    return level_item("cancer", level, finding, words)


def _resting_on(fit: Fit, item: Item) -> Item:
    if fit.usual is None or fit.usual.status != RECALLED:
        return item
    return replace(item, reading_status=RECALLED, unconfirmed=True)


def tumour_name(facts: PnsCareFacts) -> str:
    """Return how the found tumour is called in a sentence."""
    text = facts.tumour or "A tumour of unknown type"
    name = tumour_label(text) if text in tumour_keys() else plain(text)
    return name[:1].upper() + name[1:]


def _length(years: float | None) -> str:
    return "unknown length" if years is None else f"{years * DAYS_PER_YEAR:.0f} days"


def _missing_followup(facts: PnsCareFacts) -> tuple[str, ...]:
    known = facts.followup_years is not None
    return () if known else ("The length of follow-up is not given; it is scored as long.",)


def _missing_tumour(facts: PnsCareFacts, antibody: Row | None, fit: Fit) -> tuple[str, ...]:
    found = [fit.missing] if fit.missing else []
    if antibody and antibody.id == "yo" and facts.sex is None:
        found.append("The sex is not given; in a man with Yo the tumour counts only if it expresses the antigen.")
    return tuple(found)
