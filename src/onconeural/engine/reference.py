"""The oracle: one patient at a time with scipy's LSODA at tight tolerance. Slow, and independent of our integrator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.compiler import compile_outputs
from onconeural.engine.doses import Dose, Schedule, schedule
from onconeural.engine.model import Model
from onconeural.engine.request import parameter_values

Array = NDArray[np.float64]


@dataclass
class Trace:
    """One patient: ``values[name]`` (m,) at ``times``, and the first time of each event that happened."""

    times: Array
    values: dict[str, Array]
    events: dict[str, float] = field(default_factory=dict)


def reference(
    model: Model,
    horizon: float,
    *,
    parameters: Mapping[str, float] | None = None,
    doses: Sequence[Dose] = (),
    outputs: Sequence[str] = (),
    times: Sequence[float] | Array = (),
    scales: Mapping[str, float] | None = None,
    rtol: float = 1e-9,
) -> Trace:
    """Simulate one patient from 0 to ``horizon``; no event is terminal here, all are carried out.

    The same rules as ``Model.simulate``: outputs after the doses of their time, doses on the horizon are not given.
    Needs scipy (``pip install onconeural[reference]``).
    """
    walker = _Walker(model, dict(parameters or {}), tuple(outputs), rtol, scales or {})
    grid = np.asarray(times, dtype=np.float64)
    plan = schedule(doses, model.states, 1)
    trace = Trace(grid, {name: np.full(len(grid), np.nan) for name in outputs})
    stops = np.unique(np.concatenate([grid, plan.time[:, 0][plan.time[:, 0] < horizon], [0.0, horizon]]))
    y, t = np.concatenate([model.initial_state(walker.given)[:, 0], np.zeros(len(plan.infused))]), 0.0
    walker.infused = plan.infused
    for stop in stops[stops <= horizon]:
        y = walker.walk(t, float(stop), y, trace)
        t = float(stop)
        if t < horizon:
            for row, keep, amount in _due(plan, t):
                y[row] = y[row] * keep + amount
            walker.settle(t, y, trace)
        for k in np.flatnonzero(grid == t):
            for name, value in zip(outputs, walker.observe(t, y), strict=True):
                trace.values[name][k] = value
    return trace


def _due(plan: Schedule, t: float) -> Iterator[tuple[int, float, float]]:
    for i in np.flatnonzero(plan.time[:, 0] == t):
        yield int(plan.row[i, 0]), float(plan.keep[i, 0]), float(plan.amount[i, 0])


class _Walker:
    """Walks from stop to stop, and carries out the events that it meets."""

    def __init__(
        self,
        model: Model,
        given: dict[str, float],
        outputs: tuple[str, ...],
        rtol: float,
        scales: Mapping[str, float],
    ) -> None:
        self.model, self.given, self.rtol = model, given, rtol
        self.parameters = parameter_values(model.parameters, given)
        self.size = len(model.states)
        self.atol = np.array([scales.get(s, 1.0) for s in model.states]) * 1e-2 * rtol
        self.infused: tuple[int, ...] = ()
        self.outputs = compile_outputs(model.system, outputs)
        self.truth: NDArray[np.bool_] | None = None

    def rates(self, t: float, y: Array) -> Array:
        out = np.zeros((self.size, 1))
        self.model.compiled.rates(np.array([t]), y.reshape(-1, 1), self.parameters, out)
        for j, row in enumerate(self.infused):
            out[row] += y[self.size + j]
        return np.concatenate([out[:, 0], np.zeros(len(self.infused))])

    def roots(self, t: float, y: Array) -> Array:
        values = self.model.compiled.roots(np.array([t]), y.reshape(-1, 1), self.parameters)
        return np.array([np.ravel(v)[0] for v in values])

    def observe(self, t: float, y: Array) -> list[float]:
        return [float(np.ravel(v)[0]) for v in self.outputs(np.array([t]), y.reshape(-1, 1), self.parameters)]

    def holds(self, t: float, y: Array) -> NDArray[np.bool_]:
        inclusive = np.asarray(self.model.compiled.inclusive, dtype=bool)
        roots = self.roots(t, y)
        return np.where(inclusive, roots >= 0, roots > 0)

    def walk(self, t: float, stop: float, y: Array, trace: Trace) -> Array:
        """Integrate to ``stop``; at each event on the way, carry it out and go on."""
        from scipy.integrate import solve_ivp  # noqa: PLC0415 an extra, needed only here

        if self.truth is None:
            self.truth = self.holds(t, y)
        while t < stop:
            watched = np.flatnonzero(~self.truth)
            found = solve_ivp(
                self.rates, (t, stop), y, method="LSODA", rtol=self.rtol, events=[self._watch(int(e)) for e in watched],
                atol=np.concatenate([self.atol, np.ones(len(self.infused))]),
            )  # fmt: skip
            y, t = found.y[:, -1].copy(), float(found.t[-1])
            met = [int(e) for e, hits in zip(watched, found.t_events or [], strict=True) if len(hits)]
            self.fire(t, y, met, trace)
        return y

    def _watch(self, event: int) -> object:
        def root(t: float, y: Array) -> float:
            return float(self.roots(t, y)[event])

        root.terminal, root.direction = True, 1.0  # type: ignore[attr-defined]
        return root

    def settle(self, t: float, y: Array, trace: Trace) -> None:
        """Carry out the events that a dose has set off."""
        assert self.truth is not None  # noqa: S101 walk comes first
        self.fire(t, y, [int(e) for e in np.flatnonzero(self.holds(t, y) & ~self.truth)], trace)

    def fire(self, t: float, y: Array, events: list[int], trace: Trace) -> None:
        for event in events:
            name = self.model.compiled.events[event]
            trace.events.setdefault(name, t)
            rows, values = self.model.compiled.assign[name]
            new = values(np.array([t]), y.reshape(-1, 1), self.parameters)
            for row, value in zip(rows, new, strict=True):
                y[row] = float(np.ravel(value)[0])
        self.truth = self.holds(t, y)
        self.truth[events] |= self.roots(t, y)[events] > -1e-6 * np.maximum(1.0, np.abs(t))
