"""Many cases: each file is forecast on its own, and a bad one stops nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onconeural.case import CaseError, load_case
from onconeural.case.reading import SUFFIXES
from onconeural.evidence import plain
from onconeural.forecast.alive import refuse_the_dead
from onconeural.forecast.forecast import Report, forecast
from onconeural.forecast.result import Forecast
from onconeural.forecast.strategy_record import Strategy


@dataclass(frozen=True)
class Attempt:
    """One file: its forecast, or every problem that it has."""

    file: str
    forecast: Forecast | None
    problem: str | None


def case_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that may hold a case, in order of name; hidden files and folders inside it are left out."""
    return tuple(sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith(".")))


def attempts(
    paths: tuple[Path, ...],
    *,
    seed: int = 1,
    twins: int = 1000,
    compared: tuple[Strategy, ...] | None = None,
    progress: Report | None = None,
) -> tuple[Attempt, ...]:
    """Forecast each file without window and drivers; the order is that of the paths."""

    def all_of() -> Iterator[Attempt]:
        for i, path in enumerate(paths):
            if progress is not None:
                progress(f"case {i + 1} of {len(paths)}", i / len(paths))
            yield _attempt(path, seed, twins, compared)

    return tuple(all_of())


def _attempt(path: Path, seed: int, twins: int, compared: tuple[Strategy, ...] | None) -> Attempt:
    name = plain(str(path))
    try:
        case = load_case(path)
        refuse_the_dead(case, name)
    except CaseError as error:
        return Attempt(name, None, str(error))
    result = forecast(case, seed=seed, twins=twins, compared=compared, depth=False)
    return Attempt(name, result, f"{name}: {result.refusal}" if result.refusal else None)
