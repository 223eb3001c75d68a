"""`onconeural forecast`: the main job, from a case file to a table and a report, or from a folder to one table."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onconeural.cli.failure import NO_FORECAST, refuse
from onconeural.cli.forecast_many import forecast_many
from onconeural.cli.given import alive_or_refuse, strategies_or_refuse
from onconeural.cli.output import folder_or_refuse
from onconeural.cli.progress import progress
from onconeural.cli.show import show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onconeural.case import Case
    from onconeural.forecast import Forecast, Strategy

Printing = Callable[["RenderableType"], None]

CasePath = Annotated[
    str, typer.Argument(metavar="CASE", help="The case: a .yaml, .yml or .json file; or a folder of cases.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for the report. [default: forecast-CASE_ID; none for a folder of cases]"),
]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Seed: the same seed gives the same numbers.")
]
TwinCount = Annotated[int, typer.Option(metavar="N", min=300, max=20_000, help="How many twins to simulate.")]
Strategies = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Compare the strategies in this file instead of those of the package."),
]
TableOnly = Annotated[bool, typer.Option("--table-only", help="Leave out the window and the drivers: much faster.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON instead of the table.")]
AsPlain = Annotated[bool, typer.Option("--plain", help="Print each row of the tables as one line of words.")]
Figures = Annotated[bool, typer.Option("--figures", help="Write each figure as SVG and PNG beside the report.")]


def forecast(  # noqa: PLR0913, PLR0917 - the options of one command
    case: CasePath,
    out: Out = None,
    seed: Seed = 1,
    twins: TwinCount = 1000,
    strategies: Strategies = None,
    table_only: TableOnly = False,
    as_json: AsJson = False,
    as_plain: AsPlain = False,
    figures: Figures = False,
) -> None:
    """Forecast a case under every strategy, and write a report; or forecast all cases of a folder into one table.

    Prints how certain the diagnosis is, the table, the window, what each fact contributes and which further result
    would change most, and leaves report.html and report.json in a folder. The first forecast of an antibody
    draws virtual patients (up to half a minute) and keeps them in the user's cache.
    Exit code 2: the input is wrong. Exit code 3: the model must not be asked about this case (the report says why), or
    some files of a folder could not be forecast (each is named).

    Example: onconeural forecast examples/hu_sclc_67f.yaml --out demo
    """
    if as_json and as_plain:
        refuse("--plain: found beside --json, expected one of them: --json prints no table")
    compared = strategies_or_refuse(strategies)
    folder_or_refuse(out)
    if os.path.isdir(case):  # noqa: PTH112 no error where a folder above is closed
        forecast_many(Path(case), out, seed, twins, compared, as_json, as_plain, figures)
        return
    patient = alive_or_refuse(case)
    folder = out if out is not None else Path(f"forecast-{patient.case_id}")
    folder_or_refuse(folder)
    printing = _nothing if as_json else partial(show, as_plain=as_plain)
    result = _run(patient, seed, twins, compared, not table_only, printing)
    if as_json:
        _print_json(result)
    _write(result, folder, as_json, figures)
    if result.refusal:
        raise typer.Exit(NO_FORECAST)


def _run(
    patient: Case, seed: int, twins: int, compared: tuple[Strategy, ...] | None, depth: bool, printing: Printing
) -> Forecast:
    """Forecast, and print the table as soon as it is there, the rest later."""
    from onconeural.forecast import forecast as run  # noqa: PLC0415 numpy and the engine are slow to load
    from onconeural.report import forecast_table_first, forecast_table_rest  # noqa: PLC0415

    with ExitStack() as stack:
        shown = [stack.enter_context(progress())]

        def early(table: Forecast) -> None:
            """Clear the bar before the table is printed, and begin another."""
            stack.close()
            printing(forecast_table_first(table))
            shown[0] = stack.enter_context(progress())

        def report(what: str, share: float) -> None:
            shown[0](what, share)

        result = run(patient, seed=seed, twins=twins, compared=compared, depth=depth, early=early, progress=report)
    printing(forecast_table_rest(result))
    return result


def _nothing(content: RenderableType) -> None:
    """Print nothing: the document comes at the end."""


def _print_json(result: Forecast) -> None:
    from onconeural.report import forecast_json  # noqa: PLC0415

    typer.echo(json.dumps(forecast_json(result), indent=2, sort_keys=True, allow_nan=False))


def _write(result: Forecast, folder: Path, as_json: bool, figures: bool) -> None:
    from onconeural.report import write_report  # noqa: PLC0415

    try:
        written = write_report(result, folder, figures=figures)
    except OSError as error:
        refuse(f"{folder}: the report cannot be written: {error.strerror or error}")
    for path in written.values():
        typer.echo(str(path), err=as_json)
