"""A folder of cases, one after another: each report is written when it is made, and a whole one is not made again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onconeural.evidence import plain
from onconeural.report.json import SCHEMA_VERSION, forecast_json
from onconeural.report.write import FIGURES, write_report

if TYPE_CHECKING:
    from onconeural.case import Case
    from onconeural.forecast.many import Asked


@dataclass(frozen=True)
class Entry:
    """One file: its forecast as ``forecast_json`` gives it, or every problem that it has."""

    file: str
    forecast: dict[str, Any] | None
    problem: str | None


def folder_entry(path: Path, asked: Asked, out: Path | None = None, *, figures: bool = False) -> Entry:
    """Return the entry of one file, from its report in ``out`` where an earlier run has left a whole one.

    Raises ``OSError`` where the report cannot be written.
    """
    from onconeural.forecast.many import case_or_problem  # noqa: PLC0415 the engine is slow to load

    name, case = plain(str(path)), case_or_problem(path)
    if isinstance(case, str):
        return Entry(name, None, case)
    place = out / f"{path.stem[:60]}-{asked.run_id(case)}" if out is not None else None
    found = _made_before(place, figures) if place is not None else None
    document = found or _made_now(case, asked, place, figures)
    refusal = document["refusal"]
    return Entry(name, document, f"{name}: {refusal}" if refusal else None)


def _made_now(case: Case, asked: Asked, place: Path | None, figures: bool) -> dict[str, Any]:
    result = asked.forecast(case)
    if place is not None:
        write_report(result, place, figures=figures)
    return forecast_json(result)


def _made_before(place: Path, figures: bool) -> dict[str, Any] | None:
    """The document of a run with this id; None where it is not there, not whole, or of another form.

    ``report.json`` is the last file of a report that is written.
    """
    try:
        found = json.loads((place / "report.json").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    whole = isinstance(found, dict) and found.get("schema_version") == SCHEMA_VERSION
    return found if whole and (not figures or (place / FIGURES).is_dir()) else None
