"""The curves of the hormonal route: a table for the terminal, CSV, JSON and a figure. No ranking, no advice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from rich.table import Table

from onconeural import INTENDED_USE, __version__
from onconeural.model.hormones import HormoneCurves, hormone_registry

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CURVES_ONLY = (
    "Curves only: no treatment is compared and no rate of correction is given. The secretion of a tumour cell is "
    f"assumed, so the form of a curve is meant, not its place on the axis of tumour size. {INTENDED_USE}"
)
CELLS_PER_GRAM = 1e9  # the usual rule of thumb, assumed


def curve_tables(curves: Sequence[HormoneCurves], rows: int = 8) -> list[Table]:
    """Return one table a route: tumour size and what the blood shows, at about ``rows`` days."""
    return [_table(found, rows) for found in curves]


def _table(found: HormoneCurves, rows: int) -> Table:
    table = Table(title=found.route.label, title_justify="left")
    for heading in ("day", "tumour (g)", *found.values):
        table.add_column(heading, justify="right")
    for i in range(0, len(found.days), max(1, (len(found.days) - 1) // (rows - 1))):
        cells = [f"{values[i]:.4g}" for values in found.values.values()]
        table.add_row(f"{found.days[i]:.0f}", f"{found.tumour[i] / CELLS_PER_GRAM:.3g}", *cells)
    return table


def curves_csv(curves: Sequence[HormoneCurves]) -> str:
    """Return all points as CSV: one row a point and quantity."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    text.write(f"# {CURVES_ONLY}\n")
    writer.writerow(["hormone", "day", "tumour_cells", "quantity", "value"])
    for found in curves:
        for label, values in found.values.items():
            rows = zip(found.days, found.tumour, values, strict=True)
            writer.writerows([found.route.hormone, f"{d:g}", f"{t:.6g}", label, f"{v:.6g}"] for d, t, v in rows)
    return text.getvalue()


def curves_json(curves: Sequence[HormoneCurves]) -> str:
    """Return the curves as one JSON document, with the assumed parameters and the sources behind them."""
    document = {
        "intended_use": INTENDED_USE,
        "note": CURVES_ONLY,
        "version": __version__,
        "curves": [_document(found) for found in curves],
        "parameters": [p.model_dump(exclude_none=True) for p in hormone_registry().parameters],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _document(found: HormoneCurves) -> dict[str, Any]:
    return {
        "hormone": found.route.hormone,
        "label": found.route.label,
        "days": [round(float(d), 3) for d in found.days],
        "tumour_cells": [float(f"{t:.6g}") for t in found.tumour],
        "values": {label: [float(f"{v:.6g}") for v in values] for label, values in found.values.items()},
    }


def curves_figure(curves: Sequence[HormoneCurves], kind: Literal["svg", "png"]) -> bytes:
    """Return a figure: the first quantity of each route against tumour size."""
    from matplotlib.figure import Figure  # noqa: PLC0415 slow to load

    figure: Figure = Figure(figsize=(4.0 * len(curves), 3.4), layout="constrained")
    for axes, found in zip(figure.subplots(1, len(curves), squeeze=False)[0], curves, strict=True):
        label, values = next(iter(found.values.items()))
        axes.plot(found.tumour / CELLS_PER_GRAM, values, color="#20508c")
        axes.set_xscale("log")
        axes.set(xlabel="tumour (g)", ylabel=label, title=found.route.label)
    figure.supxlabel(f"Curves only; the axis of tumour size is assumed. {INTENDED_USE}", fontsize=7)
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else None)
    return buffer.getvalue()
