"""What the user gave, read or refused: a case file, a word from a list."""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from onconeural.cli.failure import refuse
from onconeural.evidence import plain

if TYPE_CHECKING:
    from onconeural.case import Case
    from onconeural.forecast import Strategy

CALIBRATION = ("scipy", "sklearn", "emcee", "SALib", "threadpoolctl")


def case_or_refuse(path: str) -> Case:
    """Load a case, or end with exit code 2 and all its problems."""
    from onconeural.case import CaseError, load_case  # noqa: PLC0415 pydantic is slow to load

    try:
        return load_case(path)
    except CaseError as error:
        refuse(str(error))


def cases_or_refuse(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that may hold cases, or end with exit code 2 where there is none or it is closed."""
    from onconeural.forecast.many import case_files  # noqa: PLC0415 the engine is slow to load

    try:
        paths = case_files(folder)
    except OSError as error:
        refuse(f"{folder}: found {(error.strerror or str(error)).lower()}, expected a folder that can be read")
    if not paths:
        refuse(f"{folder}: found no file, expected .yaml, .yml or .json files of cases")
    return paths


def alive_or_refuse(path: str) -> Case:
    """Load a case of a patient who is alive on the forecast day, or end with exit code 2 and all its problems."""
    from onconeural.case import CaseError  # noqa: PLC0415 pydantic is slow to load
    from onconeural.forecast.alive import refuse_the_dead  # noqa: PLC0415 the engine is slow to load

    patient = case_or_refuse(path)
    try:
        refuse_the_dead(patient, plain(path))
    except CaseError as error:
        refuse(str(error))
    return patient


def strategies_or_refuse(path: str | None) -> tuple[Strategy, ...] | None:
    """Read a file of strategies, or end with exit code 2 and all its problems; None without a file."""
    if path is None:
        return None
    from onconeural.case import CaseError  # noqa: PLC0415 pydantic is slow to load
    from onconeural.forecast import read_strategies  # noqa: PLC0415 the engine is slow to load

    try:
        return read_strategies(path)
    except CaseError as error:
        refuse(str(error))


def parquet_or_refuse(*paths: Path | None) -> None:
    """End with exit code 2 before the work begins, where a file is to be Parquet and pyarrow is not installed."""
    from onconeural.evidence.extras import MissingExtraError, pyarrow  # noqa: PLC0415

    if any(path is not None and path.suffix.lower() == ".parquet" for path in paths):
        try:
            pyarrow()
        except MissingExtraError as error:
            refuse(str(error))


def calibration_or_refuse() -> None:
    """End with exit code 2 before the work begins, where the libraries of the extra ``calibration`` are missing."""
    missing = [library for library in CALIBRATION if find_spec(library) is None]
    if missing:
        refuse(f"{', '.join(missing)}: not installed; needs pip install 'onconeural[calibration]'")


def require_word(option: str, word: str, words: Collection[str]) -> None:
    """End with exit code 2, and the nearest word, when a word is not in the list."""
    from onconeural.evidence import nearest  # noqa: PLC0415

    if word not in words:
        meant = nearest(word, tuple(words))
        hint = f"; did you mean {meant}?" if meant else ""
        refuse(f"{option}: found '{word}', expected {', '.join(words)}{hint}")
