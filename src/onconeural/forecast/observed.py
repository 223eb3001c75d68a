"""What happened to a published case after the day on which the question was real."""

from __future__ import annotations

import numpy as np

from onconeural.case import Case
from onconeural.forecast.horizon import DEAD, grid

CLASSES = ("better", "same", "worse", "died")  # in this order
ASKED = ("presentation", "diagnosis", "admission", "treatment_start")  # events on which the question was real
OBSERVED = {
    "recovered": "better",
    "improved": "better",
    "stabilised": "same",
    "unchanged": "same",
    "worsened": "worse",
    "died": "died",
}
SOONEST = 28.0  # days after the forecast day: an outcome seen earlier says too little (assumed)


def asked(case: Case) -> tuple[float, float, str] | str:
    """Forecast day, day of the outcome and its class; or why the case cannot be scored."""
    day = forecast_day(case)
    if day is None:
        return "no day on which the question was asked"
    seen = observed_class(case, day)
    if isinstance(seen, str):
        return seen
    name, followup = seen
    if followup < day + SOONEST:
        return f"outcome seen less than {SOONEST:g} days after the forecast day"
    if followup > grid(day)[-1]:
        return "outcome seen later than 24 months after the forecast day"
    return day, followup, name


def observed_class(case: Case, day: float) -> tuple[str, float] | str:
    """What happened after a day and when that was seen (days from onset); or why it cannot be said.

    Two mRS readings, one up to the day and one after it, come before the words of the outcome; of several later ones
    the last within 24 months counts.
    """
    now, after = last_reading(case, day), [r for r in _readings(case) if r[0] > day]
    within = [r for r in after if r[0] <= grid(day)[-1]]
    if now is not None and after:
        last = within[-1] if within else after[-1]
        name = "died" if last[1] == DEAD else CLASSES[1 + int(np.sign(last[1] - now))]
        return name, float(last[0])
    name, seen = OBSERVED.get(case.outcome.category, ""), case.outcome.followup_days
    if not name:
        return f"outcome {case.outcome.category}"
    if seen is None or seen <= day:
        return "no dated outcome after the forecast day"
    return name, float(seen)


def forecast_day(case: Case) -> float | None:
    """The day on which the question was real: as the case says, else its first dated presentation or diagnosis."""
    if case.forecast_day is not None:
        return case.forecast_day
    days = [e.day for e in case.timeline if e.event in ASKED and e.day is not None and e.day >= 0]
    return min(days, default=None)


def last_reading(case: Case, day: float) -> int | None:
    """The last mRS up to a day, None where there is none."""
    before = [mrs for when, mrs in _readings(case) if when <= day]
    return before[-1] if before else None


def _readings(case: Case) -> list[tuple[float, int]]:
    return sorted((o.day, o.mrs) for o in case.observations if o.day is not None and o.mrs is not None)
