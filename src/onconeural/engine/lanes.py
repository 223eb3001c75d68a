"""The array solver: all patients in one array, each with its own time, step and stop.

One patient's numbers never depend on who else is in the array: steps, events and doses are decided lane by lane.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from onconeural.engine.compiler import Compiled
from onconeural.engine.event_loop import MOST_AT_ONCE, EventLoop
from onconeural.engine.flight import Array, Controls, Flight, Index, Mask, Run
from onconeural.engine.result import Failure, Status
from onconeural.engine.step import attempt, limit, next_size, onto_change, overshoot, rates

Progress = Callable[[float], None]

FIRST_STEP = 0.01
AFTER_DOSE = 0.1
COMPACT_BELOW = 0.8  # share of lanes still in flight
TELL_EVERY = 16  # steps between two words of progress
SMALLEST_STEP = 1e-12  # relative to time


class Solver:
    """Integrates a batch of patients, each from its start to the horizon, a terminal event or a named failure."""

    def __init__(self, model: Compiled, controls: Controls, run: Run) -> None:
        self.model, self.controls, self.run = model, controls, run
        self.size = len(model.states)
        self.events = EventLoop(model, run)

    def integrate(self, flight: Flight, progress: Progress | None = None) -> None:
        """Fly all lanes; results are written into the Run."""
        total = len(flight.patient)
        with np.errstate(all="ignore"):  # what is not finite is a rejected step, or a failure with a name
            everyone = np.ones(total, dtype=bool)
            self._refresh(flight)
            self._settle(flight, everyone)
            self._at_stop(flight, everyone)
            done = self._ended(flight)
            while not done.all():
                if np.count_nonzero(~done) < COMPACT_BELOW * len(done):
                    left = np.flatnonzero(~done)
                    self.events.agenda.move(left, len(done))
                    flight, done = flight.take(left), np.zeros(len(left), dtype=bool)
                self._advance(flight, done)
                done |= self._ended(flight)
                if progress is not None and self.run.steps % TELL_EVERY == 0:
                    progress(1.0 - float(np.count_nonzero(~done)) / total)

    def _advance(self, flight: Flight, done: Mask) -> None:
        """One step attempt of every lane."""
        self.run.steps += 1
        due = self.events.agenda.next_due(len(done))
        stop = np.minimum(flight.next_stop(self.run), due)
        step, reaches = limit(np.minimum(flight.h, flight.short), stop - flight.t)
        step[done] = 0.0
        y, error = attempt(self.model, flight, step, self.controls)
        small_enough = (error <= 1.0) & ~done
        roots = self._roots(flight, flight.t + step, y)
        changed = (self._above(flight.roots) != self._above(roots)) & small_enough
        past = overshoot(step, flight.roots, roots, changed)
        late = (past > flight.tolerance) & (step > flight.tolerance)
        accepted = small_enough & ~late
        flight.short = np.where(late, onto_change(step, past, flight.tolerance), np.inf)
        flight.h = np.where(late, flight.h, next_size(step, flight.h, error, accepted))
        self._accept(flight, step, y, roots, accepted, np.where(accepted & reaches, stop, np.nan))
        self._settle(flight, accepted & (changed.any(axis=0) | (due <= flight.t)))
        self._at_stop(flight, accepted & reaches)
        self._fail(flight, ~accepted & ~done & ~late, step, y)

    def _accept(self, flight: Flight, step: Array, y: Array, roots: Array, accepted: Mask, stop: Array) -> None:
        """Move the accepted lanes; a lane that reaches a stop stands on it exactly."""
        flight.t = np.where(np.isnan(stop), np.where(accepted, flight.t + step, flight.t), stop)
        flight.y = np.where(accepted, y, flight.y)
        flight.stage[0] = np.where(accepted, flight.stage[-1], flight.stage[0])
        flight.roots = np.where(accepted, roots, flight.roots)
        flight.attempts += 1

    def _roots(self, flight: Flight, t: Array, y: Array) -> Array:
        out = np.empty_like(flight.roots)
        for i, value in enumerate(self.model.roots(t, y, flight.parameters)):
            out[i] = value
        return out

    def _above(self, roots: Array) -> Mask:
        """On which side of each comparison the lanes are."""
        return np.asarray(np.where(self.model.inclusive, roots >= 0, roots > 0))

    def _refresh(self, flight: Flight) -> None:
        """Rates and roots afresh, after a state was changed from outside."""
        rates(self.model, flight, flight.t, flight.y, flight.stage[0])
        flight.roots = self._roots(flight, flight.t, flight.y)

    def _settle(self, flight: Flight, here: Mask) -> None:
        endless = self.events.settle(flight, here, self._refresh)
        self._give_up(flight, endless, f"more than {MOST_AT_ONCE} events at one moment")

    # ------------------------------------------------------------------ stops and ends

    def _at_stop(self, flight: Flight, here: Mask) -> None:
        """Doses due now, then events they set off, then outputs due now."""
        if not here.any():
            return
        dosed = flight.give_doses(here, self.run.horizon)
        if dosed.any():
            self._refresh(flight)
            flight.h = np.where(dosed, np.minimum(flight.h, AFTER_DOSE), flight.h)
            self._settle(flight, dosed)
        self._output(flight, here)

    def _output(self, flight: Flight, here: Mask) -> None:
        times = self.run.times
        due = here & (flight.output < len(times))
        due[due] = times[flight.output[due]] <= flight.t[due]
        if not due.any():
            return
        values = self.run.observe(flight.t, flight.y, flight.parameters)
        for row, value in zip(self.run.values, values, strict=True):
            row[flight.patient[due], flight.output[due]] = np.broadcast_to(value, due.shape)[due]
        flight.output[due] += 1

    def _ended(self, flight: Flight) -> Mask:
        """Lanes that are at an end, their last state handed back."""
        status = self.run.status[flight.patient]
        done = (flight.t >= self.run.horizon[flight.patient]) | (status != Status.OK)
        ended = flight.patient[done]
        self.run.end_time[ended] = flight.t[done]
        self.run.end_state[:, ended] = flight.y[: self.size, done]
        return np.asarray(done)

    def _fail(self, flight: Flight, rejected: Mask, step: Array, y: Array) -> None:
        """Give up on lanes whose step fell to nothing, or that took too many."""
        running = self.run.status[flight.patient] == Status.OK
        small = rejected & (step <= SMALLEST_STEP * np.maximum(1.0, np.abs(flight.t))) & running
        self._give_up(flight, np.flatnonzero(small), "the step size fell to nothing", y)
        many = (flight.attempts >= self.controls.max_steps) & running & ~small
        self._give_up(flight, np.flatnonzero(many), f"more than {self.controls.max_steps} steps", y)

    def _give_up(self, flight: Flight, lanes: Index, reason: str, y: Array | None = None) -> None:
        for k in lanes:
            failure = self._diagnosis(flight, int(k), reason, flight.y if y is None else y)
            self.run.failures.append(failure)
            self.run.status[failure.patient] = Status.FAILED

    def _diagnosis(self, flight: Flight, k: int, reason: str, y: Array) -> Failure:
        """Name the variable to look at: one that is not finite, else the one that changes fastest."""
        speed = np.abs(flight.stage[0, :, k]) / self.controls.atol[:, 0]
        bad = ~np.isfinite(y[: self.size, k]) | ~np.isfinite(speed)
        which = int(np.argmax(bad)) if bad.any() else int(np.argmax(speed))
        reason = "a value is not finite" if bad.any() else reason
        return Failure(int(flight.patient[k]), reason, float(flight.t[k]), self.model.states[which])
