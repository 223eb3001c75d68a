"""Many forecasts as one table and one JSON document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import plain
from onconeural.report import words
from onconeural.report.corrections import corrections_address
from onconeural.report.json import SCHEMA_VERSION

if TYPE_CHECKING:
    from onconeural.report.folder import Entry

HEADINGS = (
    "Day",
    "Antibodies",
    "Independent\ntwins",
    "Mean mRS,\nuntreated",
    "Alive,\n12 months",
    "Gains of the\nstrategies",
)
MOST_NAMED = 2  # antibodies; more are counted


def many_table(found: tuple[Entry, ...]) -> Group:
    """Return one row a file; gains are those of all strategies begun on the forecast day, lowest and highest."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, title_justify="left")
    table.add_column("File", overflow="fold")
    for heading in HEADINGS:
        table.add_column(heading, justify="right", overflow="fold")
    for entry in found:
        table.add_row(_text(Path(entry.file).name), *map(_text, _row(entry.forecast)))
    done = sum(e.forecast is not None and not e.forecast["refusal"] for e in found)
    status = Text(words.first_capital(_status(found)), style="bold yellow")
    note = "Gains: lowest and highest difference of two-year mean mRS from no further treatment; they rank nothing."
    count = f"{done} of {len(found)} files forecast."
    return Group(status, table, _text(note), _text(count), _text(INTENDED_USE))


def many_json(found: tuple[Entry, ...]) -> dict[str, Any]:
    """Return every forecast and every problem as plain data; ``cases`` follow the order of the files."""
    cases = [{"file": Path(e.file).name, "problem": e.problem, "forecast": e.forecast} for e in found]
    return {
        "schema_version": SCHEMA_VERSION,
        "intended_use": INTENDED_USE,
        "corrections": corrections_address(),
        "cases": cases,
    }


def _status(found: tuple[Entry, ...]) -> str:
    stated = [str(e.forecast["status"]).split(";")[0] for e in found if e.forecast is not None]
    return stated[0] if stated else "no forecast"


def _row(forecast: dict[str, Any] | None) -> tuple[str, ...]:
    if forecast is None:
        return ("", "cannot be read", "", "", "", "")
    case, twins = forecast["case"], forecast["twins"]
    named = tuple(dict.fromkeys(case["antibodies"]))
    shown = ", ".join(named) if len(named) <= MOST_NAMED else f"mixture of {len(named)}"
    head = (words.compact(case["forecast_day"]), shown)
    if forecast["refusal"]:
        return (*head, "outside the domain", "", "", "")
    now = [row for row in forecast["outcomes"] if row["start_day"] == 0]
    count = words.number(twins["effective"], 0) + ("" if twins["decided"] else " (too few)")
    if not now:
        return (*head, count, "", "", "")
    gains = [row["gain_mrs"]["value"] for row in now[1:] if row["gain_mrs"]["value"] is not None]
    span = f"{words.number(min(gains), 2)} to {words.number(max(gains), 2)}" if gains else words.NOT_COMPUTED
    return (*head, count, words.number(now[0]["mean_mrs"]["value"]), words.percent(now[0]["survival_12_months"]), span)


def _text(text: str) -> Text:
    return Text("\n".join(map(plain, text.split("\n"))))
