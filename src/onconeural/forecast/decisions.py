"""What is decided on the way: searches for the tumour, and steps that begin or end with a response or a relapse."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.horizon import MONTH, STEP
from onconeural.forecast.lanes import Lanes
from onconeural.forecast.strategies import SEARCH_EVERY, SEARCHES
from onconeural.forecast.strategy_record import Step
from onconeural.population import TREATMENT_DELAY
from onconeural.population.onset import tumour_cells

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Flags = NDArray[np.bool_]

VISIT_EVERY = MONTH  # days between visits (assumed)
JUDGED_AFTER = 28.0  # days after the start day from which a missing response ends a step


def decide(lanes: Lanes) -> None:
    """Fly the lanes from one decision of their arm to the next, as long as there is something to decide."""
    searches, visits = _Searches(lanes), _Visits(lanes)
    plans = [sorted({*searches.days(i), *visits.days(i)}) for i in range(len(lanes.arms))]
    for k in range(max(map(len, plans), default=0)):
        day = np.array([plan[k] if k < len(plan) else np.nan for plan in plans])[lanes.arm]
        waiting = ~lanes.ended & np.isfinite(day)
        search = waiting & searches.due(day)
        visit = waiting & visits.due(day)
        who = np.flatnonzero(search | visit)
        if len(who):
            lanes.fly(day, who)
            searches.decide(np.flatnonzero(search & ~lanes.ended), day)
            visits.decide(np.flatnonzero(visit & ~lanes.ended), day)


class _Searches:
    """Searches on the start day and later, until one finds the tumour; treatment follows after a delay."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self.every = SEARCH_EVERY * np.arange(SEARCHES)
        self.known = lanes.history.tumour == "known"
        self.needs = np.array([a.strategy.needs_tumour for a in lanes.arms])[lanes.arm]

    def days(self, arm: int) -> list[float]:
        """Days of the searches of one arm."""
        one, last = self.lanes.arms[arm], float(self.lanes.days[-1])
        if self.known or not one.strategy.needs_tumour:
            return []
        return [float(d) for d in one.start_day + self.every if d <= last]

    def due(self, day: Array) -> Flags:
        """Lanes that search on their day."""
        on = np.isin(np.round(day - self.lanes.start, 6), self.every)
        return np.asarray(on & self.needs & np.isnan(self.lanes.tumour_start) & (not self.known))

    def decide(self, who: Index, day: Array) -> None:
        """The tumours that are large enough are found."""
        lanes = self.lanes
        seen = tumour_cells(lanes.state[:, who]) >= lanes.twins.visible_from[lanes.twin[who]]
        lanes.tumour_start[who[seen]] = day[who[seen]] + TREATMENT_DELAY


class _Visits:
    """Monthly visits at which a response, a relapse or a found tumour begins or ends a step.

    A response is a fall of the mRS by one step below that of the start day, a relapse a rise by one step above the
    lowest mRS after a response. Visits lie on days that are recorded.
    """

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        n = len(lanes.twin)
        self.needs = np.array([a.strategy.needs_visits for a in lanes.arms])[lanes.arm]
        self.base, self.lowest = np.full(n, np.nan), np.full(n, np.inf)
        self.responded, self.relapsed = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        for step in dict.fromkeys(step for arm in lanes.arms for step in arm.strategy.steps):
            if step.start in ("no_response", "relapse"):
                lanes.begun[step] = np.full(n, np.nan)
            if step.stop_when:
                known = lanes.history.tumour == "known" and "tumour_found" in step.stop_when
                lanes.ended_on[step] = np.full(
                    n, -np.inf if known else np.nan
                )  # a bridge to what is there: never begun

    def days(self, arm: int) -> list[float]:
        """Days of the visits of one arm, the first on its start day or the next that is recorded."""
        one, days = self.lanes.arms[arm], self.lanes.days
        if not one.strategy.needs_visits:
            return []
        wanted = np.arange(one.start_day, days[-1], VISIT_EVERY)
        return [float(d) for d in np.unique(days[np.searchsorted(days, wanted - 1e-6)])]

    def due(self, day: Array) -> Flags:
        """Lanes that have a visit on their day."""
        return np.asarray(self.needs & np.isin(day, self.lanes.days))

    def decide(self, who: Index, day: Array) -> None:
        """Look at the mRS, then begin and end steps."""
        lanes = self.lanes
        mrs = lanes.mrs[who, np.searchsorted(lanes.days, day[who])]
        self.base[who] = np.where(np.isnan(self.base[who]), mrs, self.base[who])
        self.responded[who] |= self.base[who] - mrs >= STEP
        self.lowest[who] = np.minimum(self.lowest[who], mrs)
        self.relapsed[who] |= self.responded[who] & (mrs - self.lowest[who] >= STEP)
        for step in dict.fromkeys((*lanes.begun, *lanes.ended_on)):
            own = who[np.array([step in arm.strategy.steps for arm in lanes.arms])[lanes.arm[who]]]
            self._begin(step, own, day)
            self._end(step, own, day)

    def _begin(self, step: Step, who: Index, day: Array) -> None:
        """Steps that wait begin where what they wait for has come true; no response is judged once."""
        begun = self.lanes.begun.get(step)
        if begun is None:
            return
        new = np.isnan(begun[who])
        if step.start == "relapse":
            new &= self.relapsed[who]
        else:
            since = day[who] - self.lanes.start[who] - step.after_days
            new &= ~self.responded[who] & (since >= -1e-6) & (since < VISIT_EVERY)
        begun[who[new]] = day[who[new]]

    def _end(self, step: Step, who: Index, day: Array) -> None:
        """Steps end where one of their ends has come true."""
        ended = self.lanes.ended_on.get(step)
        if ended is None:
            return
        late = day[who] - self.lanes.start[who] >= JUDGED_AFTER
        true = {
            "response": self.responded[who],
            "no_response": ~self.responded[who] & late,
            "relapse": self.relapsed[who],
            "tumour_found": np.isfinite(self.lanes.tumour_start[who]),
        }
        over = np.isnan(ended[who]) & np.any([true[name] for name in step.stop_when], axis=0)
        ended[who[over]] = day[who[over]]
