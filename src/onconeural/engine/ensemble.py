"""All patients of a simulation: batches, threads, progress, and the results in one place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import numpy as np

from onconeural.engine.batch import Batch
from onconeural.engine.compiler import Compiled
from onconeural.engine.doses import Schedule
from onconeural.engine.flight import FIRST_STEP, Array, Controls, Flight, Mask
from onconeural.engine.reducers import Reducer
from onconeural.engine.request import Request
from onconeural.engine.result import Failure, Result
from onconeural.engine.solver import Solver

BATCH = 1024  # patients at a time
LEAST = 64  # patients that make a batch of their own worth while
MOST_THREADS: ContextVar[int | None] = ContextVar("most_threads", default=None)  # where processes share the processors


Span = tuple[int, int]  # patients, the last one left out


@dataclass(frozen=True)
class Ensemble:
    """One simulation of many patients: what is asked for, and with what it is computed."""

    model: Compiled
    solver: Solver
    request: Request
    controls: Controls
    outputs: tuple[str, ...]  # kept as curves
    reducers: tuple[Reducer, ...]
    terminal: np.ndarray[tuple[int], np.dtype[np.bool_]]
    keep_state: bool

    @property
    def recorded(self) -> tuple[str, ...]:
        """Everything that is recorded within a batch."""
        return tuple(dict.fromkeys((*self.outputs, *(r.output for r in self.reducers))))

    def run(self, batch: int | None, threads: int | None, progress: Callable[[float], None] | None) -> Result:
        """Simulate everybody. What ``progress`` raises cancels the run."""
        workers = threads or available_threads()
        size = batch or min(BATCH, max(LEAST, -(-self.request.n // workers)))
        spans = [(a, min(a + size, self.request.n)) for a in range(0, self.request.n, size)]
        plan = self.solver.plan(self.request.n, self.recorded, self.request.times)
        runner = Batch(self.model, self.solver, self.controls, plan)
        result = _Collector(self)
        done = 0
        for (first, last), flight in self._flights(runner, result, spans, workers):
            result.take(first, last, flight)
            done += last - first
            if progress is not None:
                progress(done / self.request.n)
        return result.finished()

    def _flights(
        self, runner: Batch, result: _Collector, spans: Sequence[Span], workers: int
    ) -> Iterator[tuple[Span, Flight]]:
        """Batches as they finish; no more are begun than can be taken."""
        if workers == 1 or len(spans) == 1:
            for span in spans:
                yield span, self._batch(runner, result, *span)
            return
        waiting = iter(spans)
        pool = ThreadPoolExecutor(workers)
        try:
            first = [s for _, s in zip(range(workers + 1), waiting, strict=False)]
            running = {pool.submit(self._batch, runner, result, *s): s for s in first}
            while running:
                future = next(as_completed(running))
                span = running.pop(future)
                following = next(waiting, None)
                if following is not None:
                    running[pool.submit(self._batch, runner, result, *following)] = following
                yield span, future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _batch(self, runner: Batch, result: _Collector, first: int, last: int) -> Flight:
        """Simulate the patients first ... last - 1."""
        flight, doses = self._ready(first, last, result.room(first, last))
        runner.run(flight, doses)
        return flight

    def _ready(self, first: int, last: int, room: Array) -> tuple[Flight, Schedule]:
        request, m = self.request, last - first
        values, doses = request.values(first, last), request.schedule(first, last)
        start = np.ascontiguousarray(request.start[first:last])
        with np.errstate(all="ignore"):  # what is not finite is a failure with a name
            state = self.model.first(values, m) if request.state is None else request.state[:, first:last]
        flight = Flight(
            patient=np.arange(first, last),
            parameters=values,
            t=start.copy(),
            size=np.full(m, FIRST_STEP),
            y=np.ascontiguousarray(np.concatenate([state, doses.rates_before(start, len(state))])),
            start=start,
            horizon=np.array(request.horizon[first:last]),
            truth=self._truth(request, values, state, start),
            terminal=self.terminal,
            dose=np.count_nonzero(doses.time < start, axis=0),
            output=np.searchsorted(request.times, start, side="left"),
            attempts=np.zeros(m, dtype=np.intp),
            triggered=np.zeros(m, dtype=np.intp),
            values=room,
            event_time=np.full((len(self.model.events), m), np.nan),
            status=np.zeros(m, dtype=np.int8),
            stopped_by=np.full(m, -1, dtype=np.intp),
        )
        late = flight.output > 0
        flight.values[:, late] = np.nan  # times before the start; what is not reached becomes so at the end
        return flight, doses

    def _truth(self, request: Request, values: list[Any], state: Array, start: Array) -> Mask:
        """What triggers count as before the start: as the model says, or as they are where a run goes on."""
        events, m = self.model.events, len(start)
        if request.state is None:
            return np.array([[e.initially] * m for e in events], dtype=bool).reshape(len(events), m)
        with np.errstate(all="ignore"):
            held = self.model.triggers(start, state, values)
        return np.array([np.broadcast_to(h, m) for h in held], dtype=bool).reshape(len(events), m)


class _Collector:
    """The results of all patients."""

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        n, m, names = ensemble.request.n, len(ensemble.request.times), ensemble.model
        self.values = np.empty((len(ensemble.outputs), n, m))
        self.events = np.full((len(names.events), n), np.nan)
        self.status = np.zeros(n, dtype=np.int8)
        self.stopped_by = np.full(n, -1, dtype=np.int16)
        self.end_time = np.full(n, np.nan)
        self.end_state = np.full((len(names.states), n if ensemble.keep_state else 0), np.nan)
        self.failures: list[Failure] = []
        self.in_double: list[int] = []
        self.pivoted: list[int] = []
        self.steps = 0
        self.sums = [r.begin(n, ensemble.request.times) for r in ensemble.reducers]

    def room(self, first: int, last: int) -> Array:
        """Where the curves of a batch go: into the result, or where that takes others, into a place of their own."""
        if self.ensemble.recorded == self.ensemble.outputs:
            return self.values[:, first:last]
        return np.empty((len(self.ensemble.recorded), last - first, self.values.shape[2]))

    def take(self, first: int, last: int, flight: Flight) -> None:
        """The results of one batch."""
        recorded = dict(zip(self.ensemble.recorded, flight.values, strict=True))
        if self.ensemble.recorded != self.ensemble.outputs:
            for i, name in enumerate(self.ensemble.outputs):
                self.values[i, first:last] = recorded[name]
        self.events[:, first:last] = flight.event_time
        self.status[first:last], self.stopped_by[first:last] = flight.status, flight.stopped_by
        self.end_time[first:last] = flight.t
        if self.ensemble.keep_state:
            self.end_state[:, first:last] = flight.y[: len(self.end_state)]
        self.failures += flight.failures
        self.in_double += flight.in_double
        self.pivoted += flight.pivoted
        self.steps += int(flight.attempts.sum())
        for reducer, total in zip(self.ensemble.reducers, self.sums, strict=True):
            reducer.add(total, first, recorded[reducer.output])

    def finished(self) -> Result:
        """Everything as one result."""
        names = tuple(e.id for e in self.ensemble.model.events)
        called = np.array([*names, ""], dtype=object)
        reducers = self.ensemble.reducers
        return Result(
            times=self.ensemble.request.times,
            values=dict(zip(self.ensemble.outputs, self.values, strict=True)),
            events=dict(zip(names, self.events, strict=True)),
            status=self.status,
            stopped_by=tuple(called[self.stopped_by]),
            end_time=self.end_time,
            end_state=self.end_state,
            failures=tuple(sorted(self.failures, key=lambda f: f.patient)),
            in_double=tuple(sorted(set(self.in_double))),
            pivoted=tuple(sorted(set(self.pivoted))),
            steps=self.steps,
            reduced={r.name: r.finish(s) for r, s in zip(reducers, self.sums, strict=True)},
        )


def available_threads() -> int:
    """Processors that this process may use."""
    all_of_them = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return MOST_THREADS.get() or all_of_them
