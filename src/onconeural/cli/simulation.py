"""What `onconeural simulate` was asked for: model, population, doses and options, checked together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path

from numpy.typing import ArrayLike

from onconeural.cli.failure import refuse
from onconeural.engine import Dose, Model, ModelError
from onconeural.evidence import nearest, plain
from onconeural.evidence.extras import MissingExtraError
from onconeural.evidence.problems import Problem, shown
from onconeural.evidence.textfile import read_text
from onconeural.evidence.tree import TreeError
from onconeural.tables import Population, TableError, read_doses, read_population, regimen

MODEL_SUFFIXES = (".xml", ".sbml", ".ant")
MOST_LISTED = 8  # names in a message
LARGEST_MODEL = 20_000_000  # bytes


@dataclass(frozen=True)
class Files:
    """The files of a run: three that are read, two that are written."""

    model: Path
    population: Path | None
    doses: Path | None
    out: Path | None
    outcomes: Path | None


@dataclass(frozen=True)
class Asked:
    """A run as the engine takes it. ``ids`` None: one patient without a name."""

    file: str
    model: Model
    ids: tuple[str, ...] | None
    parameters: dict[str, ArrayLike]
    doses: list[Dose]
    outputs: tuple[str, ...]
    stop_at: tuple[str, ...]

    @property
    def patients(self) -> int:
        """How many."""
        return 1 if self.ids is None else len(self.ids)


def ask(files: Files, settings: Sequence[str], outputs: tuple[str, ...], stop_at: tuple[str, ...]) -> Asked:
    """Read everything; ends with exit code 2 and all problems of files and options at once."""
    model = _model(files.model)
    problems = list(_overwritten(files))
    values = _settings(settings, model, problems)
    _known("--output", outputs, model.outputs, problems)
    _known("--stop-at", stop_at, model.events, problems)
    population = _population(files.population, model, problems)
    repeated = sorted(set(values) & set(population.parameters)) if population else []
    for name in repeated:
        problems.append(Problem("--set", name, "a column of the population too", "one value for a parameter"))
    doses = _doses(files.doses, model, population, problems)
    if problems:
        refuse("\n".join(map(str, problems)))
    parameters: dict[str, ArrayLike] = {**values, **(population.parameters if population else {})}
    recorded = outputs or tuple(n for n in model.outputs if _shown(n, model))
    ids = population.ids if population else None
    return Asked(plain(str(files.model)), model, ids, parameters, doses, tuple(dict.fromkeys(recorded)), stop_at)


def _model(path: Path) -> Model:
    file = plain(str(path))
    try:
        text = read_text(path, MODEL_SUFFIXES, LARGEST_MODEL, "a model in SBML or Antimony")
        return Model.from_antimony(text) if path.suffix.lower() == ".ant" else Model.from_sbml(text)
    except TreeError as error:
        refuse(str(Problem(file, error.path, error.found, error.expected)))
    except ModelError as error:
        refuse(f"{file}: {error}")


def _shown(name: str, model: Model) -> bool:
    """Recorded without being asked: what changes, under the names of the model."""
    return name not in model.parameters and "." not in name and " " not in name


def _settings(settings: Sequence[str], model: Model, problems: list[Problem]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in settings:
        name, _, value = (part.strip() for part in text.partition("="))
        number = _number(value)
        if not isfinite(number):
            problems.append(Problem("--set", "", shown(text), "NAME=VALUE with a finite number"))
            continue
        if name not in model.parameters:
            problems.append(
                Problem("--set", "", shown(name), "a parameter of the model", nearest(name, model.parameters))
            )
        found[name] = number
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan


def _known(option: str, names: Sequence[str], known: Sequence[str], problems: list[Problem]) -> None:
    kind = "event" if option == "--stop-at" else "output"
    listed = ", ".join(known[:MOST_LISTED]) + (", ..." if len(known) > MOST_LISTED else "")
    what = f"an {kind} of the model ({listed or 'it has none'})"
    problems += [Problem(option, "", shown(n), what, nearest(n, known)) for n in names if n not in known]


def _population(path: Path | None, model: Model, problems: list[Problem]) -> Population | None:
    if path is None:
        return None
    try:
        return read_population(path, model.parameters)
    except TableError as error:
        problems += error.problems
    except MissingExtraError as error:
        refuse(str(error))
    return None


def _doses(path: Path | None, model: Model, population: Population | None, problems: list[Problem]) -> list[Dose]:
    if path is None:
        return []
    bad = bool(problems)  # the patients of a population that cannot be read are not known
    ids = population.ids if population else None if bad else ()
    try:
        rows = read_doses(path, model.states, ids)
    except TableError as error:
        problems += error.problems
        return []
    return [] if bad else regimen(rows, population.ids if population else ("1",))


def _overwritten(files: Files) -> Iterator[Problem]:
    """An output that would replace an input, or the other output."""
    read = [p for p in (files.model, files.population, files.doses) if p is not None]
    for option, path in (("--out", files.out), ("--outcomes", files.outcomes)):
        if path is not None and any(_same(path, other) for other in read):
            yield Problem(option, "", shown(str(path)), "another file than those that are read")
    if files.out is not None and files.out == files.outcomes:
        yield Problem("--outcomes", "", shown(str(files.outcomes)), "another file than --out")


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):  # one of them does not exist
        return False
