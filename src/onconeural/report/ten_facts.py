"""The ten facts as a table and as a JSON document: published, simulated, and whether it holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE, __version__
from onconeural.model import model_hash
from onconeural.report.cohorts import STATUS, finite, number

if TYPE_CHECKING:
    from onconeural.population import Fact, Part


def facts_table(found: tuple[Fact, ...]) -> Group:
    """Return what a terminal shows of the ten facts."""
    held, parts = sum(fact.holds for fact in found), [part for fact in found for part in fact.parts]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in ("", "Fact", "Published", "Interval", "Simulated", "Holds"):
        table.add_column(name, justify="right" if name in ("Published", "Interval", "Simulated") else "left")
    for fact in found:
        table.add_row(str(fact.number), Text(fact.text, "bold"), "", "", "", _verdict(fact.holds))
        for part in fact.parts:
            table.add_row("", Text(part.published.reading), *_cells(part), _verdict(part.holds))
    head = f"{held} of {len(found)} facts hold whole; {sum(p.holds for p in parts)} of {len(parts)} parts hold."
    return Group(Text(f"The model is {STATUS}.", "bold yellow"), Text(head), table, Text(INTENDED_USE))


def _verdict(holds: bool) -> str:
    return "yes" if holds else "NOT REPRODUCED"


def _cells(part: Part) -> tuple[str, str, str]:
    published = part.published
    low, high = ("" if bound is None else number(bound) for bound in (published.low, published.high))
    wanted = "wanted" if published.kind == "requirement" else number(published.value)
    interval = f"{low} to {high} ({published.interval})"
    simulated = number(part.estimate.value) if part.estimate is not None else "not in the model"
    return wanted, interval, f"{simulated} {published.unit if published.unit != '1' else ''}".strip()


def facts_json(found: tuple[Fact, ...]) -> dict[str, Any]:
    """Return the ten facts as plain values, each with ``holds``; what does not exist is null."""
    return {
        "intended_use": INTENDED_USE,
        "status": STATUS,
        "version": __version__,
        "model_hash": model_hash(),
        "facts": [
            {
                "number": fact.number,
                "id": fact.id,
                "text": fact.text,
                "holds": fact.holds,
                "parts": [_part(part) for part in fact.parts],
            }
            for fact in found
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    simulated = finite(asdict(part.estimate)) if part.estimate is not None else None
    return {**part.published.model_dump(), "simulated": simulated, "holds": part.holds}
