"""The antibodies of the model as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import tumour_label
from onconeural.report.antibodies import antibody_rows, without_record

HEADINGS = ("Antibody", "Class", "Tumours of those with one", "Found", "Age", "Women", "Settings", "Forecast")


def antibodies_table() -> Group:
    """Return all antibodies: those with a record, one a row, then the others and what happens with them."""
    table = _table(HEADINGS)
    for row in antibody_rows():
        table.add_row(*(Text(value) for value in row.values()))
    others = _table(("No record of its own", "In a forecast"))
    for label, what in without_record():
        others.add_row(Text(label), Text(what))
    one = Text('One of them, with its settings and sources: onconeural model antibodies "Yo (PCA-1)"')
    return Group(table, others, one, Text(INTENDED_USE, style="italic"))


def antibody_detail(document: dict[str, Any]) -> Group:
    """Return one antibody as ``antibody_document`` gives it: who has it, what differs, and what it rests on."""
    lines = [Text(document["label"], style="bold")]
    if "readings" not in document:
        return Group(*lines, Text(document["forecast"]["why"]), Text(INTENDED_USE, style="italic"))
    tables = [_settings(reading) for reading in document["readings"]]
    return Group(*lines, *map(Text, _who(document)), *tables, Text(INTENDED_USE, style="italic"))


def _who(document: dict[str, Any]) -> Iterator[str]:
    uncertain = document["why_uncertain"]
    yield f"class: {document['class']}" + (f" ({uncertain})" if uncertain else "")
    for part in document["tumours"]:
        yield f"tumour: {part['share'] * 100:.0f} % {tumour_label(part['tumour'])} {_from(part)}"
        yield f"  its settings: {part['settings_basis']}"
    yield f"tumour found: {document['with_tumour']['share'] * 100:.0f} % {_from(document['with_tumour'])}"
    age = document["age_years"]
    covers = "middle half" if age["covers"] == "iqr" else "range"
    yield f"age: {age['median']:g}, {covers} {age['low']:g} to {age['high']:g} {_from(age)}"
    yield f"women: {document['female']['share'] * 100:.0f} % {_from(document['female'])}"
    if relief := document["symptomatic"]:
        yield f"against symptoms: {relief['drug']} in {relief['share'] * 100:.0f} % {_from({'n': None, **relief})}"
    yield from (f"limit: {limit}" for limit in document["limits"])
    yield f"forecast: {document['forecast']['why']}"


def _from(part: dict[str, Any]) -> str:
    where = (part["status"], f"n {part['n']}" if part["n"] else None, part["source"], part["basis"])
    return f"({', '.join(filter(None, where))})"


def _settings(reading: dict[str, Any]) -> Group | Text:
    if not reading["settings"]:
        return Text(f"{reading['id']}: the values of the registry" + _borrowed(reading))
    table = _table(("Setting", "Meaning", "Value", "Registry (Hu)", "Status", "Basis"))
    for row in reading["settings"]:
        value, usual = (f"{row[name]:g} {row['unit']}" for name in ("value", "registry"))
        table.add_row(*map(Text, (row["symbol"], row["meaning"], value, usual, row["status"], row["basis"])))
    return Group(Text(f"{reading['id']}{_borrowed(reading)}", style="bold"), table)


def _borrowed(reading: dict[str, Any]) -> str:
    return f": settings as in {reading['borrows']} (assumed)" if reading["borrows"] else ""


def _table(headings: Iterable[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
