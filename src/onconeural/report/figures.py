"""The figure of a forecast: disability over time, one small panel a strategy, against doing nothing.

Drawn without pyplot and under matplotlib's own defaults, so that the bytes depend on the forecast alone.
"""

from __future__ import annotations

from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

import matplotlib.style
from matplotlib.figure import Figure

from onconeural import INTENDED_USE
from onconeural.report import words
from onconeural.report.panels import FONT, INK, MUTED, draw_key, draw_panel, drawable, shown_curves

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast

PANEL_WIDTH, PANEL_HEIGHT, LINE_HEIGHT, EDGE = 3.7, 1.8, 0.18, 0.1  # inches
LETTERS = 11.5  # characters of small text that fit one inch

STYLE = {
    "font.family": FONT,
    "font.size": 9.0,
    "svg.fonttype": "path",
    "svg.hashsalt": "onconeural",
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": 8.0,
    "axes.titley": 1.0,  # a fixed place; looking for a free one takes a quarter of the time
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
}
# Without dates and program versions the same forecast gives the same bytes.
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def mrs_over_time(forecast: Forecast, kind: Literal["svg", "png"] = "svg", columns: int = 2) -> bytes:
    """Return the figure of mean mRS (0 to 6) by day from onset, for strategies started on the forecast day.

    Each panel shows one strategy with its 80% band; the dashed grey line is doing nothing. ``columns`` is the
    number of panels side by side: 2 for paper and wide screens, 1 for a telephone.
    """
    with matplotlib.style.context(["default", STYLE]):
        buffer = BytesIO()
        _figure(forecast, columns).savefig(buffer, format=kind, dpi=150, metadata=METADATA[kind])
    return buffer.getvalue()


def alternative_text(forecast: Forecast) -> str:
    """Return what the figure shows, for those who do not see it."""
    curves = [curve for curve in shown_curves(forecast) if curve.days]
    if not curves:
        return "No curves were simulated."
    lines = [
        f"{curve.label}: {words.number(curve.mean[0])} on day {words.compact(curve.days[0])}, "
        f"{words.number(curve.mean[-1])} on day {words.compact(curve.days[-1])}."
        for curve in curves
    ]
    head = f"Line charts of mean mRS by day from onset, one for each of {len(curves)} strategies."
    return " ".join([head, *lines])


def _figure(forecast: Forecast, columns: int) -> Figure:
    count = len(shown_curves(forecast)) + 1  # one more cell for the key
    rows, width = -(-count // columns), PANEL_WIDTH * columns
    head, foot = _head(forecast, width), _foot(forecast, width)
    title = _lines(f"Disability over time, {forecast.status}", 0.7 * width)  # large letters need more room
    under = EDGE + 0.25 * len(title)
    top, bottom = under + LINE_HEIGHT * len(head), 0.2 + LINE_HEIGHT * len(foot)
    height = top + PANEL_HEIGHT * rows + bottom
    figure = Figure(figsize=(width, height), facecolor="white")
    left = EDGE / width
    figure.text(left, 1 - EDGE / height, "\n".join(title), va="top", fontsize=12, fontweight="bold")
    figure.text(left, 1 - under / height, "\n".join(head), va="top", linespacing=1.4)
    figure.text(left, EDGE / height, "\n".join(foot), va="bottom", style="italic", linespacing=1.4)
    _panels(figure, forecast, columns, (1 - (top + 0.3) / height, (bottom + 0.4) / height))
    return figure


def _panels(figure: Figure, forecast: Forecast, columns: int, span: tuple[float, float]) -> None:
    curves, width = shown_curves(forecast), figure.get_figwidth()
    rows = -(-(len(curves) + 1) // columns)
    grid = figure.add_gridspec(rows, columns, left=0.48 / width, right=1 - EDGE / width, top=span[0], bottom=span[1])
    grid.update(hspace=0.6, wspace=0.12)
    for position, curve in enumerate(curves):
        axes = figure.add_subplot(grid[position // columns, position % columns])
        draw_panel(axes, curve, forecast)
        if position % columns == 0:
            axes.set_ylabel("mean mRS")
        if position >= len(curves) - columns:
            axes.set_xlabel("days from onset")
    draw_key(figure.add_subplot(grid[rows - 1, len(curves) % columns]), forecast)


def _head(forecast: Forecast, width: float) -> list[str]:
    scale = "Modified Rankin scale (mRS), mean over twins; the dead count as 6."
    return [*_lines(f"Case {forecast.case_id}.", width), *_lines(scale, width)]


def _foot(forecast: Forecast, width: float) -> list[str]:
    return [*_lines(f"Simulated, run {forecast.provenance.run_id}.", width), *_lines(INTENDED_USE, width)]


def _lines(text: str, width: float) -> list[str]:
    letters = int(LETTERS * width)
    return wrap(drawable(text, 2 * letters), letters)
