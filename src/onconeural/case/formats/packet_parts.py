"""The building blocks of a phenopacket that its parts share: times, terms, modifiers and quantities."""

from __future__ import annotations

from dataclasses import replace

from onconeural.case.formats.codes import Concept, Kind
from onconeural.case.formats.gathered import Gathered, Term
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.own import TRUTH, own_concept, own_word


def time_of(node: Node, found: Gathered) -> Moment | None:
    """Read a TimeElement: a timestamp, an age, or the beginning of an interval."""
    age = found.duration(node.child("age"), "iso8601duration")
    stamp = found.date(node, "timestamp")
    start = found.date(node.child("interval"), "start")
    return age or stamp or start


def _terms(node: Node) -> list[Term]:
    identifier, label = node.text("id"), node.text("label")
    return [Term(None, identifier, label)] if identifier or label else []


def meaning(node: Node, kinds: tuple[Kind, ...], found: Gathered) -> Concept | None:
    """Return what an OntologyClass means, one of our own codes included."""
    terms = _terms(node)
    own = own_concept(terms[0].code) if terms else None
    if own is not None:
        return own
    return found.meaning(node, terms, kinds)


def details(meant: Concept, modifiers: list[Node]) -> tuple[Concept, bool | None]:
    """Add specimen, technique and confirmation from our own modifiers; others stay unread."""
    confirmed = None
    for modifier in modifiers:
        known = own_word(modifier.data.get("id"))
        if known is None or meant.kind not in ("antibody", "panel"):
            continue
        kind, word = known
        if kind == "specimen":
            meant = replace(meant, specimen=word)  # type: ignore[arg-type]  # from a closed list
        elif kind == "technique":
            meant = replace(meant, technique=word)
        elif kind == "confirmed":
            confirmed = TRUTH[word]
        else:
            continue
        modifier.mark()
    return meant, confirmed


def number_of(node: Node) -> tuple[float | None, str | None]:
    """Read a Quantity: its number, and its unit as UCUM code or else as label."""
    unit = node.child("unit")
    identifier, label = unit.text("id"), unit.text("label")
    code = identifier.partition(":")[2] if identifier and identifier.upper().startswith("UCUM:") else label
    return node.number("value"), code
