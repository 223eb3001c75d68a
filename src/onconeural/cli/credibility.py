"""`onconeural credibility` and `onconeural sensitivity`: how far to trust the model, and what its answers hang on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.calibrate import Processes, processes
from onconeural.cli.cohort import Antibody, modelled_or_refuse
from onconeural.cli.failure import reason, refuse
from onconeural.cli.given import calibration_or_refuse
from onconeural.cli.legend import legend
from onconeural.cli.output import files_or_refuse, print_or_save
from onconeural.cli.progress import progress
from onconeural.cli.show import show

SHOWN = 6  # parameters for each outcome in the table; --json has all

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file instead.")]
Measure = Annotated[bool, typer.Option("--measure", help="Simulate all cohorts and give the counts behind the page.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the standing of every antibody as JSON.")]
Trajectories = Annotated[
    int, typer.Option(metavar="N", min=2, max=100, help="Trajectories of Morris's design; more is finer.")
]
Patients = Annotated[
    int, typer.Option(metavar="N", min=40, max=100_000, help="Patients with disease in each run, about.")
]
InfluencesAsJson = Annotated[bool, typer.Option("--json", help="Print all influences as JSON.")]


def credibility(out: Out = None, measure: Measure = False, workers: Processes = None, as_json: AsJson = False) -> None:
    """How far to trust the model: question, context, evidence, gaps, and for which antibodies it may rank.

    Example: onconeural credibility --out docs/credibility.md
    """
    from onconeural.calibration import PosteriorError, credibility_page, judgement, standings  # noqa: PLC0415

    files_or_refuse(out)
    if measure:
        try:
            with progress() as tell:
                counts = judgement(tell, processes(workers))
        except ChildProcessError as error:
            refuse(reason(error))
        print_or_save(json.dumps(counts, indent=1) + "\n", out)
        return
    try:
        page = credibility_page()
        rows = [asdict(row) for row in standings()]
    except PosteriorError as error:
        refuse(str(error))
    data = {"schema_version": "1.0", "intended_use": INTENDED_USE, "antibodies": rows}
    print_or_save(json.dumps(data, indent=2) + "\n" if as_json else page, out)


def sensitivity(
    antibody: Antibody, trajectories: Trajectories = 4, patients: Patients = 100, as_json: InfluencesAsJson = False
) -> None:
    """Which free parameters decide the outcomes: disability, survival, a new area, finding of the tumour.

    Needs: pip install 'onconeural[calibration]'

    Example: onconeural sensitivity --antibody Hu
    """
    from onconeural.calibration import OUTCOMES, influences  # noqa: PLC0415

    key = modelled_or_refuse(antibody)
    calibration_or_refuse()
    with progress() as tell:
        rows = influences(key, trajectories, patients, tell=tell)
    if as_json:
        labels = {name: label for name, (label, _) in OUTCOMES.items()}
        data = {"intended_use": INTENDED_USE, "antibody": key, "outcomes": labels, "rows": [asdict(r) for r in rows]}
        typer.echo(json.dumps(data, indent=2, allow_nan=False))
        return
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Outcome", "Parameter", "Mean absolute effect", "95 % interval", "Spread of effects"):
        table.add_column(name)
    shown: list[str] = []
    for outcome, (label, _) in OUTCOMES.items():
        for row in [r for r in rows if r.outcome == outcome][:SHOWN]:
            ends = f"{row.low:.2g} to {row.high:.2g}"
            table.add_row(label, row.parameter, f"{row.mu_star:.2g}", ends, f"{row.sigma:.2g}")
            shown.append(row.parameter)
    show(table)
    for line in legend(shown):
        typer.echo(line)
    typer.echo(f"Elementary effects (Morris 1991) over one prior standard deviation each way. {INTENDED_USE}")
