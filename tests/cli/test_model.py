"""The exported model is the model."""

import json

import libsbml
import pytest
from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.calibration.checks.credibility import standings
from onconeural.cli.app import app
from onconeural.engine import Model
from onconeural.evidence import antibody_keys, antibody_label
from onconeural.model import disease_model


@pytest.mark.parametrize(("name", "read"), [("m.xml", Model.from_sbml), ("m.ant", Model.from_antimony)])
def test_an_export_reads_back_as_the_same_model(tmp_path, name, read):
    result = CliRunner().invoke(app, ["model", "export", str(tmp_path / name)])
    assert result.exit_code == 0, result.output
    again = read((tmp_path / name).read_text(encoding="utf-8"))
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


def test_the_antibodies_are_listed_as_a_table_and_as_json():
    table = CliRunner().invoke(app, ["model", "antibodies"])
    assert table.exit_code == 0, table.output
    assert INTENDED_USE in table.output
    everything = json.loads(CliRunner().invoke(app, ["model", "antibodies", "--json"]).output)
    records = {record["id"]: record for record in everything["antibodies"]}
    assert set(records) == set(antibody_keys())
    assert len(records["tr_dner"]["readings"]) == 2
    assert records["sox1"]["forecast"] == {"shown": False, "ranked": False, "why": records["sox1"]["forecast"]["why"]}
    ranked = {key for key, record in records.items() if record["forecast"]["ranked"]}
    assert ranked == {one.antibody for one in standings() if one.may_rank}
    counted = [one for one in standings() if one.antibody in ranked]
    assert all(one.validation_inside >= 0.7 * one.validation_counted >= 0.7 * 6 for one in counted)


@pytest.mark.parametrize("key", antibody_keys())
def test_every_antibody_has_a_page(key):
    result = CliRunner().invoke(app, ["model", "antibodies", key])
    assert result.exit_code == 0, result.output
    assert antibody_label(key) in result.output


def test_an_unknown_antibody_is_refused_with_the_nearest_name():
    result = CliRunner().invoke(app, ["model", "antibodies", "tr_dnr"])
    assert result.exit_code == 2
    assert "did you mean tr_dner?" in result.output
