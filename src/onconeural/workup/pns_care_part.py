"""What one PNS-Care item gives to the whole: the item, what must be said about it, what it did not know."""

from __future__ import annotations

from dataclasses import dataclass

from onconeural.workup.pns_care_table import RECALLED, Row, Rule
from onconeural.workup.score_parts import Item


@dataclass(frozen=True)
class Flag:
    """A sentence the reader must see, and the id of the special rule of the criteria behind it, if any."""

    text: str
    rule: str | None = None


@dataclass(frozen=True)
class Part:
    """One scored item, its flags, and the facts that were missing for it."""

    item: Item
    flags: tuple[Flag, ...] = ()
    missing: tuple[str, ...] = ()


def rule_flag(text: str, rule: Rule) -> Flag:
    """Return a flag that cites a special rule, and says so when nobody has read the rule in its source."""
    unconfirmed = ", unconfirmed" if rule.status == RECALLED else ""
    return Flag(f"{text} ({rule.source}{unconfirmed})", rule.id)


def row_item(name: str, row: Row, finding: str, level: Rule) -> Item:
    """Return the item that a listed phenotype or antibody earns; it stands on the row, not on the level."""
    unconfirmed, records = row.status == RECALLED, (_row_record(name, row), _level_record(name, level))
    return Item(name, row.points, finding, level_words(level), row.source, row.status, unconfirmed, row.note, records)


def level_item(name: str, level: Rule, finding: str, words: str | None = None) -> Item:
    """Return the item that stands on a level of the criteria alone."""
    text = words or level_words(level)
    unconfirmed, records = level.status == RECALLED, (_level_record(name, level),)
    return Item(name, level.points, finding, text, level.source, level.status, unconfirmed, records=records)


def _row_record(name: str, row: Row) -> str:
    """Return the id under which the evidence shows a row; one with a context carries it."""
    part = {"clinical": "phenotypes", "laboratory": "antibodies"}[name]
    context = f"@{row.context.replace(' ', '')}" if row.context else ""
    return f"pns_care/{part}/{row.id}{context}"


def _level_record(name: str, level: Rule) -> str:
    return f"pns_care/levels/{name}/{level.id}"


def level_words(level: Rule) -> str:
    """Say in words what a level is and what it scores."""
    name = level.id.replace("_or_", " or ").replace("_risk_", "-risk ").replace("_", " ").capitalize()
    unconfirmed = "; definition unconfirmed" if level.status == RECALLED else ""
    meaning = f" ({level.text}{unconfirmed})" if level.text else ""
    return f"{name}{meaning}: {points(level.points)}."


def points(number: int) -> str:
    """Write a number of points.

    >>> points(1), points(3)
    ('1 point', '3 points')
    """
    return f"{number} point{'' if number == 1 else 's'}"
