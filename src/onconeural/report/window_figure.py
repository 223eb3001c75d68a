"""The figure of the window: the gain of each strategy by its start, one small panel a strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from onconeural import INTENDED_USE
from onconeural.forecast.window import LEAST_MRS
from onconeural.report import words
from onconeural.report.style import (
    BAND,
    DASHED,
    DOTTED,
    EDGE,
    INK,
    LINE,
    MUTED,
    STYLE,
    TITLE,
    Kind,
    as_bytes,
    drawable,
    quiet_grid,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from onconeural.forecast.result import Forecast, Window

COLUMNS, PANEL_WIDTH, PANEL_HEIGHT = 3, 2.5, 1.9  # inches
HEAD, FOOT = 0.75, 0.75  # inches


def gain_by_start(forecast: Forecast, kind: Kind = "svg") -> bytes:
    """Return the figure of the gain in two-year mean mRS against doing nothing, by start day from onset."""
    with matplotlib.style.context(["default", STYLE]):
        return as_bytes(_figure(forecast), kind)


def window_text(window: Window) -> str:
    """Return what one panel shows, for those who do not see it.

    >>> from onconeural.forecast.result import Difference, Window
    >>> gains = (Difference(1.5, 1.0, 2.0), Difference(0.5, 0.0, 1.0))
    >>> window_text(Window("a", "A", (0.0, 7.0), gains, gains, False, "no window can be shown", None, None, None))
    'Gain in mean mRS by start day: 1.50 at the earliest start, 0.50 at the latest.'
    """
    first, last = (words.number(window.gain_mrs[place].value, 2) for place in (0, -1))
    return f"Gain in mean mRS by start day: {first} at the earliest start, {last} at the latest."


def draw_window(axes: Axes, window: Window, forecast: Forecast, *, titled: bool = True) -> None:
    """Draw the gain of one strategy by start day, with its 95 % interval and the least gain that counts (dashed)."""
    days, day = [forecast.forecast_day + start for start in window.start_days], forecast.forecast_day
    gains, ends = window.gain_mrs, gain_ends(forecast)
    axes.fill_between(days, [g.low for g in gains], [g.high for g in gains], color=BAND, linewidth=0)
    axes.axhline(0.0, color=INK, linewidth=0.8)
    axes.axhline(LEAST_MRS, color=MUTED, linewidth=0.9, linestyle=DASHED)
    axes.plot(days, [g.value for g in gains], color=LINE, linewidth=2.0, marker="o", markersize=3)
    if window.half_lost is not None:
        half = day + window.half_lost.value
        axes.axvline(half, ymax=0.76, color=INK, linewidth=0.9, linestyle=DOTTED)
        said = f"half is lost by day {words.compact(round(half))}"
    else:
        said = "" if window.shown else "no window can be shown"
    across = axes.transAxes
    axes.text(0.99, 0.98, said, transform=across, ha="right", va="top", fontsize=8, color=MUTED)
    axes.text(0.99, 0.87, count_text(window, forecast), transform=across, ha="right", va="top", fontsize=8, color=MUTED)
    axes.annotate(f"{LEAST_MRS:g}", (1.0, LEAST_MRS), xycoords=axes.get_yaxis_transform(), xytext=(2, 0),
                  textcoords="offset points", va="center", fontsize=8, color=MUTED)  # fmt: skip
    if titled:
        axes.set_title(drawable(window.label, 34), loc="left", fontsize=8, fontweight="bold", color=TITLE)
    axes.set_ylim(*ends)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    quiet_grid(axes, "y")


def count_text(window: Window, forecast: Forecast) -> str:
    """Return how many twins stand behind a window."""
    count = window.by_start[0].n if window.by_start else forecast.twins.used
    return f"n = {count}"


def gain_ends(forecast: Forecast) -> tuple[float, float]:
    """Return the ends of the one axis that all panels share, with room above for what is said of each."""
    gains = [gain for window in forecast.windows for gain in window.gain_mrs]
    low, high = min(0.0, *(g.low for g in gains)), max(LEAST_MRS, *(g.high for g in gains))
    return low - 0.08 * (high - low), high + 0.4 * (high - low)


def _figure(forecast: Forecast) -> Figure:
    rows = -(-len(forecast.windows) // COLUMNS)
    width, height = PANEL_WIDTH * COLUMNS, HEAD + rows * PANEL_HEIGHT + FOOT
    figure = Figure(figsize=(width, height), facecolor="white")
    title = drawable(f"Gain by start, {forecast.status.split(';', maxsplit=1)[0]}", 80)
    figure.text(EDGE / width, 1 - EDGE / height, title, va="top", fontsize=12, fontweight="bold")
    key = "Steps of two-year mean mRS against no further treatment; band: 95% interval; dashed: least that counts."
    figure.text(EDGE / width, 1 - 0.36 / height, key, va="top", fontsize=8)
    foot = drawable(f"Simulated, run {forecast.provenance.run_id}. {INTENDED_USE}", 100)
    figure.text(EDGE / width, EDGE / height, foot, va="bottom", style="italic", fontsize=8)
    grid = figure.add_gridspec(
        rows, COLUMNS, left=0.5 / width, right=1 - 3 * EDGE / width, top=1 - HEAD / height, bottom=FOOT / height
    )
    grid.update(hspace=0.6, wspace=0.25)
    for position, window in enumerate(forecast.windows):
        axes = figure.add_subplot(grid[position // COLUMNS, position % COLUMNS])
        draw_window(axes, window, forecast)
        if position % COLUMNS == 0:
            axes.set_ylabel("gain (steps of mRS)")
        if position >= len(forecast.windows) - COLUMNS:
            axes.set_xlabel("start (days from onset)")
    return figure
