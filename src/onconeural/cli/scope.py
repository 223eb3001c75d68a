"""`onconeural scope`: which syndromes this software covers, and why not the others."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer

from onconeural import INTENDED_USE
from onconeural.cli.show import show

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def scope(as_json: AsJson = False) -> None:
    """List every syndrome of the two references: modelled, worked up, or out of scope and why.

    The references are Rees 2004 (JNNP 75 suppl 2:ii43) and the encyclopaedia table of paraneoplastic syndromes. How
    each mention was seen is printed; what was recalled is to be confirmed.

    Example: onconeural scope
    """
    from onconeural.evidence import scope as rows  # noqa: PLC0415 - slow to load, and --help must be fast
    from onconeural.evidence.editorial import editorial_fields  # noqa: PLC0415
    from onconeural.report.trace import scope_table  # noqa: PLC0415

    if as_json:
        listed = [{**asdict(row), **editorial_fields(row)} for row in rows()]
        typer.echo(json.dumps({"intended_use": INTENDED_USE, "syndromes": listed}, indent=2))
        return
    show(scope_table(rows()))
    counts = Counter(row.state for row in rows())
    typer.echo(
        ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in counts.most_common()) + f". {INTENDED_USE}"
    )
