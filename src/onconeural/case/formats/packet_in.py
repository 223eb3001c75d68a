"""A GA4GH Phenopacket v2 as gathered facts."""

from __future__ import annotations

from dataclasses import replace

from onconeural.case.formats.codes import Concept, Kind, meanings, measured_unit
from onconeural.case.formats.fhir_readers import TITRE_ALONE
from onconeural.case.formats.gathered import Fact, Gathered, Status, Term
from onconeural.case.formats.labels import specimen, technique, words
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node, Path
from onconeural.case.formats.own import FIELDS, TRUTH, own_concept, own_word
from onconeural.case.formats.remarks import Sort, place

_FEATURE: tuple[Kind, ...] = ("finding", "symptom", "antibody", "phenotype")
_DISEASE: tuple[Kind, ...] = ("phenotype", "kind", "tumour", "finding", "symptom")
_ASSAY: tuple[Kind, ...] = ("antibody", "panel", "finding", "symptom", "scale", "event")
_WEIGHTS = ("mg", "g", "ug", "mg/kg", "g/kg")


def read_packet(packet: Node, found: Gathered) -> None:
    """Gather what a phenopacket says, and a remark for everything that was not read."""
    _subject(packet.child("subject"), found)
    for node in packet.items("diseases"):
        _statement(node, "term", _DISEASE, found)
    for node in packet.items("phenotypicFeatures"):
        _statement(node, "type", _FEATURE, found)
    for node in packet.items("measurements"):
        _measurement(node, found)
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
    found.death = _time(vital.child("timeOfDeath"), found)


def _time(node: Node, found: Gathered) -> Moment | None:
    """Read a TimeElement: a timestamp, an age, or the beginning of an interval."""
    age = found.duration(node.child("age"), "iso8601duration")
    stamp = found.date(node, "timestamp")
    start = found.date(node.child("interval"), "start")
    return age or stamp or start


def _term(node: Node) -> list[Term]:
    identifier, label = node.text("id"), node.text("label")
    return [Term(None, identifier, label)] if identifier or label else []


def _meaning(node: Node, kinds: tuple[Kind, ...], found: Gathered) -> Concept | None:
    """Return what an OntologyClass means, one of our own codes included."""
    terms = _term(node)
    own = own_concept(terms[0].code) if terms else None
    if own is not None:
        return own
    return found.meaning(node, terms, kinds)


def _statement(node: Node, name: str, kinds: tuple[Kind, ...], found: Gathered) -> None:
    """Read a phenotypic feature or a disease."""
    when = _time(node.child("onset"), found)
    meant = _meaning(node.child(name), kinds, found)
    if meant is None:
        node.mark()
        return
    status: Status = "absent" if node.flag("excluded") else "present"
    meant, confirmed = _details(meant, node.items("modifiers"))
    found.facts.append(Fact(place(node.path), meant, when, status, begins=True, confirmed=confirmed))


def _details(meant: Concept, modifiers: list[Node]) -> tuple[Concept, bool | None]:
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


def _measurement(node: Node, found: Gathered) -> None:
    when = _time(node.child("timeObserved"), found)
    field = own_word(node.child("assay").data.get("id")) if node.child("assay") else None
    if field is not None and field[0] == "field":
        _field(node, field[1], when, found)
        return
    meant = _meaning(node.child("assay"), _ASSAY, found)
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
    number, unit = _number(quantity)
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
    titre = f"1:{number:.0f}" if number is not None and number >= 1 and unit == "{titer}" else None
    where, how = node.child("procedure").child("bodySite"), node.child("procedure").child("code")
    own = [part for part in (where, how) if part and own_word(part.data.get("id"))]
    if own:
        meant, _ = _details(meant, own)
    else:
        meant = _by_label(meant, where.text("label"), how.text("label"))
    if status is None and titre is None:
        return None
    return Fact(place(node.path), meant, status=status or "present", titre=titre, how=None if own else TITRE_ALONE)


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


def _number(node: Node) -> tuple[float | None, str | None]:
    unit = node.child("unit")
    identifier, label = unit.text("id"), unit.text("label")
    code = identifier.partition(":")[2] if identifier and identifier.upper().startswith("UCUM:") else label
    return node.number("value"), code


def _status(node: Node) -> Status | None:
    """Return what a value says: one of our own words, or a label such as `Positive`."""
    identifier, label = node.text("id"), node.text("label")
    known = own_word(identifier)
    if known is not None and known[0] == "status":
        return known[1]  # type: ignore[return-value]  # from a closed list
    said = [name for name in ("present", "absent") if words(label or "") in meanings()[f"{name}_words"]]
    return said[0] if said else None  # type: ignore[return-value]  # from a closed list


def _action(node: Node, found: Gathered) -> None:
    for name, part, times in (
        ("therapeuticRegimen", "ontologyClass", ("startTime",)),
        ("procedure", "code", ("performed",)),
        ("treatment", "agent", ()),
    ):
        action = node.child(name)
        if action:
            when = next((_time(action.child(time), found) for time in times), None) or _first_dose(action, found)
            meant = _meaning(action.child(part), ("treatment", "event"), found)
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
    number, unit = _number(node)
    return f"{number:g} {unit}" if number is not None and unit in _WEIGHTS else None


def _why(path: Path) -> tuple[Sort, str]:
    """Return why a place was not read."""
    first, last = str(path[0]), next(step for step in reversed(path) if isinstance(step, str))
    if first in ("id", "metaData") or last in ("id", "alternateIds", "description", "timeAtLastEncounter", "files"):
        return "private", "identifiers, descriptions, times of encounters and the management of the packet"
    if first == "files" or last in ("evidence", "externalReference", "reference"):
        return "reference", "points to another record"
    return "not understood", "an element that is not read"
