"""The exported model is the model."""

import libsbml
import pytest
from typer.testing import CliRunner

from onconeural.cli.app import app
from onconeural.engine import Model
from onconeural.model import disease_model


@pytest.mark.parametrize(("name", "read"), [("m.xml", Model.from_sbml), ("m.ant", Model.from_antimony)])
def test_an_export_reads_back_as_the_same_model(tmp_path, name, read):
    result = CliRunner().invoke(app, ["model", "export", str(tmp_path / name)])
    assert result.exit_code == 0, result.output
    again = read((tmp_path / name).read_text())
    assert again.parameters == disease_model().parameters
    assert again.states == disease_model().states
    assert again.events == disease_model().events
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("options", [[], ["--hormones"]])
def test_the_sbml_is_valid_and_its_units_agree(tmp_path, options):
    CliRunner().invoke(app, ["model", "export", str(tmp_path / "m.xml"), *options])
    document = libsbml.readSBMLFromFile(str(tmp_path / "m.xml"))
    assert document.checkConsistency() == 0
    assert (document.getModel().getParameter("Nap") is not None) == bool(options)


@pytest.mark.parametrize("name", ["m.txt", "none/m.xml"])
def test_a_bad_target_is_refused(tmp_path, name):
    result = CliRunner().invoke(app, ["model", "export", str(tmp_path / name)])
    assert result.exit_code == 2
    assert name.split("/")[-1] in result.output
