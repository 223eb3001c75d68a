"""The patients of one batch while they are simulated, and the results that they fill."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.compiler import Values
from onconeural.engine.doses import Schedule
from onconeural.engine.result import Failure

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Controls:
    """Tolerances of a run.

    Errors are kept below ``rtol`` times the value, or ``atol`` (S, 1) where that is larger; an event is found to within
    ``event_share`` of the span of the run; more than ``max_steps`` attempts are a failure.
    """

    rtol: float
    atol: Array
    event_share: float
    max_steps: int


@dataclass
class Run:
    """The results of all n patients: outputs (k, n, m), events (E, n), and how and where each run ended."""

    times: Array
    horizon: Array
    observe: Values
    terminal: Mask
    values: Array
    event_time: Array
    status: NDArray[np.int8]
    stopped_by: Index
    end_time: Array
    end_state: Array
    failures: list[Failure] = field(default_factory=list)
    steps: int = 0


@dataclass
class Flight:
    """The patients still in flight, one column each: every lane has its own time, step, next dose and next output.

    ``y`` (S + infused, k) holds the states and, below them, the infusion rates; ``stage[0]`` the rate of change at t;
    ``roots`` (R, k) the two sides of each comparison, left minus right; ``truth`` (E, k) which triggers hold;
    ``short`` a step towards a change that the last one went past; ``tolerance`` how exactly a change is found.
    """

    patient: Index
    t: Array
    h: Array
    short: Array
    tolerance: Array
    y: Array
    stage: Array
    roots: Array
    truth: Mask
    dose: Index
    output: Index
    attempts: Index
    triggered: Index
    parameters: list[Any]
    doses: Schedule

    def take(self, keep: Index) -> Flight:
        """Only some of the lanes."""
        return Flight(
            patient=self.patient[keep],
            t=self.t[keep],
            h=self.h[keep],
            short=self.short[keep],
            tolerance=self.tolerance[keep],
            y=self.y[:, keep],
            stage=self.stage[:, :, keep],
            roots=self.roots[:, keep],
            truth=self.truth[:, keep],
            dose=self.dose[keep],
            output=self.output[keep],
            attempts=self.attempts[keep],
            triggered=self.triggered[keep],
            parameters=[p[keep] if isinstance(p, np.ndarray) else p for p in self.parameters],
            doses=self.doses.take(keep),
        )

    def next_stop(self, run: Run) -> Array:
        """The next dose, output time or end of each lane."""
        stop = run.horizon[self.patient]
        if len(run.times):
            at = run.times[np.minimum(self.output, len(run.times) - 1)]
            stop = np.where(self.output < len(run.times), np.minimum(stop, at), stop)
        plan = self.doses.time
        if len(plan):
            at = plan[np.minimum(self.dose, len(plan) - 1), np.arange(len(self.t))]
            stop = np.where(self.dose < len(plan), np.minimum(stop, at), stop)
        return stop

    def give_doses(self, here: Mask, horizon: Array) -> Mask:
        """Give the doses that are due where ``here``; return the lanes that got one."""
        dosed = np.zeros(len(here), dtype=bool)
        plan = self.doses
        while len(plan.time):
            k = np.flatnonzero(here & (self.dose < len(plan.time)))
            due = plan.time[self.dose[k], k]
            k = k[(due <= self.t[k]) & (due < horizon[self.patient[k]])]
            if len(k) == 0:
                break
            i = self.dose[k]
            row = plan.row[i, k]
            self.y[row, k] = self.y[row, k] * plan.keep[i, k] + plan.amount[i, k]
            self.dose[k] += 1
            dosed[k] = True
        return dosed
