"""All commands in one place."""

from __future__ import annotations

from typing import Annotated

import typer

from onconeural import INTENDED_USE, __version__
from onconeural.cli.calibrate import calibrate
from onconeural.cli.case import case_app
from onconeural.cli.checks import identify, recover, weights
from onconeural.cli.cite import cite
from onconeural.cli.cohort import cohort
from onconeural.cli.credibility import credibility, sensitivity
from onconeural.cli.evidence import evidence_app
from onconeural.cli.forecast import forecast
from onconeural.cli.model import model_app
from onconeural.cli.scope import scope
from onconeural.cli.score import score
from onconeural.cli.simulate import simulate
from onconeural.cli.validate import validate
from onconeural.cli.workup import workup

app = typer.Typer(
    help=f"What stops a paraneoplastic syndrome from spreading, and how soon must it happen? {INTENDED_USE}",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(forecast)
app.command()(workup)
app.command()(score)
app.command()(cite)
app.command()(scope)
app.command()(simulate)
app.command()(cohort)
app.command()(validate)
app.command()(identify)
app.command()(calibrate)
app.command()(recover)
app.command()(weights)
app.command()(sensitivity)
app.command()(credibility)
app.add_typer(case_app, name="case")
app.add_typer(evidence_app, name="evidence")
app.add_typer(model_app, name="model")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"onconeural {__version__}. {INTENDED_USE}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before a command."""
