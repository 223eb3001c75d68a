"""Read a case file: every problem at once, and no file that can hang or harm the reader."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from onconeural.case.doubts import doubts
from onconeural.case.model import Case
from onconeural.case.problems import CaseError, Problem, shown
from onconeural.case.prune import without
from onconeural.case.validation import from_contradiction, from_validation, written_place
from onconeural.evidence import plain
from onconeural.evidence.textfile import read_text
from onconeural.evidence.tree import Form, TreeError, read_tree

LARGEST_FILE = 1_000_000  # bytes; published cases have about one thousand
SUFFIXES = (".yaml", ".yml", ".json")
FORM = Form(
    content="a case of one patient",
    mapping="a case: a mapping of names to values",
    one="one case per file",
    most_values=20_000,
    dates="days from onset; a case holds no dates",
)


def load_case(path: str | os.PathLike[str]) -> Case:
    """Return the case in a YAML or JSON file; raises CaseError, with every problem, when there is one."""
    case, problems = _read(Path(path))
    if case is None:
        raise CaseError(problems)
    return case


def check_case(path: str | os.PathLike[str]) -> tuple[Problem, ...]:
    """Return every problem of a case file, errors and warnings; raises nothing, whatever the file."""
    return _read(Path(path))[1]


def _read(path: Path) -> tuple[Case | None, tuple[Problem, ...]]:
    """Return the case, when it can be used, and every problem."""
    file = plain(str(path))
    try:
        data, faults = read_tree(
            read_text(path, SUFFIXES, LARGEST_FILE, FORM.content), FORM, as_json=path.suffix.lower() == ".json"
        )
    except TreeError as error:
        return None, (_from_fault(file, error),)
    if not isinstance(data, dict):
        return None, (Problem(file, "", shown(data), FORM.mapping),)
    case, problems = _validated(file, data)
    written = tuple(_from_fault(file, fault) for fault in faults)
    return (None if faults else case), written + problems


def _from_fault(file: str, fault: TreeError) -> Problem:
    return Problem(file, plain(fault.path), fault.found, fault.expected)


def _validated(file: str, data: dict[str, Any]) -> tuple[Case | None, tuple[Problem, ...]]:
    try:
        case = Case.model_validate(data)
    except ValidationError as error:
        found = [*from_validation(file, error), *_contradictions_beside(file, data, error)]
        return None, tuple(dict.fromkeys(found))
    return case, tuple(from_contradiction(file, doubt, "warning") for doubt in doubts(case))


def _contradictions_beside(file: str, data: dict[str, Any], error: ValidationError) -> Iterator[Problem]:
    """Give the contradictions among what is well formed in a malformed case."""
    rest = data
    for depth in (None, 1):  # first the single places, then whole parts
        places = [written_place(detail)[:depth] for detail in error.errors(include_url=False, include_input=False)]
        rest = without(rest, places)
        try:
            Case.model_validate(rest)
        except ValidationError as second:
            error = second
            if all(detail["type"] == "contradiction" for detail in second.errors()):
                yield from from_validation(file, second)
                return
        else:
            return
