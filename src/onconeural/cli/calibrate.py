"""`onconeural calibrate`: the posterior of the free parameters, made from the calibration cohorts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.failure import reason, refuse
from onconeural.cli.output import save

Resume = Annotated[
    Path, typer.Option("--resume", metavar="DIR", help="Folder of the run: begun there, or gone on with after a stop.")
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the posterior is written.")]
Check = Annotated[
    Path | None, typer.Option("--check", metavar="FILE", help="Write the comparison with the second method, too.")
]
Quick = Annotated[bool, typer.Option("--quick", help="A small run that shows that it works; its numbers mean little.")]


def calibrate(
    resume: Resume = Path("calibration_run"),
    out: Out = Path("posterior.json"),
    check: Check = None,
    quick: Quick = False,
) -> None:
    """Fit the free parameters to the calibration cohorts: waves of simulated draws, an emulator, and a sampler.

    Every simulated draw is a file in the folder. After a stop the same command goes on, with the same bits.

    Example: onconeural calibrate --resume my_run --out posterior.json
    """
    from onconeural.calibration import Recipe, check_document  # noqa: PLC0415
    from onconeural.calibration import calibrate as run  # noqa: PLC0415

    recipe = Recipe.small() if quick else Recipe()
    try:
        found = run(resume, recipe, lambda what, share: typer.echo(f"{share:4.0%} {what}", err=True))
    except ModuleNotFoundError as error:
        refuse(f"{error.name} is missing: install the extra with pip install 'onconeural[calibration]'")
    except (OSError, ValueError) as error:
        refuse(f"--resume: {reason(error)}")
    if check is not None:
        document = check_document("second_method", found["recipe"], found["second_method"])
        save(check, json.dumps({"intended_use": INTENDED_USE, **document}, indent=1, allow_nan=False) + "\n")
    save(out, json.dumps({**found, "intended_use": INTENDED_USE}, indent=1, allow_nan=False) + "\n")
    typer.echo(f"{out}: {len(found['draws'])} draws. {INTENDED_USE}")
