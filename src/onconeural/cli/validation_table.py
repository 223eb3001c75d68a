"""The validation table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from onconeural import INTENDED_USE
from onconeural.evidence import plain

if TYPE_CHECKING:
    from onconeural.calibration import Tally, ValidationRow

WORDS = {True: "yes", False: "NO", None: "-"}


def validation_table(rows: tuple[ValidationRow, ...], counts: Tally, basis: str) -> Group:
    """Return what a terminal shows of a validation: the rows that count, what was left out, and the sums."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in ("Statistic", "Published", "95 % interval", "Predicted", "80 % predictive", "Inside", "Covered"):
        table.add_column(name, justify="left" if name in ("Statistic", "Inside", "Covered") else "right")
    for row in rows:
        if row.inside is not None:
            table.add_row(*_cells(row))
    return Group(Text(f"Model: {basis}."), table, *_left_out(rows), *_sums(counts), Text(INTENDED_USE))


def _cells(row: ValidationRow) -> tuple[str, ...]:
    shown, ours = row.published, row.predicted
    value = f"{_number(shown.value)} {shown.unit}" if shown.unit in ("%", "months") else _number(shown.value)
    spans = (_span(shown.low, shown.high), _number(ours.value if ours else None))
    reach = _span(ours.low, ours.high) if ours else row.reason.removeprefix("not predicted: ")
    return (plain(row.id), value, *spans, plain(reach), WORDS[row.inside], WORDS[row.covered])


def _span(low: float | None, high: float | None) -> str:
    return f"{_number(low)} to {_number(high)}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _left_out(rows: tuple[ValidationRow, ...]) -> Iterator[Text]:
    reasons: dict[str, int] = {}
    for row in rows:
        if row.inside is None:
            reasons[row.reason] = reasons.get(row.reason, 0) + 1
    if reasons:
        yield Text("Listed and not counted (--json names each row):")
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1]):
        yield Text(f"  {count:4d}  {plain(reason)}")


def _sums(counts: Tally) -> Iterator[Text]:
    yield Text(
        f"\nInside the published 95 % interval: {counts.inside} of {counts.counted} rows that count"
        f"{_percent(counts.share_inside)}; {counts.not_predicted} of them could not be predicted.",
        "bold",
    )
    yield Text(
        f"Attainable without knowing the single cohort: {counts.attainable:.0f}{_percent(counts.share_attainable)}, "
        f"95 % interval {counts.attainable_low:.0f} to {counts.attainable_high:.0f}: cohorts of one disease differ."
    )
    yield Text(
        f"Among intervals narrower than 30 points: {counts.narrow_inside} of {counts.narrow}"
        f"{_percent(counts.share_narrow)}."
    )
    yield Text(
        f"Published value inside our 80 % predictive interval: {counts.covered} of {counts.predicted}"
        f"{_percent(counts.share_covered)}."
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f" ({share:.0f} %)"
