"""A folder of cases into one table: a bad file is named, the rest finish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from onconeural.cli.failure import NO_FORECAST, refuse
from onconeural.cli.given import cases_or_refuse
from onconeural.cli.output import save
from onconeural.cli.progress import ANEW, progress
from onconeural.cli.show import show

if TYPE_CHECKING:
    from onconeural.forecast import Strategy
    from onconeural.forecast.many import Asked
    from onconeural.report import Entry


def forecast_many(
    folder: Path,
    out: Path | None,
    seed: int,
    twins: int,
    compared: tuple[Strategy, ...] | None,
    as_json: bool,
    as_plain: bool,
    figures: bool,
) -> None:
    """Forecast every case of a folder, print one table, and end with exit code 3 where some case has no forecast."""
    from onconeural.forecast.many import Asked  # noqa: PLC0415 the engine is slow to load
    from onconeural.report import many_json, many_table  # noqa: PLC0415

    found = _entries(cases_or_refuse(folder), Asked(seed, twins, compared), out, figures)
    document = json.dumps(many_json(found), indent=2, sort_keys=True, allow_nan=False)
    if as_json:
        typer.echo(document)
    else:
        show(many_table(found), as_plain=as_plain)
    if out is not None:
        save(out / "forecasts.json", document + "\n")
        typer.echo(str(out / "forecasts.json"), err=as_json)
    for entry in found:
        for line in (entry.problem or "").splitlines():
            typer.echo(line, err=True)
    if any(entry.problem for entry in found):
        raise typer.Exit(NO_FORECAST)


def _entries(paths: tuple[Path, ...], asked: Asked, out: Path | None, figures: bool) -> tuple[Entry, ...]:
    from onconeural.report import folder_entry  # noqa: PLC0415

    found = []
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        with progress(ANEW if out is None else "goes on with the cases that are left") as report:
            for i, path in enumerate(paths):
                report(f"case {i + 1} of {len(paths)}", i / len(paths))
                found.append(folder_entry(path, asked, out, figures=figures))
    except OSError as error:
        refuse(f"{out}: the reports cannot be written: {error.strerror or error}")
    return tuple(found)
