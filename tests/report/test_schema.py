"""The published form of report.json, held against reports."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from onconeural.forecast.result import Forecast
from onconeural.report import forecast_json, forecast_schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "forecast-1.json"


def test_the_published_copy_is_the_schema_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == forecast_schema(), (
        "run: onconeural case schema --report > docs/schema/forecast-1.json"
    )


@pytest.mark.parametrize("kind", ["forecast", "refused", "undecided", "hostile"])
def test_every_report_has_this_form(kind: str, request: pytest.FixtureRequest) -> None:
    jsonschema.Draft202012Validator.check_schema(forecast_schema())
    document = json.loads(json.dumps(forecast_json(request.getfixturevalue(kind))))
    jsonschema.Draft202012Validator(forecast_schema()).validate(document)


@pytest.mark.parametrize("key", sorted(forecast_schema()["required"]))
def test_a_report_without_a_part_is_none(key: str, forecast: Forecast) -> None:
    document = json.loads(json.dumps(forecast_json(forecast)))
    del document[key]
    assert not jsonschema.Draft202012Validator(forecast_schema()).is_valid(document)


def test_a_number_as_text_is_refused(forecast: Forecast) -> None:
    document = json.loads(json.dumps(forecast_json(forecast)))
    document["outcomes"][0]["mean_mrs"]["value"] = "3.0"
    assert not jsonschema.Draft202012Validator(forecast_schema()).is_valid(document)
