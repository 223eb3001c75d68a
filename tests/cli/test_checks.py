"""`onconeural identify`, `recover` and `weights` from the outside."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from onconeural.calibration.checks import strata
from onconeural.calibration.fit import stages
from onconeural.cli.app import app

pytest.importorskip("scipy")


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_weights_as_a_table_and_as_a_file_with_hashes(tmp_path, monkeypatch):
    monkeypatch.setattr(strata, "FITTED", ("gababr",))
    path = tmp_path / "weights.json"
    result = run("weights", "--patients", "120", "--out", str(path))
    assert result.exit_code == 0, result.stderr
    assert "Not medical advice" in result.stdout
    assert "equal: " in result.stdout
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["check"] == "weights"
    assert set(data["hashes"]) == {"model", "cohorts", "free", "version"}
    assert data["recipe"] == {"patients": 120}


@pytest.mark.parametrize("command", ["identify", "recover", "weights"])
def test_help_has_an_example(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: onconeural {command}" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    "arguments", [["recover", "--replicates", "3"], ["recover", "--draws", "x"], ["weights", "--patients", "5"]]
)
def test_bad_numbers_are_refused(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_folder_of_another_run_is_refused(tmp_path):
    (tmp_path / "recipe.json").write_text('{"recipe": {}}', encoding="utf-8")
    result = run("identify", "--resume", str(tmp_path))
    assert result.exit_code == 2
    assert "found another recipe, model or evidence" in result.stderr


def test_a_folder_of_another_run_is_refused_before_the_cohorts_are_read(tmp_path, monkeypatch):
    (tmp_path / "recipe.json").write_text('{"recipe": {}}', encoding="utf-8")
    monkeypatch.setattr(stages, "targets", lambda: pytest.fail("the cohorts were read first"))
    result = run("identify", "--resume", str(tmp_path))
    assert result.exit_code == 2
    assert "found another recipe" in result.stderr


def test_a_damaged_file_of_a_run_is_named(tmp_path):
    (tmp_path / "recipe.json").write_text('{"recipe": {', encoding="utf-8")
    result = run("identify", "--resume", str(tmp_path))
    assert result.exit_code == 2
    assert f"{tmp_path / 'recipe.json'}: found no JSON" in result.stderr


def test_a_file_in_place_of_the_folder_is_refused_in_words(tmp_path):
    path = tmp_path / "taken"
    path.write_text("", encoding="utf-8")
    result = run("identify", "--resume", str(path))
    assert result.exit_code == 2
    assert result.stderr.strip().endswith(f"{path}: file exists")
