"""Odd cases through the command: a forecast, *the facts do not decide*, a refusal, or one message with exit code 2."""

import json

import pytest
import yaml
from typer.testing import CliRunner

from onconeural.cli.app import app

BASE = {"phenotype": "sensory_neuronopathy", "antibodies": [{"name": "hu"}], "forecast_day": 60}
LATER = {"found": True, "type": "SCLC", "day_found_relative_to_onset": 90}
CELLS = {"csf_cells": {"status": "present", "value": 90000, "unit": "cells/uL", "day": 3}}
ZIGZAG = [{"day": d, "mrs": m} for d, m in ((1, 5), (2, 0), (3, 5), (4, 0), (5, 5))]
TESTS = {"fdg_pet": {"status": "absent", "day": 60}, "tumour_search_ct": {"status": "absent", "day": 2}}
ANSWERED = {
    "onset_only": {"forecast_day": None, "timeline": [{"day": 0, "event": "onset"}]},
    "no_mrs_and_tumour_later": {"cancer": LATER},
    "child": {"age": 3, "antibodies": [{"name": "nmdar"}], "phenotype": "encephalitis_other"},
    "two_antibodies": {"antibodies": [{"name": "hu"}, {"name": "gababr"}], "phenotype": "limbic_encephalitis"},
    "cells_beyond_belief": {"findings": CELLS},
    "sought_in_vain": {"findings": TESTS},
    "two_readings_of_one_day": {"observations": [{"day": 60, "mrs": 2}, {"day": 60, "mrs": 3}]},
    "treated_with_everything": {
        "treatments": [{"name": n, "start_day": 5} for n in ("ivig", "rituximab", "chemotherapy", "tumour_resection")]
    },
    "twenty_years_later": {"forecast_day": 7300, "observations": [{"day": 7300, "mrs": 2}]},
}
REFUSED = {
    "dead_by_mrs": (
        {"observations": [{"day": 20, "mrs": 6}]},
        "found 60, expected a day before the death",
    ),
    "dead_by_event": ({"timeline": [{"day": 60, "event": "death"}]}, "there is nothing to forecast after it"),
    "dead_by_outcome": ({"outcome": {"category": "died", "followup_days": 30}}, "(day 30, outcome)"),
    "before_onset": ({"forecast_day": -5}, "forecast_day: found -5, expected at least 0"),
    "before_birth": ({"age": 30, "timeline": [{"day": -20000, "event": "presentation"}]}, "a day after birth"),
    "no_such_antibody": ({"antibodies": [{"name": "hoo"}]}, "antibodies[0].name: found 'hoo'"),
}


def run(tmp_path, facts):
    path = tmp_path / "odd.yaml"
    path.write_text(yaml.safe_dump({**BASE, **facts, "case_id": "odd"}))
    words = ["forecast", str(path), "--twins", "300", "--table-only", "--json", "--out", str(tmp_path / "out")]
    return path, CliRunner().invoke(app, words)


def answer(tmp_path, facts):
    _, result = run(tmp_path, facts)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", ANSWERED)
def test_an_odd_case_gets_a_forecast(tmp_path, name):
    document = answer(tmp_path, ANSWERED[name])
    assert document["twins"]["decided"]
    assert len(document["outcomes"]) == 24
    assert all(row["mean_mrs"]["value"] is not None for row in document["outcomes"])


@pytest.mark.parametrize("name", REFUSED)
def test_an_impossible_case_gets_one_message(tmp_path, name):
    facts, said = REFUSED[name]
    path, result = run(tmp_path, facts)
    assert result.exit_code == 2
    assert result.output.startswith(f"{path}: ")
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_course_that_the_model_does_not_know_is_not_decided(tmp_path):
    document = answer(tmp_path, {"observations": ZIGZAG})
    assert not document["twins"]["decided"]
    assert "facts do not decide" in document["answer"][0]
    assert any("mRS 5 on day 1: even the virtual patients nearest" in warning for warning in document["warnings"])


@pytest.mark.parametrize(
    ("antibodies", "said", "parts"),
    [
        ([], "no antibody with settings in the model", 2),
        ([{"name": "none"}], "seronegative", 2),
        ([{"name": "yo", "technique": "line_blot", "specimen": "serum"}], "29 % of positive results like this one", 5),
        ([{"name": "yo", "confirmed": False}], "50 % is assumed", 5),
    ],
)
def test_an_antibody_that_is_unknown_or_doubtful_gives_a_mixture(tmp_path, antibodies, said, parts):
    facts = {"antibodies": antibodies, "phenotype": "rapidly_progressive_cerebellar_syndrome"}
    document = answer(tmp_path, facts)
    assert len(document["case"]["antibodies"]) >= parts
    assert any(said in warning for warning in document["warnings"])
    assert document["status"].startswith("not validated")
    assert document["ranking"] is None


def test_a_late_question_is_said_to_be_outside_what_is_known(tmp_path):
    document = answer(tmp_path, ANSWERED["twenty_years_later"])
    assert any("later than any published statistic" in warning for warning in document["warnings"])
