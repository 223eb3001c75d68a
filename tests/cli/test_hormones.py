"""`onconeural model hormones`: tables, files, and nothing that reads like advice."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.cli.app import app


def run(*words):
    return CliRunner().invoke(app, ["model", "hormones", *words])


def test_a_table_says_curves_only():
    done = run("--antigen", "adh")
    assert done.exit_code == 0
    assert "sodium (mmol/L)" in done.stdout
    assert "cortisol" not in done.stdout
    assert "Curves only" in done.stdout
    assert INTENDED_USE in done.stdout
    assert "\x1b" not in done.stdout


def test_json_has_the_assumptions():
    document = json.loads(run("--json").stdout)
    assert [c["hormone"] for c in document["curves"]] == ["adh", "pthrp", "acth"]
    assert document["intended_use"] == INTENDED_USE
    assumed = {p["symbol"] for p in document["parameters"] if p["status"] == "assumed"}
    assert {"sADH", "sRP", "sACTH"} <= assumed
    for curve in document["curves"]:
        assert {len(v) for v in curve["values"].values()} == {len(curve["days"])} == {len(curve["tumour_cells"])}


@pytest.mark.parametrize(
    ("name", "start"), [("c.csv", b"# Curves"), ("c.json", b"{"), ("c.svg", b"<?xml"), ("c.png", b"\x89PNG")]
)
def test_files(tmp_path, name, start):
    done = run("--antigen", "acth", "--out", str(tmp_path / name))
    assert done.exit_code == 0, done.output
    assert INTENDED_USE in done.stdout
    content = (tmp_path / name).read_bytes()
    assert content.startswith(start)
    if name == "c.csv":
        rows = list(csv.DictReader(io.StringIO(content.decode().partition("\n")[2])))
        assert {row["hormone"] for row in rows} == {"acth"}


@pytest.mark.parametrize(("words", "message"), [
    (["--antigen", "adhh"], "did you mean adh?"),
    (["--antigen", "adh", "--out", "x.pdf"], "found the ending '.pdf'"),
    (["--antigen", "adh", "--out", "none/x.csv"], "cannot be written"),
])  # fmt: skip
def test_bad_input_is_refused(words, message):
    done = run(*words)
    assert done.exit_code == 2
    assert message in done.output


def test_help_has_an_example():
    assert "Example: onconeural model hormones" in run("--help").stdout
