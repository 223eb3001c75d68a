"""`onconeural model`: look into the equations, or take them elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.drugs import drugs
from onconeural.cli.equations import equations
from onconeural.cli.failure import refuse
from onconeural.cli.hormones import hormones
from onconeural.cli.output import save

model_app = typer.Typer(help="Look into the model, or take it elsewhere.", no_args_is_help=True, rich_markup_mode=None)
model_app.command()(drugs)
model_app.command()(equations)
model_app.command()(hormones)

Target = Annotated[
    Path, typer.Argument(metavar="FILE", help="Where to write: .xml or .sbml (SBML), or .ant (Antimony).")
]


@model_app.callback()
def _group() -> None:
    """Look into the model, or take it elsewhere."""


Hormonal = Annotated[bool, typer.Option("--hormones", help="Write the hormone model instead (curves only).")]


@model_app.command()
def export(file: Target, hormones: Hormonal = False) -> None:
    """Write the model as SBML or as Antimony text.

    The values in the file are the anti-Hu defaults. It runs unchanged in libRoadRunner, COPASI and others.

    Example: onconeural model export onconeural.xml
    """
    from onconeural.model import antimony_text, disease_model  # noqa: PLC0415
    from onconeural.model.hormones import hormone_model, hormone_text  # noqa: PLC0415

    suffix = file.suffix.lower()
    if suffix not in (".xml", ".sbml", ".ant"):
        refuse(f"{file}: found the ending '{file.suffix}', expected .xml, .sbml or .ant")
    as_text, model = (hormone_text, hormone_model) if hormones else (antimony_text, disease_model)
    save(file, as_text() if suffix == ".ant" else model().sbml)
    typer.echo(f"{file} ({INTENDED_USE})")
