"""One panel of the figure: a strategy's mean and band against doing nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, MultipleLocator

from onconeural.evidence import plain
from onconeural.report import words

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from onconeural.forecast.result import Curve, Forecast

REFERENCE = "nothing"
FONT = "DejaVu Sans"  # comes with matplotlib, so it is the same everywhere
INK, DARK, MUTED, GRID = "#1c2733", "#39434e", "#566370", "#e3e7eb"
TITLE, LINE, BAND = "#0b5a8a", "#2b7bb0", "#cfe2f0"
DASHED, DOTTED = (0, (4, 2)), (0, (1, 1.5))
POINTS = 150  # more would not be seen, only weigh
STRIP = 6.75  # mRS ends at 6; the strip above it holds labels


def shown_curves(forecast: Forecast) -> tuple[Curve, ...]:
    """Return the curves that the figure shows: those of strategies started on the forecast day."""
    return tuple(curve for curve in forecast.curves if curve.start_day == 0)


def onset_shown(forecast: Forecast) -> bool:
    """Return whether onset (day 0) is on the time axis; long after it, the forecast alone fills the panel."""
    return forecast.forecast_day <= forecast.horizon_days


def draw_panel(axes: Axes, curve: Curve, forecast: Forecast) -> None:
    """Draw one strategy: solid line and band, with doing nothing as a dashed grey line."""
    reference = _reference(forecast)
    plainest = curve is reference
    own = _thinned(curve)
    axes.fill_between(own["days"], own["low"], own["high"], color=GRID if plainest else BAND, linewidth=0)
    if not plainest:
        axes.plot(own["days"], own["mean"], color=LINE, linewidth=2.4)
    if reference is not None:  # on top and thin: both lines are seen where a strategy changes nothing
        grey = _thinned(reference)
        axes.plot(grey["days"], grey["mean"], color=DARK, linewidth=1.1, linestyle=DASHED)
    axes.set_title(
        drawable(curve.label, 44),
        loc="left",
        fontsize=9,
        fontweight="bold",
        color=MUTED if plainest else TITLE,
    )
    count = f"n = {_twin_count(curve, forecast)}"
    across = axes.get_yaxis_transform()  # x as a share of the panel, y on the scale
    axes.text(0.995, STRIP, count, transform=across, ha="right", va="top", fontsize=7.5, color=MUTED)
    _time_axis(axes, forecast)
    _rankin_axis(axes)


def draw_key(axes: Axes, forecast: Forecast) -> None:
    """Draw what the lines mean, in a cell of its own."""
    axes.set_axis_off()
    handles: list[Artist] = [
        Line2D([], [], color=LINE, linewidth=2.4, label="this strategy, started on the forecast day"),
        Patch(color=BAND, linewidth=0, label="80% of the twins"),
        Line2D([], [], color=INK, linewidth=0.9, linestyle=DOTTED, label="forecast day"),
    ]
    if onset_shown(forecast):
        handles.append(Line2D([], [], color=INK, linewidth=1.0, label="onset, day 0"))
    reference = _reference(forecast)
    if reference is not None:
        label = drawable(reference.label, 40)
        handles.insert(2, Line2D([], [], color=DARK, linewidth=1.1, linestyle=DASHED, label=label))
    axes.legend(handles=handles, loc="center left", frameon=False, fontsize=8.5, labelspacing=0.55, handlelength=2.6)


def drawable(text: str, limit: int) -> str:
    """Return text that the font can draw, on one line, cut at a number of characters."""
    font = get_font(findfont(FontProperties(family=FONT)))
    line = "".join(char if font.get_char_index(ord(char)) else "\ufffd" for char in plain(text))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _time_axis(axes: Axes, forecast: Forecast) -> None:
    day, end = forecast.forecast_day, forecast.forecast_day + forecast.horizon_days
    first = 0.0 if onset_shown(forecast) else day
    axes.set_xlim(first - 0.03 * (end - first), end)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 3, 5, 6, 10], integer=True))
    if onset_shown(forecast):
        axes.axvline(0, color=INK, linewidth=1.0)
    axes.axvline(day, color=INK, linewidth=0.9, linestyle=DOTTED)
    late = day - first > 0.6 * (end - first)  # the label goes where there is room
    axes.annotate(
        f"forecast day {words.compact(day)}",
        (day, STRIP),
        xytext=(-3 if late else 3, 0),
        textcoords="offset points",
        ha="right" if late else "left",
        va="top",
        fontsize=7.5,
        color=MUTED,
    )


def _rankin_axis(axes: Axes) -> None:
    axes.set_ylim(0, 6.8)
    axes.yaxis.set_major_locator(MultipleLocator(1))
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8, length=2.5)


def _reference(forecast: Forecast) -> Curve | None:
    return next((curve for curve in shown_curves(forecast) if curve.strategy == REFERENCE), None)


def _twin_count(curve: Curve, forecast: Forecast) -> str:
    same = (curve.strategy, curve.start_day)
    rows = (row for row in forecast.outcomes if (row.strategy, row.start_day) == same)
    return next((str(row.n) for row in rows), words.NOT_COMPUTED)


def _thinned(curve: Curve) -> dict[str, list[float]]:
    count = len(curve.days)
    keep = sorted({*range(0, count, max(1, count // POINTS)), count - 1})
    series = {"days": curve.days, "mean": curve.mean, "low": curve.low, "high": curve.high}
    return {name: [values[index] for index in keep] for name, values in series.items()}
