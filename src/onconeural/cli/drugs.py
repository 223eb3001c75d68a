"""`onconeural model drugs`: what each drug or procedure is in clinical units, in the model, and what to beware of."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.given import require_word
from onconeural.cli.show import show

Key = Annotated[str | None, typer.Argument(metavar="KEY", help="Show this one in full.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def drugs(key: Key = None, as_json: AsJson = False) -> None:
    """List drugs and procedures of the model: clinical dose, route, schedule, conversion, cautions, sources.

    With KEY the whole record is shown. Regimens are those of the model, not a recommendation.

    Example: onconeural model drugs ivig
    """
    from onconeural.model import intervention, interventions  # noqa: PLC0415 slow to load, and --help must be fast
    from onconeural.report.drug_table import drug_json, drug_table, drug_text  # noqa: PLC0415

    if key is not None:
        require_word("KEY", key, [record.id for record in interventions()])
    if as_json:
        sys.stdout.write(drug_json((intervention(key),) if key else interventions()))
        return
    show(drug_text(intervention(key)) if key else drug_table())
    typer.echo(f"Regimens of the model, not a recommendation. {INTENDED_USE}")
