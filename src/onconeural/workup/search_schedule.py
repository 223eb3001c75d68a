"""When to repeat a negative tumour search, in days after the first negative one and from onset, and when to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.evidence import criteria

DAYS_PER_MONTH = DAYS_PER_YEAR / 12


@dataclass(frozen=True)
class Repeat:
    """One repeat: whole days after the first negative search, and the same from onset; a window from first to last."""

    number: int
    first_day: int
    last_day: int
    first_day_from_onset: float
    last_day_from_onset: float
    state: str  # past (the window is over on the question day), due (it is open) or later


@dataclass(frozen=True)
class Schedule:
    """The repeats of one plan; ``stop_day`` (days after the first negative search) ends it if nothing new happens."""

    id: str
    repeats: tuple[Repeat, ...]
    stop_day: int
    stop_day_from_onset: float
    source: str
    reading_status: str
    note: str | None = None


def schedule(key: str, first_negative_day: float, today: float, delta_p_high: int | None = None) -> Schedule:
    """Return a schedule by its id, counted from the first negative search (a day from onset).

    ``delta_p_high`` is the highest possible DELTA-P score, which chooses the plan of the id ``deltap``.
    Raises LookupError for an unknown id, and for ``deltap`` without a score.

    >>> [(r.first_day, r.last_day) for r in schedule("graus2021", 0, 0).repeats]
    [(122, 183), (244, 365), (365, 548), (487, 730)]
    >>> [r.last_day for r in schedule("deltap", 0, 0, delta_p_high=4).repeats]
    [91, 274, 457, 639]
    """
    record = _record(key, delta_p_high)
    windows = _windows(record)
    stop = _days(record["total_months"])
    return Schedule(
        id=key,
        repeats=tuple(
            _repeat(number, window, first_negative_day, today) for number, window in enumerate(windows, start=1)
        ),
        stop_day=stop,
        stop_day_from_onset=first_negative_day + stop,
        source=record["source"],
        reading_status=record["status"],
        note=record.get("note"),
    )


def _record(key: str, delta_p_high: int | None) -> Mapping[str, Any]:
    if key == "deltap":
        return _by_delta_p(delta_p_high)
    for record in criteria("tumour_search")["schedules"]:
        if record["id"] == key:
            return dict(record)
    raise LookupError(f"the tumour search knows no schedule {key!r}")


def _by_delta_p(high: int | None) -> Mapping[str, Any]:
    for row in criteria("delta_p")["rescreening"]:
        if high is not None and row["score_min"] <= high <= row["score_max"]:
            note = f"for a DELTA-P score of up to {high}; a range counts by its highest score"
            return {**row["plan"], "source": row["source"], "status": row["status"], "note": note}
    raise LookupError(f"no schedule for a DELTA-P score of {high}")


def _windows(record: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return first and last month of every repeat up to the end of the schedule."""
    if record["first_repeat_months"] is None:
        return []
    first, step = _span(record["first_repeat_months"]), record["then_every_months"]
    windows = [first]
    while step is not None and windows[-1][1] + _span(step)[1] <= record["total_months"]:
        low, high = windows[-1]
        windows.append((low + _span(step)[0], high + _span(step)[1]))
    return windows


def _span(months: float | Mapping[str, float]) -> tuple[float, float]:
    if isinstance(months, Mapping):
        return float(months["low"]), float(months["high"])
    return float(months), float(months)


def _days(months: float) -> int:
    return round(months * DAYS_PER_MONTH)


def _repeat(number: int, window: tuple[float, float], start: float, today: float) -> Repeat:
    first, last = _days(window[0]), _days(window[1])
    state = "past" if today > start + last else "due" if today >= start + first else "later"
    return Repeat(number, first, last, start + first, start + last, state)
