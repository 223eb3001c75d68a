"""`onconeural model hormones`: how sodium, calcium and cortisol answer to a growing tumour. Curves only."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import require_word
from onconeural.cli.output import save
from onconeural.cli.show import show

if TYPE_CHECKING:
    from onconeural.model.hormones import Hormone, HormoneCurves

HORMONES = ("adh", "pthrp", "acth")
ENDINGS = (".csv", ".json", ".svg", ".png")

Which = Annotated[
    str | None, typer.Option("--antigen", metavar="WORD", help="adh, pthrp or acth. [default: all three]")
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write .csv, .json, .svg or .png instead of printing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def hormones(antigen: Which = None, out: Out = None, as_json: AsJson = False) -> None:
    """Show how sodium, calcium and cortisol answer to a growing tumour that makes ADH, PTHrP or ACTH.

    Curves only, from published equations on the tumour of the disease model, without treatment: no strategy is
    compared and no rate of correction is given. What one tumour cell secretes is assumed.

    Example: onconeural model hormones --antigen adh --out sodium.svg
    """
    from onconeural.model.hormones import hormone_curves  # noqa: PLC0415 slow to load, and --help must be fast

    if antigen is not None:
        require_word("--antigen", antigen, HORMONES)
    if out is not None and out.suffix.lower() not in ENDINGS:
        refuse(f"{out}: found the ending '{out.suffix}', expected {', '.join(ENDINGS)}")
    chosen = (antigen,) if antigen else HORMONES
    curves = []
    for name in chosen:
        if sys.stderr.isatty():
            typer.echo(f"simulating {name} ...", err=True)
        curves.append(hormone_curves(cast("Hormone", name)))
    _give(curves, out, as_json)


def _give(curves: Sequence[HormoneCurves], out: Path | None, as_json: bool) -> None:
    from onconeural.report.hormone_curves import (  # noqa: PLC0415
        CURVES_ONLY,
        curve_tables,
        curves_csv,
        curves_figure,
        curves_json,
    )

    ending = out.suffix.lower() if out else ""
    if out is not None:
        drawn = curves_figure(curves, "svg" if ending == ".svg" else "png") if ending in (".svg", ".png") else None
        save(out, drawn if drawn is not None else curves_json(curves) if ending == ".json" else curves_csv(curves))
        typer.echo(f"{out} ({CURVES_ONLY})")
    elif as_json:
        sys.stdout.write(curves_json(curves))
    else:
        for table in curve_tables(curves):
            show(table)
        typer.echo(CURVES_ONLY)
