"""The window, the drivers and the next test in sentences that rank nothing, for the page and the terminal."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from onconeural.report import words

if TYPE_CHECKING:
    from onconeural.forecast.result import Difference, Driver, Forecast, NextTest, Window

CLEAR_GAIN = 0.05  # steps of mean mRS below which a further result is said to change nothing
WEEK = 1  # place of the start a week later in the grid of starts


def windows(forecast: Forecast) -> tuple[str, ...]:
    """Return a sentence for each strategy whose window may be shown, then one for those without a window."""
    shown = tuple(_window(window, forecast.forecast_day) for window in forecast.windows if window.shown)
    reasons: dict[str, list[str]] = {}
    for window in forecast.windows:
        if not window.shown:
            reasons.setdefault(window.reason or words.NOT_COMPUTED, []).append(window.label)
    return (*shown, *(f"{', '.join(labels)}: {reason}." for reason, labels in reasons.items()))


def _window(window: Window, day: float) -> str:
    points = window.measure == "not_worse"
    gains = window.gain_not_worse if points else window.gain_mrs
    what = "points of the probability of not being worse at 12 months" if points else "steps of mean mRS"
    least = "5 points" if points else "0.3"
    week = gains[0].value - gains[WEEK].value
    sentences = [
        f"{window.label}: begun on day {words.compact(day)} it gains {_size(gains[0].value, points)} {what} against "
        f"no further treatment (95% interval {_interval(gains[0], points)}).",
        f"The interval stays above {least} up to a start on day {words.compact(day + (window.open_until or 0.0))}"
        f"{', the last start tried' if window.open_until == window.start_days[-1] else ''}.",
        f"The first week of waiting costs {_size(week, points)}.",
        _half(window, day),
    ]
    return " ".join(sentences)


def _half(window: Window, day: float) -> str:
    last = words.compact(day + window.start_days[-1])
    if window.half_lost is None:
        return f"Half of the gain is not lost by day {last}."
    ends = (window.half_lost.low, window.half_lost.high)
    low, high = (words.compact(round(day + x)) if isfinite(x) else f"after {last}" for x in ends)
    middle = words.compact(round(day + window.half_lost.value))
    return f"Half of the gain is lost by a start on day {middle} (95% interval {low} to {high})."


def _size(value: float, points: bool) -> str:
    return words.number(100 * value, 0) if points else words.number(value, 2)


def _interval(known: Difference, points: bool) -> str:
    return f"{_size(known.low, points)} to {_size(known.high, points)}"


def drivers(forecast: Forecast) -> tuple[str, ...]:
    """Return a sentence for each fact of the case, the one that moves most weight first."""
    labels = {row.strategy: row.label for row in forecast.outcomes}
    return tuple(_driver(driver, labels.get(driver.strategy, driver.strategy)) for driver in forecast.drivers)


def _driver(driver: Driver, label: str) -> str:
    return (
        f"{words.first_capital(driver.fact)}: moves {words.percent(driver.moved)} of the weight of the twins; mean mRS "
        f"without further treatment {signed(driver.mean_mrs)}; "
        f"largest change of a gain {signed(driver.gain_mrs)} ({label})."
    )


def driver_rows(forecast: Forecast) -> tuple[tuple[str, ...], ...]:
    """Return fact, weight moved, change of the mean mRS, and largest change of a gain, for each fact of the case."""
    labels = {row.strategy: row.label for row in forecast.outcomes}
    return tuple(
        (
            words.first_capital(driver.fact),
            words.percent(driver.moved),
            signed(driver.mean_mrs),
            f"{signed(driver.gain_mrs)}, {labels.get(driver.strategy, driver.strategy)}",
        )
        for driver in forecast.drivers
    )


def signed(known: Difference) -> str:
    """Return a change with its sign and its 95 % interval.

    >>> from onconeural.forecast.result import Difference
    >>> signed(Difference(0.5, 0.1, 0.9))
    '+0.50 (0.10 to 0.90)'
    """
    if not isfinite(known.value):
        return words.NOT_COMPUTED
    return f"{words.change(known.value)} ({words.number(known.low, 2)} to {words.number(known.high, 2)})"


def next_tests(forecast: Forecast) -> tuple[str, ...]:
    """Return a sentence for each further result, the one that changes most first."""
    return tuple(_next(test) for test in forecast.next_tests)


def next_test_rows(forecast: Forecast) -> tuple[tuple[str, ...], ...]:
    """Return test, its possible results, what knowing it is worth, and how often another strategy would come first."""
    return tuple(
        (
            words.first_capital(test.test),
            ", ".join(f"{name}: {words.percent(share)}" for name, share in test.results),
            "hardly anything" if test.expected_gain < CLEAR_GAIN else words.number(test.expected_gain, 2),
            words.percent(test.other_first),
        )
        for test in forecast.next_tests
    )


def _next(test: NextTest) -> str:
    results = ", ".join(f"{name} {words.percent(share)}" for name, share in test.results)
    if test.expected_gain < CLEAR_GAIN:
        effect = "hardly changes which strategy has the lowest mean mRS in the twins"
    else:
        effect = f"is worth {words.number(test.expected_gain, 2)} steps of mean mRS on average"
    return (
        f"{words.first_capital(test.test)} ({results}): {effect}; another strategy would come first with "
        f"probability {words.percent(test.other_first)}."
    )
