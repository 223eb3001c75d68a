"""`onconeural simulate`: run any supported SBML or Antimony model, for one patient or a population."""

from __future__ import annotations

import sys
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import parquet_or_refuse
from onconeural.cli.output import files_or_refuse, saving
from onconeural.cli.progress import progress

if TYPE_CHECKING:
    from onconeural.cli.simulation import Asked
    from onconeural.tables import Courses

FAILED = 1
MOST_NAMED = 20  # failed patients in the message; the table of outcomes has all

ModelPath = Annotated[Path, typer.Argument(metavar="MODEL", help="SBML (.xml, .sbml) or Antimony (.ant).")]
Until = Annotated[float, typer.Option(metavar="T", help="End of the simulation, in the time unit of the model.")]
Points = Annotated[
    int, typer.Option(metavar="N", min=1, max=1_000_000, help="Number of equal steps between the times recorded.")
]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter; repeat it.")]
PopulationPath = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Patients: CSV or Parquet, a row a patient, a column a parameter.")
]
DosesPath = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Doses: CSV, JSON or YAML, a row a dose (state, time, amount, ...).")
]
Outputs = Annotated[
    list[str] | None, typer.Option("--output", metavar="NAME", help="What to record; repeat it. [default: all]")
]
StopAt = Annotated[list[str] | None, typer.Option(metavar="EVENT", help="End a run at this event; repeat it.")]
Tolerance = Annotated[float, typer.Option(metavar="X", min=1e-12, max=1e-2, help="Largest relative error of a step.")]
Threads = Annotated[int | None, typer.Option(metavar="N", min=1, max=4096, help="Processors to use. [default: all]")]
Table = Annotated[Literal["wide", "long"], typer.Option(help="wide: a column an output; long: a row an output.")]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a file (.csv, .parquet, .json) instead of printing.")
]
Outcomes = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Write a table of outcomes and event times too: a row a patient (.csv, .parquet)."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of CSV.")]


def simulate(  # noqa: PLR0913, PLR0917 one argument an option
    model: ModelPath,
    until: Until = 100.0,
    points: Points = 100,
    settings: Settings = None,
    population: PopulationPath = None,
    doses: DosesPath = None,
    output: Outputs = None,
    stop_at: StopAt = None,
    rtol: Tolerance = 1e-8,
    threads: Threads = None,
    table: Table = "wide",
    out: Out = None,
    outcomes: Outcomes = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a model and print its course as CSV: for one patient, or for each one in a population file.

    A species S is recorded as the model means it; S.amount and S.concentration can be asked for by name.
    Exit code 2: the model, a file or an option is wrong (all problems are named), or needs something that is not
    simulated. Exit code 1: some patients failed, and are named; their values are there up to the failure.

    Example: onconeural simulate model.xml --until 50 --set k1=0.2 --output S1

    Example: onconeural simulate model.xml --population people.csv --doses doses.csv --out courses.csv
    """
    from onconeural.cli.simulation import Files, ask  # noqa: PLC0415 slow to load

    kind = _kind(out, as_json)
    if not (isfinite(until) and until >= 0):
        refuse(f"--until: found {until:g}, expected a finite time, 0 or later")
    if outcomes is not None and _kind(outcomes, False) == "json":
        refuse(f"--outcomes: found '{outcomes.name}', expected a name that ends in .csv or .parquet")
    parquet_or_refuse(out, outcomes)
    asked = ask(
        Files(model, population, doses, out, outcomes), settings or [], tuple(output or ()), tuple(stop_at or ())
    )
    files_or_refuse(out, outcomes)
    courses = _run(asked, until, points, rtol, threads)
    _deliver(courses, kind, table, out, asked)
    if outcomes is not None:
        _save(courses, outcomes, "outcomes", table)
    for line in courses.failures(MOST_NAMED):
        typer.echo(line, err=True)
    if courses.run.failures:
        raise typer.Exit(FAILED)


def _kind(out: Path | None, as_json: bool) -> str:
    """The format: as the ending of the file says, or as asked."""
    ending = out.suffix.lower() if out is not None else ""
    if as_json and ending not in ("", ".json"):
        refuse(f"--out: found '{ending}' with --json, expected a name that ends in .json")
    if ending not in ("", ".csv", ".parquet", ".json"):
        refuse(f"--out: found '{ending}', expected a name that ends in .csv, .parquet or .json")
    return "json" if as_json else ending.removeprefix(".") or "csv"


def _run(asked: Asked, until: float, points: int, rtol: float, threads: int | None) -> Courses:
    from onconeural.engine import RequestError  # noqa: PLC0415
    from onconeural.tables import Courses  # noqa: PLC0415

    times = [until * i / points for i in range(points)] + [until]
    try:
        with progress() as tell:
            run = asked.model.simulate(
                until,
                n=asked.patients,
                parameters=asked.parameters,
                doses=asked.doses,
                outputs=asked.outputs,
                times=times,
                stop_at=asked.stop_at,
                rtol=rtol,
                threads=threads,
                progress=lambda share: tell("simulating", share),
            )
    except RequestError as error:
        refuse(f"{asked.file}: {error}")
    return Courses(run, asked.outputs, asked.ids)


def _deliver(courses: Courses, kind: str, table: Literal["wide", "long"], out: Path | None, asked: Asked) -> None:
    if out is not None and kind != "json":
        _save(courses, out, "courses", table)
        return
    from onconeural.tables import json_document, write_csv  # noqa: PLC0415

    if kind == "json":
        text = json_document(courses, table, {"model": asked.model.system.name})
        if out is None:
            sys.stdout.write(text)
            return
        with saving(out) as handle:
            handle.write(text.encode())
        typer.echo(str(out))
        return
    sys.stdout.flush()
    write_csv(sys.stdout.buffer, courses.columns(table), courses.blocks(table))


def _save(courses: Courses, path: Path, what: str, table: Literal["wide", "long"]) -> None:
    """Write a table to a file and print where it is."""
    from onconeural.tables import write_csv, write_parquet  # noqa: PLC0415

    write = write_parquet if path.suffix.lower() == ".parquet" else write_csv
    with saving(path) as handle, progress() as tell:
        if what == "courses":
            write(handle, courses.columns(table), courses.blocks(table, lambda share: tell("writing", share)))
        else:
            write(handle, courses.outcome_columns(), courses.outcomes())
    typer.echo(str(path))
