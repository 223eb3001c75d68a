"""Tables in the terminal of a person, wide and narrow."""

from __future__ import annotations

import io
import re
import sys

import pytest
from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural.cli.show import show


class Terminal(io.StringIO):
    """Stands for the screen of a person."""

    def isatty(self):
        return True


def outcomes():
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, title="Simulated")
    table.add_column("Strategy", overflow="fold")
    for heading in ("Mean mRS\n24 months", "Not worse\n12 months", "New area\n6; 12 months"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_row("Tumour treatment", "4.4 (2.9-5.3)", "82%", "3%; 4%")
    table.add_row("", "4.5 (2.9-5.3)", "81%", "3%; 4%")
    return Group(Text("One case"), table)


def shown(monkeypatch, columns):
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    show(outcomes())
    return re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())


@pytest.mark.parametrize("columns", [30, 40, 50])
def test_a_terminal_too_narrow_for_a_table_shows_its_rows_as_words_and_cuts_none(monkeypatch, columns):
    said = shown(monkeypatch, columns)
    assert "…" not in said
    words = " ".join(said.split())
    assert "One case Simulated" in words
    assert "Strategy: Tumour treatment | Mean mRS 24 months: 4.4 (2.9-5.3) | Not worse 12 months: 82%" in words
    assert "Strategy: Tumour treatment | Mean mRS 24 months: 4.5" in words
    assert max(map(len, said.splitlines())) <= columns


@pytest.mark.parametrize("columns", [70, 200])
def test_a_table_that_fits_stays_a_table(monkeypatch, columns):
    said = shown(monkeypatch, columns)
    assert "Strategy:" not in said
    assert "Tumour treatment" in said
