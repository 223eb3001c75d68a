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
    epilog="Example: onconeural forecast examples/hu_sclc_67f.yaml --out demo",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
# One line a command, short enough for a list on 80 columns.
app.command(short_help="Forecast a case, or a folder of cases; write a report.")(forecast)
app.command(short_help="How sure is the diagnosis, and where is the tumour?")(workup)
app.command(short_help="Compare forecasts with what happened to patients.")(score)
app.command(short_help="Print the references and methods of a report.")(cite)
app.command(short_help="Which syndromes are covered, and why not the others?")(scope)
app.command(short_help="Run your own model, for one patient or many.")(simulate)
app.command(short_help="Simulate a whole cohort of one antibody.")(cohort)
app.command(short_help="Which published cohorts does the model reproduce?")(validate)
app.command(short_help="Which parameters can the published numbers decide?")(identify)
app.command(short_help="Fit the model to published cohorts.")(calibrate)
app.command(short_help="Does the fit find known parameters again?")(recover)
app.command(short_help="Would weights on the virtual patients help?")(weights)
app.command(short_help="Which parameters decide the outcomes?")(sensitivity)
app.command(short_help="How far may the model be trusted?")(credibility)
app.add_typer(case_app, name="case", short_help="Check, import or export a case file.")
app.add_typer(evidence_app, name="evidence", short_help="The cited facts behind every number.")
app.add_typer(model_app, name="model", short_help="Look into the model, or take it elsewhere.")


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
