"""Strategies as data: those of the package, and those in a file of the user."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from onconeural.case import CaseError, Problem
from onconeural.case.validation import from_validation
from onconeural.evidence import nearest, packaged, plain
from onconeural.evidence.problems import shown
from onconeural.evidence.textfile import read_text
from onconeural.evidence.tree import Form, TreeError, read_tree
from onconeural.forecast.strategy_record import Strategy, StrategyFile

LATER_STARTS = (0.0, 30.0, 90.0)  # days after the forecast day
SEARCHES = 6  # tumour searches when none is known; the first on the start day (assumed, as in the first fit)
SEARCH_EVERY = 150.0  # days between searches (assumed, as in the first fit)
REFERENCE = "nothing"
FILES = ("single", "combined")
MOST = 40  # strategies in one forecast
LARGEST_FILE = 200_000  # bytes
FORM = Form("strategies", "a file of strategies: a mapping of names to values", "one list of strategies", 5_000)


@cache
def all_strategies() -> tuple[Strategy, ...]:
    """Every strategy that the package knows.

    >>> [s.id for s in all_strategies() if s.kind == "harm"]
    ['checkpoint_inhibitor']
    """
    records = [packaged("onconeural.forecast", f"data/strategies/{name}.yaml") for name in FILES]
    return tuple(s for record in records for s in StrategyFile.model_validate(record).strategies)


@cache
def strategies() -> tuple[Strategy, ...]:
    """The strategies that a forecast compares when nothing else is asked for.

    >>> [s.id for s in strategies()][:3]
    ['nothing', 'ivig', 'steroids']
    """
    return tuple(s for s in all_strategies() if s.compared)


def read_strategies(path: str | os.PathLike[str]) -> tuple[Strategy, ...]:
    """The strategies in a YAML or JSON file: those that it uses of the package, then its own, the reference first.

    Raises CaseError with every problem: file, place, what was found, what was expected, the nearest name.
    """
    file = plain(str(path))
    try:
        text = read_text(Path(path), (".yaml", ".yml", ".json"), LARGEST_FILE, FORM.content)
        data, faults = read_tree(text, FORM, as_json=Path(path).suffix.lower() == ".json")
        faulty = tuple(Problem(file, plain(f.path), f.found, f.expected) for f in faults)
        record = StrategyFile.model_validate(data)
    except TreeError as error:
        raise CaseError((Problem(file, plain(error.path), error.found, error.expected),)) from None
    except ValidationError as error:
        raise CaseError((*faulty, *from_validation(file, error, StrategyFile))) from None
    problems = (*faulty, *_problems(file, record))
    if problems:
        raise CaseError(problems)
    return _with_reference(record)


def strategies_hash(compared: tuple[Strategy, ...]) -> str:
    """Hash of what is compared."""
    return hashlib.sha256("|".join(s.model_dump_json() for s in compared).encode()).hexdigest()


def _with_reference(record: StrategyFile) -> tuple[Strategy, ...]:
    known = {s.id: s for s in all_strategies()}
    chosen = (*(known[name] for name in record.use), *record.strategies)
    rest = tuple(s for s in chosen if s.id != REFERENCE)
    return (next((s for s in chosen if s.id == REFERENCE), known[REFERENCE]), *rest)


def _problems(file: str, record: StrategyFile) -> tuple[Problem, ...]:
    names = tuple(s.id for s in all_strategies())
    found = [
        Problem(file, f"use[{i}]", shown(name), "a strategy of the package", nearest(name, names))
        for i, name in enumerate(record.use)
        if name not in names
    ]
    seen = set(record.use)
    for i, own in enumerate(record.strategies):
        if own.id in seen or own.id == REFERENCE:
            found.append(Problem(file, f"strategies[{i}].id", shown(own.id), "an id that is not used yet"))
        seen.add(own.id)
    count = len(record.use) + len(record.strategies)
    if not 1 <= count <= MOST:
        found.append(Problem(file, "strategies", f"{count} strategies", f"1 to {MOST} strategies"))
    if len(set(record.use)) < len(record.use):
        found.append(Problem(file, "use", "a name twice", "each name once"))
    return tuple(found)
