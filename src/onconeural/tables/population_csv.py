"""A population as CSV: read in pieces, so that a million patients fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence.problems import shown
from onconeural.tables.csv_in import LONGEST_NUMBER, csv_rows, number
from onconeural.tables.problems import Problems

Array = NDArray[np.float64]
Roles = Callable[[Sequence[str]], tuple[str | None, list[str]]]
Rows = list[tuple[int, list[str]]]

PIECE = 8192  # rows


def read_csv(stream: BinaryIO, roles: Roles, problems: Problems) -> tuple[list[str] | None, dict[str, Array]]:
    """Names of the patients (None: the file has none) and the columns that are parameters, (n,) each."""
    rows = csv_rows(stream)
    header = [name.strip() for name in next(rows, (0, []))[1]]
    named, parameters = roles(header)
    at = [header.index(p) for p in parameters]
    ids: list[str] | None = [] if named is not None else None
    pieces = []
    for piece in _pieces(rows, len(header), problems):
        if ids is not None:
            ids += [row[header.index(named or "")].strip() for _, row in piece]
        pieces.append(_numbers(piece, header, at, problems))
    whole = np.concatenate(pieces, axis=1) if pieces else np.empty((len(at), 0))
    return ids, dict(zip(parameters, whole, strict=True))


def _pieces(rows: Iterator[tuple[int, list[str]]], width: int, problems: Problems) -> Iterator[Rows]:
    while piece := list(islice(rows, PIECE)):
        for line, row in piece:
            if len(row) != width:
                problems.add(f"line {line}", f"{len(row)} cells", f"{width} cells, as in the header")
        yield [(line, row) for line, row in piece if len(row) == width]


def _numbers(piece: Rows, header: list[str], at: list[int], problems: Problems) -> Array:
    """The numbers of some rows, shape (parameters, rows); a quick way, and a thorough one where it finds a fault."""
    cells = [row[i] for _, row in piece for i in at]
    try:
        values = np.array(list(map(float, cells)), dtype=np.float64)
        fine = bool(np.isfinite(values).all()) and not any("_" in c or len(c) > LONGEST_NUMBER for c in cells)
    except ValueError:
        fine = False
    if fine:
        return values.reshape(len(piece), len(at)).T
    for line, row in piece:
        for i in at:
            if number(row[i]) is None:
                problems.add(f"line {line}, column {header[i]}", shown(row[i]), "a finite number")
    return np.full((len(at), len(piece)), np.nan)
