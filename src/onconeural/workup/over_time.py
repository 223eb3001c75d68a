"""The PNS-Care score over time: at the days where it can change, with the facts known on the question day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onconeural.case import facts_until
from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.workup.certainty import pns_care
from onconeural.workup.pns_care_cancer import RESTART
from onconeural.workup.pns_care_reading import load_table

if TYPE_CHECKING:
    from onconeural.case import Case


@dataclass(frozen=True)
class Moment:
    """The score on one day (from onset); ``why`` names the day, ``ahead`` is true after the question day."""

    day: float
    why: str
    score: int | None
    category: str
    ahead: bool


def over_time(case: Case, day: float | None = None, clock: str = RESTART) -> tuple[Moment, ...]:
    """Return the score at onset, when the tumour was found, on the question day, and after two years.

    A day after the question day is scored as if nothing new happened. Raises ValueError for a day before onset and
    for an unknown clock. Source: graus2021.

    >>> from onconeural.case import Case
    >>> case = Case(case_id="a1", phenotype="lambert_eaton", cancer={"found": False}, forecast_day=60)
    >>> [(moment.day, moment.score) for moment in over_time(case)]
    [(0.0, 4), (60.0, 4), (730.0, 3)]
    """
    today = case.question_day if day is None else float(day)
    known = facts_until(case, today)
    limit = float(math.floor(load_table().years * DAYS_PER_YEAR))
    named = {0.0: "onset", today: "question day", limit: "two years after onset"}
    found = known.cancer.day_found_relative_to_onset if known.cancer.found else None
    if found is not None:
        named.setdefault(max(found, 0.0), "tumour found")
        named.setdefault(max(found, 0.0) + limit, "two years after the tumour was found")
    moments = [_moment(known, when, named[when], when > today, clock) for when in sorted(named)]
    return tuple(moments)


def _moment(case: Case, day: float, why: str, ahead: bool, clock: str) -> Moment:
    certainty = pns_care(case, day, clock)
    return Moment(day, why, certainty.score, certainty.category, ahead)
