import json

from typer.testing import CliRunner

from onconeural.cli.app import app
from onconeural.evidence import scope


def run(*words):
    return CliRunner().invoke(app, ["scope", *words])


def test_every_syndrome_is_in_the_table_with_its_reason():
    done = run()
    assert done.exit_code == 0
    text = " ".join(done.stdout.split())
    for word in ("Lambert-Eaton", "modelled", "worked up", "out of scope", "rees2004", "recalled, not read"):
        assert word in text
    assert done.stdout.splitlines()[-1].startswith("2")
    assert "\x1b" not in done.stdout


def test_json_holds_every_row():
    rows = json.loads(run("--json").stdout)["syndromes"]
    assert [row["id"] for row in rows] == [row.id for row in scope()]
    assert {row["state"] for row in rows} == {"modelled", "curves", "worked_up", "out_of_scope"}
    assert all(row["reason"] and row["added"] and row["named_in"] for row in rows)


def test_help_has_an_example():
    assert "Example: onconeural scope" in run("--help").stdout
