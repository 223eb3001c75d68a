"""The doses of a run, from a file: CSV, JSON or YAML, for all patients or for each one."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Dose
from onconeural.evidence import nearest, plain
from onconeural.evidence.problems import shown
from onconeural.evidence.textfile import open_bytes, read_text
from onconeural.evidence.tree import Form, TreeError, read_tree
from onconeural.tables.csv_in import csv_rows
from onconeural.tables.dose_rows import COLUMNS, DoseRow, dose_row
from onconeural.tables.problems import Problems

Array = NDArray[np.float64]
Rows = Iterator[tuple[str, dict[str, object]]]

SUFFIXES = (".csv", ".json", ".yaml", ".yml")
LARGEST_CSV = 500_000_000  # bytes
LARGEST_TREE = 20_000_000
MOST_DOSES = 20_000_000  # repeats counted one by one
FORM = Form(content="a list of doses", mapping="a list of doses", one="one list per file", most_values=1_000_000)


def read_doses(path: str | os.PathLike[str], states: Collection[str], ids: Sequence[str] | None) -> list[DoseRow]:
    """Read a dose file for a model with these states and these patients (None: not to be checked).

    One row a dose: state and time, an amount to add or the share to keep, and if need be patient, duration, every,
    count and taper. Raises TableError with every problem.
    """
    file = Path(path)
    problems = Problems(plain(str(file)))
    known = None if ids is None else frozenset(ids)
    found: list[DoseRow] = []
    total = 0
    try:
        for place, row in _csv(file, problems) if file.suffix.lower() == ".csv" else _tree(file, problems):
            dose = dose_row(place, row, states, known, problems)
            if dose is not None:
                found.append(dose)
                total += dose.count
            if total > MOST_DOSES:
                raise TreeError(place, f"more than {MOST_DOSES} doses with their repeats", FORM.content)
    except TreeError as error:
        problems.take(error)
    problems.raise_any()
    return found


def _csv(file: Path, problems: Problems) -> Rows:
    with open_bytes(file, SUFFIXES, LARGEST_CSV, FORM.content) as stream:
        rows = csv_rows(stream)
        header = [name.strip() for name in next(rows, (0, []))[1]]
        if not header:
            problems.add("header", "nothing", f"names of columns, of {', '.join(COLUMNS)}")
        for name in dict.fromkeys(header):
            if name not in COLUMNS:
                problems.add("header", f"column {shown(name)}", ", ".join(COLUMNS), nearest(name, COLUMNS))
            elif header.count(name) > 1:
                problems.add("header", f"column {shown(name)} twice", "each column once")
        problems.raise_any()
        for line, cells in rows:
            if len(cells) == len(header):
                yield f"line {line}", dict(zip(header, (c.strip() for c in cells), strict=True))
            else:
                problems.add(f"line {line}", f"{len(cells)} cells", f"{len(header)} cells, as in the header")


def _tree(file: Path, problems: Problems) -> Rows:
    text = read_text(file, SUFFIXES, LARGEST_TREE, FORM.content)
    data, faults = read_tree(text, FORM, as_json=file.suffix.lower() == ".json")
    for fault in faults:
        problems.take(fault)
    if not isinstance(data, list):
        raise TreeError("", shown(data), "a list of doses, each with state and time")
    for i, row in enumerate(data):
        if isinstance(row, dict):
            yield f"[{i}]", dict(row)
        else:
            problems.add(f"[{i}]", shown(row), "a dose: a mapping with state and time")


def regimen(rows: Sequence[DoseRow], ids: Sequence[str]) -> list[Dose]:
    """The rows as doses of the engine: as few as possible, and for each patient in the order of the file.

    Rows of single patients that are alike (state, keep, duration) share one dose, whose time is NaN for the others.

    >>> rows = [DoseRow("x", 1.0, "a", amount=2.0), DoseRow("x", 3.0, "b", amount=4.0)]
    >>> [d.time.tolist() for d in regimen(rows, ("a", "b"))]
    [[1.0, 3.0]]
    """
    number = {name: i for i, name in enumerate(ids)}
    doses: list[Dose] = []
    places: dict[tuple[str, float, float], list[int]] = {}
    last = np.full(len(ids), -1, dtype=np.intp)  # the latest place that a patient has in the list
    for row in rows:
        kind = (row.state, row.keep, row.duration)
        for time, amount in row.given():
            if row.patient is None:
                last[:] = len(doses)
                doses.append(Dose(row.state, time, amount, row.keep, row.duration))
                continue
            patient = number[row.patient]
            place = _next_place(places.setdefault(kind, []), int(last[patient]), len(doses))
            if place == len(doses):
                doses.append(_empty(row, len(ids)))
            _enter(doses[place], patient, time, amount)
            last[patient] = place
    return doses


def _next_place(places: list[int], after: int, end: int) -> int:
    """The first place of this kind behind another; a new one at the end where there is none."""
    at = bisect_right(places, after)
    if at == len(places):
        places.append(end)
    return places[at]


def _empty(row: DoseRow, n: int) -> Dose:
    return Dose(row.state, np.full(n, np.nan), np.zeros(n), row.keep, row.duration)


def _enter(dose: Dose, patient: int, time: float, amount: float) -> None:
    times, amounts = np.asarray(dose.time), np.asarray(dose.amount)  # views: written in place
    times[patient], amounts[patient] = time, amount
