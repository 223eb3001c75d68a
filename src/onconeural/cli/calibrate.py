"""`onconeural calibrate`: the posterior of the free parameters, made from the calibration cohorts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.failure import reason, refuse
from onconeural.cli.given import calibration_or_refuse
from onconeural.cli.output import files_or_refuse, save
from onconeural.cli.progress import lines, stoppable

Resume = Annotated[
    Path, typer.Option("--resume", metavar="DIR", help="Folder of the run: begun there, or gone on with after a stop.")
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the posterior is written.")]
Check = Annotated[
    Path | None, typer.Option("--check", metavar="FILE", help="Write the comparison with the second method, too.")
]
Quick = Annotated[bool, typer.Option("--quick", help="A small run that shows that it works; its numbers mean little.")]
Processes = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        max=1024,
        help="Processes that simulate side by side. [default: one a processor]",
    ),
]


def processes(given: int | None) -> int:
    """How many processes simulate: as many as asked for, else one for each processor."""
    from onconeural.engine.ensemble import available_threads  # noqa: PLC0415

    return given or available_threads()


def goes_on(folder: Path) -> str:
    """What the same command does after Ctrl-C: every simulated draw is kept."""
    return f"goes on with what is in {folder}"


def calibrate(
    resume: Resume = Path("calibration_run"),
    out: Out = Path("posterior.json"),
    check: Check = None,
    quick: Quick = False,
    workers: Processes = None,
) -> None:
    """Fit the free parameters to the calibration cohorts: waves of simulated draws, an emulator, and a sampler.

    Every simulated draw is a file in the folder. After a stop the same command goes on, with the same bits; they do not
    depend on the number of workers. Needs: pip install 'onconeural[calibration]'

    Example: onconeural calibrate --resume my_run --out posterior.json
    """
    from onconeural.calibration import Recipe, check_document  # noqa: PLC0415
    from onconeural.calibration import calibrate as run  # noqa: PLC0415

    calibration_or_refuse()
    files_or_refuse(out, check)
    recipe = Recipe.small() if quick else Recipe()
    try:
        with stoppable(goes_on(resume)):
            found = run(resume, recipe, lines(), processes(workers))
    except (OSError, ValueError) as error:
        refuse(f"--resume: {reason(error)}")
    if check is not None:
        document = check_document("second_method", found["recipe"], found["second_method"])
        save(check, json.dumps({"intended_use": INTENDED_USE, **document}, indent=1, allow_nan=False) + "\n")
    save(out, json.dumps({**found, "intended_use": INTENDED_USE}, indent=1, allow_nan=False) + "\n")
    typer.echo(_against(**found["fresh_likelihood"]))
    typer.echo(f"{out}: {len(found['draws'])} draws. {INTENDED_USE}")


def _against(draws: float, single_values: float) -> str:
    words = f"ln likelihood on fresh patients: {draws:g}; single values, without a posterior: {single_values:g}"
    return f"{words}." if draws > single_values else f"{words}, which is better: use --posterior none."
