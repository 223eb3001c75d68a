"""`onconeural cite`: the bibliography and the methods of a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onconeural.cli.failure import refuse
from onconeural.cli.output import print_or_save

ReportPath = Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json that `onconeural forecast` wrote.")]
Style = Annotated[str, typer.Option("--format", help="text, bibtex or csl-json.")]
Out = Annotated[Path | None, typer.Option(help="File to write. [default: standard output]")]


def cite(report: ReportPath, style: Style = "text", out: Out = None) -> None:
    """Print the bibliography of a report in reading order, and its methods: versions, seed and hashes.

    Example: onconeural cite demo/report.json --format bibtex
    """
    from onconeural.evidence import nearest  # noqa: PLC0415 - slow to load, and --help must be fast
    from onconeural.report.bibliography import STYLES, ReportError, bibliography, read_report  # noqa: PLC0415

    if style not in STYLES:
        meant = nearest(style, STYLES)
        hint = f"; did you mean {meant}?" if meant else ""
        refuse(f"--format: found '{style}', expected {', '.join(STYLES)}{hint}")
    try:
        text = bibliography(read_report(report), style)
    except ReportError as error:
        refuse(str(error))
    print_or_save(text, out)
