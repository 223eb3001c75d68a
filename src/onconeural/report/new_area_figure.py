"""The figure of the spread: the probability that a spared area becomes involved, strategy by strategy."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from onconeural import INTENDED_USE
from onconeural.report import words
from onconeural.report.style import (
    FILE_WIDTH,
    FRAME,
    INK,
    LINE,
    MUTED,
    STYLE,
    Kind,
    as_bytes,
    drawable,
    framed,
    quiet_grid,
)
from onconeural.workup import share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from onconeural.forecast.result import Forecast, Outcome
    from onconeural.workup import Share

ROW, TOP, BOTTOM = 0.37, 0.1, 0.45  # inches


def new_area_rows(forecast: Forecast) -> tuple[Outcome, ...]:
    """Return the outcomes that the figure shows: begun on the forecast day, where a new area is possible."""
    return tuple(row for row in forecast.outcomes if row.start_day == 0 and isfinite(row.new_area_12_months))


def new_area_interval(row: Outcome, forecast: Forecast) -> Share | None:
    """Return the share at 12 months with its 95 % interval; twins that are copies of one patient count once."""
    count = int(min(forecast.twins.effective, row.n))
    return share(round(row.new_area_12_months * count), count) if count else None


def new_area(forecast: Forecast, kind: Kind = "svg") -> bytes:
    """Return the figure of the probability of a new area within 6 and 12 months, by strategy."""
    with matplotlib.style.context(["default", STYLE]):
        figure = new_area_figure(forecast, FILE_WIDTH, FRAME)
        title = f"A new area within 6 and 12 months, {forecast.status.split(';', maxsplit=1)[0]}"
        framed(figure, title, f"Simulated, run {forecast.provenance.run_id}. {INTENDED_USE}")
        return as_bytes(figure, kind)


def new_area_text(forecast: Forecast) -> str:
    """Return what the figure shows, for those who do not see it."""
    parts = [
        f"{row.label}: {words.percent(row.new_area_6_months)} and {words.percent(row.new_area_12_months)}."
        for row in new_area_rows(forecast)
    ]
    return " ".join(["Share of the twins in whom a new area becomes involved within 6 and 12 months.", *parts])


def new_area_figure(forecast: Forecast, width: float, frame: float = 0.0) -> Figure:
    """Draw a row for each strategy; ``width`` and ``frame`` (room for title and foot, above and below) in inches."""
    rows = new_area_rows(forecast)
    height = TOP + ROW * len(rows) + BOTTOM + frame
    figure = Figure(figsize=(width, height), facecolor="none")
    bottom = BOTTOM + frame / 2
    axes = figure.add_axes((0.03, bottom / height, 0.94, ROW * len(rows) / height), facecolor="none")
    for position, row in enumerate(rows):
        _row(axes, row, new_area_interval(row, forecast), position)
    _axis(axes, len(rows), width)
    return figure


def _row(axes: Axes, row: Outcome, known: Share | None, position: int) -> None:
    low, high = (known.low, known.high) if known else (nan, nan)
    axes.plot([low or 0.0, high or 0.0], [position, position], color=LINE, linewidth=1.6)
    axes.plot([row.new_area_12_months], [position], linestyle="none", marker="o", markersize=7.5, color=LINE)
    axes.plot([row.new_area_6_months], [position], linestyle="none", marker="o", markersize=4.5,
              markerfacecolor="white", markeredgecolor=LINE, markeredgewidth=1.2)  # fmt: skip
    axes.annotate(drawable(row.label, 48), (0.0, position - 0.28), xytext=(4, 0), textcoords="offset points",
                  va="bottom", fontsize=8, color=INK)  # fmt: skip
    end = max(high or 0.0, row.new_area_12_months, row.new_area_6_months)
    said = f"{words.percent(row.new_area_6_months)}; {words.percent(row.new_area_12_months)}; n = {row.n}"
    axes.annotate(said, (end, position), xytext=(7, 0), textcoords="offset points", va="center",
                  fontsize=8, color=MUTED)  # fmt: skip


def _axis(axes: Axes, count: int, width: float) -> None:
    largest = axes.dataLim.x1
    end = max((1.0 + 2.4 / width) * largest, 0.1)
    axes.set_xlim(0, end)
    axes.set_ylim(count - 0.6, -0.8)
    axes.set_yticks([])
    axes.spines["left"].set_color(MUTED)
    axes.set_xticks(
        [tick for tick in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(0, end) if 0 <= tick <= min(0.95 * end, 1)]
    )
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("share of the twins (%)")
    quiet_grid(axes, "x")
