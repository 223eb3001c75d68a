from __future__ import annotations

import json
import math
from dataclasses import asdict, replace

import pytest

from onconeural import INTENDED_USE
from onconeural.forecast.result import Estimate, Forecast
from onconeural.report import corrections_address, forecast_json

TOP_LEVEL = {
    "ranking",
    "answer",
    "assumptions",
    "case",
    "cautions",
    "corrections",
    "curves",
    "drivers",
    "intended_use",
    "missing",
    "model_error",
    "next_tests",
    "outcomes",
    "pns_care",
    "provenance",
    "records",
    "references",
    "refusal",
    "regimens",
    "schema_version",
    "sources",
    "standings",
    "status",
    "time_line",
    "twins",
    "warnings",
    "windows",
    "work_up",
}


def strict(document: object) -> str:
    return json.dumps(document, allow_nan=False)


def test_top_level_keys_are_frozen(forecast: Forecast) -> None:
    assert set(forecast_json(forecast)) == TOP_LEVEL


def test_document_says_what_it_is(forecast: Forecast) -> None:
    document = forecast_json(forecast)
    assert document["schema_version"] == "1.5"
    assert document["intended_use"] == INTENDED_USE
    assert document["status"] == "not calibrated: no ranking"
    assert document["corrections"] == corrections_address()


def test_survives_a_round_trip(hostile: Forecast) -> None:
    document = forecast_json(hostile)
    assert json.loads(strict(document)) == document


def test_every_number_of_an_outcome_is_there_with_its_origin(forecast: Forecast) -> None:
    rows = forecast_json(forecast)["outcomes"]
    expected = [
        {**asdict(row), "origin": "simulated (run run-0001)", "tumour_control": None} for row in forecast.outcomes
    ]
    assert json.loads(strict(rows)) == json.loads(strict(expected))


def test_every_curve_has_an_origin(forecast: Forecast) -> None:
    assert {curve["origin"] for curve in forecast_json(forecast)["curves"]} == {"simulated (run run-0001)"}


@pytest.mark.parametrize("absent", [math.nan, math.inf, -math.inf])
def test_what_was_not_computed_is_null(forecast: Forecast, absent: float) -> None:
    row = replace(forecast.outcomes[0], mean_mrs=Estimate(absent, 1.0, 2.0), not_worse=absent)
    curve = replace(forecast.curves[0], mean=(absent, *forecast.curves[0].mean[1:]))
    document = forecast_json(replace(forecast, outcomes=(row,), curves=(curve,), mrs_now=None))
    strict(document)
    assert document["outcomes"][0]["mean_mrs"] == {"value": None, "low": 1.0, "high": 2.0}
    assert document["outcomes"][0]["not_worse"] is None
    assert document["curves"][0]["mean"][0] is None
    assert document["case"]["mrs_now"] is None


def test_certainty_names_class_items_and_readings(forecast: Forecast) -> None:
    score = forecast_json(forecast)["pns_care"]
    assert (score["score"], score["class"]) == (7, "probable")
    assert [item["points"] for item in score["items"]] == [3, 3, 1]
    assert score["items"][2]["reading_status"] == "recalled"
    assert score["items"][2]["unconfirmed"] is True
    assert score["alternatives"][1] == {
        "reading": "without recalled rows",
        "score": None,
        "category": "not_applicable",
    }
    assert score["flags"] == list(forecast.certainty.flags)


def test_references_are_numbered_in_reading_order(forecast: Forecast) -> None:
    document = forecast_json(forecast)
    keys = [entry["key"] for entry in document["references"]]
    assert keys[:5] == ["kissinger2026", "graus2021", "zhaofleming2024", "graus2021_reply", "kerstens2024"]
    assert keys[-1] == "graus2001", "what the model alone rests on comes last"
    assert len(set(keys)) == len(keys)
    assert [entry["number"] for entry in document["references"]] == list(range(1, len(keys) + 1))
    assert document["case"]["reference"] == 1
    assert document["pns_care"]["reference"] == 2
    assert [item["reference"] for item in document["pns_care"]["items"]] == [3, 4, 2]
    assert document["sources"] == [2, 3, len(keys)]


def test_case_without_source_has_no_reference(forecast: Forecast) -> None:
    document = forecast_json(replace(forecast, case_source=None))
    assert document["case"]["reference"] is None
    assert document["references"][0]["key"] == "graus2021"


def test_undecided_comes_first_in_the_answer(undecided: Forecast) -> None:
    first = forecast_json(undecided)["answer"][0]
    assert first.startswith("The facts do not decide")
    assert "7.5" in first
    assert "50" in first


def test_refusal_comes_first_in_the_answer(refused: Forecast) -> None:
    document = forecast_json(refused)
    assert document["refusal"] == refused.refusal
    assert document["answer"][0] == "Outside the domain of the model: a made-up reason."
    assert document["outcomes"] == []


def test_decided_answer_does_not_claim_otherwise(forecast: Forecast) -> None:
    assert "do not decide" not in " ".join(forecast_json(forecast)["answer"])


def test_answer_names_no_strategy(forecast: Forecast) -> None:
    text = " ".join(forecast_json(forecast)["answer"])
    assert not [row.label for row in forecast.outcomes if row.label in text]
    assert "between 3.0 and 3.9" in text
    assert "do not say which strategy is better" in text


def test_answer_without_outcomes(forecast: Forecast) -> None:
    text = " ".join(forecast_json(replace(forecast, outcomes=(), curves=()))["answer"])
    assert "No strategy was simulated." in text
    assert "between" not in text
