"""A case as a GA4GH Phenopacket v2, and a list of what such a packet cannot hold."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from onconeural import __version__
from onconeural.case.findings import FINDINGS
from onconeural.case.formats.codes import Term, syndrome_term, term
from onconeural.case.formats.fhir_values import TITRE
from onconeural.case.formats.own import FIELDS, KINDS, own_term, symptom_terms, vocabulary
from onconeural.case.formats.packet_meta import meta_data
from onconeural.case.formats.packet_writer import Json, Packet, age_written, class_of, item, quantity, word
from onconeural.case.formats.remarks import Remark
from onconeural.case.model import Case
from onconeural.case.record import Antibody
from onconeural.evidence import tumour_key, tumour_label

UNITS = {"cells/uL": "{cells}/uL", "percent": "%", "days": "d", "1": "{index}"}
"""UCUM codes of the units of a case, where the two differ."""


def phenopacket(case: Case, created: datetime | None = None) -> tuple[Json, tuple[Remark, ...]]:
    """Return a case as the JSON form of a Phenopacket v2, and a remark for each field that it cannot hold.

    ``created`` (default: today) is the only date in it. No code that is marked unverified is written.

    >>> packet, lost = phenopacket(Case(case_id="a1", phenotype="lambert_eaton", age=61.0))
    >>> packet["diseases"][0]["term"]["id"], [remark.path for remark in lost]
    ('MONDO:0018556', ['case_id'])
    """
    packet = Packet(age_written(case))
    if case.age is not None and packet.age != case.age:
        packet.lose("age", "an age over 89 is written as 90, and an age to the hundredth of a year")
    for write in (_disease, _fields, _tumour, _antibodies, _findings, _events, _treatments, _observations, _texts):
        write(case, packet)
    moment = (created or datetime.now(UTC)).astimezone(UTC)
    content = {"subject": _subject(case, packet), **packet.parts}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    whole = {"id": f"onconeural-{digest[:8]}", **content}
    return {**whole, "metaData": meta_data(whole, moment, __version__)}, tuple(packet.lost)


def _subject(case: Case, packet: Packet) -> Json:
    sex = {"M": "MALE", "F": "FEMALE"}.get(case.sex or "")
    death = next((event for event in case.timeline if event.event == "death"), None)
    vital: Json | None = None
    if death is not None or case.outcome.category == "died":
        time = packet.time(death.day, "timeline") if death else None
        vital = item({"status": "DECEASED", "timeOfDeath": time})
    return item({"id": "patient", "sex": sex, "vitalStatus": vital})


def _disease(case: Case, packet: Packet) -> None:
    syndrome = term("phenotype", case.phenotype) or (syndrome_term(case.phenotype) if case.kind == "pns" else None)
    written = syndrome or own_term("phenotype", case.phenotype)
    onset = packet.time(0.0, "") if packet.age is not None else None
    packet.add("diseases", item({"term": class_of(written), "onset": onset}))
    paraneoplastic = term("kind", "pns")
    if paraneoplastic and case.kind in ("pns", "mimic"):
        excluded = True if case.kind == "mimic" else None
        packet.add("diseases", item({"term": class_of(paraneoplastic), "excluded": excluded}))
    if onset:
        packet.measured(own_term("field", "day_0"), word("status", "present"), onset)


def _fields(case: Case, packet: Packet) -> None:
    """Write the fields that have no place of their own in a packet, by name."""
    data = case.model_dump()
    for name, kind in FIELDS.items():
        part, _, key = name.rpartition(".")
        value = (data[part] if part else data)[key]
        if value is None or (name == "cancer.found" and value is True) or value == "not_reported":
            continue
        said = str(value).lower()
        if kind == "days":
            packet.measured(own_term("field", name), quantity(value, "d"))
        elif said in vocabulary()[kind] or value in vocabulary()[kind]:
            packet.measured(own_term("field", name), word(kind, said if isinstance(value, bool) else value))
        else:
            packet.lose(name, f"not one of our words ({', '.join(KINDS)})" if name == "kind" else "a free text")


def _tumour(case: Case, packet: Packet) -> None:
    cancer = case.cancer
    key = tumour_key(cancer.type) if cancer.type else None
    if cancer.type is not None and (key is None or tumour_label(key) != cancer.type):
        packet.lose("cancer.type", "a free text; a tumour that it names is written as a code with its own label")
    if not cancer.found:
        for name in ("type", "day_found_relative_to_onset"):
            if getattr(cancer, name) is not None:
                packet.lose(f"cancer.{name}", "the case does not say whether a tumour was found")
        return
    written = (term("tumour", key) if key else None) or own_term("tumour", "any")
    day = packet.time(cancer.day_found_relative_to_onset, "cancer.day_found_relative_to_onset")
    packet.add("diseases", item({"term": class_of(written), "onset": day}))


def _antibodies(case: Case, packet: Packet) -> None:
    for i, antibody in enumerate(case.antibodies):
        written = term("antibody", antibody.name) or own_term("antibody", antibody.name)
        packet.add("phenotypicFeatures", {"type": class_of(written), "modifiers": _details(antibody)})
        titre = TITRE.fullmatch(antibody.titre or "")
        if titre and antibody.titre == f"1:{int(titre[1])}":
            procedure = {
                "code": class_of(own_term("technique", antibody.technique)),
                "bodySite": class_of(own_term("specimen", antibody.specimen)),
            }
            value = quantity(int(titre[1]), "{titer}")
            packet.add("measurements", {"assay": class_of(written), "value": value, "procedure": procedure})
        elif antibody.titre is not None:
            packet.lose(f"antibodies[{i}].titre", "a titre that is not written as 1:N")


def _details(antibody: Antibody) -> list[Json]:
    words = [own_term("specimen", antibody.specimen), own_term("technique", antibody.technique)]
    if antibody.confirmed is not None:
        words.append(own_term("confirmed", str(antibody.confirmed).lower()))
    return [class_of(word) for word in words]


def _findings(case: Case, packet: Packet) -> None:
    for name, finding in case.findings.items():
        own, day = own_term("finding", name), packet.time(finding.day, f"findings.{name}.day")
        written = class_of(term("finding", name) or own)
        if finding.status == "unknown":
            packet.measured(own, word("status", "unknown"), day)
            continue
        excluded = True if finding.status == "absent" else None
        packet.add("phenotypicFeatures", item({"type": written, "excluded": excluded, "onset": day}))
        if finding.value is not None:
            unit = FINDINGS[name].unit or ""
            packet.measured(own, quantity(finding.value, UNITS.get(unit, unit)), day)


def _events(case: Case, packet: Packet) -> None:
    for i, event in enumerate(case.timeline):
        if event.event in vocabulary()["event"]:
            time = packet.time(event.day, f"timeline[{i}].day")
            packet.measured(own_term("event", event.event), word("status", "present"), time)
        else:
            packet.lose(f"timeline[{i}].event", "a word that is not in our list of events")
        if event.detail is not None:
            packet.lose(f"timeline[{i}].detail", "a free text")


def _treatments(case: Case, packet: Packet) -> None:
    for i, treatment in enumerate(case.treatments):
        if treatment.name not in vocabulary()["treatment"]:
            packet.lose(f"treatments[{i}].name", "a name that is not in our list of treatments")
            continue
        written = term("treatment", treatment.name) or own_term("treatment", treatment.name)
        start = packet.time(treatment.start_day, f"treatments[{i}].start_day")
        regimen = item({"ontologyClass": class_of(written), "startTime": start})
        packet.add("medicalActions", {"therapeuticRegimen": regimen})
        for name in ("dose", "course"):
            if getattr(treatment, name) is not None:
                packet.lose(f"treatments[{i}].{name}", "a free text; doses of a packet need calendar dates")


def _observations(case: Case, packet: Packet) -> None:
    for i, seen in enumerate(case.observations):
        time = packet.time(seen.day, f"observations[{i}].day")
        if seen.mrs is not None:
            packet.measured(own_term("scale", "mrs"), quantity(seen.mrs, "{score}"), time)
        signs = _signs(seen.other)
        if seen.day is not None and seen.mrs is None and not signs:
            packet.lose(f"observations[{i}].day", "nothing that a packet can hold was observed on this day")
        if seen.other is not None and not signs:
            packet.lose(f"observations[{i}].other", "a free text that is not only labels of known signs")
        for sign, excluded in signs:
            feature = {"type": class_of(sign), "excluded": True if excluded else None, "onset": time}
            packet.add("phenotypicFeatures", item(feature))


def _signs(text: str | None) -> list[tuple[Term, bool]]:
    """Return the signs that a text names; none when any part of it is something else."""
    parts = [(part.removeprefix("not "), part.startswith("not ")) for part in (text or "").split("; ")]
    known = [(symptom_terms().get(label), excluded) for label, excluded in parts]
    return [(sign, excluded) for sign, excluded in known if sign] if all(sign for sign, _ in known) else []


def _texts(case: Case, packet: Packet) -> None:
    packet.lose("case_id", "a name of your choice; the packet gets one made from its content")
    for name, value in (
        ("phenotype_detail", case.phenotype_detail),
        ("cancer.stage", case.cancer.stage),
        ("outcome.note", case.outcome.note),
        ("source_status", case.source_status),
        ("inferred", case.inferred or None),
    ):
        if value is not None:
            packet.lose(name, "a free text")
