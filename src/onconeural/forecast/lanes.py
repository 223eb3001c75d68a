"""The twins of some arms on their way: where each of them is in time, and what they get."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine import Dose, Result
from onconeural.forecast.gathering import Progress
from onconeural.forecast.history import History
from onconeural.forecast.horizon import DEAD, MONTH, at_month
from onconeural.forecast.past import FUNCTIONS
from onconeural.forecast.strategy_record import Step, Strategy
from onconeural.forecast.twins import TwinSet
from onconeural.model import areas, disease_model, involved_below, registry, scales
from onconeural.population import PRECISION, RTOL

Array = NDArray[np.float64]

ENDS = ("death", "lethal_burden")
AHEAD = ("mrs", "Tt", *FUNCTIONS)  # what is recorded; one list for every run, since machine code belongs to a list
LOCAL = "x_loc"  # the state that a local treatment of the tumour goes into
WITHIN = (6, 12)  # months from the forecast day in which a new area may become involved
AT_ONCE = 16_000  # lanes simulated at a time, so that a large forecast fits into memory


@dataclass(frozen=True)
class Arm:
    """One strategy begun on one day."""

    strategy: Strategy
    start_day: float


class Lanes:
    """All twins of some arms, arm after arm, and where each of them is in time."""

    def __init__(self, twins: TwinSet, arms: tuple[Arm, ...], history: History, days: Array) -> None:
        n = len(twins)
        self.twin = np.tile(np.arange(n), len(arms))
        self.arm = np.repeat(np.arange(len(arms)), n)
        self.arms, self.twins, self.history, self.days = arms, twins, history, days
        self.start = np.array([a.start_day for a in arms])[self.arm]
        self.tumour_start = self.start if history.tumour == "known" else np.full(len(self.start), np.nan)
        self.begun: dict[Step, Array] = {}  # day on which the start of a step that waits came true, NaN: not yet
        self.ended_on: dict[Step, Array] = {}  # day on which a step was ended early, NaN: not
        self.time = np.full(len(self.twin), history.day)
        self.state = twins.state[:, self.twin]
        self.mrs = np.full((len(self.twin), len(days)), np.nan)
        self.ended = np.zeros(len(self.twin), dtype=bool)
        self.now = np.ones((len(self.twin), len(areas())))
        self.lowest = np.ones((len(WITHIN), *self.now.shape))
        self.function = np.zeros(len(self.twin))
        self.tumour = np.full((len(self.twin), 2), np.nan)

    def parameters(self, who: NDArray[np.intp]) -> dict[str, ArrayLike]:
        """Parameters of some lanes, with the death threshold that each twin keeps in all arms."""
        twin = self.twin[who]
        drawn = {k: v[twin] for k, v in self.twins.people.parameters.items()}
        changed = {s: f * drawn.get(s, registry().parameter(s).value) for s, f in self.twins.factors.items()}
        return {**drawn, **changed, "Edeath": self.twins.death[twin]}

    def doses(self, who: NDArray[np.intp]) -> list[Dose]:
        """Doses of some lanes: those already begun, and those of their arm."""
        people = self.twins.people.take(self.twin[who])
        found = self.history.doses(people)
        for step in dict.fromkeys(step for arm in self.arms for step in arm.strategy.steps):
            start = self._start(step)[who]
            if np.any(np.isfinite(start)):
                found += _until(step.doses(start), self.ended_on[step][who] if step in self.ended_on else None)
        return _one_operation_a_day(found, len(who))

    def _start(self, step: Step) -> Array:
        """The day on which each lane begins a step, NaN: never."""
        has = np.array([step in arm.strategy.steps for arm in self.arms])[self.arm]
        never = np.full(len(self.start), np.nan)
        starts = {"start_day": self.start, "tumour_known": self.tumour_start}
        return np.where(has, starts.get(step.start, self.begun.get(step, never)), np.nan)

    def fly(self, until: Array, who: NDArray[np.intp], progress: Progress | None = None) -> None:
        """Simulate some lanes up to a day each."""
        for first in range(0, len(who), AT_ONCE):
            part = who[first : first + AT_ONCE]
            done, size = first / len(who), len(part) / len(who)
            self._fly(until[part], part, _within(progress, done, size))

    def _fly(self, until: Array, who: NDArray[np.intp], progress: Progress | None) -> None:
        run = disease_model().simulate(
            until,
            parameters=self.parameters(who),
            start=self.time[who],
            state=self.state[:, who],
            doses=self.doses(who),
            outputs=AHEAD,
            times=self.days,
            stop_at=ENDS,
            scales=scales(),
            rtol=RTOL,
            precision=PRECISION,
            progress=progress,
        )
        self._land(who, run)

    def _land(self, who: NDArray[np.intp], run: Result) -> None:
        new = run.values["mrs"]
        self.mrs[who] = np.where(np.isnan(new), self.mrs[who], new)
        self._see_areas(who, np.stack([run.values[name] for name in FUNCTIONS], axis=1))
        for k, month in enumerate((0, 12)):
            cells = run.values["Tt"][:, at_month(month)]
            self.tumour[who, k] = np.where(np.isnan(cells), self.tumour[who, k], cells)
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
        year = function[:, :, at_month(12)].min(axis=1)
        self.function[who] = np.where(np.isnan(year), self.function[who], year)
        known = np.where(np.isnan(function), 1.0, function)
        for k, months in enumerate(WITHIN):
            span = self.days - self.days[0] <= months * MONTH + 1.0
            self.lowest[k, who] = np.minimum(self.lowest[k, who], known[:, :, span].min(axis=2))

    def new_area(self) -> NDArray[np.bool_]:
        """Whether an area became involved that was not, for each lane and span."""
        fresh = (self.lowest < involved_below()) & (self.now >= involved_below())
        return np.asarray(fresh.any(axis=2).T)


def _until(given: list[Dose], end: Array | None) -> list[Dose]:
    """The same doses, but none after a step was ended."""
    if end is None:
        return given
    last = np.where(np.isnan(end), np.inf, end)
    return [replace(d, time=np.where(np.asarray(d.time) <= last, d.time, np.nan)) for d in given]


def _one_operation_a_day(given: list[Dose], n: int) -> list[Dose]:
    """The same doses, but of local treatments on one day the first alone: nothing is cut out twice."""
    seen: list[Array] = []
    kept = []
    for dose in given:
        if dose.state == LOCAL:
            time = np.broadcast_to(np.asarray(dose.time, dtype=np.float64), (n,))
            again = np.any([time == other for other in seen], axis=0) if seen else np.zeros(n, dtype=bool)
            seen.append(time)
            dose = replace(dose, time=np.where(again, np.nan, time))  # noqa: PLW2901 the same dose, later or never
        kept.append(dose)
    return kept


def _within(progress: Progress | None, done: float, size: float) -> Progress | None:
    return None if progress is None else lambda share: progress(done + size * share)
