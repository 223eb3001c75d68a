"""The twins under every strategy and start: what happens to each of them, on common random numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Dose, Result
from onconeural.forecast.history import History
from onconeural.forecast.strategies import SEARCH_EVERY, SEARCHES, Strategy
from onconeural.forecast.twins import RTOL, Progress, TwinSet
from onconeural.model import areas, disease_model, doses, involved_below, scales
from onconeural.population import TREATMENT_DELAY

Array = NDArray[np.float64]

DEAD = 6.0
ENDS = ("death", "lethal_burden")
WITHIN = (6, 12)  # months from the forecast day in which a new area may become involved
MONTH = 30.4375


@dataclass(frozen=True)
class Arm:
    """One strategy begun on one day."""

    strategy: Strategy
    start_day: float


@dataclass(frozen=True)
class Course:
    """mRS of n twins in each arm at ``days`` (from onset): shape (arms, n, days); the dead count as 6, failures NaN.

    ``new_area`` (arms, n, 2): whether an area that is not involved on the forecast day becomes involved within 6 and
    within 12 months of it; those who die first count with what they had.
    """

    arms: tuple[Arm, ...]
    days: Array
    mrs: Array
    alive: NDArray[np.bool_]
    new_area: NDArray[np.bool_]

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Which twins failed in which arm, shape (arms, n)."""
        return np.asarray(np.isnan(self.mrs[:, :, 0]))


class _Lanes:
    """All twins of some arms, arm after arm, and where each of them is in time."""

    def __init__(self, twins: TwinSet, arms: tuple[Arm, ...], history: History, days: Array) -> None:
        n = len(twins)
        self.twin = np.tile(np.arange(n), len(arms))
        self.arm = np.repeat(np.arange(len(arms)), n)
        self.arms, self.twins, self.history, self.days = arms, twins, history, days
        self.start = np.array([a.start_day for a in arms])[self.arm]
        self.tumour_start = self.start if history.tumour == "known" else np.full(len(self.start), np.nan)
        self.time = np.full(len(self.twin), history.day)
        self.state = twins.state[:, self.twin]
        self.mrs = np.full((len(self.twin), len(days)), np.nan)
        self.ended = np.zeros(len(self.twin), dtype=bool)
        self.now = np.ones((len(self.twin), len(areas())))
        self.lowest = np.ones((len(WITHIN), *self.now.shape))

    def parameters(self, who: NDArray[np.intp]) -> dict[str, Array]:
        """Parameters of some lanes, with the death threshold that each twin keeps in all arms."""
        twin = self.twin[who]
        drawn = {k: v[twin] for k, v in self.twins.people.parameters.items()}
        return {**drawn, "Edeath": self.twins.death[twin]}

    def doses(self, who: NDArray[np.intp]) -> list[Dose]:
        """Doses of some lanes: those already begun, and those of their arm."""
        people = self.twins.people.take(self.twin[who])
        found = self.history.doses(people)
        keys = dict.fromkeys(k for a in self.arms for k in (*a.strategy.interventions, *a.strategy.tumour))
        for key in keys:
            plain = np.array([key in a.strategy.interventions for a in self.arms])[self.arm[who]]
            tumour = np.array([key in a.strategy.tumour for a in self.arms])[self.arm[who]]
            start = np.where(plain, self.start[who], np.where(tumour, self.tumour_start[who], np.nan))
            if np.any(np.isfinite(start)):
                found += doses(key, start)
        return found

    def fly(self, until: Array, who: NDArray[np.intp], progress: Progress | None = None) -> None:
        """Simulate some lanes up to a day each."""
        run = disease_model().simulate(
            until[who],
            parameters=self.parameters(who),
            start=self.time[who],
            state=self.state[:, who],
            doses=self.doses(who),
            outputs=("mrs", *_AREAS),
            times=self.days,
            stop_at=ENDS,
            scales=scales(),
            rtol=RTOL,
            progress=progress,
        )
        self._land(who, run)

    def _land(self, who: NDArray[np.intp], run: Result) -> None:
        new = run.values["mrs"]
        self.mrs[who] = np.where(np.isnan(new), self.mrs[who], new)
        self._see_areas(who, np.stack([run.values[name] for name in _AREAS], axis=1))
        dead = np.isin(run.stopped_by, ENDS)
        late = self.days[None, :] > run.end_time[:, None]
        self.mrs[who] = np.where(dead[:, None] & late, DEAD, self.mrs[who])
        self.mrs[who] = np.where(run.failed[:, None], np.nan, self.mrs[who])
        self.time[who], self.state[:, who] = run.end_time, run.end_state
        self.ended[who] = dead | run.failed

    def _see_areas(self, who: NDArray[np.intp], function: Array) -> None:
        """Keep the function of each area on the forecast day, and its lowest value within each span."""
        first = ~np.isnan(function[:, :, 0])
        self.now[who] = np.where(first, function[:, :, 0], self.now[who])
        known = np.where(np.isnan(function), 1.0, function)
        for k, months in enumerate(WITHIN):
            span = self.days - self.days[0] <= months * MONTH + 1.0
            self.lowest[k, who] = np.minimum(self.lowest[k, who], known[:, :, span].min(axis=2))

    def new_area(self) -> NDArray[np.bool_]:
        """Whether an area became involved that was not, for each lane and span."""
        fresh = (self.lowest < involved_below()) & (self.now >= involved_below())
        return np.asarray(fresh.any(axis=2).T)


_AREAS = tuple(f"f_{area.letter}" for area in areas())


def run_arms(twins: TwinSet, arms: tuple[Arm, ...], history: History, days: Array, progress: Progress) -> Course:
    """Run every twin under every arm up to the last of ``days``; a tumour that is not known is searched for first."""
    different = list(dict.fromkeys(_same_course(a) for a in arms))
    lanes = _Lanes(twins, tuple(different), history, days)
    if history.tumour != "known":
        _search(lanes)
    left = np.flatnonzero(~lanes.ended)
    lanes.fly(np.full(len(lanes.twin), days[-1]), left, progress)
    mrs = lanes.mrs.reshape(len(different), len(twins), len(days))
    same = [different.index(_same_course(a)) for a in arms]
    new = lanes.new_area().reshape(len(different), len(twins), len(WITHIN))
    return Course(arms, days, mrs[same], mrs[same] < DEAD, new[same])


def _same_course(arm: Arm) -> Arm:
    """Doing nothing is the same whenever it begins: such arms are run once."""
    does_something = arm.strategy.interventions or arm.strategy.tumour
    return arm if does_something else Arm(arm.strategy, float("inf"))


def _search(lanes: _Lanes) -> None:
    """Searches on the start day and later, until one finds the tumour; treatment follows after a delay."""
    needs = np.array([bool(a.strategy.tumour) for a in lanes.arms])[lanes.arm]
    total = [disease_model().states.index(s) for s in ("T", "Z")]
    for k in range(SEARCHES):
        day = lanes.start + k * SEARCH_EVERY
        who = np.flatnonzero(needs & ~lanes.ended & np.isnan(lanes.tumour_start) & (day <= lanes.days[-1]))
        if len(who) == 0:
            return
        lanes.fly(day, who)
        seen = lanes.state[total][:, who].sum(axis=0) >= lanes.twins.visible_from[lanes.twin[who]]
        found = who[seen & ~lanes.ended[who]]
        lanes.tumour_start[found] = day[found] + TREATMENT_DELAY
