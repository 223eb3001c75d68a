"""The command for any model."""

import csv
import io
import json
import math

import pytest
from typer.testing import CliRunner

from onconeural.cli.app import app

DECAY = """model decay(); compartment C = 2; species S in C; S = 3; k = 0.5; n = 0
  J: S -> ; k*S*C
  low: at (S < 1): n = n + 1
end"""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "decay.ant"
    path.write_text(DECAY)
    return path


def call(*words):
    return CliRunner().invoke(app, ["simulate", *map(str, words)])


def test_csv_has_what_changes(model):
    result = call(model, "--until", 4, "--points", 4)
    assert result.exit_code == 0, result.output
    rows = list(csv.reader(io.StringIO(result.output)))
    assert rows[0][0] == "time"
    assert {"S", "J", "n"} <= set(rows[0])
    assert [float(r[0]) for r in rows[1:]] == [0, 1, 2, 3, 4]
    column = rows[0].index("S")
    assert float(rows[2][column]) == pytest.approx(3 * math.exp(-0.5), rel=1e-4)


def test_json_settings_and_named_outputs(model):
    result = call(model, "--until", 2, "--points", 1, "--set", "k=1", "--output", "S.amount", "--json")
    document = json.loads(result.output)
    assert document["columns"] == ["time", "S.amount"]
    assert document["rows"][1][1] == pytest.approx(6 * math.exp(-2), rel=1e-4)
    assert document["events"]["low"] == pytest.approx(math.log(3), rel=1e-4)


def test_a_file_is_written_whole_and_sbml_is_read_too(model, tmp_path):
    exported = tmp_path / "pns.xml"
    CliRunner().invoke(app, ["model", "export", str(exported)])
    result = call(exported, "--until", 10, "--points", 2, "--output", "mrs", "--out", tmp_path / "course.csv")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "course.csv").read_text().startswith("time,mrs\n")
    assert {p.name for p in tmp_path.iterdir()} == {"decay.ant", "pns.xml", "course.csv"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "kk=1"], "did you mean 'k'"),
        (["--set", "k=fast"], "NAME=VALUE"),
        (["--output", "Q"], "no output 'Q'"),
        (["--until", "-1"], "horizon"),
        (["--points", "0"], "points"),
    ],
)
def test_bad_options_end_with_2(model, words, said):
    result = call(model, *words)
    assert result.exit_code == 2
    assert said in result.output


def test_bad_files_end_with_2(tmp_path):
    assert call(tmp_path / "none.xml").exit_code == 2
    assert call(tmp_path).exit_code == 2
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"\xff\xfe<html>" * 10)
    result = call(bad)
    assert result.exit_code == 2
    assert "not a valid SBML model" in result.output


def test_a_failed_run_is_said_and_its_values_are_empty(tmp_path):
    path = tmp_path / "blow.ant"
    path.write_text("model m(); x = 1; x' = x^2; end")
    result = call(path, "--until", 2, "--points", 2, "--json")
    assert result.exit_code == 1
    assert "variable x" in result.output
