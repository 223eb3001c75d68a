"""The window for every start day: what the page shows while a reader moves the day of treatment."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from onconeural.report import charts, words

if TYPE_CHECKING:
    from onconeural.forecast.result import Difference, Forecast, Window

DIGITS = 4  # decimals in the page; more would not be shown


def grid(forecast: Forecast) -> dict[str, Any] | None:
    """Return the precomputed grid of a forecast: outcomes of each strategy at each start day, days from onset.

    Without windows there is nothing to move.
    """
    place = charts.moving(forecast)
    if place is None:
        return None
    return {
        "forecast_day": forecast.forecast_day,
        "days": [forecast.forecast_day + start for start in forecast.windows[0].start_days],
        "place": asdict(place),
        "rows": [_row(window) for window in forecast.windows],
    }


def _row(window: Window) -> dict[str, Any]:
    """Return the values of one strategy: value, low and high, or a share alone, for each start day."""
    at = window.by_start
    return {
        "gain": [_three(gain) for gain in window.gain_mrs],
        "not_worse": [_three(gain) for gain in window.gain_not_worse],
        "mean_mrs": [_short(row.mean_mrs.value) for row in at],
        "alive": [_short(row.survival_12_months) for row in at],
        "new_area": [_short(row.new_area_12_months) for row in at],
    }


def first_row(window: Window) -> dict[str, str]:
    """Return what the table shows before anything was moved: the earliest start, in the words of the script."""
    row = _row(window)
    return {
        "gain": _interval(row["gain"][0], 1.0, 2),
        "not_worse": _interval(row["not_worse"][0], 100.0, 0),
        "mean_mrs": words.number(row["mean_mrs"][0]) if row["mean_mrs"] else words.NOT_COMPUTED,
        "alive": words.percent(row["alive"][0]) if row["alive"] else words.NOT_COMPUTED,
        "new_area": _area(row["new_area"]),
    }


def _area(shares: list[float | None]) -> str:
    return words.percent(shares[0]) if shares and shares[0] is not None else NO_AREA


NO_AREA = "one area only"


def _interval(three: list[float | None], factor: float, digits: int) -> str:
    value, low, high = (None if part is None else factor * part for part in three)
    if value is None or low is None or high is None:
        return words.NOT_COMPUTED
    return f"{words.change(value, digits)} ({words.number(low, digits)} to {words.number(high, digits)})"


def _three(known: Difference) -> list[float | None]:
    return [_short(known.value), _short(known.low), _short(known.high)]


def _short(value: float) -> float | None:
    return round(value, DIGITS) if isfinite(value) else None


def embedded(data: dict[str, Any]) -> Markup:
    r"""Return data as JSON that cannot end the element it stands in.

    >>> print(embedded({"a": "</script>"}))
    {"a":"\u003c/script\u003e"}
    """
    text = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
