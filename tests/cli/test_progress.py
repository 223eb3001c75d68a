"""What a person sees of work that takes long: a bar by the clock, and after Ctrl-C what the same command will do."""

from __future__ import annotations

import io
import sys
import time

import pytest
from typer.testing import CliRunner

from onconeural import calibration
from onconeural.cli import progress as shown
from onconeural.cli.app import app
from onconeural.forecast import score


class Terminal(io.StringIO):
    def isatty(self):
        return True


def terminal(monkeypatch, patience):
    """Standard error as a person has it; set in the test, as the capture of each phase of a test is another."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(shown, "PATIENCE", patience)
    monkeypatch.setattr(sys, "stderr", Terminal())
    return sys.stderr


def test_the_bar_is_shown_before_anything_is_told(monkeypatch):
    seen = terminal(monkeypatch, 0.05)
    with shown.progress():
        time.sleep(0.5)
    assert "reading" in seen.getvalue()


def test_short_work_shows_no_bar(monkeypatch):
    seen = terminal(monkeypatch, 0.5)
    with shown.progress() as tell:
        tell("quick", 0.5)
    time.sleep(0.7)
    assert seen.getvalue() == ""


def test_a_stopped_bar_leaves_the_words_on_a_line_of_their_own(monkeypatch):
    seen = terminal(monkeypatch, 0.05)
    with pytest.raises(KeyboardInterrupt), shown.progress():
        time.sleep(0.5)
        raise KeyboardInterrupt
    assert seen.getvalue().endswith("\x1b[2Kstopped; the same command begins again\n")


def stop(*arguments, **options):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("module", "name", "words", "then"),
    [
        (calibration, "calibrate", ["calibrate", "--resume", "mine", "--out"], "goes on with what is in mine"),
        (calibration, "identify", ["identify", "--resume", "mine", "--out"], "goes on with what is in mine"),
        (calibration, "recover", ["recover", "--out"], "begins again"),
        (calibration, "trials", ["weights", "--out"], "begins again"),
        (calibration, "influences", ["sensitivity", "--antibody", "Hu"], "begins again"),
        (score, "score", ["score"], "begins again"),
    ],
)
def test_a_stopped_command_says_what_it_will_do_next(module, name, words, then, tmp_path, monkeypatch):
    pytest.importorskip("emcee")
    monkeypatch.setattr(module, name, stop)
    out = tmp_path / "result.json"
    result = CliRunner().invoke(app, [*words, str(out)] if words[-1] == "--out" else words)
    assert result.exit_code == 130
    assert result.stderr.strip() == f"stopped; the same command {then}"
    assert not out.exists()
