"""The figures of a report as files: which there are, and how each is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onconeural.report.figures import mrs_over_time
from onconeural.report.new_area_figure import new_area, new_area_rows
from onconeural.report.search_plan import search_plan_chart
from onconeural.report.time_line_figure import time_line
from onconeural.report.window_figure import gain_by_start
from onconeural.workup import work_up

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast
    from onconeural.report.style import Kind

Draw = Callable[["Kind"], bytes]

KINDS: tuple[Kind, ...] = ("svg", "png")
NAMES = ("mrs_over_time", "window", "new_area", "time_line", "search_plan")


def drawings(forecast: Forecast) -> dict[str, Draw]:
    """Return how to draw each figure that a forecast has, by its name; one without its data is not there.

    The curves are always there; the others need windows, several target areas, the case, or a search that goes on.
    """
    found: dict[str, Draw] = {NAMES[0]: lambda kind: mrs_over_time(forecast, kind)}
    if forecast.windows:
        found[NAMES[1]] = lambda kind: gain_by_start(forecast, kind)
    if new_area_rows(forecast):
        found[NAMES[2]] = lambda kind: new_area(forecast, kind)
    case = forecast.case
    if case is None:
        return found
    found[NAMES[3]] = lambda kind: time_line(case, kind)
    work = work_up(case)
    if work.search.schedules:
        found[NAMES[4]] = lambda kind: search_plan_chart(work, kind)
    return found
