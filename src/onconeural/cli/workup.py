"""`onconeural workup`: how sure is the diagnosis, can the antibody be trusted, where is the tumour."""

from __future__ import annotations

import json
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import case_or_refuse
from onconeural.cli.output import folder_or_refuse
from onconeural.cli.show import show

if TYPE_CHECKING:
    from onconeural.workup import WorkUp


class Clock(StrEnum):
    """From where the two years of follow-up count."""

    restart = "restart_at_tumour"
    onset = "since_onset"


CasePath = Annotated[str, typer.Argument(metavar="CASE", help="The case: a .yaml, .yml or .json file.")]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder for workup.json and the chart. [default: no files]")
]
Day = Annotated[
    float | None,
    typer.Option(metavar="N", min=0, max=54_000, help="Ask on this day from onset. [default: the day of the case]"),
]
Reading = Annotated[Clock, typer.Option(help="How PNS-Care counts its two years.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the work-up as JSON instead of text.")]


def workup(
    case: CasePath, out: Out = None, day: Day = None, clock: Reading = Clock.restart, as_json: AsJson = False
) -> None:
    """Say how sure the diagnosis is, whether the antibody can be trusted, and where and when to look for the tumour.

    Facts after the question day are not used. With --out the folder gets workup.json and search_plan.svg and .png.
    Exit code 2: the input is wrong.

    Example: onconeural workup examples/hu_sclc_67f.yaml --out demo
    """
    from onconeural.workup import work_up  # noqa: PLC0415 - pydantic is slow to load, and --help must be fast

    patient = case_or_refuse(case)
    folder_or_refuse(out)
    if day is not None and not isfinite(day):
        refuse(f"--day: found {day}, expected a number of days from onset")
    result = work_up(patient, day=day, clock=clock.value)
    written = _write(result, out)
    _show(result, as_json)
    for path in written.values():
        typer.echo(str(path), err=as_json)


def _write(result: WorkUp, folder: Path | None) -> dict[str, Path]:
    if folder is None:
        return {}
    from onconeural.report import write_workup  # noqa: PLC0415

    try:
        return write_workup(result, folder)
    except OSError as error:
        refuse(f"{folder}: the work-up cannot be written: {error.strerror or error}")


def _show(result: WorkUp, as_json: bool) -> None:
    from onconeural.report import workup_json, workup_table  # noqa: PLC0415

    if as_json:
        typer.echo(json.dumps(workup_json(result), indent=2, sort_keys=True, allow_nan=False))
        return
    show(workup_table(result))
