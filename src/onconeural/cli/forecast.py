"""`onconeural forecast`: the main job, from a case file to a table and a report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onconeural.cli.failure import NO_FORECAST, refuse
from onconeural.cli.given import case_or_refuse
from onconeural.cli.progress import progress

if TYPE_CHECKING:
    from onconeural.forecast import Forecast

CasePath = Annotated[str, typer.Argument(metavar="CASE", help="The case: a .yaml, .yml or .json file.")]
Out = Annotated[Path | None, typer.Option(help="Folder for the report. [default: forecast-CASE_ID]")]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Seed: the same seed gives the same numbers.")]
TwinCount = Annotated[int, typer.Option(min=300, max=20_000, help="How many twins to simulate.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON instead of the table.")]


def forecast(case: CasePath, out: Out = None, seed: Seed = 1, twins: TwinCount = 400, as_json: AsJson = False) -> None:
    """Forecast a case under every strategy, and write a report.

    Prints how certain the diagnosis is and one table, and leaves report.html, report.json and figures in a folder.
    Exit code 2: the input is wrong. Exit code 3: the model must not be asked about this case (the report says why).

    Example: onconeural forecast examples/hu_sclc_67f.yaml --out demo
    """
    from onconeural.forecast import forecast as run  # noqa: PLC0415
    from onconeural.report import write_report  # noqa: PLC0415

    patient = case_or_refuse(case)
    folder = out if out is not None else Path(f"forecast-{patient.case_id}")
    if folder.exists() and not folder.is_dir():
        refuse(f"{folder}: found a file, expected a folder or a name that is free")
    with progress() as report:
        result = run(patient, seed=seed, twins=twins, progress=report)
    try:
        written = write_report(result, folder)
    except OSError as error:
        refuse(f"{folder}: the report cannot be written: {error.strerror or error}")
    _show(result, as_json)
    for path in written.values():
        typer.echo(str(path), err=as_json)
    if result.refusal:
        raise typer.Exit(NO_FORECAST)


def _show(result: Forecast, as_json: bool) -> None:
    from onconeural.report import forecast_json, forecast_table  # noqa: PLC0415

    if as_json:
        typer.echo(json.dumps(forecast_json(result), indent=2, sort_keys=True, allow_nan=False))
        return
    from rich.console import Console  # noqa: PLC0415

    width = None if sys.stdout.isatty() else 120
    Console(markup=False, highlight=False, emoji=False, width=width).print(forecast_table(result))
