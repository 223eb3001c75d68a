from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from rich.console import Console

from onconeural import INTENDED_USE
from onconeural.forecast.result import Forecast
from onconeural.report import corrections_address, forecast_table, plain_text


def shown(forecast: Forecast, width: int = 200, colour: bool = False) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=colour, legacy_windows=False).print(forecast_table(forecast))
    return out.getvalue()


def test_first_comes_the_status(forecast: Forecast) -> None:
    assert shown(forecast).splitlines()[0].strip() == "Not calibrated: no ranking"


def test_undecided_comes_first_of_all(undecided: Forecast) -> None:
    first = shown(undecided).splitlines()[0]
    assert first.strip() == "The facts do not decide: the twins count as only 7.5 independent ones; the floor is 50."


def test_refusal_comes_first_of_all(refused: Forecast) -> None:
    text = shown(refused)
    assert text.splitlines()[0].strip() == "Outside the domain of the model: a made-up reason."
    assert "No strategy was simulated." in text


def test_every_outcome_has_its_line(forecast: Forecast) -> None:
    lines = shown(forecast, width=100).splitlines()
    assert sum(bool(re.search(r"\d\.\d \(\d\.\d-\d\.\d\) .*%.*%", line)) for line in lines) == 21
    row = next(line for line in lines if "Rituximab" in line)
    numbers = ["120", "3.5", "(2.2-4.8)", "4.0", "(2.0-6.0)", "55%", "75%", "12%;", "25%", "507"]
    assert row.split() == ["Rituximab", *numbers]


@pytest.mark.parametrize("width", [80, 100, 140])
def test_no_number_is_cut(forecast: Forecast, width: int) -> None:
    text = shown(forecast, width)
    assert "…" not in text
    assert text.count("4.0 (2.0-6.0)") == 21
    assert all(len(line) <= width for line in text.splitlines())


def test_certainty_twins_and_gaps_are_told(forecast: Forecast) -> None:
    text = shown(forecast)
    for part in (
        "probable (7 of 10 points)",
        "+1 cancer: not found after 120 days [unconfirmed]",
        "87.5 independent ones (floor 50)",
        "mRS at diagnosis",
        "result of the tissue assay",
        "this warning is made up",
        corrections_address(),
        INTENDED_USE,
    ):
        assert part in text


def test_hostile_text_is_shown_not_obeyed(hostile: Forecast) -> None:
    text = shown(hostile, width=400, colour=True)
    assert "[red]x[/red]\\x1b[31m\\u202e{{7*7}}" in text
    assert "\u202e" not in text
    assert "\x1b[31m" not in text


def test_not_computed_is_said(forecast: Forecast) -> None:
    row = replace(forecast.outcomes[0], not_worse=float("nan"))
    assert "not computed" in shown(replace(forecast, outcomes=(row,)))


def test_the_terminal_does_not_wait_for_drawing() -> None:
    code = "import sys; from onconeural.report import forecast_table; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_outcomes(forecast: Forecast) -> None:
    assert "No strategy was simulated." in shown(replace(forecast, outcomes=()))


def test_plain_text_holds_every_cell_under_its_heading(forecast: Forecast) -> None:
    lines = plain_text(forecast_table(forecast)).splitlines()
    rows = [line for line in lines if line.startswith("Strategy: ") and "Start (day): " in line]
    assert len(rows) == len(forecast.outcomes)
    assert rows[1].startswith("Strategy: No treatment | Start (day): 148 | Mean mRS 24 months: 3.1 (")
    assert "Not calibrated: no ranking" in lines[0]
    assert all(line == line.strip() for line in lines)
