"""`onconeural cohort`: a simulated cohort of one antibody, as a table, a figure and data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import parquet_or_refuse
from onconeural.cli.output import files_or_refuse, save
from onconeural.cli.progress import progress
from onconeural.cli.show import show

if TYPE_CHECKING:
    from onconeural.population import Cohort

MOST = 10_000_000
FORMATS = (".parquet", ".json", ".svg", ".png")

Antibody = Annotated[str, typer.Option("--antibody", metavar="NAME", help="An antibody of the model, such as Hu.")]
Count = Annotated[
    int, typer.Option("--n", metavar="N", min=1, max=MOST, help="Plausible patients drawn; about 1 in 100 falls ill.")
]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Seed: the same seed gives the same numbers.")
]
Out = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE", help=".parquet (a row a patient), .json, .svg or .png; repeat it."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the table as JSON.")]


def cohort(antibody: Antibody, n: Count = 100_000, seed: Seed = 1, out: Out = None, as_json: AsJson = False) -> None:
    """Simulate patients from the first tumour cells to death or five years after onset, and sum them up.

    Treated as practised. Prints lead time, disability, areas, tumour control and survival with intervals.

    Example: onconeural cohort --antibody Hu --n 100000 --out hu.svg
    """
    from onconeural.population import cohort as simulate  # noqa: PLC0415
    from onconeural.population import summary  # noqa: PLC0415
    from onconeural.report import cohort_json, cohort_table  # noqa: PLC0415

    key = modelled_or_refuse(antibody)
    for path in out or ():
        if path.suffix.lower() not in FORMATS:
            refuse(f"--out: found the ending '{path.suffix}' of {path}, expected {', '.join(FORMATS)}")
    parquet_or_refuse(*(out or ()))
    files_or_refuse(*(out or ()))
    with progress() as report:
        found = simulate(key, n, seed, report)
    rows = summary(found)
    document = cohort_json(found, rows)
    for path in out or ():
        save(path, _content(path, found, document))
    if as_json:
        typer.echo(json.dumps(document, indent=2, allow_nan=False))
    else:
        show(cohort_table(found, rows))
    for path in out or ():
        typer.echo(str(path), err=as_json)


def modelled_or_refuse(name: str) -> str:
    """The key of an antibody given by key, label or another of its names, in any case; otherwise exit code 2."""
    from onconeural.evidence import antibody_named, nearest  # noqa: PLC0415
    from onconeural.model import antibody, modelled, readings  # noqa: PLC0415

    keys = {word.lower(): key for key in modelled() for word in (key, antibody(key).label)}
    wanted = name.strip().lower()
    known = antibody_named(name)
    own = readings(known) if known else ()
    if wanted not in keys and len(own) != 1:
        reason = _why_not_modelled(known or wanted, own)
        near = None if reason else nearest(wanted, tuple(keys))
        hint = f" ({reason})" if reason else f"; did you mean {near}?" if near else ""
        refuse(f"--antibody: found '{name}', expected {', '.join(modelled())}{hint}")
    return keys.get(wanted) or own[0]


def _why_not_modelled(key: str, own: tuple[str, ...]) -> str | None:
    from onconeural.model import outside_domain, stand_in  # noqa: PLC0415

    if own:
        return f"its class is uncertain, so it is read in two ways: {' or '.join(own)}"
    other = stand_in(key)
    return outside_domain(key) or (f"no settings of its own; those of {other} stand in" if other else None)


def _content(path: Path, found: Cohort, document: dict[str, object]) -> bytes:
    from onconeural.report.cohorts import cohort_figure, cohort_parquet  # noqa: PLC0415 - a module has the same name

    suffix = path.suffix.lower()
    if suffix == ".json":
        return json.dumps(document, indent=2, allow_nan=False).encode()
    return cohort_parquet(found) if suffix == ".parquet" else cohort_figure(found, suffix[1:])  # type: ignore[arg-type]
