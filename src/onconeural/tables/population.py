"""The patients of a run, from a file: one row a patient, one column a parameter of the model."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence import nearest, plain
from onconeural.evidence.problems import shown
from onconeural.evidence.textfile import open_bytes
from onconeural.evidence.tree import TreeError
from onconeural.tables.population_csv import read_csv
from onconeural.tables.population_parquet import read_parquet
from onconeural.tables.problems import Problems

Array = NDArray[np.float64]

SUFFIXES = (".csv", ".parquet")
LARGEST_FILE = 2_000_000_000  # bytes
ID_COLUMNS = ("patient", "id")


@dataclass(frozen=True)
class Population:
    """n patients: the name of each, and the parameters that the file gives, an array (n,) each."""

    ids: tuple[str, ...]
    parameters: dict[str, Array]

    def __len__(self) -> int:
        return len(self.ids)


def read_population(path: str | os.PathLike[str], parameters: Collection[str]) -> Population:
    """Read a population file (.csv or .parquet) for a model with these parameters.

    A column ``patient`` or ``id`` names the patients; without it they are counted from 1. Every other column must be a
    parameter of the model, in the unit of the model, and every cell a finite number. Raises TableError with every
    problem, and MissingExtraError for Parquet without pyarrow.
    """
    file = Path(path)
    problems = Problems(plain(str(file)))
    try:
        with open_bytes(file, SUFFIXES, LARGEST_FILE, "a population of at most 2 GB") as stream:
            read = read_parquet if file.suffix.lower() == ".parquet" else read_csv
            ids, columns = read(stream, lambda header: _roles(header, parameters, problems), problems)
    except TreeError as error:
        problems.take(error)
        ids, columns = None, {}
    size = len(ids) if ids is not None else len(next(iter(columns.values()), ()))
    if not problems.found and size == 0:
        problems.add("", "no patients", "a row for each patient")
    _check_names(ids or (), problems)
    problems.raise_any()
    return Population(tuple(ids) if ids is not None else tuple(str(i + 1) for i in range(size)), columns)


def _roles(header: Sequence[str], parameters: Collection[str], problems: Problems) -> tuple[str | None, list[str]]:
    """Which column names the patients, and which columns are parameters; every other one is a problem."""
    named = [c for c in ID_COLUMNS if c in header and c not in parameters]
    for name, count in Counter(header).items():
        if count > 1:
            problems.add(f"column {shown(name)}", f"{count} columns with this name", "each column once")
        elif name not in parameters and name not in named[:1]:
            problems.add("header", f"column {shown(name)}", "parameters of the model", nearest(name, parameters))
    return (named[0] if named else None), [name for name in dict.fromkeys(header) if name in parameters]


def _check_names(ids: Sequence[str], problems: Problems) -> None:
    for name, count in Counter(ids).items():
        if not name or not name.isprintable():
            problems.add(f"patient {shown(name)}", "a name that cannot be printed", "visible characters")
        if count > 1:
            problems.add(f"patient {shown(name)}", f"{count} rows", "one row a patient")
