"""A folder of cases into one table: a bad file is named, the rest finish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from onconeural.cli.failure import NO_FORECAST, refuse
from onconeural.cli.given import cases_or_refuse
from onconeural.cli.output import save
from onconeural.cli.progress import progress
from onconeural.cli.show import show

if TYPE_CHECKING:
    from onconeural.forecast import Forecast, Strategy
    from onconeural.forecast.many import Attempt


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
    from onconeural.forecast.many import attempts  # noqa: PLC0415 the engine is slow to load
    from onconeural.report import many_json, many_table  # noqa: PLC0415

    paths = cases_or_refuse(folder)
    with progress() as report:
        found = attempts(paths, seed=seed, twins=twins, compared=compared, progress=report)
    document = json.dumps(many_json(found), indent=2, sort_keys=True, allow_nan=False)
    if as_json:
        typer.echo(document)
    else:
        show(many_table(found), as_plain=as_plain)
    _write(found, out, document, as_json, figures)
    for attempt in found:
        for line in (attempt.problem or "").splitlines():
            typer.echo(line, err=True)
    if any(attempt.forecast is None or attempt.forecast.refusal for attempt in found):
        raise typer.Exit(NO_FORECAST)


def _write(found: tuple[Attempt, ...], out: Path | None, document: str, as_json: bool, figures: bool) -> None:
    if out is None:
        return
    from onconeural.report import write_report  # noqa: PLC0415

    try:
        out.mkdir(parents=True, exist_ok=True)
        for attempt in found:
            if attempt.forecast is not None:
                write_report(attempt.forecast, out / _name(attempt.forecast, attempt.file), figures=figures)
    except OSError as error:
        refuse(f"{out}: the reports cannot be written: {error.strerror or error}")
    save(out / "forecasts.json", document + "\n")
    typer.echo(str(out / "forecasts.json"), err=as_json)


def _name(forecast: Forecast, file: str) -> str:
    """One folder a file; two files may hold the same case."""
    return f"{Path(file).stem[:60]}-{forecast.provenance.run_id}"
