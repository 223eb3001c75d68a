"""One fan chart: the mRS of the twins under one strategy, with bands, against no further treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, MultipleLocator

from onconeural.report import words
from onconeural.report.style import DARK, DASHED, DOTTED, FAN, INK, LINE, MUTED, TITLE, drawable, quiet_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from onconeural.forecast.result import Curve, Forecast

REFERENCE = "nothing"
POINTS = 150  # more would not be seen, only weigh
STRIP = 6.85  # mRS ends at 6; the strip above it holds labels
ALIKE = 0.1  # steps of mRS below which two lines are one to the eye
TREATED, UNTREATED, BOTH = "treated", "untreated", "both lines"


def shown_curves(forecast: Forecast) -> tuple[Curve, ...]:
    """Return the curves that the figure shows: those of strategies started on the forecast day."""
    return tuple(curve for curve in forecast.curves if curve.start_day == 0)


def onset_shown(forecast: Forecast) -> bool:
    """Return whether onset (day 0) is on the time axis; long after it, the forecast alone fills the panel."""
    return forecast.forecast_day <= forecast.horizon_days


def draw_panel(axes: Axes, curve: Curve, forecast: Forecast, *, titled: bool = True) -> None:
    """Draw one strategy: solid line and bands, with no further treatment as a dashed line; both are labelled."""
    reference = reference_curve(forecast)
    for low, high, colour in _bands(curve):
        axes.fill_between(_thin(curve.days), _thin(low), _thin(high), color=colour, linewidth=0)
    if curve is not reference:
        axes.plot(_thin(curve.days), _thin(curve.mean), color=LINE, linewidth=2.2)
    if reference is not None:  # on top and thin: both lines are seen where a strategy changes nothing
        axes.plot(_thin(reference.days), _thin(reference.mean), color=DARK, linewidth=1.3, linestyle=DASHED)
    if titled:
        axes.set_title(drawable(curve.label, 44), loc="left", fontsize=9, fontweight="bold", color=TITLE)
    across = axes.get_yaxis_transform()  # x as a share of the panel, y on the scale
    count = f"n = {twin_count(curve, forecast)}"
    axes.text(0.995, STRIP, count, transform=across, ha="right", va="top", fontsize=8, color=MUTED)
    _time_axis(axes, forecast)
    axes.set_ylim(0, 6.9)
    axes.yaxis.set_major_locator(MultipleLocator(1))
    quiet_grid(axes, "y")
    _label_lines(axes, curve, reference)


def _bands(curve: Curve) -> list[tuple[Sequence[float], Sequence[float], str]]:
    """Return the ends of the bands that the curve has, the widest first."""
    ends = ((95, curve.low_95, curve.high_95), (80, curve.low, curve.high), (50, curve.low_50, curve.high_50))
    return [(low, high, FAN[share]) for share, low, high in ends if len(low) == len(curve.days)]


def _label_lines(axes: Axes, curve: Curve, reference: Curve | None) -> None:
    """Write beside the lines which is which, where they are farthest apart; the upper one is labelled above."""
    own = None if curve is reference else curve
    lines = {name: line for name, line in ((UNTREATED, reference), (TREATED, own)) if line is not None and line.mean}
    if not lines or not all(np.all(np.isfinite(line.mean)) for line in lines.values()):
        return
    means = {name: np.asarray(line.mean) for name, line in lines.items()}
    place = _widest(means)
    if len(lines) == 2 and abs(means[TREATED][place] - means[UNTREATED][place]) < ALIKE:
        means = {BOTH: means[UNTREATED]}
    upper = max(means, key=lambda name: means[name][place]) if len(means) == 2 else ""
    for name, mean in means.items():
        _label(axes, name, (curve.days[place], mean), place, name == upper)


def _widest(means: dict[str, NDArray[np.float64]]) -> int:
    """Return the place at which two lines are farthest apart, of the middle half; of one line, a third along."""
    count = min(len(mean) for mean in means.values())
    if len(means) < 2:
        return count // 3
    middle = slice(count // 4, max(3 * count // 4, count // 4 + 1))
    gap = np.abs(np.subtract(*(mean[middle] for mean in means.values())))
    return count // 4 + int(np.argmax(gap)) if gap.max() >= ALIKE else count // 3


def _label(axes: Axes, name: str, where: tuple[float, NDArray[np.float64]], place: int, upper: bool) -> None:
    day, mean = where
    above = (upper and mean[place] < 5.4) or mean[place] < 0.7
    rising = mean[-1] >= mean[0]
    axes.annotate(
        name,
        (day, mean[place]),
        xytext=(-4 if rising == above else 4, 3 if above else -3),
        textcoords="offset points",
        ha="right" if rising == above else "left",
        va="bottom" if above else "top",
        fontsize=8,
        color=TITLE if name == TREATED else INK,
    )


def draw_key(axes: Axes, forecast: Forecast) -> None:
    """Draw what the lines and bands mean, in a cell of its own."""
    axes.set_axis_off()
    handles: list[Artist] = [
        Line2D([], [], color=LINE, linewidth=2.2, label="treated: this strategy, from the forecast day on"),
        *(Patch(color=colour, linewidth=0, label=f"{share}% of the twins") for share, colour in FAN.items()),
        Line2D([], [], color=INK, linewidth=0.9, linestyle=DOTTED, label="forecast day"),
    ]
    if onset_shown(forecast):
        handles.append(Line2D([], [], color=INK, linewidth=1.0, label="onset, day 0"))
    reference = reference_curve(forecast)
    if reference is not None:
        label = f"{UNTREATED}: {drawable(reference.label, 40)}"
        handles.insert(1, Line2D([], [], color=DARK, linewidth=1.3, linestyle=DASHED, label=label))
    axes.legend(handles=handles, loc="center left", frameon=False, fontsize=8.5, labelspacing=0.45, handlelength=2.6)


def _time_axis(axes: Axes, forecast: Forecast) -> None:
    day, end = forecast.forecast_day, forecast.forecast_day + forecast.horizon_days
    first = 0.0 if onset_shown(forecast) else day
    axes.set_xlim(first - 0.03 * (end - first), end)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 3, 5, 6, 10], integer=True))
    if onset_shown(forecast):
        axes.axvline(0, color=INK, linewidth=1.0)
    axes.axvline(day, color=INK, linewidth=0.9, linestyle=DOTTED)
    late = day - first > 0.55 * (end - first)  # the label goes where there is room
    axes.annotate(
        f"forecast day {words.compact(day)}",
        (day, STRIP),
        xytext=(-3 if late else 3, 0),
        textcoords="offset points",
        ha="right" if late else "left",
        va="top",
        fontsize=8,
        color=MUTED,
    )


def reference_curve(forecast: Forecast) -> Curve | None:
    """Return the curve of no further treatment, if it was simulated."""
    return next((curve for curve in shown_curves(forecast) if curve.strategy == REFERENCE), None)


def twin_count(curve: Curve, forecast: Forecast) -> str:
    """Return how many twins stand behind a curve."""
    same = (curve.strategy, curve.start_day)
    rows = (row for row in forecast.outcomes if (row.strategy, row.start_day) == same)
    return next((str(row.n) for row in rows), words.NOT_COMPUTED)


def _thin(values: Sequence[float]) -> list[float]:
    count = len(values)
    keep = sorted({*range(0, count, max(1, count // POINTS)), count - 1}) if count else []
    return [values[index] for index in keep]
