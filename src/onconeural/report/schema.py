"""The published form of report.json: JSON Schema, made from the values that it holds."""

from __future__ import annotations

import json
import re
from typing import Any

SCHEMA_ID = "https://github.com/onconeural/onconeural/blob/main/docs/schema/forecast-1.json"
DESCRIPTION = (
    "A forecast of one case by onconeural. Research software. Not medical advice. Days count from the first "
    "neurological symptom where not said otherwise; mRS is the modified Rankin scale, the dead count as 6; shares are "
    "0 to 1; null means not known or not computed."
)
OF_FORECAST = (
    "Outcome",
    "Curve",
    "Window",
    "Driver",
    "NextTest",
    "Regimen",
    "Twins",
    "Estimate",
    "Watch",
    "Assumption",
    "Provenance",
    "Ranking",
)
TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
NUMBER: dict[str, Any] = {"type": ["number", "null"]}
POSITION: dict[str, Any] = {"type": ["integer", "null"], "minimum": 1}


def forecast_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of report.json, layout 1.

    Types and required keys come from the values of the forecast; what is added to a row on its way into the document
    stands here. Further keys may be added within layout 1, so a reader must pass over keys that it does not know.

    >>> forecast_schema()["properties"]["intended_use"]["const"]
    'Research software. Not medical advice.'
    """
    properties = _properties()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "onconeural forecast",
        "description": DESCRIPTION,
        "version": "1",
        "type": "object",
        "required": sorted(properties),
        "properties": dict(sorted(properties.items())),
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Any]:
    """Return the form of every value of a forecast, as its class has it; a number that is not there is null."""
    from pydantic import TypeAdapter  # noqa: PLC0415 slow to load

    from onconeural.calibration import Standing  # noqa: PLC0415
    from onconeural.forecast import result  # noqa: PLC0415
    from onconeural.report.time_line import Fact, Mark  # noqa: PLC0415
    from onconeural.report.trust import ModelError  # noqa: PLC0415
    from onconeural.workup import Alternative, Item, Reliability  # noqa: PLC0415
    from onconeural.workup.tumour_search import TumourSearch  # noqa: PLC0415

    others = (Standing, ModelError, Fact, Mark, Alternative, Item, Reliability, TumourSearch)
    kinds = (*(getattr(result, name) for name in OF_FORECAST), *others)
    inputs = [(place, "serialization", TypeAdapter(kind)) for place, kind in enumerate(kinds)]
    _, schema = TypeAdapter.json_schemas(inputs)  # type: ignore[arg-type]
    found = _short_names(_nullable(schema["$defs"]))
    found["NextTest"]["properties"]["results"] = _list(_object(result=TEXT, probability=NUMBER))
    return dict(sorted(found.items()))


def _short_names(definitions: dict[str, Any]) -> dict[str, Any]:
    """Name by one word what has two homes: an estimate of the forecast, and one of the work-up."""
    text = json.dumps(definitions)
    text = re.sub(r"onconeural__forecast__\w+?__", "", text)
    return dict(json.loads(re.sub(r"onconeural__workup__\w+?__", "WorkUp", text)))


def _nullable(value: Any) -> Any:  # noqa: ANN401 - plain data of any kind
    """Let every number be null, and leave out titles, which only repeat the names."""
    if isinstance(value, list):
        return [_nullable(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _nullable(inner) for key, inner in value.items() if not (key == "title" and isinstance(inner, str))}
    if kept.get("type") == "number":
        kept["type"] = ["number", "null"]
    return kept


def _properties() -> dict[str, Any]:
    from onconeural import INTENDED_USE  # noqa: PLC0415

    return {
        "schema_version": {"type": "string", "pattern": r"^1\.\d+$"},
        "intended_use": {"const": INTENDED_USE},
        "corrections": {"type": "string", "format": "uri"},
        "status": TEXT,
        "refusal": MAYBE,
        "answer": _list(TEXT),
        "case": _case(),
        "pns_care": _pns_care(),
        "twins": _also("Twins", origin=TEXT, sentence=TEXT),
        "ranking": _or_null(_of("Ranking")),
        "outcomes": _list(_also("Outcome", origin=TEXT)),
        "curves": _list(_also("Curve", origin=TEXT)),
        "windows": _list(_also("Window", origin=TEXT)),
        "drivers": _list(_also("Driver", origin=TEXT)),
        "next_tests": _list(_also("NextTest", origin=TEXT)),
        "regimens": _list(_of("Regimen")),
        "cautions": _list(_also("Watch", reference=POSITION)),
        "assumptions": _list(_of("Assumption")),
        "model_error": _of("ModelError"),
        "standings": _list(_also("Standing", origin=TEXT)),
        "time_line": _or_null(_object(marks=_list(_of("Mark")), undated=_list(_of("Fact")))),
        "work_up": _or_null(_object(antibodies=_list(_of("Reliability")), tumour_search=_of("TumourSearch"))),
        "missing": _list(TEXT),
        "warnings": _list(TEXT),
        "sources": _list(POSITION),
        "records": _list(TEXT),
        "references": _list(_reference()),
        "provenance": _of("Provenance"),
    }


def _case() -> dict[str, Any]:
    return _object(
        id=TEXT,
        summary=TEXT,
        source=MAYBE,
        reference=POSITION,
        antibodies=_list(TEXT),
        forecast_day=NUMBER,
        horizon_days=NUMBER,
        mrs_now=_or_null(_also("Estimate", origin=TEXT)),
        facts_used=_list(TEXT),
    )


def _pns_care() -> dict[str, Any]:
    parts = {"class": TEXT, "score": {"type": ["integer", "null"]}, "sentence": TEXT, "clock": TEXT, "day": NUMBER}
    parts |= {"items": _list(_also("Item", claims=_list(TEXT), reference=POSITION)), "source": TEXT}
    parts |= {"alternatives": _list(_of("Alternative")), "reference": POSITION}
    return _object(**parts, **{name: _list(TEXT) for name in ("flags", "missing", "records", "claims")})


def _reference() -> dict[str, Any]:
    texts = dict.fromkeys(("doi", "pmid", "url", "link"), MAYBE)
    return _object(number={"type": "integer", "minimum": 1}, key=TEXT, citation=TEXT, reading=TEXT, **texts)


def _object(**parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(parts), "properties": parts}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _also(name: str, **parts: dict[str, Any]) -> dict[str, Any]:
    return {"allOf": [_of(name), _object(**parts)]}


def _or_null(form: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [form, {"type": "null"}]}
