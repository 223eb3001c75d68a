"""`onconeural validate`, `credibility` and `sensitivity` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onconeural.calibration import free_parameters, shipped, tally, validate
from onconeural.cli.app import app
from onconeural.evidence import cohorts

ONE = """\
cohorts:
- id: mine_2030
  antibody: [gababr]
  antibody_text: GABABR
  syndrome: [limbic_encephalitis]
  syndrome_text: limbic encephalitis
  design: retrospective
  n: 40
  n_verified: true
  role: validation
  source: mine
  observables:
  - {name: tumour_found, value: 50, unit: '%', kind: percent, count: 20, n: 40, interval: null, time_origin: null,
    verified: true, status: read_primary}
  - {name: died, value: 30, unit: '%', kind: percent, n: 40, interval: null, time_origin: diagnosis, time_months: 12,
    verified: true, status: read_primary}
  - {name: hair_colour, value: 30, unit: '%', kind: percent, n: 40, interval: null, time_origin: null,
    verified: true, status: read_primary}
  - {name: tumour_hoped_for, value: 30, unit: '%', kind: percent, n: 40, interval: null, time_origin: null,
    verified: true, status: read_primary}
  - {name: age, value: 61, unit: years, kind: median, interval: null, time_origin: null, verified: true,
    status: read_primary}
"""


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(ONE, encoding="utf-8")
    return path


def test_a_users_file_becomes_rows_with_reasons(mine):
    result = run("validate", "--cohorts", str(mine), "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    rows = {row["name"]: row for row in found["rows"]}
    assert rows["tumour_found"]["published"]["rule"] == "Wilson from 20 of 40"
    assert rows["died"]["predicted"]["value"] > 0
    unread, foreign = rows["tumour_hoped_for"], rows["hair_colour"]
    assert (unread["inside"], unread["predicted"]) == (False, None)
    assert "no reading" in unread["reason"]
    assert (foreign["inside"], foreign["predicted"]) == (None, None)
    assert "no word of it names a quantity of the model" in foreign["reason"]
    assert rows["age"]["inside"] is None
    assert found["summary"]["counted"] == 3
    assert found["intended_use"].endswith("Not medical advice.")


def test_the_table_ends_with_the_sums(mine):
    result = run("validate", "--cohorts", str(mine))
    assert "of 3 rows that count" in result.stdout
    assert "Not medical advice" in result.stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("kind: percent", "kind: per cent"), "mine.yaml: cohorts[0].observables[0].kind: found 'per cent'"),
        (("  design: retrospective\n", ""), "cohorts[0].design: found nothing"),
        (("cohorts:", "cohort:"), "did you mean cohorts?"),
    ],
)
def test_a_malformed_file_is_refused_with_place_and_expectation(mine, change, words):
    mine.write_text(ONE.replace(*change, 1), encoding="utf-8")
    result = run("validate", "--cohorts", str(mine))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_name_is_refused_with_the_nearest():
    result = run("validate", "--cohorts", "validaton")
    assert result.exit_code == 2
    assert "did you mean validation?" in result.stderr


def test_every_antibody_has_a_standing_and_none_is_ranked_without_rows_of_its_own():
    rows = json.loads(run("credibility", "--json").stdout)["antibodies"]
    assert {row["antibody"] for row in rows} >= {"hu", "yo", "tr_dner"}
    for row in rows:
        assert not row["may_rank"] or row["validation_counted"] >= 6


@pytest.mark.parametrize("key", ["gababr", "klhl11", "ampar"])
def test_the_counts_that_decide_about_a_ranking_are_those_of_the_model(key):
    """By series of one antibody; `onconeural credibility --measure` makes all counts again, in ten minutes."""
    own = [one for one in cohorts().values() if one.role == "validation" and set(one.antibody) == {key}]
    rows = [row for row in validate(own, shipped().draws) if row.antibody == key]
    counted = json.loads(run("credibility", "--json").stdout)["antibodies"]
    standing = next(row for row in counted if row["antibody"] == key)
    found = tally(rows)
    assert (found.inside, found.counted) == (standing["validation_inside"], standing["validation_counted"])


def test_a_file_that_is_no_posterior_is_refused(mine):
    result = run("validate", "--posterior", str(mine))
    assert result.exit_code == 2
    assert "expected a .json file" in result.stderr
    other = mine.with_suffix(".json")
    other.write_text("cohorts:", encoding="utf-8")
    assert "expected a posterior" in run("validate", "--posterior", str(other)).stderr


def test_single_values_have_no_draws():
    result = run("validate", "--posterior", "none", "--draws", "3")
    assert result.exit_code == 2
    assert "--draws: found 3 beside --posterior none" in result.stderr


def test_the_credibility_page_is_the_generated_one():
    assert Path("docs/credibility.md").read_text(encoding="utf-8") == run("credibility").stdout


def test_sensitivity_names_the_strongest_first():
    pytest.importorskip("SALib")
    result = run("sensitivity", "--antibody", "GABABR", "--trajectories", "2", "--patients", "40", "--json")
    assert result.exit_code == 0, result.stderr
    effects = [row["mu_star"] for row in json.loads(result.stdout)["rows"] if row["outcome"] == "alive_12"]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > 0


def test_sensitivity_says_what_each_name_of_the_table_moves():
    pytest.importorskip("SALib")
    result = run("sensitivity", "--antibody", "GABABR", "--trajectories", "2", "--patients", "40")
    said = dict(line.strip().split(": ", 1) for line in result.stdout.splitlines() if ": " in line)
    for free in free_parameters():
        if f" {free.name} " in result.stdout:
            assert said[free.name] == free.meaning
    assert said
