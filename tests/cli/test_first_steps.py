"""What a stranger meets first: help, refusals before the work, the words that every output carries."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.cli.app import app

CASE = "examples/hu_sclc_67f.yaml"
GROUPS = ((), ("case",), ("evidence",), ("model",))
WIDTH = {"terminal_width": 80}


def run(*arguments, **more):
    return CliRunner().invoke(app, [str(word) for word in arguments], **more)


def commands():
    """Every command by its words, as typer builds them."""
    top = typer.main.get_command(app)
    for name, command in top.commands.items():
        inner = getattr(command, "commands", None)
        yield from ((name, other) for other in inner) if inner else ((name,),)


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_a_list_of_commands_is_whole_and_has_an_example(group):
    text = run(*group, "-h", **WIDTH).stdout
    assert "Example: onconeural" in text
    assert "..." not in text.partition("Commands:")[2]


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_options_are_named_in_plain_words(words):
    text = run(*words, "--help", **WIDTH).stdout
    assert "Example: onconeural " + " ".join(words) in " ".join(text.split())
    options = text.partition("Options:")[2]
    assert not [word for word in ("range>", "<path>", "<str>", "<int>", "<float>", "<list") if word in options]


@pytest.mark.parametrize(
    "words",
    [
        ("forecast", CASE, "--out"),
        ("forecast", "examples", "--out"),
        ("workup", CASE, "--out"),
        ("cohort", "--antibody", "Hu", "--out"),
        ("simulate", "examples/modeller/drug.ant", "--out"),
        ("simulate", "examples/modeller/drug.ant", "--outcomes"),
        ("credibility", "--measure", "--out"),
    ],
)
@pytest.mark.parametrize("name", ["file/report.json", "x" * 300 + ".json"], ids=["under a file", "too long"])
def test_what_cannot_be_written_is_refused_before_the_work(words, name, tmp_path):
    (tmp_path / "file").write_text("")
    wanted = tmp_path / (name.replace(".json", ".csv") if words[0] == "simulate" else name)
    done = run(*words, wanted)
    assert done.exit_code == 2
    assert not done.stdout
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "words",
    [("calibrate", "--resume"), ("identify", "--resume"), ("recover", "--out"), ("sensitivity", "--antibody", "hu")],
)
def test_a_missing_extra_is_told_before_the_work(words, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "emcee", None)
    done = run(*words, *([tmp_path / "run"] if words[-1].startswith("--") else []))
    assert done.exit_code == 2
    assert "emcee" in done.stderr and "onconeural[calibration]" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_cohort_as_parquet_without_pyarrow_is_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("cohort", "--antibody", "Hu", "--out", tmp_path / "hu.parquet")
    assert done.exit_code == 2
    assert not done.stdout
    assert "onconeural[parquet]" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("case", "check", CASE),
        ("evidence", "check"),
        ("evidence", "show", "hu_tumour"),
        ("evidence", "search", "NMDAR", "relapse"),
        ("scope",),
    ],
)
def test_tables_and_json_say_what_they_are_for(words):
    assert INTENDED_USE in run(*words).stdout
    assert json.loads(run(*words, "--json").stdout)["intended_use"] == INTENDED_USE


def test_a_check_ends_with_a_verdict(tmp_path):
    assert run("case", "check", CASE).stdout.splitlines()[-1].startswith("The file can be used")
    bad = tmp_path / "bad.yaml"
    bad.write_text("case_id: bad\nphenotype: limbic_encephalitis\nage: old\n")
    assert run("case", "check", bad).stdout.splitlines()[-1].startswith("The file cannot be used: 1 to mend")


def test_an_antibody_is_found_by_its_label_in_any_case():
    by_id = run("model", "antibodies", "yo").stdout
    assert "Yo (PCA-1)" in by_id
    assert run("model", "antibodies", "YO").stdout == run("model", "antibodies", "Yo (PCA-1)").stdout == by_id


def test_the_program_starts_as_a_module_too():
    done = subprocess.run([sys.executable, "-m", "onconeural", "--version"], capture_output=True, text=True, check=True)
    assert INTENDED_USE in done.stdout


@pytest.mark.parametrize(
    "words", [("scope",), ("evidence", "export", "--format", "bibtex"), ("--version",)], ids=" ".join
)
def test_a_full_disk_behind_standard_output_is_told_in_words(words):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this machine")
    with full.open("w", encoding="utf-8") as nowhere:
        found = subprocess.run(
            [sys.executable, "-m", "onconeural", *words], stdout=nowhere, stderr=subprocess.PIPE, text=True, check=False
        )
    assert found.returncode == 2
    assert found.stderr == "the output cannot be written: no space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_letter_that_the_terminal_lacks_is_shown_as_its_code(encoding):
    words = [sys.executable, "-m", "onconeural", "evidence", "export", "--format", "bibtex"]
    found = subprocess.run(words, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert found.returncode == 0, found.stderr
    said = found.stdout.decode(encoding)
    usual = subprocess.run(words, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert said.encode(encoding) == usual.stdout.decode().encode(encoding, "backslashreplace")
    assert "\\x" in said or encoding != "ascii"


def test_a_home_that_cannot_be_written_is_no_news(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    environment |= {"HOME": "/proc", "XDG_CACHE_HOME": "/proc", "XDG_CONFIG_HOME": "/proc"}
    words = [sys.executable, "-m", "onconeural", "workup", CASE, "--out", str(tmp_path)]
    found = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False, env=environment)
    assert found.returncode == 0
    assert not found.stderr
