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

LINE_HIGH, LANE_APART = 0.25, 0.09  # inches
LEFT, RIGHT, TOP, BOTTOM = 0.78, 0.12, 0.24, 0.42  # inches
APART, APART_MRS = 0.19, 0.62  # inches between the middles of two marks on a line; an mRS is written beside its mark
Placed = tuple[str, "list[list[Mark]]"]  # a lane and its lines


def time_line(case: Case, kind: Kind = "svg") -> bytes:
    """Return the time line of a case as a figure of its own; the numbers are those of the report's table."""
    with matplotlib.style.context(["default", STYLE]):
        figure = time_line_figure(case, FILE_WIDTH, FRAME)
        framed(figure, f"Time line, case {case.case_id}", f"The numbers are rows of the report. {INTENDED_USE}")
        return as_bytes(figure, kind)


def time_line_figure(case: Case, width: float, frame: float = 0.0) -> Figure:
    """Draw the dated facts of a case, days from onset; ``width`` and ``frame`` (above and below) in inches."""
    found, today = marks(case), case.question_day
    first, last = min(mark.day for mark in found), max(today, *(mark.day for mark in found))
    room = 0.05 * max(last - first, 1.0)
    per_inch = (last - first + 2 * room) / (width - LEFT - RIGHT)
    placed = [(lane, _lines([m for m in found if m.lane == lane], lane, per_inch)) for lane in LANES]
    placed = [(lane, lines) for lane, lines in placed if lines]
    inner = sum(LINE_HIGH * len(lines) + LANE_APART for _, lines in placed)
    height = TOP + inner + BOTTOM + frame
    figure = Figure(figsize=(width, height), facecolor="none")
    box = (LEFT / width, (BOTTOM + frame / 2) / height, (width - LEFT - RIGHT) / width, inner / height)
    axes = figure.add_axes(box, facecolor="none")
    axes.set_xlim(first - room, last + room)
    axes.set_ylim(inner, 0)  # inches from the top
    _draw(axes, placed, (first + last) / 2)
    _axis(axes, today)
    return figure


def _lines(lane: list[Mark], name: str, per_inch: float) -> list[list[Mark]]:
    """Put marks that would hide each other on lines of their own, each at its day."""
    apart = per_inch * (APART_MRS if name == "mRS" else APART)
    lines: list[list[Mark]] = []
    for mark in lane:
        free = next((line for line in lines if mark.day - line[-1].day >= apart), None)
        if free is None:
            lines.append([mark])
        else:
            free.append(mark)
    return lines


def _draw(axes: Axes, placed: list[Placed], middle: float) -> None:
    top, ticks = 0.0, []
    for _, lines in placed:
        ticks.append(top + LANE_APART / 2 + LINE_HIGH * len(lines) / 2)
        for number, line in enumerate(lines):
            place = top + LANE_APART / 2 + LINE_HIGH * (number + 0.5)
            axes.axhline(place, color=GRID, linewidth=1.0, zorder=0)
            for mark in line:
                _mark(axes, mark, place, before=mark.day > middle)
        top += LINE_HIGH * len(lines) + LANE_APART
    axes.set_yticks(ticks, [lane for lane, _ in placed], color=INK)


def _mark(axes: Axes, mark: Mark, place: float, before: bool) -> None:
    axes.plot([mark.day], [place], linestyle="none", marker="o", markersize=11, color=LINE)
    axes.annotate(str(mark.number), (mark.day, place), xytext=(0, -0.4), textcoords="offset points", ha="center",
                  va="center_baseline", fontsize=7.5, color="white", fontweight="bold")  # fmt: skip
    if mark.mrs is not None:
        axes.annotate(f"mRS {mark.mrs}", (mark.day, place), xytext=(-8 if before else 8, 0),
                      textcoords="offset points", ha="right" if before else "left", va="center", fontsize=8, color=INK,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip


def _axis(axes: Axes, today: float) -> None:
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("days from onset")
    axes.set_axisbelow(True)
    axes.axvline(today, color=INK, linewidth=0.9, linestyle=DOTTED, zorder=1)
    low, high = axes.get_xlim()
    late = today > (low + high) / 2
    axes.annotate(f"forecast day {words.compact(today)}", (today, 1.0), xycoords=("data", "axes fraction"),
                  xytext=(3 if late else -3, 2), textcoords="offset points", ha="right" if late else "left",
                  va="bottom", fontsize=8, color=MUTED)  # fmt: skip
