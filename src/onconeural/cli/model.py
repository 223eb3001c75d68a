"""`onconeural model`: look into the equations, see which published facts hold, or take them elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.drugs import drugs
from onconeural.cli.equations import equations
from onconeural.cli.failure import refuse
from onconeural.cli.given import require_word
from onconeural.cli.hormones import hormones
from onconeural.cli.output import save
from onconeural.cli.progress import progress
from onconeural.cli.show import show

model_app = typer.Typer(
    help="Look into the model, or take it elsewhere.",
    epilog="Example: onconeural model antibodies yo",
    no_args_is_help=True,
    rich_markup_mode=None,
)
model_app.command(short_help="What each drug does in the model; cautions, sources.")(drugs)
model_app.command(short_help="Print every equation, with units and sources.")(equations)
model_app.command(short_help="Curves of sodium, calcium and cortisol.")(hormones)

Target = Annotated[
    Path, typer.Argument(metavar="FILE", help="Where to write: .xml or .sbml (SBML), or .ant (Antimony).")
]
Key = Annotated[str | None, typer.Argument(metavar="ID", help="One antibody: id or label, such as yo. [default: all]")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Seed: the same seed gives the same numbers.")
]
Scale = Annotated[float, typer.Option(metavar="X", min=0.01, max=100.0, help="Times the usual number of patients.")]


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


@model_app.command(short_help="What is set for which antibody, and why.")
def antibodies(antibody: Key = None, as_json: AsJson = False) -> None:
    """List the antibodies: class, tumours, age, sex, what differs, sources, whether forecasts are shown and ranked.

    Example: onconeural model antibodies tr_dner
    """
    from onconeural.report import antibody_table  # noqa: PLC0415 - slow to load, and --help must be fast
    from onconeural.report.antibodies import antibody_document, antibody_documents  # noqa: PLC0415

    key = None if antibody is None else _antibody_or_refuse(antibody)
    if as_json:
        found = [antibody_document(key)] if key else antibody_documents()
        typer.echo(json.dumps({"intended_use": INTENDED_USE, "antibodies": list(found)}, indent=2))
        return
    show(antibody_table.antibody_detail(antibody_document(key)) if key else antibody_table.antibodies_table())


def _antibody_or_refuse(given: str) -> str:
    """The key of an antibody given by key or label, in any case; otherwise exit code 2."""
    from onconeural.evidence import antibody_keys, antibody_label  # noqa: PLC0415

    keys = {antibody_label(key).lower(): key for key in antibody_keys()}
    wanted = given.strip().lower()
    key = keys.get(wanted, wanted)
    require_word("ID", key, antibody_keys())
    return key


@model_app.command(short_help="Which of ten published facts does it reproduce?")
def facts(seed: Seed = 1, scale: Scale = 1.0, as_json: AsJson = False) -> None:
    """Simulate ten published facts in their own definitions, and say which hold and which do not.

    Exit code 0 whatever holds: a fact that is not reproduced is a result.

    Example: onconeural model facts --json
    """
    from onconeural.population import facts as simulate_facts  # noqa: PLC0415
    from onconeural.report import facts_json, facts_table  # noqa: PLC0415

    with progress() as report:
        found = simulate_facts(seed, scale, report)
    if as_json:
        typer.echo(json.dumps(facts_json(found), indent=2, allow_nan=False))
        return
    show(facts_table(found))
