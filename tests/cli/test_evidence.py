import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onconeural.cli.app import app
from onconeural.evidence import all_gates, evidence_schema

RED_TEAM = Path(__file__).parents[1] / "evidence" / "red_team"
DAY = ("--on", "2026-11-22")


def run(*words):
    return CliRunner().invoke(app, ["evidence", *words])


def test_the_shipped_evidence_passes_and_says_what_is_waived():
    done = run("check", *DAY)
    assert done.exit_code == 0, done.output
    last = done.stdout.splitlines()[-1]
    assert last.startswith("0 error(s), 0 warning(s), ")
    assert "waived: claims.yaml: " in done.stdout
    assert "the sentence gives both ends of one range" in done.stdout


@pytest.mark.parametrize("gate", [gate.id for gate in all_gates(date(2026, 11, 22))])
def test_each_gate_stops_the_command(gate):
    done = run("check", str(RED_TEAM / gate / "must_fail"), "--alone", *DAY)
    assert done.exit_code == 2
    assert f"; {gate}]" in done.stdout
    assert isinstance(done.exception, SystemExit)


def test_json_holds_the_same():
    done = run("check", str(RED_TEAM / "unit-not-ucum" / "must_fail"), "--alone", "--json", *DAY)
    result = json.loads(done.stdout)
    (problem,) = result["problems"]
    assert done.exit_code == 2
    assert (result["passed"], result["malformed"]) == (False, [])
    assert problem["gate"] == "unit-not-ucum"
    assert problem["path"] == "claims[0].quantity.unit"
    assert problem["found"] == "'fortnights'"
    good = run("check", "--json", *DAY)
    assert good.exit_code == 0
    assert json.loads(good.stdout)["passed"] is True
    assert all(item["reason"] for item in json.loads(good.stdout)["waived"])


def test_a_folder_that_is_none_and_a_day_that_is_none():
    done = run("check", "no/such/folder")
    assert done.exit_code == 2
    assert "expected a folder" in done.stderr
    done = run("check", "--on", "tomorrow")
    assert done.exit_code == 2
    assert "a day such as" in done.stderr


def test_a_malformed_file_stops_the_command(tmp_path):
    (tmp_path / "a.yaml").write_text('clams: []\n"\\e[31m": 1\n', encoding="utf-8")
    done = run("check", str(tmp_path))
    assert done.exit_code == 2
    assert "did you mean claims?" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("hu_tumour", ["83 % (percent, n 200", "graus2001", "read in the study", "last reviewed: never"]),
        ("pnscare_antibody_intermediate", ["UNCONFIRMED", "pns_care/levels/laboratory/intermediate_risk_antibody"]),
        ("parameter:gompertz_rate", ["tumour.ant line", "lenhard1981", "every forecast report"]),
        ("g", ["gompertz_rate"]),
        ("lenhard1981", ["mech_sclc_doubling", "gompertz_rate", "tumour.ant line", "every forecast report"]),
        ("antibody:yo", ["intracellular", "setting kN", "target_area.ant line", "reports of cases with Yo"]),
        ("ivig", ["2 g/kg", "kim2007_igg", "strategy"]),
        ("setting:yo.kN", ["search over calibration cohorts", "inferred"]),
        ("rule:mrs_death", ["the dead count as mRS 6"]),
        ("graus2001_hu200/tumour_found", ["time origin", "verified: true", "calibration"][1:]),
        ("pns_care/levels/clinical/high_risk_phenotype", ["pnscare_phenotype_high", "points: 3"]),
        ("lambert_eaton", ["modelled", "rees2004"]),
    ],
)
def test_show_says_what_where_how_strong_and_what_depends_on_it(record, words):
    done = run("show", record)
    assert done.exit_code == 0, done.output
    text = " ".join(done.stdout.split())
    for word in words:
        assert word in text, word
    assert "\x1b" not in done.stdout


def test_show_as_json():
    (found,) = json.loads(run("show", "hu_tumour", "--json").stdout)["records"]
    assert (found["kind"], found["id"], found["sources"]) == ("claim", "hu_tumour", ["graus2001"])
    assert ["evidence type", "cohort"] in found["strength"]
    assert found["unconfirmed"] is False


def test_show_says_whether_a_report_rests_on_a_record(tmp_path):
    path = tmp_path / "report.json"
    made = {
        "schema_version": "1.1",
        "intended_use": "",
        "corrections": "",
        "case": {"id": "made_up"},
        "references": [{"number": 1, "key": "graus2021", "citation": ""}],
        "records": ["pnscare_antibody_high", "parameter:gompertz_rate"],
    }
    path.write_text(json.dumps(made), encoding="utf-8")
    for record, rests in (("pnscare_antibody_high", 1), ("g", 1), ("graus2021", 1), ("hu_tumour", 0), ("yo", 0)):
        found = json.loads(run("show", record, "--report", str(path), "--json").stdout)["records"]
        uses = [use for item in found for use in item["used_by"] if use["id"] == str(path)]
        assert len(uses) == rests, record
    path.write_text("{}", encoding="utf-8")
    assert run("show", "hu_tumour", "--report", str(path)).exit_code == 2


def test_an_unknown_record_names_the_nearest():
    done = run("show", "hu_tumor")
    assert done.exit_code == 2
    assert "did you mean 'hu_tumour'?" in done.stderr
    done = run("show", "source:hu_tumour")
    assert done.exit_code == 2
    assert run("show", "\x1b[31m" * 40).exit_code == 2


def test_search_and_its_json():
    done = run("search", "NMDAR", "relapse")
    assert done.exit_code == 0
    assert "nmdar_relapse_24m" in done.stdout
    found = json.loads(run("search", "hu", "tumour", "--limit", "3", "--json").stdout)
    assert found["found"] > 3
    assert len(found["records"]) == 3
    none = run("search", "zebra")
    assert none.exit_code == 0
    assert none.stdout.startswith("0 found, 0 shown. Research software")


def test_export_to_standard_output_and_to_a_file(tmp_path):
    assert run("export", "--format", "bibtex").stdout.startswith("@")
    out = tmp_path / "quantities.csv"
    done = run("export", "--format", "csv", "--out", str(out))
    assert done.exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("kind,id,statement,source,")
    assert json.loads(run("export").stdout)[0]["id"]


def test_export_refuses_in_words(tmp_path):
    done = run("export", "--format", "bibtexx")
    assert done.exit_code == 2
    assert "did you mean bibtex?" in done.stderr
    done = run("export", "--format", "parquet")
    assert done.exit_code == 2
    assert "--out" in done.stderr
    done = run("export", "--out", str(tmp_path / "none" / "x.json"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_the_schema_is_printed():
    assert json.loads(run("schema", "claims").stdout) == evidence_schema("claims")
    done = run("schema", "claim")
    assert done.exit_code == 2
    assert "did you mean claims?" in done.stderr


@pytest.mark.parametrize("command", ["check", "show", "search", "export", "schema"])
def test_help_has_an_example(command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Example: onconeural evidence {command}" in " ".join(done.stdout.split())
