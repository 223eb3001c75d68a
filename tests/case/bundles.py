"""Synthetic FHIR bundles in the shape of public ones; no fact of them belongs to a person."""

import copy
import json

LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
UCUM = "http://unitsofmeasure.org"
HPO = "http://human-phenotype-ontology.org"
MONDO = "http://purl.obolibrary.org/obo/mondo.owl"
ATC = "http://www.whocc.no/atc"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
SUBJECT = {"reference": "urn:uuid:11111111-2222-4333-8444-555555555555"}


def concept(system, code, display=None):
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]}


def patient(**more):
    resource = {
        "resourceType": "Patient",
        "id": "11111111-2222-4333-8444-555555555555",
        "gender": "female",
        "birthDate": "1950-04-20",
    }
    return resource | more


def condition(code, **more):
    resource = {
        "resourceType": "Condition",
        "clinicalStatus": concept(CLINICAL, "active"),
        "verificationStatus": concept(VERIFIED, "confirmed"),
        "code": code,
        "subject": SUBJECT,
    }
    return resource | more


def observation(code, day=None, **more):
    when = {"effectiveDateTime": day} if day else {}
    return {"resourceType": "Observation", "status": "final", "code": code, "subject": SUBJECT} | when | more


def interpreted(code):
    return {"interpretation": [concept(INTERPRETATION, code)]}


def bundle(*resources, kind="collection"):
    entries = [
        {"fullUrl": f"urn:uuid:{_identifier(i, resource)}", "resource": copy.deepcopy(resource)}
        for i, resource in enumerate(resources)
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def _identifier(i, resource):
    return resource.get("id", f"00000000-0000-4000-8000-{i:012d}")


def quantity(value, unit):
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


ONSET = condition(concept(MONDO, "MONDO:0015589", "paraneoplastic limbic encephalitis"), onsetDateTime="2017-06-10")
TUMOUR = condition(concept(MONDO, "MONDO:0008433", "small cell lung carcinoma"), onsetDateTime="2017-08-09")
SEIZURE = condition(concept(HPO, "HP:0001250", "Seizure"), onsetDateTime="2017-07-01")


def whole():
    """A patient with every kind of resource that is read, and some that are not."""
    return bundle(
        patient(),
        ONSET,
        TUMOUR,
        SEIZURE,
        observation(concept(LOINC, "53711-8"), "2017-07-05", valueString="1:960", **interpreted("POS")),
        observation(concept(LOINC, "90844-2"), "2017-07-05", **interpreted("NEG")),
        observation(
            concept(LOINC, "26465-5", "Leukocytes [#/volume] in Cerebral spinal fluid"),
            "2017-07-02T10:00:00+02:00",
            valueQuantity=quantity(0.018, "10*9/L"),
            referenceRange=[{"high": quantity(0.005, "10*9/L")}],
        ),
        observation(concept(LOINC, "2880-3"), "2017-07-02", valueQuantity=quantity(0.71, "g/L"), **interpreted("H")),
        observation({"text": "Modified Rankin Scale"}, "2017-07-10", valueInteger=3),
        observation(concept(HPO, "HP:0000639", "Nystagmus"), "2017-07-10", valueBoolean=False),
        {
            "resourceType": "DiagnosticReport",
            "status": "final",
            "code": {"text": "MRI"},
            "subject": SUBJECT,
            "effectiveDateTime": "2017-07-04",
            "conclusionCode": [concept(HPO, "HP:0001272", "Cerebellar atrophy")],
        },
        {
            "resourceType": "Procedure",
            "status": "completed",
            "code": {"text": "Plasmapheresis"},
            "subject": SUBJECT,
            "performedPeriod": {"start": "2017-07-20T08:00:00Z", "end": "2017-07-30T08:00:00Z"},
        },
        {
            "resourceType": "ImagingStudy",
            "status": "available",
            "subject": SUBJECT,
            "started": "2017-08-01T09:00:00Z",
            "modality": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "PT"}],
        },
        {
            "resourceType": "MedicationRequest",
            "status": "completed",
            "intent": "order",
            "medicationCodeableConcept": concept(ATC, "J06BA02"),
            "subject": SUBJECT,
            "authoredOn": "2017-07-12",
        },
        {
            "resourceType": "MedicationStatement",
            "status": "completed",
            "medicationCodeableConcept": concept(RXNORM, "8640", "prednisone"),
            "subject": SUBJECT,
            "effectivePeriod": {"start": "2017-07"},
        },
        {
            "resourceType": "MedicationAdministration",
            "status": "completed",
            "medicationCodeableConcept": concept(RXNORM, "0", "rituximab 10 MG/ML Injectable Solution"),
            "subject": SUBJECT,
            "effectiveDateTime": "2017-07-18T08:00:00Z",
            "dosage": {"dose": quantity(1000, "mg")},
        },
        {"resourceType": "Claim", "status": "active"},
    )


def write(folder, data, name="bundle.json"):
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path
