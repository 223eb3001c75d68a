"""`onconeural cite`: the bibliography and the methods of a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.given import require_word
from onconeural.cli.output import print_or_save

ReportPath = Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json that `onconeural forecast` wrote.")]
Style = Annotated[str, typer.Option("--format", metavar="WORD", help="text, bibtex or csl-json.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="File to write. [default: standard output]")]


def cite(report: ReportPath, style: Style = "text", out: Out = None) -> None:
    """Print the bibliography of a report in reading order, and its methods: versions, seed and hashes.

    Example: onconeural cite demo/report.json --format bibtex
    """
    from onconeural.report.bibliography import STYLES, ReportError, bibliography, read_report  # noqa: PLC0415

    require_word("--format", style, STYLES)
    try:
        text = bibliography(read_report(report), style)
    except ReportError as error:
        refuse(str(error))
    print_or_save(text, out)
