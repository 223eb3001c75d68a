"""`onconeural model drugs`: every drug of the model in clinical units, with cautions and sources."""

import json

import pytest
from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.cli.app import app
from onconeural.model import interventions


def run(*words):
    return CliRunner().invoke(app, ["model", "drugs", *words])


def test_the_list_has_every_drug_and_says_what_it_is_not():
    done = run()
    assert done.exit_code == 0
    for record in interventions():
        assert record.id in done.stdout.replace("\n", "")
    assert "not a recommendation" in done.stdout
    assert INTENDED_USE in done.stdout


@pytest.mark.parametrize(("key", "words"), [
    ("ivig", ["0.4 g/kg", "thrombosis", "IgA deficiency", "plasma exchange soon afterwards", "recalled"]),
    ("steroids", ["hide a lymphoma", "3.3", "10.1186/s12885-021-08515-y"]),
    ("cyclophosphamide", ["fertility"]),
    ("chemotherapy", ["60 mg/m2 of cisplatin", "etoposide 120 mg/m2"]),
    ("surgery", ["orchiectomy", "cannot be undone"]),
    ("checkpoint_inhibitor", ["benefit", "harm"]),
    ("amifampridine", ["seizures", "dailymed"]),
])  # fmt: skip
def test_one_drug_in_full(key, words):
    done = run(key)
    assert done.exit_code == 0
    text = " ".join(done.stdout.split())
    for word in words:
        assert word in text, word


def test_json_holds_the_records():
    document = json.loads(run("--json").stdout)
    assert document["intended_use"] == INTENDED_USE
    assert [r["id"] for r in document["interventions"]] == [r.id for r in interventions()]
    assert document["interventions"][0]["dose"] == {"amount": 1.0, "unit": "g", "of": None}
    assert json.loads(run("ivig", "--json").stdout)["references"]["ivig"]


def test_an_unknown_drug_is_refused_with_the_nearest():
    done = run("rituximap")
    assert done.exit_code == 2
    assert "did you mean rituximab?" in done.output


def test_help_has_an_example():
    assert "Example: onconeural model drugs" in run("--help").stdout
