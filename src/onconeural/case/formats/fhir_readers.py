"""What each kind of FHIR resource says about a case; every reader gathers facts and leaves the rest unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onconeural.case.formats.codes import Concept, Kind
from onconeural.case.formats.fhir_observations import observation
from onconeural.case.formats.fhir_values import terms, time_of
from onconeural.case.formats.gathered import Fact, Gathered
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.remarks import place

_CONDITION: tuple[Kind, ...] = ("phenotype", "kind", "tumour", "finding", "symptom", "antibody")
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
