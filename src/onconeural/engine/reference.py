"""The oracle: one patient at a time with scipy's LSODA at tight tolerance. Slow, and independent of our integrator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.compiler import Values, compile_outputs, compile_roots
from onconeural.engine.doses import Dose, Schedule, schedule
from onconeural.engine.errors import RequestError
from onconeural.engine.model import Model
from onconeural.engine.request import parameter_values

Array = NDArray[np.float64]

PAST = 1e-9  # how far past a change the events are looked at


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
            for name, value in zip(outputs, walker.evaluate(walker.outputs, t, y), strict=True):
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
        self.atol = np.array([scales.get(s, model.typical[s]) for s in model.states]) * 1e-2 * rtol
        self.infused: tuple[int, ...] = ()
        self.outputs = compile_outputs(model.system, outputs)
        self.roots, self.watched = compile_roots(model.system)
        self.truth = np.array([e.initially for e in model.compiled.events], dtype=bool)
        self.started = False
        if any(e.delay or e.priority or not e.persistent for e in model.compiled.events):
            raise RequestError("the reference knows no events with delay or priority, or that may be called off")

    def rates(self, t: float, y: Array) -> Array:
        """Rates of change of states and, below them, of infusion rates (zero)."""
        out = np.zeros((self.size, 1))
        self.model.compiled.rates(np.array([t]), y.reshape(-1, 1), self.parameters, out)
        for j, row in enumerate(self.infused):
            out[row] += y[self.size + j]
        return np.concatenate([out[:, 0], np.zeros(len(self.infused))])

    def evaluate(self, function: Values, t: float, y: Array) -> Array:
        """Some compiled formulas at one point, as numbers."""
        values = function(np.array([t]), y.reshape(-1, 1), self.parameters)
        return np.array([float(np.ravel(v)[0]) for v in values])

    def walk(self, t: float, stop: float, y: Array, trace: Trace) -> Array:
        """Integrate to ``stop``; where a comparison changes on the way, see which events that triggers, and go on."""
        from scipy.integrate import solve_ivp  # noqa: PLC0415 an extra, needed only here

        if not self.started:
            self.started = True
            self.settle(t, y, trace)
        watched = [self._watch(i) for i in range(self.watched)]
        atol = np.concatenate([self.atol, np.ones(len(self.infused))])
        while t < stop:
            found = solve_ivp(self.rates, (t, stop), y, method="LSODA", rtol=self.rtol, atol=atol, events=watched)
            y, t = found.y[:, -1].copy(), float(found.t[-1])
            if t < stop:  # just past the change
                y, t = y + PAST * self.rates(t, y), t + PAST
            self.settle(t, y, trace)
        return y

    def _watch(self, comparison: int) -> Callable[[float, Array], float]:
        def root(t: float, y: Array) -> float:
            return float(self.evaluate(self.roots, t, y)[comparison])

        root.terminal = True  # type: ignore[attr-defined]
        return root

    def settle(self, t: float, y: Array, trace: Trace) -> None:
        """Carry out the events that are triggered now, and those that they trigger."""
        while True:
            now = self.evaluate(self.model.compiled.triggers, t, y).astype(bool)
            rose = np.flatnonzero(now & ~self.truth)
            self.truth = now
            if len(rose) == 0:
                return
            for i in rose:
                event = self.model.compiled.events[i]
                trace.events.setdefault(event.id, t)
                y[list(event.rows)] = self.evaluate(event.values, t, y)
