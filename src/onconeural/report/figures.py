"""The figure of a forecast: disability over time, one small panel a strategy, against doing nothing.

Drawn without pyplot and under matplotlib's own defaults, so that the bytes depend on the forecast alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.style
from matplotlib.figure import Figure

from onconeural import INTENDED_USE
from onconeural.report.panels import draw_key, draw_panel, shown_curves
from onconeural.report.style import EDGE, LINE_HEIGHT, STYLE, Kind, as_bytes, wrapped

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast

COLUMNS = 2
PANEL_WIDTH, PANEL_HEIGHT = 3.7, 2.1  # inches


def mrs_over_time(forecast: Forecast, kind: Kind = "svg") -> bytes:
    """Return the figure of mean mRS (0 to 6) by day from onset, for strategies started on the forecast day.

    Each panel shows one strategy with its bands of 50, 80 and 95 %; the dashed line is no further treatment.
    """
    with matplotlib.style.context(["default", STYLE]):
        return as_bytes(_figure(forecast), kind)


def _figure(forecast: Forecast) -> Figure:
    count = len(shown_curves(forecast)) + 1  # one more cell for the key
    rows, width = -(-count // COLUMNS), PANEL_WIDTH * COLUMNS
    head, foot = _head(forecast, width), _foot(forecast, width)
    title = wrapped(f"Disability over time, {forecast.status}", 0.7 * width)  # large letters need more room
    under = EDGE + 0.25 * len(title)
    top, bottom = under + LINE_HEIGHT * len(head), 0.2 + LINE_HEIGHT * len(foot)
    height = top + PANEL_HEIGHT * rows + bottom
    figure = Figure(figsize=(width, height), facecolor="white")
    left = EDGE / width
    figure.text(left, 1 - EDGE / height, "\n".join(title), va="top", fontsize=12, fontweight="bold")
    figure.text(left, 1 - under / height, "\n".join(head), va="top", linespacing=1.4)
    figure.text(left, EDGE / height, "\n".join(foot), va="bottom", style="italic", linespacing=1.4)
    _panels(figure, forecast, (1 - (top + 0.3) / height, (bottom + 0.4) / height))
    return figure


def _panels(figure: Figure, forecast: Forecast, span: tuple[float, float]) -> None:
    curves, width = shown_curves(forecast), figure.get_figwidth()
    rows = -(-(len(curves) + 1) // COLUMNS)
    grid = figure.add_gridspec(rows, COLUMNS, left=0.48 / width, right=1 - EDGE / width, top=span[0], bottom=span[1])
    grid.update(hspace=0.6, wspace=0.12)
    for position, curve in enumerate(curves):
        axes = figure.add_subplot(grid[position // COLUMNS, position % COLUMNS])
        draw_panel(axes, curve, forecast)
        if position % COLUMNS == 0:
            axes.set_ylabel("mRS (0 to 6)")
        if position >= len(curves) - COLUMNS:
            axes.set_xlabel("days from onset")
    draw_key(figure.add_subplot(grid[rows - 1, len(curves) % COLUMNS]), forecast)


def _head(forecast: Forecast, width: float) -> list[str]:
    scale = "Modified Rankin scale (mRS), mean over twins; the dead count as 6."
    return [*wrapped(f"Case {forecast.case_id}.", width), *wrapped(scale, width)]


def _foot(forecast: Forecast, width: float) -> list[str]:
    return [*wrapped(f"Simulated, run {forecast.provenance.run_id}.", width), *wrapped(INTENDED_USE, width)]
