"""A GA4GH Phenopacket v2 as gathered facts."""

from __future__ import annotations

from onconeural.case.formats.codes import Kind
from onconeural.case.formats.gathered import Fact, Gathered, Status
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node, Path
from onconeural.case.formats.packet_measurements import measurement
from onconeural.case.formats.packet_parts import details, meaning, number_of, time_of
from onconeural.case.formats.remarks import Sort, place

_FEATURE: tuple[Kind, ...] = ("finding", "symptom", "antibody", "phenotype")
_DISEASE: tuple[Kind, ...] = ("phenotype", "kind", "tumour", "finding", "symptom")
_WEIGHTS = ("mg", "g", "ug", "mg/kg", "g/kg")


def read_packet(packet: Node, found: Gathered) -> None:
    """Gather what a phenopacket says, and a remark for everything that was not read."""
    _subject(packet.child("subject"), found)
    for node in packet.items("diseases"):
        _statement(node, "term", _DISEASE, found)
    for node in packet.items("phenotypicFeatures"):
        _statement(node, "type", _FEATURE, found)
    for node in packet.items("measurements"):
        measurement(node, found)
    for node in packet.items("medicalActions"):
        _action(node, found)
    for path in packet.unread():
        found.remark(place(path), *_why(path))


def _subject(node: Node, found: Gathered) -> None:
    sex = node.text("sex")
    found.sex = {"MALE": "M", "FEMALE": "F"}.get(sex or "")  # type: ignore[assignment]  # from a closed list
    if sex and not found.sex:
        found.remark(node.child("sex"), "not used", "a case holds the sex as F or M only")
    found.birth = found.date(node, "dateOfBirth")
    vital = node.child("vitalStatus")
    found.dead = vital.text("status") == "DECEASED"
    found.death = time_of(vital.child("timeOfDeath"), found)


def _statement(node: Node, name: str, kinds: tuple[Kind, ...], found: Gathered) -> None:
    """Read a phenotypic feature or a disease."""
    when = time_of(node.child("onset"), found)
    meant = meaning(node.child(name), kinds, found)
    if meant is None:
        node.mark()
        return
    status: Status = "absent" if node.flag("excluded") else "present"
    meant, confirmed = details(meant, node.items("modifiers"))
    found.facts.append(Fact(place(node.path), meant, when, status, begins=True, confirmed=confirmed))


def _action(node: Node, found: Gathered) -> None:
    for name, part, times in (
        ("therapeuticRegimen", "ontologyClass", ("startTime",)),
        ("procedure", "code", ("performed",)),
        ("treatment", "agent", ()),
    ):
        action = node.child(name)
        if action:
            when = next((time_of(action.child(time), found) for time in times), None) or _first_dose(action, found)
            meant = meaning(action.child(part), ("treatment", "event"), found)
            if meant is None:
                action.mark()
            else:
                found.facts.append(Fact(place(action.path), meant, when, dose=_dose(action)))


def _first_dose(action: Node, found: Gathered) -> Moment | None:
    starts = [found.date(dose.child("interval"), "start") for dose in action.items("doseIntervals")]
    return min((start for start in starts if start), key=lambda start: start.value, default=None)


def _dose(action: Node) -> str | None:
    doses = {_amount(dose.child("quantity")) for dose in action.items("doseIntervals") if dose.child("quantity")}
    return doses.pop() if len(doses) == 1 else None


def _amount(node: Node) -> str | None:
    number, unit = number_of(node)
    return f"{number:g} {unit}" if number is not None and unit in _WEIGHTS else None


def _why(path: Path) -> tuple[Sort, str]:
    """Return why a place was not read."""
    first, last = str(path[0]), next(step for step in reversed(path) if isinstance(step, str))
    if first in ("id", "metaData") or last in ("id", "alternateIds", "description", "timeAtLastEncounter", "files"):
        return "private", "identifiers, descriptions, times of encounters and the management of the packet"
    if first == "files" or last in ("evidence", "externalReference", "reference"):
        return "reference", "points to another record"
    return "not understood", "an element that is not read"
