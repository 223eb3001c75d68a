"""The twins under every strategy and start: what happens to each of them, on common random numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine import Dose, Result
from onconeural.forecast.decisions import decide
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
PER_ARM = ("mrs", "new_area", "function", "tumour")  # arrays of a course with one row per arm
AT_ONCE = 16_000  # lanes simulated at a time, so that a large forecast fits into memory


@dataclass(frozen=True)
class Arm:
    """One strategy begun on one day."""

    strategy: Strategy
    start_day: float


@dataclass(frozen=True)
class Course:
    """What happens to n twins in each arm at ``days`` (from onset).

    ``mrs`` (arms, n, days): the dead count as 6, failures NaN. ``new_area`` (arms, n, 2): whether an area that is not
    involved on the forecast day becomes involved within 6 and within 12 months of it; those who die first count with
    what they had. ``function`` (arms, n): function of the area affected most after 12 months, 0 to 1, 0 for the dead.
    ``tumour`` (arms, n, 2): cells on the forecast day and after 12 months, NaN for the dead.
    """

    arms: tuple[Arm, ...]
    days: Array
    mrs: Array
    new_area: NDArray[np.bool_]
    function: Array
    tumour: Array

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Which twins failed in which arm, shape (arms, n)."""
        return np.asarray(np.isnan(self.mrs[:, :, 0]))

    @property
    def mean_mrs(self) -> Array:
        """MRS of each twin, averaged over the two years, shape (arms, n)."""
        span = self.days[-1] - self.days[0]
        return np.asarray(np.trapezoid(self.mrs, self.days, axis=2) / span)


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


def run_arms(twins: TwinSet, arms: tuple[Arm, ...], history: History, days: Array, progress: Progress) -> Course:
    """Run every twin under every arm up to the last of ``days``; a tumour that is not known is searched for first."""
    different = list(dict.fromkeys(_same_course(a) for a in arms))
    lanes = Lanes(twins, tuple(different), history, days)
    decide(lanes)
    left = np.flatnonzero(~lanes.ended)
    lanes.fly(np.full(len(lanes.twin), days[-1]), left, progress)
    same = [different.index(_same_course(a)) for a in arms]

    def by_arm(values: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(values.reshape(len(different), len(twins), *values.shape[1:])[same])

    return Course(
        arms,
        days,
        by_arm(lanes.mrs),
        by_arm(lanes.new_area()),
        by_arm(lanes.function),
        by_arm(lanes.tumour),
    )


def _within(progress: Progress | None, done: float, size: float) -> Progress | None:
    return None if progress is None else lambda share: progress(done + size * share)


def _same_course(arm: Arm) -> Arm:
    """Doing nothing is the same whenever it begins: such arms are run once."""
    return arm if arm.strategy.steps else Arm(arm.strategy, float("inf"))
