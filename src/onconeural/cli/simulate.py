"""`onconeural simulate`: run any supported SBML or Antimony model."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.output import print_or_save

if TYPE_CHECKING:
    from onconeural.engine import Model, Result

FAILED = 1
MOST_BYTES = 20_000_000

ModelPath = Annotated[Path, typer.Argument(metavar="MODEL", help="SBML (.xml, .sbml) or Antimony (.ant).")]
Until = Annotated[float, typer.Option(help="End of the simulation, in the time unit of the model.")]
Points = Annotated[int, typer.Option(min=1, max=1_000_000, help="Number of equal steps between the times recorded.")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter; repeat it.")]
Outputs = Annotated[list[str] | None, typer.Option("--output", help="What to record; repeat it. [default: all]")]
Tolerance = Annotated[float, typer.Option(min=1e-12, max=1e-2, help="Largest relative error of a step.")]
Out = Annotated[Path | None, typer.Option(help="Write a file instead of printing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of CSV.")]


def simulate(
    model: ModelPath,
    until: Until = 100.0,
    points: Points = 100,
    settings: Settings = None,
    output: Outputs = None,
    rtol: Tolerance = 1e-8,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a model and print its course as CSV.

    A species S is recorded as the model means it; S.amount and S.concentration can be asked for by name.
    Exit code 2: the model or an option is wrong, or needs something that is not simulated. Exit code 1: the simulation
    failed; the values up to the failure are printed.

    Example: onconeural simulate model.xml --until 50 --set k1=0.2 --output S1
    """
    from onconeural.engine import ModelError, RequestError  # noqa: PLC0415

    try:
        loaded = _load(model)
        names = tuple(output) if output else tuple(n for n in loaded.outputs if _shown(n, loaded))
        times = [until * i / points for i in range(points)] + [until]
        run = loaded.simulate(until, parameters=_values(settings or []), outputs=names, times=times, rtol=rtol)
    except (ModelError, RequestError) as error:
        refuse(f"{model}: {error}")
    print_or_save(_json(run, names, loaded) if as_json else _csv(run, names), out)
    if run.failures:
        typer.echo(str(run.failures[0]), err=True)
        raise typer.Exit(FAILED)


def _load(path: Path) -> Model:
    from onconeural.engine import Model  # noqa: PLC0415

    if not path.is_file():
        refuse(f"{path}: found no file, expected SBML (.xml, .sbml) or Antimony (.ant)")
    if path.stat().st_size > MOST_BYTES:
        refuse(f"{path}: found {path.stat().st_size} bytes, expected at most {MOST_BYTES}")
    text = path.read_text(encoding="utf-8", errors="replace")
    return Model.from_antimony(text) if path.suffix.lower() == ".ant" else Model.from_sbml(text)


def _shown(name: str, model: Model) -> bool:
    """Recorded without being asked: what changes, under the names of the model."""
    return name not in model.parameters and "." not in name and " " not in name


def _values(settings: list[str]) -> dict[str, float]:
    found = {}
    for text in settings:
        name, _, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            refuse(f"--set: found '{text}', expected NAME=VALUE with a number")
    return found


def _rows(run: Result, names: tuple[str, ...]) -> list[list[float]]:
    columns = [run.times, *(run.values[n][0] for n in names)]
    return [[float(c[i]) for c in columns] for i in range(len(run.times))]


def _csv(run: Result, names: tuple[str, ...]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time", *names])
    writer.writerows([[repr(v) for v in row] for row in _rows(run, names)])
    return text.getvalue()


def _json(run: Result, names: tuple[str, ...], model: Model) -> str:
    values = [[v if v - v == 0 else None for v in row] for row in _rows(run, names)]
    events = {e: (float(t[0]) if t[0] == t[0] else None) for e, t in run.events.items()}
    document = {"model": model.system.name, "columns": ["time", *names], "rows": values, "events": events}
    return json.dumps({**document, "failures": [str(f) for f in run.failures]}, allow_nan=False) + "\n"
