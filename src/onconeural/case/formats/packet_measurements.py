"""Measurements of a phenopacket: antibody results, measured findings, scales, and fields of a case by name."""

from __future__ import annotations

from dataclasses import replace

from onconeural.case.formats.codes import Concept, Kind, meanings, measured_unit
from onconeural.case.formats.fhir_observations import TITRE_ALONE
from onconeural.case.formats.fhir_values import titre
from onconeural.case.formats.gathered import Fact, Gathered, Status
from onconeural.case.formats.labels import specimen, technique, words
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.own import FIELDS, TRUTH, own_concept, own_word
from onconeural.case.formats.packet_parts import details, meaning, number_of, time_of
from onconeural.case.formats.remarks import place

_ASSAY: tuple[Kind, ...] = ("antibody", "panel", "finding", "symptom", "scale", "event")


def measurement(node: Node, found: Gathered) -> None:
    """Read a measurement: a fact, or a field of a case that we wrote by its name."""
    when = time_of(node.child("timeObserved"), found)
    field = own_word(node.child("assay").data.get("id")) if node.child("assay") else None
    if field is not None and field[0] == "field":
        _field(node, field[1], when, found)
        return
    meant = meaning(node.child("assay"), _ASSAY, found)
    if meant is None:
        node.mark()
        return
    fact = _measured(node, meant, found)
    if fact is None:
        found.remark(node, "not understood", "no value that this version can read for this test")
        node.mark()
    else:
        found.facts.append(replace(fact, when=when))


def _field(node: Node, name: str, when: Moment | None, found: Gathered) -> None:
    """Take over a field of a case that we wrote by its name."""
    value = node.child("value")
    word = own_word(value.child("ontologyClass").data.get("id")) if value.child("ontologyClass") else None
    number = value.child("quantity").number("value")
    if name == "day_0":
        found.day_0 = when
    elif FIELDS[name] == "days" and number is not None:
        found.fields[name] = number
    elif word is not None and word[0] == FIELDS[name]:
        found.fields[name] = TRUTH.get(word[1], word[1])
    else:
        found.remark(node, "not understood", "no value that fits this field of a case")
    node.mark()


def _measured(node: Node, meant: Concept, found: Gathered) -> Fact | None:
    path, status = place(node.path), _status(node.child("value").child("ontologyClass"))
    quantity = node.child("value").child("quantity")
    number, unit = number_of(quantity)
    if meant.kind == "event":
        return Fact(path, meant)
    if meant.kind == "scale":
        return Fact(path, meant, value=number)
    if meant.kind in ("antibody", "panel"):
        return _antibody(node, meant, status, number, unit)
    if number is not None:
        return _finding(node, meant, number, unit)
    return Fact(path, meant, status=status) if status else None


def _antibody(node: Node, meant: Concept, status: Status | None, number: float | None, unit: str | None) -> Fact | None:
    dilution = titre(number) if unit == "{titer}" else None
    where, how = node.child("procedure").child("bodySite"), node.child("procedure").child("code")
    own = [part for part in (where, how) if part and own_word(part.data.get("id"))]
    if own:
        meant, _ = details(meant, own)
    else:
        meant = _by_label(meant, where.text("label"), how.text("label"))
    if status is None and dilution is None:
        return None
    note = TITRE_ALONE if status is None and not own else None
    return Fact(place(node.path), meant, status=status or "present", titre=dilution, how=note)


def _by_label(meant: Concept, where: str | None, how: str | None) -> Concept:
    return replace(
        meant,
        specimen=meant.specimen if meant.specimen != "unspecified" else specimen(where),  # type: ignore[arg-type]
        technique=meant.technique if meant.technique != "unspecified" else technique(how),
    )


def _finding(node: Node, meant: Concept, number: float, unit: str | None) -> Fact | None:
    """Return a measured finding: raised or not by its reference range; of our own codes the feature says which."""
    factor = measured_unit(meant.key, unit)
    limits = node.child("value").child("quantity").child("referenceRange")
    high, low = limits.number("high"), limits.number("low")
    own = own_concept(node.child("assay").data.get("id")) is not None
    if factor is None or (high is None and not own):
        return None
    limits.mark()
    status: Status = "unknown" if high is None else "present" if number > high or number < (low or 0) else "absent"
    return Fact(place(node.path), meant, status=status, value=round(number * factor, 6))


def _status(node: Node) -> Status | None:
    """Return what a value says: one of our own words, or a label such as `Positive`."""
    identifier, label = node.text("id"), node.text("label")
    known = own_word(identifier)
    if known is not None and known[0] == "status":
        return known[1]  # type: ignore[return-value]  # from a closed list
    said = [name for name in ("present", "absent") if words(label or "") in meanings()[f"{name}_words"]]
    return said[0] if said else None  # type: ignore[return-value]  # from a closed list
