"""One batch of patients from start to end: compiled flights, and events between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.codegen.ir import DOUBLE
from onconeural.engine.codegen.job import ASK, STOPPED, TOO_MANY, TOO_SMALL
from onconeural.engine.compiler import Compiled
from onconeural.engine.doses import Schedule
from onconeural.engine.event_loop import MOST_AT_ONCE, EventLoop
from onconeural.engine.flight import FIRST_STEP, Array, Controls, Flight, Index
from onconeural.engine.result import Failure, Status
from onconeural.engine.solver import Plan, Solver


@dataclass(frozen=True)
class Batch:
    """What a batch of patients is simulated with."""

    model: Compiled
    solver: Solver
    controls: Controls
    plan: Plan
    lock: Lock = field(default_factory=Lock)  # one thread compiles

    def run(self, flight: Flight, doses: Schedule) -> None:
        """Simulate all patients of a flight, each to its horizon, a terminal event or a named failure."""
        events = EventLoop(self.model)
        with np.errstate(all="ignore"):  # what is not finite is a rejected step, or a failure with a name
            self._settle(events, flight, np.ones(len(flight.t), dtype=bool))
            ended = flight.status != Status.OK
            flight.horizon[ended] = flight.t[ended]
            who = np.arange(len(flight.t))
            while len(who):
                due = events.agenda.next_due(len(flight.t))
                due[flight.status != Status.OK] = np.inf
                code = self.solver.fly(flight, who, due, doses, self.plan, self.controls)
                self._rescue(flight, due, doses, code)
                flight.status[code == STOPPED] = Status.STOPPED
                self._fail(flight, np.flatnonzero(code == TOO_SMALL), "the step size fell to nothing")
                self._fail(flight, np.flatnonzero(code == TOO_MANY), f"more than {self.controls.max_steps} steps")
                asking = code == ASK
                self._settle(events, flight, asking)
                ended = asking & (flight.status != Status.OK)
                flight.horizon[ended] = flight.t[ended]  # one more flight of no length, for outputs due there
                who = np.flatnonzero(asking)

    def _rescue(self, flight: Flight, due: Array, doses: Schedule, code: NDArray[np.int64]) -> None:
        """Let those who failed go on in double precision, then with pivoting.

        That does not help where a value is not finite; and too many steps are no reason for pivoting.
        """
        fast = self.solver
        while True:
            failed = (code == TOO_SMALL) | ((code == TOO_MANY) & (fast.real != DOUBLE))
            who = np.flatnonzero(failed & np.isfinite(flight.y).all(axis=0))
            with self.lock:
                safe = fast.safer if len(who) else None
                plan = safe.plan(len(who), self.plan.outputs, self.plan.times) if safe else self.plan
            if safe is None:
                return
            flight.size[who] = FIRST_STEP
            flight.attempts[who[code[who] == TOO_MANY]] = 0
            code[who] = safe.fly(flight, who, due, doses, plan, self.controls)[who]
            named = flight.pivoted if fast.real == DOUBLE else flight.in_double
            named += [int(flight.patient[k]) for k in who if code[k] not in (TOO_SMALL, TOO_MANY)]
            fast = safe

    def _settle(self, events: EventLoop, flight: Flight, here: NDArray[np.bool_]) -> None:
        endless = events.settle(flight, here)
        self._fail(flight, endless, f"more than {MOST_AT_ONCE} events at one moment")

    def _fail(self, flight: Flight, lanes: Index, reason: str) -> None:
        """Name the variable to look at: one that is not finite, else the one that changes fastest."""
        if len(lanes) == 0:
            return
        size = len(self.model.states)
        rates = np.zeros((size, len(flight.t)))
        self.model.rates(flight.t, flight.y, flight.parameters, rates)
        for k in lanes:
            speed = np.abs(rates[:, k]) / self.controls.atol
            bad = ~np.isfinite(flight.y[:size, k]) | ~np.isfinite(speed)
            which = int(np.argmax(bad if bad.any() else speed)) if size else 0
            told = "a value is not finite" if bad.any() else reason
            name = self.model.states[which] if size else "time"
            flight.failures.append(Failure(int(flight.patient[k]), told, float(flight.t[k]), name))
            flight.status[k] = Status.FAILED
