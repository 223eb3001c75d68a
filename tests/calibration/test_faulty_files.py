"""Cohort files of one's own that hold mistakes: one message with the place, or a reason in the row; no traceback."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onconeural.calibration.published.faults import fault, with_usual_units
from onconeural.calibration.published.follow_up import FOLLOWED
from onconeural.calibration.published.intervals import published
from onconeural.calibration.published.provoked import provoked_by_drug
from onconeural.cli.app import app
from onconeural.evidence import cohort

HU = cohort("graus2001_hu200")
AGE = next(o for o in HU.observables if o.name == "age")
SHARE = next(o for o in HU.observables if o.name == "tumour_found")
RATIO = next(o for o in HU.observables if o.kind == "relative risk")


@pytest.mark.parametrize(
    ("row", "changed", "said"),
    [
        (SHARE, {"n": -3}, "n: found -3"),
        (SHARE, {"n": 0}, "n: found 0"),
        (SHARE, {"value": 140}, "value: found 140"),
        (SHARE, {"value": -5}, "value: found -5"),
        (SHARE, {"unit": "furlongs"}, "unit: found 'furlongs', expected '%'"),
        (SHARE, {"time_months": -12.0}, "time_months: found -12"),
        (AGE, {"sd": -1.0}, "sd: found -1"),
        (AGE, {"unit": "yaers"}, "unit: found 'yaers', expected a known unit; did you mean years?"),
        (AGE, {"unit": "mRS points", "value": 9}, "value: found 9, expected at most 6 points"),
        (RATIO, {"value": 0}, "value: found 0, expected a ratio above 0"),
        (AGE, {"interval": replace(AGE.interval, low=82.0, high=28.0)}, "interval: found 82 to 28"),
    ],
)
def test_a_row_that_contradicts_itself_has_no_interval_and_says_why(row, changed, said):
    wrong = replace(row, **changed)
    assert (fault(HU, wrong) or "").startswith(said)
    found = published(HU, wrong)
    assert found.low is None and found.rule.startswith(said)


def test_no_packaged_calibration_row_contradicts_itself():
    from onconeural.evidence import cohorts

    rows = [(c, o) for c in cohorts().values() if c.role == "calibration" for o in c.observables]
    assert not {(c.id, o.name): fault(c, o) for c, o in rows if fault(c, o)}


def test_a_value_outside_its_printed_interval_is_still_compared_and_the_rule_says_so():
    interval = replace(RATIO.interval, low=2.0, high=3.0)
    assert published(HU, replace(RATIO, interval=interval)).rule.endswith("which does not hold the value")


@pytest.mark.parametrize(
    ("written", "usual"), [("yrs", "years"), ("mo", "months"), ("Weeks", "weeks"), ("pct", "%"), ("mRS", "mRS points")]
)
def test_units_in_other_words_are_those_of_the_packaged_files(written, usual):
    own = replace(HU, observables=(replace(AGE, unit=written),))
    assert with_usual_units(own).observables[0].unit == usual


@pytest.mark.parametrize(
    "name", ["followup", "follow_up", "median_followup", "followup_median", "duration_of_followup"]
)
def test_follow_up_is_known_by_its_usual_names(name):
    assert FOLLOWED.match(name)
    assert not FOLLOWED.match("followup_alive")


@pytest.mark.parametrize(
    ("words", "provoked"),
    [
        ("PNS after immune checkpoint inhibitors", True),
        ("ICI-induced PNS", True),
        ("PNS without checkpoint inhibitors", False),
        ("PNS", False),
    ],
)
def test_a_series_under_checkpoint_inhibitors_is_known_by_its_description(words, provoked):
    assert provoked_by_drug(replace(HU, syndrome_text=words)) == provoked


def written(path: Path, **changed: Any) -> str:
    row = {"name": "died", "value": 10, "unit": "%", "kind": "percent", "interval": None, "time_origin": None}
    one = {"id": "own", "antibody": ["hu"], "antibody_text": "Hu", "syndrome": ["encephalomyelitis"]}
    one |= {"syndrome_text": "PEM", "design": "invented", "n": 30, "n_verified": True, "role": "validation"}
    one |= {"source": "graus2001", "observables": [row | {"verified": True, "status": "read_primary"}]}
    path.write_text(json.dumps({"cohorts": [one, one | {"id": "other"} | changed]}), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "own"}, "cohorts[1].id: found 'own', that of cohorts[0] too"),
        ({"n": 0}, "cohorts[1].n: found 0, expected 1 or more"),
        ({"observables": [{"name": "died", "value": [1, 2]}]}, "cohorts[1].observables[0].value: found a list"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_the_place(tmp_path, changed, said):
    done = CliRunner().invoke(app, ["validate", "--cohorts", written(tmp_path / "own.json", **changed)])
    assert done.exit_code == 2
    assert said in done.output.replace("\n", "")
    assert done.output.count("observables[0].value") <= 1


def test_facts_that_cannot_be_true_end_no_run(tmp_path):
    row = {"unit": "%", "kind": "percent", "interval": None, "time_origin": None, "verified": True}
    facts = [("pct_male", 140), ("ab_Hu", -20), ("tumour_types", 150), ("antibody_positive", 140), ("died", 20)]
    rows = [row | {"status": "read_primary", "name": name, "value": value} for name, value in facts]
    path = written(tmp_path / "own.json", antibody=["hu", "yo", "negative"], observables=rows)
    done = CliRunner().invoke(app, ["validate", "--posterior", "none", "--cohorts", path, "--json"])
    assert done.exit_code == 0, done.output
    last = json.loads(done.stdout)["rows"][-1]
    assert last["predicted"] and last["inside"] is not None
