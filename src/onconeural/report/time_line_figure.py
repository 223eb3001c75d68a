"""The drawing of the time line: a lane for each kind of fact, a numbered mark for each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from onconeural import INTENDED_USE
from onconeural.report import words
from onconeural.report.style import DOTTED, FILE_WIDTH, FRAME, GRID, INK, LINE, MUTED, STYLE, Kind, as_bytes, framed
from onconeural.report.time_line import LANES, marks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from onconeural.case import Case
    from onconeural.report.time_line import Mark

LANE, LEFT, RIGHT, TOP, BOTTOM = 0.34, 0.78, 0.12, 0.24, 0.42  # inches
APART = 0.17  # inches between the middles of two marks, so that none hides another


def time_line(case: Case, kind: Kind = "svg") -> bytes:
    """Return the time line of a case as a figure of its own; the numbers are those of the report's table."""
    with matplotlib.style.context(["default", STYLE]):
        figure = time_line_figure(case, FILE_WIDTH, FRAME)
        framed(figure, f"Time line, case {case.case_id}", f"The numbers are rows of the report. {INTENDED_USE}")
        return as_bytes(figure, kind)


def time_line_figure(case: Case, width: float, frame: float = 0.0) -> Figure:
    """Draw the dated facts of a case, days from onset; ``width`` and ``frame`` (above and below) in inches."""
    found, shown = marks(case), [lane for lane in LANES if any(m.lane == lane for m in marks(case))]
    height = TOP + LANE * len(shown) + BOTTOM + frame
    figure = Figure(figsize=(width, height), facecolor="none")
    box = (LEFT / width, (BOTTOM + frame / 2) / height, (width - LEFT - RIGHT) / width, LANE * len(shown) / height)
    axes = figure.add_axes(box, facecolor="none")
    _axis(axes, found, case.question_day, shown)
    low, high = axes.get_xlim()
    per_inch = (high - low) / (width - LEFT - RIGHT)
    for lane in shown:
        _lane(axes, [mark for mark in found if mark.lane == lane], shown.index(lane), per_inch)
    return figure


def _axis(axes: Axes, found: tuple[Mark, ...], today: float, shown: list[str]) -> None:
    first, last = min(mark.day for mark in found), max(today, *(mark.day for mark in found))
    room = 0.05 * max(last - first, 1.0)
    axes.set_xlim(first - room, last + room)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks(range(len(shown)), shown, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("days from onset")
    axes.set_axisbelow(True)
    for position in range(len(shown)):
        axes.axhline(position, color=GRID, linewidth=1.0, zorder=0)
    axes.axvline(today, color=INK, linewidth=0.9, linestyle=DOTTED, zorder=1)
    axes.annotate(f"forecast day {words.compact(today)}", (today, 1.0), xycoords=("data", "axes fraction"),
                  xytext=(3, 2), textcoords="offset points", ha="right", va="bottom",
                  fontsize=8, color=MUTED)  # fmt: skip


def _lane(axes: Axes, lane: list[Mark], position: int, per_inch: float) -> None:
    """Draw the marks of one lane; one that would hide its neighbour moves aside, its line keeps the day."""
    free = float("-inf")
    for mark in lane:
        place = max(mark.day, free)
        free = place + APART * per_inch
        axes.plot([mark.day], [position], linestyle="none", marker="|", markersize=11, color=MUTED)
        axes.plot([place], [position], linestyle="none", marker="o", markersize=10.5, color=LINE)
        axes.annotate(str(mark.number), (place, position), xytext=(0, -0.4), textcoords="offset points", ha="center",
                      va="center_baseline", fontsize=7.5, color="white", fontweight="bold")  # fmt: skip
        if mark.mrs is not None:
            axes.annotate(f"mRS {mark.mrs}", (place, position), xytext=(-8, 0), textcoords="offset points",
                          ha="right", va="center", fontsize=8, color=INK,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip
