"""The four facts at the head of the page: how sure, what happens untreated, how soon, and where it spreads."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from onconeural.report import words

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast, Outcome, Window


@dataclass(frozen=True)
class KeyFact:
    """One fact: what it is, the fact, and what a reader must know with it. ``place`` is its section on the page."""

    name: str
    fact: str
    note: str
    place: str


def key_facts(forecast: Forecast) -> tuple[KeyFact, ...]:
    """Return the facts that answer the question first; strategies stand in the order of the forecast, not ranked."""
    simulated = (_how_soon(forecast), _spread(forecast), _untreated(forecast)) if forecast.outcomes else ()
    return tuple(fact for fact in (*simulated, _diagnosis(forecast)) if fact is not None)


def _diagnosis(forecast: Forecast) -> KeyFact:
    score = forecast.certainty
    points = "no score for this case" if score.score is None else f"{score.score} of 10 points, PNS-Care 2021"
    return KeyFact("Diagnosis", words.first_capital(words.category(score.category)), points, "certainty")


def _untreated(forecast: Forecast) -> KeyFact | None:
    row = next((row for row in forecast.outcomes if row.strategy == "nothing" and row.start_day == 0), None)
    if row is None:
        return None
    note = f"alive after 12 months without further treatment; not worse: {words.percent(row.not_worse)}"
    return KeyFact("Untreated", words.percent(row.survival_12_months), note, "time")


def _how_soon(forecast: Forecast) -> KeyFact | None:
    if not forecast.windows:
        return None
    shown = [window for window in forecast.windows if window.shown]
    if not shown:
        return KeyFact("How soon", "No window", f"can be shown for any of {len(forecast.windows)} strategies", "window")
    names = "; ".join(window.label for window in shown)
    return KeyFact("How soon", *_half(shown, forecast, names), "window")


def _half(shown: list[Window], forecast: Forecast, names: str) -> tuple[str, str]:
    """Return by which day half of the gain is lost, over the strategies with a window."""
    day, of = forecast.forecast_day, f"of {len(forecast.windows)} strategies, {len(shown)} with a window: {names}"
    known = sorted(round(day + window.half_lost.value) for window in shown if window.half_lost is not None)
    last = words.compact(day + shown[0].start_days[-1])
    if not known:
        return f"After day {last}", f"half of the gain is not lost by then; {of}"
    if len(known) < len(shown):
        return f"From day {words.compact(known[0])}", f"half of the gain is lost, for some not by day {last}; {of}"
    span = words.compact(known[0]) if known[0] == known[-1] else f"{known[0]} to {known[-1]}"
    return f"Day {span}", f"by then half of the gain is lost; {of}"


def _spread(forecast: Forecast) -> KeyFact | None:
    now: list[Outcome] = [row for row in forecast.outcomes if row.start_day == 0]
    known = sorted(row.new_area_12_months for row in now if isfinite(row.new_area_12_months))
    if not known:
        return KeyFact("Spread", "One area only", "the antibody has no second area in the model", "spread")
    low, high = words.percent(known[0]), words.percent(known[-1])
    note = f"a new area within 12 months, over {len(now)} strategies begun on the forecast day"
    return KeyFact("Spread", low if low == high else f"{low} to {high}", note, "spread")
