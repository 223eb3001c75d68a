"""A simulated cohort as a table, a JSON document, a figure and rows for data frames."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE, __version__
from onconeural.model import antibody, areas, model_hash
from onconeural.tables.writing import write_parquet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onconeural.population import Cohort, Estimate, Row

STATUS = "not validated: no ranking"


def cohort_table(found: Cohort, rows: tuple[Row, ...]) -> Group:
    """Return what a terminal shows of a cohort."""
    head = (
        f"Simulated: {antibody(found.antibody).label}, {found.drawn} plausible patients drawn, "
        f"{len(found.people)} fell ill, seed {found.seed}, model {model_hash()[:12]}"
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in ("What", "Value", "95 % interval", "Unit", "n"):
        table.add_column(name, justify="left" if name in ("What", "Unit") else "right")
    for row in rows:
        table.add_row(row.label, *_cells(row.estimate), row.unit, str(row.estimate.n))
    notes = "The interval says how well the simulation knows its own number, not how well the model knows the world."
    return Group(Text(f"The model is {STATUS}.", "bold yellow"), Text(head), table, Text(notes), Text(INTENDED_USE))


def _cells(estimate: Estimate) -> tuple[str, str]:
    return number(estimate.value), f"{number(estimate.low)} to {number(estimate.high)}"


def number(value: float) -> str:
    """A value with three significant digits; a dash where there is none.

    >>> number(71.24), number(0.0312), number(float("nan"))
    ('71.2', '0.0312', '-')
    """
    return f"{value:.3g}" if isfinite(value) else "-"


def cohort_json(found: Cohort, rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return the cohort's summary as plain values; a number that does not exist is null."""
    return {
        "intended_use": INTENDED_USE,
        "status": STATUS,
        "antibody": found.antibody,
        "drawn": found.drawn,
        "ill": len(found.people),
        "failed": int(found.course.failed.sum()) + found.people.failed,
        "seed": found.seed,
        "version": __version__,
        "model_hash": model_hash(),
        "rows": [{**asdict(row), "estimate": finite(asdict(row.estimate))} for row in rows],
    }


def finite(values: dict[str, Any]) -> dict[str, Any]:
    """Plain values with null for what is not finite."""
    return {k: (v if not isinstance(v, float) or isfinite(v) else None) for k, v in values.items()}


def cohort_rows(found: Cohort) -> dict[str, NDArray[Any]]:
    """Return one column each for the end points of every patient; days count from onset, NaN: it did not happen."""
    course = found.course
    columns: dict[str, NDArray[Any]] = {"patient": found.people.patient}
    for name in ("diagnosis", "tumour_found", "local", "chemotherapy", "immune", "second", "death"):
        columns[f"{name}_day"] = getattr(course, name)
    columns["death_by_tumour"] = course.by_tumour
    columns["failed"] = course.failed
    for day in (30, 90, 183, 365, 730):
        at = int(day // 10)
        columns[f"mrs_{day}"] = course.mrs[:, at]
        for i, area in enumerate(areas()):
            columns[f"{area.id}_{day}"] = course.area[:, i, at]
    return columns


def cohort_parquet(found: Cohort) -> bytes:
    """Return the end points of every patient as Parquet. Raises MissingExtraError without pyarrow."""
    columns, buffer = cohort_rows(found), BytesIO()
    write_parquet(buffer, tuple(columns), iter([columns]))
    return buffer.getvalue()


def cohort_figure(found: Cohort, kind: Literal["svg", "png"] = "svg") -> bytes:
    """Return the figure: mRS and survival, and function of each area, over five years from onset."""
    from onconeural.report.cohort_panels import draw  # noqa: PLC0415 matplotlib is slow to load

    buffer = BytesIO()
    draw(found).savefig(buffer, format=kind, dpi=150, metadata={"svg": {"Date": None}, "png": {}}[kind])
    return buffer.getvalue()
