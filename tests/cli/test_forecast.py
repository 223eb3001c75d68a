"""The command that users type: what it prints, what it leaves behind, and how it fails."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onconeural import INTENDED_USE
from onconeural.cli.app import app

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "hu_sclc_67f.yaml"
MINIMAL = "case_id: a1\nphenotype: sensory_neuronopathy\nantibodies: [{name: hu}]\n"


def command(*words, **options):
    return subprocess.run(
        [sys.executable, "-c", "from onconeural.cli import main; main()", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, **options,
    )  # fmt: skip


def refused(tmp_path, text, name="case.yaml"):
    """Run a forecast in process on a file that must be refused; return what was said."""
    path = tmp_path / name
    path.write_text(text)
    out = tmp_path / "out"
    result = CliRunner().invoke(app, ["forecast", str(path), "--out", str(out)])
    assert result.exit_code == 2, result.output
    assert not out.exists()
    assert "Traceback" not in result.output
    return result.output


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demo") / "report"
    return out, command("forecast", EXAMPLE, "--out", out, "--twins", 300, "--figures")


def test_the_table_and_the_files_are_there(demo):
    out, run = demo
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    said = ("Not validated: no ranking", "definite (10 of 10 points)", "Tumour treatment", "The window:", INTENDED_USE)
    for words in said:
        assert words in run.stdout
    assert "\x1b" not in run.stdout
    for name in ("report.html", "report.json", "figures/mrs_over_time.svg", "figures/window.png"):
        assert (out / name).stat().st_size > 1000
        assert str(out / name) in run.stdout
    assert sorted(p.name for p in out.iterdir()) == ["figures", "report.html", "report.json"]


def test_the_same_command_gives_the_same_bytes_and_json_is_the_report(demo, tmp_path):
    out, _ = demo
    again = command("forecast", EXAMPLE, "--out", tmp_path / "again", "--twins", 300, "--json")
    assert json.loads(again.stdout) == json.loads((out / "report.json").read_text(encoding="utf-8"))
    for name in ("report.html", "report.json"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()
    assert sorted(p.name for p in (tmp_path / "again").iterdir()) == ["report.html", "report.json"]
    document = json.loads(again.stdout)
    assert document["intended_use"] == INTENDED_USE
    assert len(document["outcomes"]) == 24


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found nothing, expected a case"),
        (MINIMAL.replace("hu", "huu"), "found 'huu'"),
        (MINIMAL.replace("a1", "../../x"), "case_id"),
        (MINIMAL + "age: -3\n", "age"),
        (MINIMAL + "age: .nan\n", "age"),
        (MINIMAL + "age: 50\ntreatments: [{name: ivig, start_day: -40000}]\n", "treatments[0].start_day"),
        (MINIMAL + "sex: !!python/object/apply:os.system ['touch pwned']\n", "tag"),
        (MINIMAL + "a: &a [x]\nb: [*a, *a]\n", "alias"),
        (MINIMAL + "fenotype: chorea\n", "fenotype"),
    ],
)
def test_bad_input_is_one_clear_message_and_nothing_is_written(tmp_path, text, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in refused(tmp_path, text).replace("anchor", "alias")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.yaml"]


def test_all_problems_are_reported_at_once(tmp_path):
    said = refused(tmp_path, MINIMAL.replace("hu", "huu") + "age: -3\nsex: X\n")
    for path in ("antibodies[0].name", "age", "sex"):
        assert path in said


@pytest.mark.parametrize("words", [["--twins", "10"], ["--seed", "-1"], ["--twins", "many"], ["--nonsense"]])
def test_bad_options_end_with_2(words):
    assert CliRunner().invoke(app, ["forecast", str(EXAMPLE), *words]).exit_code == 2


def test_a_folder_is_one_table_and_a_bad_file_is_named(tmp_path):
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "a.yaml").write_text(MINIMAL)
    (folder / "b.yaml").write_text(MINIMAL.replace("hu", "huu"))
    (folder / "c.json").write_text(
        '{"case_id": "c", "phenotype": "limbic_encephalitis", "antibodies": [{"name": "lgi1"}]}'
    )
    (folder / "notes.txt").write_text("no case")
    out = tmp_path / "out"
    run = command("forecast", folder, "--out", out, "--twins", 300)
    assert run.returncode == 3
    assert "b.yaml: antibodies[0].name: found 'huu'" in run.stderr
    assert "Traceback" not in run.stderr
    assert "1 of 3 files forecast" in run.stdout
    assert "Not validated: no ranking" in run.stdout
    document = json.loads((out / "forecasts.json").read_text(encoding="utf-8"))
    assert [case["file"] for case in document["cases"]] == ["a.yaml", "b.yaml", "c.json"]
    assert document["cases"][0]["forecast"]["outcomes"]
    assert document["cases"][1]["forecast"] is None
    assert (next(out.glob("a-*")) / "report.html").exists()


def test_a_folder_of_bad_files_alone_has_a_document_too(tmp_path):
    (tmp_path / "a.yaml").write_text("case_id: 3")
    result = CliRunner().invoke(app, ["forecast", str(tmp_path), "--out", str(tmp_path / "new")])
    assert result.exit_code == 3
    assert json.loads((tmp_path / "new" / "forecasts.json").read_text(encoding="utf-8"))["cases"][0]["problem"]


def test_an_empty_folder_is_refused(tmp_path):
    result = CliRunner().invoke(app, ["forecast", str(tmp_path)])
    assert result.exit_code == 2
    assert "expected .yaml, .yml or .json files of cases" in result.output


def test_a_closed_folder_is_refused(tmp_path, monkeypatch):
    def closed(*given, **more):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(Path, "iterdir", closed)
    for command in ("forecast", "score"):
        result = CliRunner().invoke(app, [command, str(tmp_path)])
        assert result.exit_code == 2
        assert result.stderr == f"{tmp_path}: found permission denied, expected a folder that can be read\n"


def test_a_file_in_a_closed_folder_is_refused(tmp_path, monkeypatch):
    def closed(*given, **more):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(Path, "stat", closed)
    monkeypatch.setattr(os, "open", closed)
    result = CliRunner().invoke(app, ["forecast", str(tmp_path / "case.yaml")])
    assert result.exit_code == 2
    assert "found permission denied" in result.stderr


def test_strategies_of_the_user_are_compared_or_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("schema_version: 1\nuse: [immune_only]\n")
    words = ["forecast", str(EXAMPLE), "--twins", "300", "--table-only", "--out", str(tmp_path / "o"), "--json"]
    result = CliRunner().invoke(app, [*words, "--strategies", str(path)])
    assert result.exit_code == 0
    document = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert {row["strategy"] for row in document["outcomes"]} == {"nothing", "immune_only"}
    assert document["windows"] == []
    path.write_text("schema_version: 1\nuse: [immune_onli]\n")
    result = CliRunner().invoke(app, [*words, "--strategies", str(path)])
    assert result.exit_code == 2
    assert "did you mean immune_only?" in result.output


def test_plain_tables_are_lines_of_words(tmp_path):
    words = ["forecast", str(EXAMPLE), "--twins", "300", "--table-only", "--plain", "--out", str(tmp_path)]
    said = CliRunner().invoke(app, words).output
    row = next(line for line in said.splitlines() if line.startswith("Strategy: IVIG | Start (day): 150"))
    assert " | Mean mRS 24 months: " in row
    assert row.endswith(" | n: 300")
    assert not set(said) & set("─━│┃\x1b")
    assert INTENDED_USE in said


def test_plain_beside_json_is_refused(tmp_path):
    words = ["forecast", str(EXAMPLE), "--plain", "--json", "--out", str(tmp_path / "o")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "--plain: found beside --json, expected one of them" in result.stderr
    assert not (tmp_path / "o").exists()


def test_a_missing_file_and_a_file_in_the_place_of_the_folder(tmp_path):
    runner = CliRunner()
    missing = runner.invoke(app, ["forecast", str(tmp_path / "none.yaml")])
    assert missing.exit_code == 2
    taken = tmp_path / "taken"
    taken.write_text("mine")
    result = runner.invoke(app, ["forecast", str(EXAMPLE), "--out", str(taken)])
    assert result.exit_code == 2
    assert "expected a folder" in result.output
    assert taken.read_text(encoding="utf-8") == "mine"


def test_outside_the_domain_the_report_says_why_and_the_exit_code_is_3(tmp_path):
    path = tmp_path / "lgi1.yaml"
    path.write_text(MINIMAL.replace("hu", "lgi1"))
    result = CliRunner().invoke(app, ["forecast", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 3
    assert "utside the domain of the model" in result.output
    document = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert document["outcomes"] == []
    assert "10 %" in document["refusal"]


def test_text_of_a_case_is_text_everywhere(tmp_path):
    hostile = r'"[red]x[/red] <script>alert(1)</script> \e[31m {{7*7}}"'
    path = tmp_path / "case.yaml"
    path.write_text(
        MINIMAL.replace("hu", "lgi1") + f"phenotype_detail: {hostile}\ncancer: {{found: true, type: {hostile}}}\n"
    )
    result = CliRunner().invoke(app, ["forecast", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 3
    assert "\x1b" not in result.output
    assert "[red]x[/red]" in result.output
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page  # nothing was simulated, so there is nothing to move
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page


# A runner in the background ignores SIGINT and hands that on to its children: listen again.
LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


@pytest.mark.parametrize("after", [0.3, 3.0])
def test_an_interrupt_ends_soon_with_130_and_leaves_no_half_file(tmp_path, after):
    words = ["forecast", str(EXAMPLE), "--out", "out", "--twins", "3000"]
    with subprocess.Popen(
        [sys.executable, "-c", LISTENING + "from onconeural.cli import main; main()", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        sent = time.monotonic()
        try:
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert time.monotonic() - sent < 5.0  # an idle machine takes less than one second
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert after < 1.0 or b"stopped; the same command begins again" in said
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_help_shows_an_example_for_every_command():
    runner = CliRunner()
    for words in (["forecast"], ["case", "check"], ["case", "schema"], ["model", "export"]):
        result = runner.invoke(app, [*words, "--help"])
        assert result.exit_code == 0
        assert "Example: onconeural " + " ".join(words) in result.output


def test_the_version_and_the_intended_use():
    said = CliRunner().invoke(app, ["--version"]).output
    assert INTENDED_USE in said


def test_a_failure_of_ours_is_a_sentence_and_no_traceback(tmp_path):
    code = "import onconeural.cli.app as a\ndef boom(*x, **k): raise RuntimeError('boom')\na.app = boom\n"
    code += "from onconeural.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ}
    )
    assert run.returncode == 70
    assert "RuntimeError: boom" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_the_system_refuses_is_told_with_its_file_and_is_no_failure_of_ours():
    code = "import onconeural.cli.app as a\ndef shut(*x): raise PermissionError(13, 'Permission denied', 'mine.csv')\n"
    code += "a.app = shut\nfrom onconeural.cli import main; main()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 2
    assert run.stderr == "mine.csv: permission denied\n"


def test_a_folder_that_was_stopped_goes_on_where_it_was(tmp_path, monkeypatch):
    from onconeural.forecast.many import Asked

    folder, out = tmp_path / "cases", tmp_path / "out"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(MINIMAL.replace("a1", name))
    words, made, forecast = ["forecast", str(folder), "--out", str(out), "--twins", "300"], [], Asked.forecast

    def once(self, case):
        if made:
            raise KeyboardInterrupt
        made.append(case)
        return forecast(self, case)

    monkeypatch.setattr(Asked, "forecast", once)
    assert CliRunner().invoke(app, words).exit_code not in {0, 2}
    first = next(out.glob("a-*")) / "report.json"
    before = first.read_bytes(), first.stat().st_mtime_ns
    assert not (out / "forecasts.json").exists()

    made.clear()  # the second run may make one report, the one that lacks
    assert CliRunner().invoke(app, words).exit_code == 0
    assert (first.read_bytes(), first.stat().st_mtime_ns) == before
    whole = json.loads((out / "forecasts.json").read_text(encoding="utf-8"))
    assert whole["cases"][0]["forecast"] == json.loads(before[0])

    made.clear()
    first.write_bytes(before[0][:-100])  # not whole: it is made again, the other is not
    assert CliRunner().invoke(app, words).exit_code == 0
    assert first.read_bytes() == before[0]
    assert json.loads((out / "forecasts.json").read_text(encoding="utf-8")) == whole
