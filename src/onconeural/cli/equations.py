"""`onconeural model equations`: every equation typeset, with symbols, units, values, status and sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onconeural.cli.output import print_or_save

Out = Annotated[Path | None, typer.Option(help="Write a file instead of printing.")]


def equations(out: Out = None) -> None:
    """Print every equation of the model as Markdown with LaTeX, made from the SBML file that runs.

    Symbols come with meaning, unit, default value, sources, and whether they are measured, inferred or assumed.

    Example: onconeural model equations --out equations.md
    """
    from onconeural.report.equations_page import equations_page  # noqa: PLC0415 slow to load, and --help must be fast

    print_or_save(equations_page(), out)
