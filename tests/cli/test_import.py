import json

import pytest
from typer.testing import CliRunner

from onconeural.case import load_case
from onconeural.case.formats import extras
from onconeural.cli.case import case_app
from tests.case.bundles import ONSET, SEIZURE, bundle, whole, write
from tests.case.shared_cases import ROOT

EXAMPLE = str(ROOT / "examples" / "hu_sclc_67f.yaml")


def run(*words):
    return CliRunner().invoke(case_app, [str(word) for word in words])


def test_the_case_goes_to_standard_output_and_the_remarks_to_standard_error(tmp_path):
    done = run("import", write(tmp_path, whole()))
    assert done.exit_code == 0
    path = tmp_path / "copy.yaml"
    path.write_text(done.stdout, encoding="utf-8")
    assert load_case(path).phenotype == "limbic_encephalitis"
    assert "not understood: a resource of the type Claim, which is not read: entry[16].resource" in done.stderr


@pytest.mark.parametrize("name", ["case.yaml", "case.yml", "case.json"])
def test_out_writes_a_case_file(tmp_path, name):
    done = run("import", write(tmp_path, whole()), "--out", tmp_path / name)
    assert done.exit_code == 0
    assert "not understood" in done.stdout
    assert load_case(tmp_path / name).age == 67
    check = run("check", tmp_path / name)
    assert check.exit_code == 0
    assert "warning" not in check.stdout


def test_json_lists_every_place(tmp_path):
    result = json.loads(run("import", write(tmp_path, whole()), "--json").stdout)
    assert result["format"] == "FHIR R4 Bundle"
    assert result["case"]["phenotype"] == "limbic_encephalitis"
    assert {"path", "sort", "reason", "nearest"} == set(result["remarks"][0])
    assert sum(row["sort"] == "reference" for row in result["remarks"]) == 15


def test_options(tmp_path):
    path = write(tmp_path, bundle(SEIZURE, ONSET))
    words = ("--onset-path", "entry[0].resource.onsetDateTime", "--phenotype", "seizures_only", "--case-id", "p7")
    case = json.loads(run("import", path, *words, "--json").stdout)["case"]
    assert (case["case_id"], case["phenotype"], case["findings"]["seizures"]["day"]) == ("p7", "seizures_only", 0)


@pytest.mark.parametrize("words", [("--out", "case.txt"), ("--case-id", "no spaces"), ("--phenotype", "corea")])
def test_wrong_options_end_with_exit_code_2(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    done = run("import", write(tmp_path, whole()), *words)
    assert done.exit_code == 2
    assert "expected" in done.stderr


def test_the_input_is_never_overwritten(tmp_path):
    path = write(tmp_path, whole())
    before = path.read_bytes()
    assert run("import", path, "--out", path).exit_code == 2
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written(tmp_path):
    done = run("import", write(tmp_path, whole()), "--out", tmp_path / "none" / "case.yaml")
    assert done.exit_code in (0, 2)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("import", write(tmp_path, whole()), "--out", tmp_path / "file" / "case.yaml")
    assert done.exit_code == 2
    assert "--out: cannot be written" in done.stderr


def test_without_the_extra(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    for words in (("import", write(tmp_path, whole())), ("export", EXAMPLE)):
        done = run(*words)
        assert done.exit_code == 2
        assert "pip install 'onconeural[fhir]'" in done.stderr
        assert "Traceback" not in done.output


def test_export_to_standard_output_and_back(tmp_path):
    done = run("export", EXAMPLE)
    assert done.exit_code == 0
    path = tmp_path / "packet.json"
    path.write_text(done.stdout, encoding="utf-8")
    assert "not in the packet: timeline[0].detail: a free text" in done.stderr
    again = run("import", path, "--json")
    assert json.loads(again.stdout)["case"]["phenotype"] == "limbic_encephalitis"


@pytest.mark.parametrize("name", ["packet.json", "packet.yaml"])
def test_export_to_a_file(tmp_path, name):
    done = run("export", EXAMPLE, "--format", "phenopacket", "--out", tmp_path / name)
    assert done.exit_code == 0
    assert run("import", tmp_path / name).exit_code == 0


def test_export_as_json_says_what_is_not_held():
    result = json.loads(run("export", EXAMPLE, "--json").stdout)
    assert result["phenopacket"]["diseases"][0]["term"]["id"] == "MONDO:0015588"
    assert "case_id" in {row["path"] for row in result["not_held"]}


@pytest.mark.parametrize("words", [("none.yaml",), (EXAMPLE, "--out", "x.pdf"), (EXAMPLE, "--format", "fhir")])
def test_export_refuses(words):
    done = run("export", *words)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("command", ["import", "export"])
def test_help_has_an_example(command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Example: onconeural case {command}" in done.stdout
