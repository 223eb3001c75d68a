"""The published form of evidence files: JSON Schemas, made from the models of the records."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from onconeural.evidence.editorial import Editorial
from onconeural.evidence.reading import KINDS

SCHEMA_ID = "https://github.com/onconeural/onconeural/blob/main/docs/schema/evidence-{}-1.json"
SCHEMAS = MappingProxyType(
    {
        "sources": "Papers, guidelines, labels and pages. One record each.",
        "claims": "Single statements of a source, each with its quantity and how strong it is.",
        "cohorts": "Published cohorts with their observables, for calibration, validation, a fresh test or background.",
        "parameters": "Parameters of the model, as far as the evidence must know them.",
        "targets": "Which observables of which cohort a fit of which mechanism uses.",
        "links": "Which claim a number of a score rests on.",
        "scope": "Every syndrome of the two references, and what is done with it.",
        "waivers": "Records that a gate refuses and that stay, with the reason.",
    }
)


def evidence_schema(part: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file with one part, version 1; KeyError for another part.

    It states types and closed lists. What only the whole base can tell (sources, conflicts) the gates check.

    >>> evidence_schema("claims")["required"]
    ['claims']
    """
    record = TypeAdapter(KINDS[part]).json_schema(ref_template="#/$defs/{model}")
    facts = TypeAdapter(Editorial).json_schema(ref_template="#/$defs/{model}")
    shared = record.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID.format(part),
        "version": "1",
        "title": f"onconeural evidence: {part}",
        "description": SCHEMAS[part],
        "type": "object",
        "properties": {
            "defaults": {"$ref": "#/$defs/Editorial"},
            "note": {"type": "string", "description": "A remark for people."},
            part: {"type": "array", "items": {"$ref": "#/$defs/Record"}},
        },
        "required": [part],
        "additionalProperties": False,
        "$defs": {**shared, "Editorial": facts, "Record": record},
    }
