"""The published form of a case file: JSON Schema, made from the models."""

from __future__ import annotations

from typing import Any

from onconeural.case.model import Case

SCHEMA_ID = "https://github.com/onconeural/onconeural/blob/main/docs/schema/case-1.json"

DESCRIPTION = (
    "One patient's file. Days count from the first neurological symptom (day 0); age is in years at onset; "
    "null means unknown. A case holds no name, no date and no other identifier of a person."
)


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file, version 1.

    It states types, ranges and closed lists; contradictions between facts are found by ``check_case`` alone.

    >>> case_schema()["required"]
    ['case_id', 'phenotype']
    """
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "version": "1",
    }
    return head | Case.model_json_schema() | {"description": DESCRIPTION}
