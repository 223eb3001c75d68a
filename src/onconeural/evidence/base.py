"""The shipped evidence as one base, and a curator's folder on top of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from onconeural.evidence.entries import Base
from onconeural.evidence.files import FILES, load
from onconeural.evidence.plain import plain
from onconeural.evidence.problems import Problem, shown
from onconeural.evidence.reading import add_file
from onconeural.evidence.textfile import read_text
from onconeural.evidence.tree import Form, TreeError, read_tree

SUFFIXES = (".yaml", ".yml", ".json")
LARGEST_FILE = 5_000_000  # bytes; the largest shipped file has 200,000
MOST_FILES, DEEPEST = 500, 4
NO_RECORDS = ("editorial.yaml", "names.yaml", "units.yaml")
FORM = Form(
    content="a file of records",
    mapping="records: a mapping such as `claims:` with a list",
    one="one mapping per file",
    most_values=500_000,
)


@cache
def shipped_base() -> tuple[Base, tuple[Problem, ...]]:
    """Return the shipped evidence, and what is wrong with its form (nothing, as a test makes sure).

    >>> base, problems = shipped_base()
    >>> len(base.claims) > 400, problems
    (True, ())
    """
    base, problems = Base(), []
    for name in FILES:
        if name not in NO_RECORDS:
            base, wrong = add_file(base, name, load(name), load("editorial.yaml")["defaults"])
            problems += wrong
    return base, tuple(problems)


def folder_base(folder: Path, *, alone: bool = False) -> tuple[Base, tuple[Problem, ...]]:
    """Return a curator's records on top of the shipped ones (or ``alone``), and what is wrong with their form.

    Every .yaml, .yml and .json file of the folder is read, those in folders below it too. Raises NotADirectoryError.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: found no folder, expected a folder with .yaml or .json files")
    base, problems = Base() if alone else _under(shipped_base()[0]), []
    paths = sorted(islice(_files(folder), MOST_FILES + 1))
    if not paths:
        problems.append(Problem(plain(str(folder)), "", "no records", f"at least one {' or '.join(SUFFIXES)} file"))
    if len(paths) > MOST_FILES:
        problems.append(Problem(plain(str(folder)), "", f"more than {MOST_FILES} files", "fewer files"))
    for path in paths[:MOST_FILES]:
        base, wrong = _add(base, path)
        problems += wrong
    return base, tuple(problems)


def file_base(path: Path) -> tuple[Base, tuple[Problem, ...]]:
    """Return the records of one file by themselves, and what is wrong with their form; raises nothing."""
    base, problems = _add(Base(), path)
    return base, tuple(problems)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of records in a folder and at most four levels below it; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        if len(Path(root).relative_to(folder).parts) >= DEEPEST:
            folders.clear()
        yield from (Path(root) / name for name in names if Path(name).suffix.lower() in SUFFIXES)


def _under(base: Base) -> Base:
    """Return the shipped base as background: its records are known, but not checked again."""
    parts: dict[str, Any] = {name: part for name, part in vars(base).items() if isinstance(part, tuple)}
    background: dict[str, Any] = {name: tuple(replace(e, own=False) for e in part) for name, part in parts.items()}
    return replace(base, **background)


def _add(base: Base, path: Path) -> tuple[Base, list[Problem]]:
    file = plain(str(path))
    try:
        text = read_text(path, SUFFIXES, LARGEST_FILE, FORM.content)
        data, faults = read_tree(text, FORM, as_json=path.suffix.lower() == ".json")
    except TreeError as error:
        return base, [_fault(file, error)]
    written = [_fault(file, fault) for fault in faults]
    if not isinstance(data, dict):
        return base, [*written, Problem(file, "", shown(data), FORM.mapping)]
    base, problems = add_file(base, file, data, _NOTHING)
    return base, written + problems


_NOTHING: dict[str, Any] = {}


def _fault(file: str, fault: TreeError) -> Problem:
    return Problem(file, plain(fault.path), fault.found, fault.expected)
