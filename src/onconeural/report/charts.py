"""The charts of the page: each a drawing that fits a telephone, or two of which the page shows the one that fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from onconeural.report import words
from onconeural.report.inline_svg import inline_svg
from onconeural.report.new_area_figure import new_area_figure, new_area_rows, new_area_text
from onconeural.report.panels import draw_panel, shown_curves
from onconeural.report.search_plan import search_calendar, search_plan_text
from onconeural.report.style import ACCENT
from onconeural.report.time_line import marks
from onconeural.report.time_line_figure import time_line_figure
from onconeural.report.window_figure import draw_window, window_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup
    from matplotlib.axes import Axes

    from onconeural.case import Case
    from onconeural.forecast.result import Curve, Forecast, Window
    from onconeural.workup import WorkUp

NARROW, WIDE = 3.4, 7.6  # inches; letters of 9 points are then 12 to 13 pixels high on a telephone and on a screen
HEIGHT = 2.15
LEFT, RIGHT, TOP, BOTTOM = 0.5, 0.25, 0.06, 0.42  # inches around the axes of a panel
POINTS_PER_INCH = 72.0


@dataclass(frozen=True)
class Moving:
    """Where a panel of the window lies in its drawing, so that a marker can be moved along it.

    ``x`` and ``y``: place in the drawing of day 0 and of gain 0; ``per_day`` and ``per_step``: how far one day and one
    step of mRS are.
    """

    x: float
    y: float
    per_day: float
    per_step: float


def fans(forecast: Forecast) -> list[tuple[Curve, Markup]]:
    """Return a fan chart for each strategy begun on the forecast day."""
    return [(curve, _fan(curve, forecast, place)) for place, curve in enumerate(shown_curves(forecast))]


def _fan(curve: Curve, forecast: Forecast, place: int) -> Markup:
    def draw() -> Figure:
        figure, axes = _panel("days from onset", "mRS (0 to 6)")
        draw_panel(axes, curve, forecast, titled=False)
        return figure

    days = [f"day {words.compact(day)}" for day in (curve.days[0], curve.days[-1])] if curve.days else ["", ""]
    said = (
        f"Mean mRS {words.number(curve.mean[0])} on {days[0]}, {words.number(curve.mean[-1])} on {days[1]}."
        if curve.days
        else "Not computed."
    )
    return inline_svg(draw, f"fan-{place}", f"mRS over time, {curve.label}", said)


def windows(forecast: Forecast) -> list[tuple[Window, Markup]]:
    """Return a chart of the gain by start for each strategy that does something."""
    return [(window, _window(window, forecast, place)) for place, window in enumerate(forecast.windows)]


def _window(window: Window, forecast: Forecast, place: int) -> Markup:
    def draw() -> Figure:
        figure, axes = _window_axes(window, forecast)
        gain = window.gain_mrs[0].value
        axes.axvline(forecast.forecast_day, color=ACCENT, linewidth=1.4, gid="marker")
        axes.plot([forecast.forecast_day], [gain], linestyle="none", marker="o", markersize=6, color=ACCENT,
                  gid="dot", clip_on=False)  # fmt: skip
        return figure

    return inline_svg(draw, f"window-{place}", f"Gain by start, {window.label}", window_text(window))


def _window_axes(window: Window, forecast: Forecast) -> tuple[Figure, Axes]:
    figure, axes = _panel("start of treatment (days from onset)", "gain (steps of mRS)")
    draw_window(axes, window, forecast, titled=False)
    return figure, axes


def moving(forecast: Forecast) -> Moving | None:
    """Return the places of the marker in the panels of the window, which are all alike."""
    if not forecast.windows:
        return None
    figure, axes = _window_axes(forecast.windows[0], forecast)
    figure.set_dpi(POINTS_PER_INCH)
    (x0, y0), (x1, y1) = (axes.transData.transform((value, value)) for value in (0.0, 1.0))
    height = figure.get_figheight() * POINTS_PER_INCH
    return Moving(float(x0), float(height - y0), float(x1 - x0), float(y0 - y1))


def _panel(across: str, up: str) -> tuple[Figure, Any]:
    figure = Figure(figsize=(NARROW, HEIGHT), facecolor="none")
    box = (LEFT / NARROW, BOTTOM / HEIGHT, 1 - (LEFT + RIGHT) / NARROW, 1 - (TOP + BOTTOM) / HEIGHT)
    axes = figure.add_axes(box, facecolor="none")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    return figure, axes


def _both(draw: Callable[[float], Figure], name: str, title: str, said: str) -> dict[str, Markup]:
    """Return the same chart narrow and wide; the page hides the one that does not fit, from everybody."""
    return {
        kind: inline_svg(partial(draw, width), f"{name}-{kind}", title, said)
        for kind, width in (("narrow", NARROW), ("wide", WIDE))
    }


def time_line_charts(case: Case) -> dict[str, Markup]:
    """Return the time line of a case, narrow and wide."""
    lines = [f"Day {words.compact(m.day)}, {m.lane}: {'; '.join(f.what for f in m.facts)}." for m in marks(case)]
    return _both(partial(time_line_figure, case), "time", "Time line of the case", " ".join(lines))


def new_area_charts(forecast: Forecast) -> dict[str, Markup]:
    """Return the chart of the probability of a new area, narrow and wide; nothing where no area can be new."""
    if not new_area_rows(forecast):
        return {}
    return _both(partial(new_area_figure, forecast), "area", "Probability of a new area", new_area_text(forecast))


def search_charts(result: WorkUp) -> dict[str, Markup]:
    """Return the calendar of the tumour search, narrow and wide; nothing where the search ended."""
    if not result.search.schedules:
        return {}
    return _both(partial(search_calendar, result), "search", "Calendar of the tumour search", search_plan_text(result))
