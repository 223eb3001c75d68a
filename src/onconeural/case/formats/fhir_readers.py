"""What each kind of FHIR resource says about a case; every reader gathers facts and leaves the rest unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from onconeural.case.findings import FINDINGS
from onconeural.case.formats.codes import Concept, Kind, measured_unit
from onconeural.case.formats.fhir_values import Result, result, terms, time_of
from onconeural.case.formats.gathered import Fact, Gathered
from onconeural.case.formats.labels import specimen, technique
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.remarks import place

_CONDITION: tuple[Kind, ...] = ("phenotype", "kind", "tumour", "finding", "symptom", "antibody")
_OBSERVATION: tuple[Kind, ...] = ("antibody", "panel", "finding", "symptom", "scale")
_CONCLUSION: tuple[Kind, ...] = ("tumour", "finding", "symptom", "antibody")

COUNTS: Mapping[str, tuple[str, ...]] = {
    "Observation": ("final", "amended", "corrected"),
    "DiagnosticReport": ("final", "amended", "corrected", "appended"),
    "Procedure": ("completed", "in-progress", "stopped"),
    "ImagingStudy": ("available", "registered"),
    "MedicationRequest": ("active", "completed", "stopped", "on-hold"),
    "MedicationStatement": ("active", "completed", "stopped", "on-hold"),
    "MedicationAdministration": ("in-progress", "completed", "stopped", "on-hold"),
}
"""The statuses with which a resource states a fact; any other status is listed and not used."""

TITRE_ALONE = "antibody result: a titre without a comparator was read as a positive result"
_ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order")


def patient(node: Node, found: Gathered) -> None:
    """Read sex, birth (for the age only) and death."""
    gender = node.text("gender")
    found.sex = {"male": "M", "female": "F"}.get(gender or "")  # type: ignore[assignment]  # from a closed list
    if gender and not found.sex:
        found.remark(node.child("gender"), "not used", "a case holds the sex as F or M only")
    found.birth = found.date(node, "birthDate")
    found.death = found.date(node, "deceasedDateTime")
    found.dead = node.flag("deceasedBoolean") is True or found.death is not None


def condition(node: Node, found: Gathered) -> None:
    """Read a syndrome, a tumour, a symptom or a finding, and when it began."""
    verified = [term.code for term in terms(node.child("verificationStatus"))]
    began, recorded = time_of(node, found, "onset"), found.date(node, "recordedDate")
    if verified and "confirmed" not in verified:
        found.remark(node, "not used", "a condition that is not confirmed")
        node.mark()
        return
    meant = found.meaning(node.child("code"), terms(node.child("code")), _CONDITION)
    if meant is None:
        node.mark()
        return
    how = None
    if meant.kind == "tumour" and (began or recorded):
        source = "onset" if began else "date of the record"
        how = f"the day on which the tumour was found: the {source} of its condition"
    found.facts.append(Fact(place(node.path), meant, began or recorded, begins=began is not None, how=how))


def observation(node: Node, found: Gathered) -> None:
    """Read a result or a sign, with those of its components."""
    when = time_of(node, found, "effective")
    _observed(node, found, when)
    for part in node.items("component"):
        _observed(part, found, when)


def _observed(node: Node, found: Gathered, when: Moment | None) -> None:
    parts = bool(node.items("component"))
    code = node.child("code")
    if parts and not node.child("valueQuantity") and not node.child("valueCodeableConcept"):
        code.mark()  # a panel: its components carry the results
        return
    meant = found.meaning(code, terms(code), _OBSERVATION)
    if meant is None:
        if not parts:
            node.mark()
        return
    fact = _result_fact(node, found, _with_method(meant, node), result(node))
    if fact is not None:
        found.facts.append(replace(fact, when=when))


def _with_method(meant: Concept, node: Node) -> Concept:
    """Add specimen and technique where the code does not name them."""
    where = node.child("specimen").text("display")
    how = next((name for term in terms(node.child("method")) if (name := technique(term.label)) != "unspecified"), None)
    return replace(
        meant,
        specimen=meant.specimen if meant.specimen != "unspecified" else specimen(where),  # type: ignore[arg-type]
        technique=meant.technique if meant.technique != "unspecified" else how or "unspecified",
    )


def _result_fact(node: Node, found: Gathered, meant: Concept, said: Result) -> Fact | None:
    """Return the fact of one result, or None with a remark that says why there is none."""
    path = place(node.path)
    if meant.kind == "scale":
        return Fact(path, meant, value=said.number if said.number is not None else node.number("valueInteger"))
    immune = meant.kind in ("antibody", "panel")
    if said.number is not None and not immune:
        return _measured(node, found, meant, said)
    if said.status:
        return Fact(path, meant, status=said.status, titre=said.titre if immune else None)
    if immune and said.titre:
        return Fact(path, meant, titre=said.titre, how=TITRE_ALONE)
    if not said.given and not meant.test and not immune:
        return Fact(path, meant)  # a sign as a code, without a value: it is there
    found.remark(node, "not understood", "no value that says whether the result is positive or negative")
    node.mark()
    return None


def _measured(node: Node, found: Gathered, meant: Concept, said: Result) -> Fact | None:
    factor = measured_unit(meant.key, said.unit)
    if factor is None or said.number is None:
        found.remark(node, "not understood", f"a unit of {meant.key} that this version does not know, or none is known")
    elif said.status is None:
        found.remark(node, "not understood", "neither interpretation nor reference range says if the value is raised")
    else:
        kind, value = FINDINGS[meant.key], round(said.number * factor, 6)
        if kind.low <= value <= kind.high:
            return Fact(place(node.path), meant, status=said.status, value=value)
        found.problem(node, "a value out of range", f"{kind.low:g} to {kind.high:g} {kind.unit}")
    node.mark()
    return None


def diagnostic_report(node: Node, found: Gathered) -> None:
    """Read the coded conclusions; the results are observations of their own."""
    when = time_of(node, found, "effective")
    for coded in node.items("conclusionCode"):
        meant = found.meaning(coded, terms(coded), _CONCLUSION)
        if meant is not None:
            found.facts.append(Fact(place(coded.path), meant, when))


def procedure(node: Node, found: Gathered) -> None:
    """Read a treatment or a search for a tumour."""
    when = time_of(node, found, "performed")
    meant = found.meaning(node.child("code"), terms(node.child("code")), ("treatment", "event"))
    if meant is None:
        node.mark()
        return
    found.facts.append(Fact(place(node.path), meant, when))


def imaging_study(node: Node, found: Gathered) -> None:
    """Read a positron emission tomography as a search for a tumour; no study tells its result here."""
    when = found.date(node, "started")
    modalities = [*node.items("modality"), *(series.child("modality") for series in node.items("series"))]
    if "PT" in [coding.text("code") for coding in modalities]:
        how = "tumour search: from an imaging study with the modality PT (positron emission tomography)"
        found.facts.append(Fact(place(node.path), Concept("event", "tumour_search", "PET"), when, how=how))
    else:
        found.remark(node, "not understood", "an imaging study that is not a positron emission tomography")
        node.mark()
    for coding in modalities:
        coding.mark()


def medication(node: Node, found: Gathered) -> None:
    """Read a drug, its first day and its dose."""
    kind = node.data["resourceType"]
    if node.flag("doNotPerform") or (kind == "MedicationRequest" and node.text("intent") not in _ORDERS):
        found.remark(node, "not used", "a drug that was not ordered")
        node.mark()
        return
    given = found.date(node.child("effectivePeriod"), "start") or found.date(node, "effectiveDateTime")
    ordered = found.date(node, "authoredOn")
    coded = node.child("medicationCodeableConcept")
    meant = found.meaning(coded, terms(coded), ("treatment",))
    if meant is None:
        node.mark()
        return
    how = f"start of {meant.key}: the date of the order" if given is None and ordered is not None else None
    found.facts.append(Fact(place(node.path), meant, given or ordered, dose=_dose(node), how=how))


def _dose(node: Node) -> str | None:
    """Return the amount of one dose, when it is one plain number with a unit of weight."""
    listed = [*node.items("dosageInstruction"), *node.items("dosage")]
    quantities = [rate.child("doseQuantity") for item in listed for rate in item.items("doseAndRate")]
    quantities += [node.child("dosage").child("dose")] if not listed else []
    doses = {_amount(quantity) for quantity in quantities if quantity}
    return doses.pop() if len(doses) == 1 else None


def _amount(quantity: Node) -> str | None:
    if (quantity.data.get("code") or quantity.data.get("unit")) not in ("mg", "g", "ug", "mg/kg", "g/kg"):
        return None
    number, unit = quantity.number("value"), quantity.text("code") or quantity.text("unit")
    for key in ("unit", "system", "code"):
        quantity.child(key).mark()
    return f"{number:g} {unit}" if number is not None else None


READERS: Mapping[str, Callable[[Node, Gathered], None]] = {
    "Patient": patient,
    "Condition": condition,
    "Observation": observation,
    "DiagnosticReport": diagnostic_report,
    "Procedure": procedure,
    "ImagingStudy": imaging_study,
    "MedicationRequest": medication,
    "MedicationStatement": medication,
    "MedicationAdministration": medication,
}
"""The resources that are read; every other one is listed."""
