"""The array solver: all patients in one array, each with its own time, step and stop.

One patient's numbers never depend on who else is in the array: steps, events and doses are decided lane by lane.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from onconeural.engine.compiler import Compiled
from onconeural.engine.flight import Array, Controls, Flight, Index, Mask, Run
from onconeural.engine.result import Failure, Status
from onconeural.engine.step import attempt, limit, next_size, onto_event, rates

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

    def integrate(self, flight: Flight, progress: Progress | None = None) -> None:
        """Fly all lanes; results are written into the Run."""
        total = len(flight.patient)
        with np.errstate(all="ignore"):  # what is not finite is a rejected step, or a failure with a name
            self._refresh(flight)
            self._at_stop(flight, np.ones(total, dtype=bool))
            done = self._ended(flight)
            while not done.all():
                if np.count_nonzero(~done) < COMPACT_BELOW * len(done):
                    flight, done = flight.take(np.flatnonzero(~done)), np.zeros(np.count_nonzero(~done), dtype=bool)
                self._advance(flight, done)
                done |= self._ended(flight)
                if progress is not None and self.run.steps % TELL_EVERY == 0:
                    progress(1.0 - float(np.count_nonzero(~done)) / total)

    def _advance(self, flight: Flight, done: Mask) -> None:
        """One step attempt of every lane."""
        self.run.steps += 1
        stop = flight.next_stop(self.run)
        step, reaches = limit(flight.h, stop - flight.t)
        step[done] = 0.0
        y, error = attempt(self.model, flight, step, self.controls)
        small_enough = (error <= 1.0) & ~done
        roots = self._roots(flight, flight.t + step, y)
        crossing = self._newly(flight.roots, roots) & small_enough
        late = crossing.any(axis=0) & (step > flight.tolerance)
        accepted = small_enough & ~late
        size = next_size(step, flight.h, error, accepted)
        flight.h = np.where(late, onto_event(step, flight.roots, roots, flight.tolerance), size)
        self._accept(flight, step, y, roots, accepted, np.where(accepted & reaches, stop, np.nan))
        self._fire(flight, crossing & accepted)
        self._at_stop(flight, accepted & reaches)
        self._fail(flight, ~accepted & ~done & ~late, step, y)

    def _accept(self, flight: Flight, step: Array, y: Array, roots: Array, accepted: Mask, stop: Array) -> None:
        """Move the accepted lanes; a lane that reaches a stop stands on it exactly."""
        flight.t = np.where(np.isnan(stop), np.where(accepted, flight.t + step, flight.t), stop)
        flight.y = np.where(accepted, y, flight.y)
        flight.stage[0] = np.where(accepted, flight.stage[-1], flight.stage[0])
        flight.roots = np.where(accepted, roots, flight.roots)
        flight.attempts += 1

    # ------------------------------------------------------------------ events

    def _roots(self, flight: Flight, t: Array, y: Array) -> Array:
        out = np.empty_like(flight.roots)
        for i, value in enumerate(self.model.roots(t, y, flight.parameters)):
            out[i] = value
        return out

    def _newly(self, before: Array, after: Array) -> Mask:
        """Where a trigger became true."""
        inclusive = np.asarray(self.model.inclusive, dtype=bool).reshape(-1, 1)
        was, now = (np.where(inclusive, r >= 0, r > 0) for r in (before, after))
        return np.asarray(now & ~was)

    def _refresh(self, flight: Flight) -> None:
        """Rates and roots afresh, after a state was changed from outside."""
        rates(self.model, flight, flight.t, flight.y, flight.stage[0])
        flight.roots = self._roots(flight, flight.t, flight.y)

    def _fire(self, flight: Flight, fired: Mask) -> None:
        """Record events and carry out their assignments, which may set off further events."""
        for _ in range(len(self.model.events) + 1):
            if not fired.any():
                return
            for e, name in enumerate(self.model.events):
                self._happen(flight, e, name, np.flatnonzero(fired[e]))
            before = flight.roots
            self._refresh(flight)
            fired = self._newly(before, flight.roots)

    def _happen(self, flight: Flight, event: int, name: str, lanes: Index) -> None:
        if len(lanes) == 0:
            return
        patients = flight.patient[lanes]
        first = np.isnan(self.run.event_time[event, patients])
        self.run.event_time[event, patients[first]] = flight.t[lanes[first]]
        if self.run.terminal[event]:
            self.run.stopped_by[patients] = event
            self.run.status[patients] = Status.STOPPED
        rows, values = self.model.assign[name]
        for row, value in zip(rows, values(flight.t, flight.y, flight.parameters), strict=True):
            flight.y[row, lanes] = np.broadcast_to(value, flight.t.shape)[lanes]

    # ------------------------------------------------------------------ stops and ends

    def _at_stop(self, flight: Flight, here: Mask) -> None:
        """Doses due now, then events they set off, then outputs due now."""
        if not here.any():
            return
        dosed = flight.give_doses(here, self.run.horizon)
        if dosed.any():
            before = flight.roots
            self._refresh(flight)
            flight.h = np.where(dosed, np.minimum(flight.h, AFTER_DOSE), flight.h)
            self._fire(flight, self._newly(before, flight.roots))
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
        too_small = rejected & (step <= SMALLEST_STEP * np.maximum(1.0, np.abs(flight.t)))
        too_many = flight.attempts >= self.controls.max_steps
        for k in np.flatnonzero((too_small | too_many) & (self.run.status[flight.patient] == Status.OK)):
            reason = "the step size fell to nothing" if too_small[k] else f"more than {self.controls.max_steps} steps"
            failure = self._diagnosis(flight, int(k), reason, y)
            self.run.failures.append(failure)
            self.run.status[failure.patient] = Status.FAILED

    def _diagnosis(self, flight: Flight, k: int, reason: str, y: Array) -> Failure:
        """Name the variable to look at: one that is not finite, else the one that changes fastest."""
        speed = np.abs(flight.stage[0, :, k]) / self.controls.atol[:, 0]
        bad = ~np.isfinite(y[: self.size, k]) | ~np.isfinite(speed)
        which = int(np.argmax(bad)) if bad.any() else int(np.argmax(speed))
        reason = "a value is not finite" if bad.any() else reason
        return Failure(int(flight.patient[k]), reason, float(flight.t[k]), self.model.states[which])
