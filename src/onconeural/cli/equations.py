"""`onconeural model equations`: every equation typeset, with symbols, units, values, status and sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onconeural.cli.output import print_or_save

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of Markdown.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write a file instead of printing.")]


def equations(out: Out = None, as_json: AsJson = False) -> None:
    """Print every equation of the model as Markdown with LaTeX, made from the SBML file that runs.

    Symbols come with meaning, unit, default value, sources, and whether they are measured, inferred or assumed.

    Example: onconeural model equations --out equations.md
    """
    from onconeural.report.equations_page import (  # noqa: PLC0415 slow to load, and --help must be fast
        equations_json,
        equations_page,
    )

    print_or_save(equations_json() if as_json else equations_page(), out)
