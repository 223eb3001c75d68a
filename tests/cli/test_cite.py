import json

import pytest
from typer.testing import CliRunner

from onconeural.cli.app import app
from onconeural.evidence import evidence_hash

HOSTILE = "\x1b[31m</script>{}$\\input{x}\u202e"


def report(**changes):
    made = {
        "schema_version": "1.1",
        "intended_use": "Research software. Not medical advice.",
        "corrections": "https://example.org/issues",
        "case": {"id": "made_up", "summary": "a made-up case"},
        "status": "not calibrated: no ranking",
        "references": [
            {"number": 1, "key": "kissinger2026", "citation": "Kissinger (first author) 2026"},
            {"number": 2, "key": "graus2021", "citation": "Graus (first author) 2021", "doi": "10.1212/x"},
            {"number": 3, "key": "my_note", "citation": "my_note (as given in the case file)"},
        ],
        "provenance": {
            "run_id": "run0001",
            "version": "0.1.0",
            "seed": 7,
            "case_hash": "c" * 64,
            "model_hash": "d" * 64,
            "evidence_hash": evidence_hash(),
            "python": "3.11.4",
            "numpy": "2.0.0",
        },
        "curves": [{"mean": [1.5, None, 2.5]}],
    }
    return made | changes


@pytest.fixture
def cite(tmp_path):
    def run(content, *words, name="report.json"):
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["cite", str(path), *words])

    return run


def test_references_come_in_reading_order_with_the_methods(cite):
    done = cite(report())
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[2].startswith("1. Kissinger")
    assert lines[3].startswith("2. Graus")
    text = " ".join(done.stdout.split())
    for word in ("run run0001", "seed 7", "c" * 64, "d" * 64, evidence_hash(), "Python 3.11.4", "NumPy 2.0.0"):
        assert word in text
    assert "not calibrated" in text
    assert "Not medical advice" in text
    assert "https://example.org/issues" in text
    assert "other evidence" not in text


def test_other_evidence_is_said(cite):
    changed = report()
    changed["provenance"]["evidence_hash"] = "e" * 64
    assert f"This installation holds other evidence ({evidence_hash()})" in cite(changed).stdout


def test_bibtex_takes_the_details_from_the_evidence(cite):
    text = cite(report(), "--format", "bibtex").stdout
    assert text.index("@article{kissinger2026") < text.index("@article{graus2021") < text.index("@software{onconeural")
    assert "10.1212/NXI.0000000000001014" in text
    assert "my\\_note" in text
    assert "version = {0.1.0}" in text


def test_csl_json_ends_with_the_software(cite):
    items = json.loads(cite(report(), "--format", "csl-json").stdout)
    assert [item["id"] for item in items] == ["kissinger2026", "graus2021", "my_note", "onconeural"]
    assert items[-1]["type"] == "software"
    assert items[-1]["version"] == "0.1.0"


def test_a_work_up_has_no_run(cite):
    made = report()
    del made["provenance"]
    assert "nothing was simulated" in cite(made).stdout


def test_to_a_file(cite, tmp_path):
    out = tmp_path / "refs.bib"
    done = cite(report(), "--format", "bibtex", "--out", str(out))
    assert done.exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("@article{kissinger2026")
    done = cite(report(), "--out", str(tmp_path / "none" / "refs.txt"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "well-formed JSON"),
        ("[]", "a report.json of onconeural"),
        ("{}", "references: found nothing"),
        ('{"a": 1, "a": 2}', "each key once"),
        ("[" * 200, ""),
        (report(references=3), "references"),
        (report(references=[{"number": "one", "key": 5, "citation": None}]), "references[0].number"),
        (report(provenance={"seed": "x"}), "provenance.run_id"),
    ],
)
def test_what_is_no_report_is_refused(cite, content, said):
    done = cite(content)
    assert done.exit_code == 2
    assert said in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_a_file_that_is_none_and_a_format_that_is_none(cite, tmp_path):
    done = CliRunner().invoke(app, ["cite", str(tmp_path / "none.json")])
    assert done.exit_code == 2
    assert "no such file" in done.stderr
    assert cite(report(), name="report.html").exit_code == 2
    done = cite(report(), "--format", "bibtexx")
    assert done.exit_code == 2
    assert "did you mean bibtex?" in done.stderr


@pytest.mark.parametrize("style", ["text", "bibtex", "csl-json"])
def test_text_of_a_report_is_never_interpreted(cite, style):
    made = report(status=HOSTILE, case={"id": HOSTILE}, corrections=HOSTILE)
    made["references"].append({"number": 4, "key": HOSTILE, "citation": HOSTILE, "doi": HOSTILE, "url": HOSTILE})
    done = cite(made, "--format", style)
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    if style == "bibtex":
        assert "\\input" not in done.stdout


def test_help_has_an_example():
    done = CliRunner().invoke(app, ["cite", "--help"])
    assert "Example: onconeural cite" in done.stdout
