"""The command `onconeural workup` as a user types it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.cli.app import app
from tests.case.shared_cases import ROOT, every_published_case

EXAMPLE = ROOT / "examples" / "hu_sclc_67f.yaml"
MINIMAL = "case_id: a1\nphenotype: sensory_neuronopathy\nantibodies: [{name: hu}]\n"


def run(*words):
    return CliRunner().invoke(app, ["workup", *map(str, words)])


@pytest.fixture
def case_file(tmp_path):
    def write(text):
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_example_prints_all_parts_and_leaves_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(EXAMPLE)
    assert done.exit_code == 0
    for said in ("How sure is the diagnosis?", "Can the antibody be trusted?", "Where is the tumour?", "Scores",
                 "definite (10 of 10 points)", INTENDED_USE):  # fmt: skip
        assert said in done.stdout
    assert "\x1b" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_json_has_the_promised_keys_and_is_the_file(tmp_path):
    done = run(EXAMPLE, "--json", "--out", tmp_path / "out")
    document = json.loads(done.stdout)
    assert document == json.loads((tmp_path / "out" / "workup.json").read_text(encoding="utf-8"))
    assert (document["pns_care"]["score"], document["pns_care"]["class"]) == (10, "definite")
    assert [item["points"] for item in document["pns_care"]["items"]] == [3, 3, 4]
    assert {"antibodies", "tumour_search", "scores", "warnings"} <= set(document)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["search_plan.png", "search_plan.svg", "workup.json"]
    assert "search_plan.svg" in done.stderr


def test_the_clock_and_the_day_can_be_chosen(case_file):
    path = case_file(
        "case_id: a1\nphenotype: polyradiculoneuropathy\nantibodies: [{name: ma2, confirmed: true}]\n"
        "cancer: {found: true, type: lymphoma, consistent: false, day_found_relative_to_onset: 800}\n"
    )

    def score(*words):
        return json.loads(run(path, "--json", *words).stdout)["pns_care"]["score"]

    assert (score(), score("--clock", "since_onset"), score("--day", "760"), score("--day", "10")) == (6, 5, 5, 6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found nothing, expected a case"),
        (MINIMAL.replace("hu", "huu"), "found 'huu'"),
        (MINIMAL.replace("{name: hu}", "{name: hu, technique: blot}"), "antibodies[0].technique"),
        (MINIMAL + "age: -3\n", "age"),
        (MINIMAL + "fenotype: chorea\n", "fenotype"),
        (MINIMAL + "findings: {kctd16: {status: present}}\n", "kctd16"),
    ],
)
def test_bad_input_ends_with_2_and_one_clear_message(case_file, text, said):
    done = run(case_file(text))
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("words", [["--day", "-1"], ["--day", "nan1"], ["--clock", "birth"], ["--nonsense"]])
def test_bad_options_end_with_2(words):
    assert run(EXAMPLE, *words).exit_code == 2


def test_a_day_that_is_no_number_is_refused(case_file):
    done = run(case_file(MINIMAL), "--day", "nan")
    assert done.exit_code == 2
    assert "day" in done.output


def test_a_file_in_the_place_of_the_folder_is_left_alone(case_file, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    done = run(case_file(MINIMAL), "--out", taken)
    assert done.exit_code == 2
    assert "expected a folder" in done.output
    assert taken.read_text(encoding="utf-8") == "mine"


def test_text_of_a_case_is_text_everywhere(case_file, tmp_path):
    hostile = r'"[red]x[/red] <script>alert(1)</script> \e[31m \e]0;t\a"'
    path = case_file(MINIMAL + f"source: {hostile}\ncancer: {{found: true, type: {hostile}}}\n")
    for words in ((), ("--json",)):
        done = run(path, *words, "--out", tmp_path / "out")
        assert done.exit_code == 0
        assert "\x1b" not in done.output
        assert "\x07" not in done.output
        assert "[red]x[/red]" in done.output
    assert b"\x1b" not in (tmp_path / "out" / "workup.json").read_bytes()


@every_published_case
def test_every_published_case_is_worked_up(path):
    done = run(path, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["case"]["id"] == path.stem
    assert run(path).exit_code == 0


def test_help_shows_an_example_and_is_light():
    done = run("--help")
    assert done.exit_code == 0
    assert "Example: onconeural workup" in done.output
    code = "import sys, onconeural.cli.app; print([m for m in ('pydantic', 'matplotlib', 'numpy') if m in sys.modules])"
    light = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert light.stdout.strip() == "[]"
