"""`onconeural identify`, `recover` and `weights`: checks of the calibration itself, run by hand, stored with hashes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from onconeural import INTENDED_USE
from onconeural.cli.calibrate import Processes, Resume, goes_on, processes
from onconeural.cli.failure import reason, refuse
from onconeural.cli.given import calibration_or_refuse
from onconeural.cli.legend import legend
from onconeural.cli.output import files_or_refuse, save
from onconeural.cli.progress import ANEW, Tell, progress

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the result with its hashes, too.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quick = Annotated[bool, typer.Option("--quick", help="A small run that shows that it works; its numbers mean little.")]
Replicates = Annotated[int, typer.Option(metavar="N", min=10, max=10_000, help="Simulated publications to fit.")]
Draws = Annotated[
    int, typer.Option(metavar="N", min=64, max=4096, help="Simulated draws that the emulator learns from.")
]
Patients = Annotated[
    int, typer.Option(metavar="N", min=100, max=100_000, help="Patients with disease in each simulation, about.")
]

Rows = Iterator[tuple[str, ...]]


def identify(
    resume: Resume = Path("calibration_run"),
    quick: Quick = False,
    workers: Processes = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Which parameters can the published statistics decide? Symmetries, directions, profiles and verdicts in words.

    It needs the first wave of `onconeural calibrate` and makes it in the same folder, so nothing is simulated twice.
    Needs: pip install 'onconeural[calibration]'

    Example: onconeural identify --resume my_run --json
    """
    from onconeural.calibration import Recipe  # noqa: PLC0415
    from onconeural.calibration import identify as run  # noqa: PLC0415
    from onconeural.calibration.checks.identifiability import as_data  # noqa: PLC0415

    recipe = Recipe.small() if quick else Recipe()
    found = _checked(out, lambda tell: as_data(run(resume, recipe, tell, processes(workers))), goes_on(resume))
    _give("identifiability", asdict(recipe), found, out, as_json, _identified)


def recover(
    replicates: Replicates = 100,
    draws: Draws = 160,
    patients: Patients = 300,
    workers: Processes = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Does the inference find known parameters again? Five parameters, anti-Hu cohorts, simulated publications.

    Ranks of the truth among draws of the posterior must be even (simulation-based calibration).
    Needs: pip install 'onconeural[calibration]'

    Example: onconeural recover --replicates 100 --out recovery.json
    """
    from onconeural.calibration import recover as run  # noqa: PLC0415
    from onconeural.calibration.checks.recovery import as_data  # noqa: PLC0415

    found = _checked(out, lambda tell: as_data(run(replicates, draws, patients, tell, processes(workers))))
    recipe = {"replicates": replicates, "draws": draws, "patients": patients}
    _give("recovery", recipe, found, out, as_json, _recovered)


def weights(patients: Patients = 600, workers: Processes = None, out: Out = None, as_json: AsJson = False) -> None:
    """Would weights on the virtual patients bring predictions nearer? Fitted on some cohorts, tried on fresh patients.

    Only calibration cohorts are looked at. No prediction of the program uses weights unless this says that they help.
    Needs: pip install 'onconeural[calibration]'

    Example: onconeural weights --json
    """
    from onconeural.calibration import trials  # noqa: PLC0415
    from onconeural.calibration.checks.strata import as_data  # noqa: PLC0415

    found = _checked(out, lambda tell: as_data(trials(patients, tell, processes(workers))))
    _give("weights", {"patients": patients}, found, out, as_json, _weighed)


def _checked(out: Path | None, run: Callable[[Tell], dict[str, Any]], then: str = ANEW) -> dict[str, Any]:
    calibration_or_refuse()
    files_or_refuse(out)
    try:
        with progress(then) as tell:
            return run(tell)
    except (OSError, ValueError) as error:
        refuse(reason(error))


def _give(
    name: str,
    recipe: Mapping[str, Any],
    found: Mapping[str, Any],
    out: Path | None,
    as_json: bool,
    rows: Callable[[Mapping[str, Any]], Rows],
) -> None:
    """Print a result as a table or JSON, and keep it in a file where one is named."""
    from onconeural.calibration import check_document  # noqa: PLC0415

    document = {"intended_use": INTENDED_USE, **check_document(name, recipe, found)}
    text = json.dumps(document, indent=1, allow_nan=False) + "\n"
    if out is not None:
        save(out, text)
    if as_json:
        typer.echo(text, nl=False)
        return
    _table(rows(found))
    for line in _notes(name, found):
        typer.echo(line)
    typer.echo(INTENDED_USE)


def _table(rows: Rows) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from onconeural.cli.show import show  # noqa: PLC0415

    table = Table(*next(rows), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    show(table)


def _identified(found: Mapping[str, Any]) -> Rows:
    yield "Parameter", "95 % profile, prior sd", "Prior sd left", "Alone", "Verdict"
    for p in found["profiles"]:
        ends = " to ".join("none" if p[end] is None else f"{p[end]:.2f}" for end in ("low", "high"))
        yield p["name"], ends, f"{p['sd_left']:.2f}", f"{p['alone']:.2f}", p["verdict"]


def _recovered(found: Mapping[str, Any]) -> Rows:
    yield "Parameter", "Correlation", "Prior sd left", "Bias", "In 50/80/95 %", "Ranks even, p", "Verdict"
    for p in found["parameters"]:
        covered = "/".join(f"{share:.0f}" for share in p["covered"].values())
        numbers = (f"{p['correlation']:.2f}", f"{p['sd_left']:.2f}", f"{p['bias']:.2f}")
        yield p["name"], *numbers, covered, f"{p['p']:.2g}", p["verdict"]


def _weighed(found: Mapping[str, Any]) -> Rows:
    yield "Antibody", "Weights", "Inside", "Distance", "Effective share", "Strata, low to high score"
    for t in found["trials"]:
        inside, shown = f"{t['inside']} of {t['targets']}", " ".join(f"{w:.2f}" for w in t["weights"])
        yield t["antibody"], t["how"], inside, f"{t['distance']:.2f}", f"{t['effective']:.2f}", shown


def _notes(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield from legend(p["name"] for p in found.get("profiles") or found.get("parameters") or ())
    if name == "identifiability":
        yield "Of all parameters of the equations:"
        yield from (f"  {s['words']}" for s in found["equations"])
        left = "; ".join(s["words"] for s in found["among_free"]) or "none: one of each product is left out"
        yield f"Among the free parameters alone: {left}."
        of = len(found["directions"])
        yield f"{found['targets']} statistics say more than the prior about {found['decided']} of {of} combinations."
    if name == "weights":
        for how, t in found["sums"].items():
            yield f"{how}: {t['inside']} of {t['targets']} inside"
