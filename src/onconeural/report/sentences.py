"""What a forecast says, in sentences that rank nothing, the same on the page, in JSON and in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isfinite
from typing import TYPE_CHECKING

from onconeural.report import words

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast, Twins
    from onconeural.workup import Certainty


def certainty(score: Certainty) -> str:
    """Return one sentence on how certain the diagnosis is."""
    if score.score is None:
        return "PNS-Care 2021 gives no score for this case."
    return f"By PNS-Care 2021 the diagnosis is: {words.category(score.category)} ({score.score} of 10 points)."


def undecided(twins: Twins) -> str:
    """Return the sentence for a case whose facts leave too few effective twins.

    >>> from onconeural.forecast.result import Twins
    >>> undecided(Twins(512, 512, 7.5, 9000, 0, False, 50))
    'The facts do not decide: the twins count as only 7.5 independent ones; the floor is 50.'
    """
    return (
        f"The facts do not decide: the twins count as only {words.number(twins.effective)} independent ones; "
        f"the floor is {words.compact(twins.floor)}."
    )


def caution(forecast: Forecast) -> str | None:
    """Return what a reader must know before any number: a refusal, or that the facts do not decide."""
    if forecast.refusal is not None:
        return f"{words.first_capital(forecast.refusal)}."
    return None if forecast.twins.decided else undecided(forecast.twins)


def twin_count(forecast: Forecast) -> str:
    """Return one sentence on the virtual patients behind the numbers."""
    group = forecast.twins
    if not group.pool:
        return "No twins were drawn."
    verb = "is" if group.failed == 1 else "are"
    failed = f" {group.failed:,} more failed and {verb} left out." if group.failed else ""
    return (
        f"{group.used:,} twins (virtual patients weighted by the facts of this case, from a pool of "
        f"{group.pool:,}) stand behind the numbers; they count as "
        f"{words.compact(group.effective)} independent ones (floor {words.compact(group.floor)}).{failed}"
    )


def answer(forecast: Forecast) -> tuple[str, ...]:
    """Return the answer in sentences that rank nothing; what a reader must know first comes first."""
    first = caution(forecast)
    simulated = _simulated(forecast) if forecast.outcomes else ("No strategy was simulated.",)
    return (*((first,) if first else ()), certainty(forecast.certainty), *simulated)


def _simulated(forecast: Forecast) -> tuple[str, ...]:
    spread = _spread([row.mean_mrs.value for row in forecast.outcomes], words.number)
    chance = _spread([row.not_worse for row in forecast.outcomes], words.percent)
    count = len({row.strategy for row in forecast.outcomes})
    return (
        f"Twins of this case were followed for {words.months(forecast.horizon_days)} "
        f"from day {words.compact(forecast.forecast_day)} after onset, under {count} strategies.",
        f"Over all strategies and starts, their mean modified Rankin scale (mRS) is {spread}, "
        f"and the simulated probability of not being worse at 12 months is {chance}.",
        _order(forecast),
    )


def _order(forecast: Forecast) -> str:
    """Which strategy comes first, where that may be said."""
    if forecast.ranking is None:
        return "The model is not validated for this case, so these numbers do not say which strategy is better."
    labels = {row.strategy: row.label for row in forecast.outcomes}
    first, tied = labels[forecast.ranking.order[0]], [labels[name] for name in forecast.ranking.tied]
    if tied:
        return f"The strategies cannot be ranked: the twins do not tell {', '.join((first, *tied))} apart."
    return f"In the twins, {first} has the lowest mean mRS."


def _spread(values: Iterable[float], show: Callable[[float], str]) -> str:
    known = sorted(value for value in values if isfinite(value))
    if not known:
        return words.NOT_COMPUTED
    low, high = show(known[0]), show(known[-1])
    return low if low == high else f"between {low} and {high}"
