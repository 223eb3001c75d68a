"""`onconeural score`: forecasts of published cases against what happened to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import cases_or_refuse
from onconeural.cli.progress import progress
from onconeural.cli.show import show

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="DIR", help="A folder of further cases: .yaml, .yml or .json files.", show_default=False),
]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Seed: the same seed gives the same numbers.")
]
TwinCount = Annotated[int, typer.Option(metavar="N", min=300, max=20_000, help="How many twins for each case.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the scores as JSON instead of the table.")]


def score(folder: Folder = None, seed: Seed = 1, twins: TwinCount = 500, as_json: AsJson = False) -> None:
    """Score forecasts: hide every fact after the forecast day, and compare with what was reported.

    The published cases that ship with the program are scored, and those of a folder. Each case that allows it gets a
    forecast of better, same, worse or died under the treatment that it received. Its ranked probability score stands
    beside those of the virtual patients of the antibody without the facts of the case, of the average of the other
    cases and of "no change", and beside the score that it would have if the model were true. Cases that cannot be
    scored are named with the reason.
    Exit code 2: the folder cannot be used. With fewer than 20 scored cases the verdict is "too few to judge".

    Example: onconeural score examples
    """
    from onconeural.forecast.score import packaged_cases  # noqa: PLC0415 the engine is slow to load
    from onconeural.forecast.score import score as run  # noqa: PLC0415
    from onconeural.report import scores_json, scores_table  # noqa: PLC0415

    if folder is not None and not folder.is_dir():
        refuse(f"{folder}: found no folder, expected a folder of cases")
    own = cases_or_refuse(folder) if folder is not None else ()
    paths = (*packaged_cases(), *own)
    with progress() as report:
        verdict = run(paths, seed=seed, twins=twins, progress=report)
    if as_json:
        typer.echo(json.dumps(scores_json(verdict), indent=2, sort_keys=True, allow_nan=False))
    else:
        show(scores_table(verdict))
