"""The chart of a tumour search: tests and repeats on a time line, in days after the first negative search.

Drawn without pyplot and under matplotlib's own defaults, so that the bytes depend on the work-up alone.
"""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from onconeural import INTENDED_USE
from onconeural.report import words, workup_words
from onconeural.report.style import (
    BAND,
    DOTTED,
    EDGE,
    GRID,
    INK,
    LETTERS,
    LINE,
    LINE_HEIGHT,
    MUTED,
    STYLE,
    Kind,
    as_bytes,
    drawable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from onconeural.workup import TumourSearch, WorkUp
    from onconeural.workup.search_schedule import Schedule

WIDTH, SIDE, ROW, AXIS_ROOM = 7.4, 0.12, 0.46, 0.5  # inches
THIN = 8.0  # days: a repeat on one day still needs a width to be seen


def search_plan_chart(result: WorkUp, kind: Kind = "svg") -> bytes:
    """Return the chart of the search plan: days after the first negative search below, days from onset above."""
    with matplotlib.style.context(["default", STYLE]):
        return as_bytes(_figure(result), kind)


def search_plan_text(result: WorkUp) -> str:
    """Return what the chart shows, for those who do not see it."""
    search = result.search
    lines = [search.sentence, workup_words.anchor(search)]
    lines += [f"{row.id}: {'; '.join(workup_words.repeats(row))}." for row in _shown(search) if row.repeats]
    return " ".join([*lines, search.stop.text])


def _shown(search: TumourSearch) -> tuple[Schedule, ...]:
    return (*search.schedules, *((search.alternative,) if search.alternative else ()))


def search_calendar(result: WorkUp, width: float) -> Figure:
    """Draw the calendar alone, without title and notes; ``width`` in inches."""
    count = len(_shown(result.search)) + 1
    height = AXIS_ROOM * 2 + ROW * count
    figure = Figure(figsize=(width, height), facecolor="none")
    box = (SIDE / width, AXIS_ROOM / height, 1 - 2 * SIDE / width, ROW * count / height)
    _draw(figure.add_axes(box, facecolor="none"), result, width)
    return figure


def _figure(result: WorkUp) -> Figure:
    head, foot = _head(result), _foot(result)
    top = EDGE + 0.3 + LINE_HEIGHT * len(head) + AXIS_ROOM
    bottom = EDGE + LINE_HEIGHT * len(foot) + AXIS_ROOM
    height = top + ROW * (len(_shown(result.search)) + 1) + bottom
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    left = EDGE / WIDTH
    figure.text(left, 1 - EDGE / height, _title(result), va="top", fontsize=12, fontweight="bold")
    figure.text(left, 1 - (EDGE + 0.3) / height, "\n".join(head), va="top", linespacing=1.4)
    figure.text(left, EDGE / height, "\n".join(foot), va="bottom", style="italic", linespacing=1.4)
    box = (SIDE / WIDTH, bottom / height, 1 - 2 * SIDE / WIDTH, 1 - (top + bottom) / height)
    _draw(figure.add_axes(box), result, WIDTH)
    return figure


def _draw(axes: Axes, result: WorkUp, width: float) -> None:
    search, rows = result.search, _shown(result.search)
    axes.set_xlim(*_span(rows, width))
    _named(axes, "first search: first round, then second round" if rows else "first search: no repeats, it ended", 0)
    axes.plot([0], [0], linestyle="none", marker="o", color=LINE, markersize=6)
    for line, row in enumerate(rows, start=1):
        _named(axes, f"repeats by {row.id}{workup_words.mark(row.reading_status)}", line)
        _schedule(axes, row, line, main=row in search.schedules)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(len(rows) + 0.5, -0.8)
    _time_axes(axes, result)


def _named(axes: Axes, name: str, line: int) -> None:
    axes.annotate(drawable(name, 52), (0, line - 0.28), xytext=(5, 0), textcoords="offset points", va="bottom",
                  fontsize=8, color=INK,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip


def _span(rows: tuple[Schedule, ...], width: float) -> tuple[float, float]:
    """Return the ends of the axis, with room for the words behind the last day."""
    end = max([120.0, *(float(row.stop_day) for row in rows)])
    return -0.03 * end, (1.0 + WORDS / width) * end


WORDS = 1.45  # inches


def _schedule(axes: Axes, row: Schedule, line: int, main: bool) -> None:
    colour = LINE if main else BAND
    overlap = any(later.first_day < item.last_day for item, later in pairwise(row.repeats))
    for item in row.repeats:
        width = max(float(item.last_day - item.first_day), THIN)
        middle = item.first_day + width / 2
        # Windows that overlap take turns above and below the line.
        place, height = (line + (0.13 if item.number % 2 else -0.1), 0.22) if overlap else (line, 0.36)
        axes.barh(place, width, left=item.first_day, height=height, color=colour, linewidth=0)
        narrow = width <= THIN
        where, side = (item.first_day + 2 * THIN, "left") if narrow else (middle, "center")
        shown = "white" if main and not narrow else INK
        axes.text(where, place + 0.02, str(item.number), ha=side, va="center", fontsize=7.5, color=shown)
    axes.plot([row.stop_day, row.stop_day], [line - 0.24, line + 0.28], color=INK, linewidth=1.6)
    axes.annotate(f"stop, day {row.stop_day}", (row.stop_day, line), xytext=(4, 0), textcoords="offset points",
                  va="center", fontsize=8, color=MUTED)  # fmt: skip


def _time_axes(axes: Axes, result: WorkUp) -> None:
    start = result.search.first_negative_day
    axes.set_xlabel("days after the first negative search")
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 3, 5, 6, 10], integer=True))
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axvline(result.day - start, color=INK, linewidth=0.9, linestyle=DOTTED)
    above = axes.secondary_xaxis("top", functions=(_shift(start), _shift(-start)))
    above.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 3, 5, 6, 10], integer=True))
    above.set_xlabel("days from onset")


def _shift(days: float) -> Callable[[ArrayLike], NDArray[np.float64]]:
    return lambda values: np.asarray(values, dtype=float) + days


def _title(result: WorkUp) -> str:
    return drawable(f"Tumour search, case {result.case_id}", 80)


def _head(result: WorkUp) -> list[str]:
    search = result.search
    lines = [search.sentence]
    for plan in search.plans:
        lines.append(f"{workup_words.plan_name(plan)}. 1st: {workup_words.tests(plan.first_round)}.")
        lines.append(f"2nd: {workup_words.tests(plan.second_round)}.")
    if search.state == "search":
        lines.append(
            f"{workup_words.anchor(search)} Dotted line: question day, {words.compact(result.day)} from onset."
        )
    return [line for text in lines for line in _lines(text)]


def _foot(result: WorkUp) -> list[str]:
    marks = "[synthesis]: put together from other rows, not published. [unconfirmed]: recalled, not read."
    return [line for text in (result.search.stop.text, result.search.reopen.text, marks, INTENDED_USE)
            for line in _lines(text)]  # fmt: skip


def _lines(text: str) -> list[str]:
    letters = int(LETTERS * WIDTH)
    return wrap(drawable(text, 6 * letters), letters)
