"""Drugs and procedures of the model: a list, one record in full, and both as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import citation, sources
from onconeural.model import Intervention, cautions, doses, interventions, reference_adult
from onconeural.report.references import link

SEEN = {"read_primary": "", "read_secondary": " (second-hand)", "recalled": " (recalled, to be confirmed)"}


def drug_table() -> Table:
    """Return every intervention with its usual dose, route and schedule."""
    table = Table()
    table.add_column("id", no_wrap=True)
    for heading in ("usual dose", "route", "schedule", "basis of conversion"):
        table.add_column(heading, overflow="fold")
    for record in interventions():
        table.add_row(record.id, _dose(record), record.route, record.regimen, record.status)
    return table


def drug_text(record: Intervention) -> Text:
    """Return one intervention in full: doses, conversion, both sides, cautions, sources."""
    return Text("\n".join(_lines(record)))


def _lines(record: Intervention) -> Iterator[str]:
    yield f"{record.label} ({record.id})"
    yield f"  dose: {_dose(record)}, {record.route}"
    yield f"  schedule: {record.regimen}"
    yield f"  in the model ({record.status}): {record.conversion}"
    days = sorted({float(np.asarray(d.time)) for d in doses(record.id, 0.0)})
    yield f"  days with a dose: {_few(days)}"
    for heading, text in (("benefit", record.benefit), ("harm", record.harm)):
        if text:
            yield f"  {heading}: {text}"
    yield "  cautions:" if cautions(record.id) else "  cautions: none is recorded"
    for caution in cautions(record.id):
        where = f" [{caution.source}]" if caution.source else ""
        yield f"    - {caution.text}{where}{SEEN[caution.status]}"
    yield "  sources:" if record.sources else "  sources: none, assumed"
    yield from (f"    - {line}" for line in _references(record))


def _few(days: list[float]) -> str:
    shown = [f"{day:g}" for day in days]
    return ", ".join(shown) if len(shown) <= 8 else f"{', '.join(shown[:6])} ... {shown[-1]} ({len(shown)} days)"


def _dose(record: Intervention) -> str:
    if record.dose is None:
        return "see its parts"
    return f"{record.dose.amount:g} {record.dose.unit}" + (f" of {record.dose.of}" if record.dose.of else "")


def _references(record: Intervention) -> Iterator[str]:
    cited = (c.source for c in cautions(record.id) if c.source)
    for key in dict.fromkeys((*record.sources, *cited)):
        source = sources()[key]
        text, address = f"{key}: {citation(source)}", link(source)
        yield text if address is None or address in text else f"{text} <{address}>"


def drug_json(records: tuple[Intervention, ...]) -> str:
    """Return interventions as one JSON document, with the reference adult and the references."""
    document: dict[str, Any] = {
        "intended_use": INTENDED_USE,
        "reference_adult": reference_adult().model_dump(),
        "interventions": [r.model_dump(exclude={"cautions"}) | {"cautions": _cautions(r)} for r in records],
        "references": {r.id: list(_references(r)) for r in records},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _cautions(record: Intervention) -> list[dict[str, Any]]:
    return [caution.model_dump() for caution in cautions(record.id)]
