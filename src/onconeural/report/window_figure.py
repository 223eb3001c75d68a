"""The figure of the window: the gain of each strategy by its start, one small panel a strategy."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

import matplotlib.style
from matplotlib.figure import Figure

from onconeural import INTENDED_USE
from onconeural.report import words
from onconeural.report.figures import EDGE, METADATA, PANEL_HEIGHT, PANEL_WIDTH, STYLE
from onconeural.report.panels import BAND, DASHED, DOTTED, GRID, INK, LINE, MUTED, TITLE, drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from onconeural.forecast.result import Forecast, Window

COLUMNS = 3
LEAST = 0.3  # steps of mean mRS above which the earliest gain must lie
HEAD, FOOT = 0.75, 0.75  # inches


def gain_by_start(forecast: Forecast, kind: Literal["svg", "png"] = "svg") -> bytes:
    """Return the figure of the gain in two-year mean mRS against doing nothing, by start day from onset."""
    with matplotlib.style.context(["default", STYLE]):
        buffer = BytesIO()
        _figure(forecast).savefig(buffer, format=kind, dpi=150, metadata=METADATA[kind])
    return buffer.getvalue()


def window_text(forecast: Forecast) -> str:
    """Return what the figure shows, for those who do not see it."""
    parts = [
        f"{window.label}: {words.number(window.gain_mrs[0].value, 2)} at the earliest start, "
        f"{words.number(window.gain_mrs[-1].value, 2)} at the latest."
        for window in forecast.windows
    ]
    return " ".join(["Line charts of the gain in mean mRS by start day.", *parts])


def _figure(forecast: Forecast) -> Figure:
    rows = -(-len(forecast.windows) // COLUMNS)
    width, height = PANEL_WIDTH * 2, HEAD + rows * PANEL_HEIGHT + FOOT
    figure = Figure(figsize=(width, height), facecolor="white")
    title = drawable(f"Gain by start, {forecast.status.split(';', maxsplit=1)[0]}", 80)
    figure.text(EDGE / width, 1 - EDGE / height, title, va="top", fontsize=12, fontweight="bold")
    key = "Steps of two-year mean mRS against no further treatment; band: 95% interval; dashed: 0.3."
    figure.text(EDGE / width, 1 - 0.36 / height, key, va="top", fontsize=8)
    foot = drawable(f"Simulated, run {forecast.provenance.run_id}. {INTENDED_USE}", 100)
    figure.text(EDGE / width, EDGE / height, foot, va="bottom", style="italic", fontsize=8)
    grid = figure.add_gridspec(
        rows, COLUMNS, left=0.5 / width, right=1 - EDGE / width, top=1 - HEAD / height, bottom=FOOT / height
    )
    grid.update(hspace=0.6, wspace=0.16)
    ends = _ends(forecast)
    for position, window in enumerate(forecast.windows):
        axes = figure.add_subplot(grid[position // COLUMNS, position % COLUMNS])
        _panel(axes, window, forecast.forecast_day, ends)
        if position % COLUMNS == 0:
            axes.set_ylabel("gain (mRS)")
        if position >= len(forecast.windows) - COLUMNS:
            axes.set_xlabel("start (days from onset)")
    return figure


def _ends(forecast: Forecast) -> tuple[float, float]:
    gains = [gain for window in forecast.windows for gain in window.gain_mrs]
    low, high = min(0.0, *(g.low for g in gains)), max(LEAST, *(g.high for g in gains))
    return low - 0.08 * (high - low), high + 0.25 * (high - low)


def _panel(axes: Axes, window: Window, day: float, ends: tuple[float, float]) -> None:
    days = [day + start for start in window.start_days]
    axes.fill_between(
        days, [g.low for g in window.gain_mrs], [g.high for g in window.gain_mrs], color=BAND, linewidth=0
    )
    axes.plot(days, [g.value for g in window.gain_mrs], color=LINE, linewidth=2.0)
    axes.axhline(0.0, color=INK, linewidth=0.8)
    axes.axhline(LEAST, color=MUTED, linewidth=0.9, linestyle=DASHED)
    if window.half_lost is not None:
        axes.axvline(day + window.half_lost.value, color=INK, linewidth=0.9, linestyle=DOTTED)
    axes.set_title(drawable(window.label, 34), loc="left", fontsize=8, fontweight="bold", color=TITLE)
    said = "dotted: half is lost" if window.half_lost is not None else "" if window.shown else "no window can be shown"
    axes.text(0.98, 0.97, said, transform=axes.transAxes, ha="right", va="top", fontsize=7, color=MUTED)
    axes.set_ylim(*ends)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=7, length=2.5)
