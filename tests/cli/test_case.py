import json

import pytest
from typer.testing import CliRunner

from onconeural.case import case_schema
from onconeural.cli.case import case_app

HEAD = "case_id: a\nphenotype: chorea\n"


def run(*words):
    return CliRunner().invoke(case_app, list(words))


@pytest.fixture
def case_file(tmp_path):
    def write(text):
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_good_case_and_what_is_missing_from_it(case_file):
    path = case_file(HEAD)
    done = run("check", path)
    first, *rest = done.stdout.splitlines()
    assert done.exit_code == 0
    assert first == f"{path}: no problems"
    assert "  missing: age" in rest


def test_a_warning_is_shown_and_is_no_failure(case_file):
    done = run("check", case_file(HEAD + "timeline: [{day: 3, event: relapsee}]\n"))
    assert done.exit_code == 0
    assert "warning" in done.stdout
    assert "no problems" not in done.stdout
    assert "missing: age" in done.stdout


def test_every_problem_is_shown_and_the_exit_code_is_2(case_file):
    done = run("check", case_file("case_id: ../x\nphenotype: corea\nage: -3\n"))
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 4  # the last one is the verdict
    assert "did you mean chorea?" in done.stdout
    assert "missing" not in done.stdout


def test_a_missing_file_has_no_traceback(tmp_path):
    done = run("check", str(tmp_path / "none.yaml"))
    assert done.exit_code == 2
    assert "no such file" in done.stdout
    assert isinstance(done.exception, SystemExit)


def test_json_holds_the_same(case_file):
    good = run("check", case_file(HEAD), "--json")
    assert good.exit_code == 0
    result = json.loads(good.stdout)
    assert result["problems"] == []
    assert "age" in result["missing"]
    bad = run("check", case_file(HEAD + "age: '5'\n"), "--json")
    (problem,) = json.loads(bad.stdout)["problems"]
    assert bad.exit_code == 2
    assert problem["path"] == "age"
    assert problem["severity"] == "error"


def test_text_of_a_case_is_never_interpreted(case_file):
    text = HEAD + '"\\e[31m[bold]red[/bold]": 1\nsex: "\\e]0;t\\a"\n'
    for words in ((), ("--json",)):
        done = run("check", case_file(text), *words)
        assert "\x1b" not in done.stdout
        assert "\x07" not in done.stdout
        assert "[bold]red[/bold]" in done.stdout


def test_the_schema_is_printed():
    done = run("schema")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == case_schema()


@pytest.mark.parametrize("command", ["check", "schema"])
def test_help_has_an_example(command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Example: onconeural case {command}" in done.stdout
