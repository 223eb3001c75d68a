"""The command for any model."""

import csv
import io
import json
import math
import sys
from pathlib import Path

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
    assert document["outcomes"][0]["event low"] == pytest.approx(math.log(3), rel=1e-4)


def test_a_file_is_written_whole_and_sbml_is_read_too(model, tmp_path):
    exported = tmp_path / "pns.xml"
    CliRunner().invoke(app, ["model", "export", str(exported)])
    result = call(exported, "--until", 10, "--points", 2, "--output", "mrs", "--out", tmp_path / "course.csv")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "course.csv").read_text(encoding="utf-8").startswith("time,mrs\n")
    assert {p.name for p in tmp_path.iterdir()} == {"decay.ant", "pns.xml", "course.csv"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "kk=1"], "did you mean k?"),
        (["--set", "k=fast"], "NAME=VALUE"),
        (["--output", "Q"], "--output: found 'Q', expected an output of the model"),
        (["--until", "-1"], "--until: found -1"),
        (["--until", "nan"], "--until: found nan"),
        (["--set", "k=nan"], "expected NAME=VALUE with a finite number"),
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
    assert "bytes that are not UTF-8" in result.output
    bad.write_text("<html/>")
    assert "not a valid SBML model" in call(bad).output
    bad.with_suffix(".txt").write_text(DECAY)
    assert "expected a .xml, .sbml or .ant file" in call(bad.with_suffix(".txt")).output


def test_a_failed_run_is_said_and_its_values_are_empty(tmp_path):
    path = tmp_path / "blow.ant"
    path.write_text("model m(); x = 1; x' = x^2; end")
    result = call(path, "--until", 2, "--points", 2, "--json")
    assert result.exit_code == 1
    assert "variable x" in result.output


@pytest.fixture
def people(tmp_path):
    """Two patients of a model that starts at a parameter."""
    (tmp_path / "m.ant").write_text(
        "model m(); S0 = 3; k = 0.5; S = S0; S' = -k*S; low: at (S < 1): k2 = 1; k2 = 0; end"
    )
    (tmp_path / "people.csv").write_text("patient,k,S0\nanna,0.5,3\nbert,1,6\n")
    return tmp_path


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_population_gives_a_row_for_each_patient_and_time(people):
    done = call(people / "m.ant", "--population", people / "people.csv", "--until", 2, "--points", 2, "--output", "S")
    assert done.exit_code == 0, done.output
    rows = table(done.stdout)
    assert list(rows[0]) == ["patient", "time", "S", "outcome"]
    assert [(r["patient"], float(r["time"]), r["outcome"]) for r in rows] == [
        (who, t, "ok") for who in ("anna", "bert") for t in (0.0, 1.0, 2.0)
    ]
    assert float(rows[2]["S"]) == pytest.approx(3 * math.exp(-1), rel=1e-6)
    assert float(rows[5]["S"]) == pytest.approx(6 * math.exp(-2), rel=1e-6)


def test_doses_reach_their_patients(people):
    (people / "doses.yaml").write_text(
        "- {patient: bert, time: 0.5, state: S, amount: 2}\n- {time: 1.5, state: S, keep: 0.5}\n"
    )
    words = ("--population", people / "people.csv", "--doses", people / "doses.yaml", "--until", 2, "--points", 2)
    rows = table(call(people / "m.ant", *words, "--output", "S").stdout)
    assert float(rows[2]["S"]) == pytest.approx(1.5 * math.exp(-1), rel=1e-6)
    assert float(rows[5]["S"]) == pytest.approx(0.5 * (6 * math.exp(-2) + 2 * math.exp(-1.5)), rel=1e-6)


def test_doses_without_a_population_are_for_the_one_patient(people):
    (people / "doses.csv").write_text("time,state,amount\n1,S,1\n")
    done = call(people / "m.ant", "--doses", people / "doses.csv", "--until", 2, "--points", 1, "--output", "S")
    assert float(table(done.stdout)[1]["S"]) == pytest.approx(3 * math.exp(-1) + math.exp(-0.5), rel=1e-6)


def test_a_long_table_has_a_row_for_each_output(people):
    words = ("--population", people / "people.csv", "--until", 1, "--points", 1, "--output", "S", "--output", "k")
    rows = table(call(people / "m.ant", *words, "--table", "long").stdout)
    assert [(r["patient"], r["time"], r["output"]) for r in rows] == [
        (who, t, name) for who in ("anna", "bert") for t in ("0.0", "1.0") for name in ("S", "k")
    ]
    assert [float(r["value"]) for r in rows if r["output"] == "k"] == [0.5, 0.5, 1, 1]


def test_parquet_csv_and_json_hold_the_same(people):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra onconeural[parquet]")
    words = ("--population", people / "people.csv", "--until", 3, "--points", 3, "--output", "S", "--stop-at", "low")
    for ending in ("csv", "json", "parquet"):
        assert call(people / "m.ant", *words, "--out", people / f"c.{ending}").exit_code == 0
    found = parquet.read_table(people / "c.parquet")
    assert found.schema.metadata[b"notice"] == b"Research software. Not medical advice."
    columns = found.to_pydict()
    rows = table((people / "c.csv").read_text(encoding="utf-8"))
    document = json.loads((people / "c.json").read_text(encoding="utf-8"))
    assert columns["outcome"] == [r["outcome"] for r in rows] == ["stopped"] * 8
    assert columns["patient"] == [r["patient"] for r in rows]
    for stored, row, listed in zip(columns["S"], rows, document["rows"], strict=True):
        if math.isnan(stored):  # after the stop
            assert (row["S"], listed[2]) == ("nan", None)
        else:
            assert float(row["S"]) == stored == listed[2]
    assert math.isnan(columns["S"][3])
    assert document["outcomes"][1] | {"end_time": None, "event low": None} == {
        "patient": "bert", "outcome": "stopped", "end_time": None, "stopped_by": "low", "reason": "", "variable": "",
        "event low": None,
    }  # fmt: skip
    assert document["outcomes"][1]["event low"] == pytest.approx(math.log(6), rel=1e-6)
    assert document["notice"].startswith("Research software")


def test_failed_patients_are_named_and_the_others_are_there(tmp_path):
    (tmp_path / "blow.ant").write_text("model m(); x = 1; a = 1; x' = a*x^2; end")
    (tmp_path / "people.csv").write_text("id,a\nslow,0.1\nfast,1\n")
    words = ("--population", tmp_path / "people.csv", "--until", 2, "--points", 1, "--out", tmp_path / "c.csv")
    done = call(tmp_path / "blow.ant", *words, "--outcomes", tmp_path / "o.csv")
    assert done.exit_code == 1
    assert "patient fast: " in done.stderr
    assert "variable x" in done.stderr
    rows = table((tmp_path / "c.csv").read_text(encoding="utf-8"))
    assert float(rows[1]["x"]) == pytest.approx(1.25, rel=1e-6)
    assert [r["outcome"] for r in rows] == ["ok", "ok", "failed", "failed"]
    assert rows[3]["x"] == "nan"
    outcomes = table((tmp_path / "o.csv").read_text(encoding="utf-8"))
    assert [(r["patient"], r["outcome"], r["variable"]) for r in outcomes] == [
        ("slow", "ok", ""),
        ("fast", "failed", "x"),
    ]


def test_all_problems_are_said_at_once(people):
    (people / "bad.csv").write_text("patient,kk,S0\na,1,x\na,2,1\n")
    (people / "doses.csv").write_text("time,state,amount,patient\nsoon,SS,1,z\n")
    done = call(people / "m.ant", "--population", people / "bad.csv", "--doses", people / "doses.csv", "--set", "q=1",
                "--output", "T", "--stop-at", "lov")  # fmt: skip
    assert done.exit_code == 2
    lines = done.stderr.splitlines()
    for said in (
        "--set: found 'q'", "--output: found 'T'", "did you mean low?", "bad.csv: header: found column 'kk'",
        "bad.csv: line 2, column S0: found 'x', expected a finite number", "bad.csv: patient 'a': found 2 rows",
        "doses.csv: line 2, time: found 'soon'", "doses.csv: line 2, state: found 'SS'",
    ):  # fmt: skip
        assert any(said in line for line in lines), said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "x.xls"], "expected a name that ends in .csv, .parquet or .json"),
        (["--out", "x.csv", "--json"], "expected a name that ends in .json"),
        (["--outcomes", "x.json"], "expected a name that ends in .csv or .parquet"),
        (["--population", "none.csv"], "no such file"),
        (["--doses", "none.txt"], "expected a .csv, .json, .yaml or .yml file"),
    ],
)
def test_bad_files_of_a_run_end_with_2(model, words, said):
    done = call(model, *words)
    assert done.exit_code == 2
    assert said in done.output


def test_no_input_is_overwritten(people):
    file = people / "people.csv"
    before = file.read_text(encoding="utf-8")
    done = call(people / "m.ant", "--population", file, "--out", people / "." / "people.csv")
    assert done.exit_code == 2
    assert "another file than those that are read" in done.output
    assert file.read_text(encoding="utf-8") == before


def test_parquet_needs_its_extra_before_anything_runs(people, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = call(people / "m.ant", "--out", people / "c.parquet")
    assert done.exit_code == 2
    assert "pip install 'onconeural[parquet]'" in done.output


def test_an_interrupt_leaves_no_file(people, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("onconeural.tables.courses.Courses._block", interrupted)
    before = sorted(people.iterdir())
    done = call(people / "m.ant", "--out", people / "c.csv")
    assert done.exit_code != 0
    assert sorted(people.iterdir()) == before


def test_a_hostile_model_ends_with_2_and_one_message(tmp_path):
    bomb = tmp_path / "bomb.xml"
    bomb.write_text('<!DOCTYPE x [<!ENTITY a "bb"><!ENTITY b "&a;&a;">]><sbml>&b;</sbml>')
    deep = tmp_path / "deep.ant"
    deep.write_text("model m(); x = 1; x' = " + "-(" * 5_000 + "x" + ")" * 5_000 + "; end")
    for path in (bomb, deep):
        done = call(path)
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith(f"{path}: ")


def test_the_files_of_the_guide_run(tmp_path):
    here = Path(__file__).parents[2] / "examples" / "modeller"
    words = ("--population", here / "people.csv", "--doses", here / "doses.csv", "--until", 21, "--points", 3)
    done = call(here / "drug.ant", *words, "--output", "blood", "--threads", 1)
    assert done.exit_code == 0, done.output
    values = {(r["patient"], r["time"]): float(r["blood"]) for r in table(done.stdout)}
    # sums of closed forms: absorption and elimination of first order, and an infusion
    expected = {("anna", "7.0"): 3.15, ("bert", "14.0"): 1.17, ("cleo", "21.0"): 0.55}
    assert {k: round(values[k], 2) for k in expected} == expected
