"""`onconeural model equations`: the page of the documentation."""

import json

from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.cli.app import app
from onconeural.model import disease_model
from onconeural.report.equations_page import equations_page


def test_the_page_is_written_whole(tmp_path):
    path = tmp_path / "equations.md"
    done = CliRunner().invoke(app, ["model", "equations", "--out", str(path)])
    assert done.exit_code == 0, done.output
    assert path.read_text(encoding="utf-8") == equations_page()
    assert INTENDED_USE in path.read_text(encoding="utf-8")


def test_json_has_every_equation_and_parameter():
    document = json.loads(CliRunner().invoke(app, ["model", "equations", "--json"]).stdout)
    assert document["intended_use"] == INTENDED_USE
    disease = document["models"]["disease"]
    assert {s["symbol"] for s in disease["states"]} == set(disease_model().states)
    assert {"T", "H", "W", "x_ster"} <= set(disease["rates"]) <= set(disease_model().states)
    assert {p["symbol"] for p in disease["parameters"]} == set(disease_model().parameters)
    assert disease["symbols"]["kN"] == "k_{N}"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    done = CliRunner().invoke(app, ["model", "equations", "--out", str(tmp_path / "none" / "e.md")])
    assert done.exit_code == 2
    assert "cannot be written" in done.output


def test_help_has_an_example():
    done = CliRunner().invoke(app, ["model", "equations", "--help"])
    assert "Example: onconeural model equations" in done.stdout
