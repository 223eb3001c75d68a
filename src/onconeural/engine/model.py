"""A model that runs: from SBML or Antimony text to simulations of one patient or of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine.antimony import to_sbml
from onconeural.engine.compiler import Compiled, compile_outputs, compile_system
from onconeural.engine.doses import Dose
from onconeural.engine.flight import Controls, Flight, Run
from onconeural.engine.lanes import FIRST_STEP, Solver
from onconeural.engine.request import Request, build, parameter_values, patients, require
from onconeural.engine.result import Result
from onconeural.engine.system import System
from onconeural.engine.tableau import DORMAND_PRINCE
from onconeural.engine.translate import read_sbml

Array = NDArray[np.float64]


class Model:
    """A system of ordinary differential equations with events, ready for many patients.

    >>> decay = Model.from_antimony("model decay(); x = 1; k = 0.5; x' = -k*x; end")
    >>> run = decay.simulate(2.0, parameters={"k": [0.5, 1.0]}, outputs=("x",), times=(2.0,))
    >>> run.values["x"].round(4).tolist()
    [[0.3679], [0.1353]]
    """

    def __init__(self, system: System, sbml: str) -> None:
        self.system, self.sbml = system, sbml

    @classmethod
    def from_sbml(cls, text: str) -> Model:
        """Read SBML text. Raises ModelError when it is invalid or not supported."""
        return cls(read_sbml(text), text)

    @classmethod
    def from_antimony(cls, text: str) -> Model:
        """Read Antimony text. Raises ModelError with the line when it is invalid."""
        sbml = to_sbml(text)
        return cls(read_sbml(sbml), sbml)

    @cached_property
    def compiled(self) -> Compiled:
        """The equations as NumPy functions."""
        return compile_system(self.system)

    @property
    def states(self) -> tuple[str, ...]:
        """State names, in the order of the rows of a state array."""
        return tuple(self.system.rates)

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters with their default values."""
        return dict(self.system.parameters)

    @property
    def events(self) -> tuple[str, ...]:
        """Event names."""
        return tuple(e.id for e in self.system.events)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Everything that can be asked for over time: states, assigned variables and parameters."""
        return (*self.states, *self.system.rules, *self.system.parameters)

    @cached_property
    def typical(self) -> dict[str, float]:
        """Size of each state for the error control, where the caller gives none.

        Its initial value at default parameters, or where that is 0 the middle one of the others, and at most 1.
        """
        first = np.abs(self.initial_state()[:, 0])
        known = first[np.isfinite(first) & (first > 0)]
        middle = float(np.median(known)) if len(known) else 1.0
        sizes = np.where(np.isfinite(first) & (first > 0), first, middle)
        return {s: float(v) for s, v in zip(self.states, np.minimum(sizes, 1.0), strict=True)}

    def initial_state(self, parameters: Mapping[str, ArrayLike] | None = None, n: int | None = None) -> Array:
        """State at time 0, shape (S, n), as it follows from the parameters of each patient."""
        values = parameter_values(self.system.parameters, parameters or {})
        return self._initial(values, patients(n, *values))

    def simulate(  # noqa: PLR0913 one call says everything about a run, by keyword
        self,
        horizon: ArrayLike,
        *,
        parameters: Mapping[str, ArrayLike] | None = None,
        n: int | None = None,
        start: ArrayLike = 0.0,
        state: Array | None = None,
        doses: Sequence[Dose] = (),
        outputs: Sequence[str] = (),
        times: Sequence[float] | Array = (),
        stop_at: Sequence[str] = (),
        rtol: float = 1e-5,
        scales: Mapping[str, float] | None = None,
        max_steps: int = 200_000,
        batch: int = 4096,
        progress: Callable[[float], None] | None = None,
    ) -> Result:
        """Simulate n patients from ``start`` up to ``horizon``, times in the unit of the model.

        ``parameters``, ``start`` and ``horizon`` hold one value, or one per patient; ``state`` (S, n) continues a run:
        doses before ``start`` are taken as given, doses on the horizon belong to the next run, and delayed events that
        were still to come are not carried over. ``outputs`` are recorded
        at ``times``, after the doses of that time; a run ends at the first event in ``stop_at``. ``scales``: size of
        a state that matters (default: see ``typical``); errors below ``rtol`` times 1 % of it do not count.
        Results do not depend on ``batch``. ``progress`` is called with the share done; what it raises cancels the run.
        Raises RequestError for unknown names or wrong shapes. A patient that fails is named in the result.
        """
        values = parameter_values(self.system.parameters, parameters or {})
        count = patients(n, *values, start, horizon, *([] if state is None else [state]))
        first = self._initial(values, count) if state is None else np.asarray(state, dtype=np.float64)
        request = build(self.states, values, first, start, horizon, doses, times, fresh=state is None)
        for kind, asked, known in (("output", outputs, self.outputs), ("event", stop_at, self.events)):
            for name in asked:
                require(kind, name, known)
        run = self._empty_run(request, outputs, stop_at)
        controls = self._controls(rtol, scales or {}, max_steps)
        for at in range(0, count, batch):
            lanes = np.arange(at, min(at + batch, count))
            solver = Solver(self.compiled, controls, run)  # one a batch: its agenda names lanes
            solver.integrate(self._flight(request, lanes, controls), _part(progress, at, len(lanes), count))
        return self._result(run, tuple(outputs), request.times)

    def _initial(self, values: Sequence[object], n: int) -> Array:
        with np.errstate(all="ignore"):  # what is not finite is a failure with a name
            rows = self.compiled.initial(values)
        filled = [np.broadcast_to(np.asarray(v, dtype=np.float64), (n,)) for v in rows]
        return np.array(filled).reshape(len(rows), n)

    def _controls(self, rtol: float, scales: Mapping[str, float], max_steps: int) -> Controls:
        for name in scales:
            require("state", name, self.states)
        scale = np.array([scales.get(s, self.typical[s]) for s in self.states]).reshape(-1, 1)
        return Controls(rtol, 1e-2 * rtol * scale, 1e-9, max_steps)

    def _empty_run(self, request: Request, outputs: Sequence[str], stop_at: Sequence[str]) -> Run:
        n, e, m = request.n, len(self.events), len(request.times)
        return Run(
            times=request.times,
            horizon=request.horizon,
            observe=compile_outputs(self.system, tuple(outputs)),
            terminal=np.array([x in stop_at for x in self.events], dtype=bool),
            values=np.full((len(outputs), n, m), np.nan),
            event_time=np.full((e, n), np.nan),
            status=np.zeros(n, dtype=np.int8),
            stopped_by=np.full(n, -1, dtype=np.intp),
            end_time=request.start.copy(),
            end_state=np.full((len(self.states), n), np.nan),
        )

    def _flight(self, request: Request, lanes: NDArray[np.intp], controls: Controls) -> Flight:
        k, size = len(lanes), len(self.states)
        doses, start = request.doses.take(lanes), request.start[lanes]
        return Flight(
            patient=lanes,
            t=start.copy(),
            h=np.full(k, FIRST_STEP),
            short=np.full(k, np.inf),
            tolerance=controls.event_share * (request.horizon[lanes] - start),
            y=np.concatenate([request.state[:, lanes], doses.rates_before(start, size)]),
            stage=np.zeros((len(DORMAND_PRINCE.stages) + 1, size, k)),
            roots=np.empty((len(self.compiled.inclusive), k)),
            truth=self._truth(request, lanes),
            dose=np.count_nonzero(doses.time < start, axis=0),
            output=np.searchsorted(request.times, start, side="left"),
            attempts=np.zeros(k, dtype=np.intp),
            triggered=np.zeros(k, dtype=np.intp),
            parameters=[p[lanes] if isinstance(p, np.ndarray) else p for p in request.parameters],
            doses=doses,
        )

    def _truth(self, request: Request, lanes: NDArray[np.intp]) -> NDArray[np.bool_]:
        """What triggers count as before the start: as the model says, or as they are where a run goes on."""
        events = self.compiled.events
        if request.fresh:
            return np.array([[e.initially] * len(lanes) for e in events], dtype=bool).reshape(len(events), len(lanes))
        parameters = [p[lanes] if isinstance(p, np.ndarray) else p for p in request.parameters]
        with np.errstate(all="ignore"):
            held = self.compiled.triggers(request.start[lanes], request.state[:, lanes], parameters)
        return np.array([np.broadcast_to(h, len(lanes)) for h in held], dtype=bool).reshape(len(events), len(lanes))

    def _result(self, run: Run, outputs: tuple[str, ...], times: Array) -> Result:
        names = (*self.events, "")
        return Result(
            times=times,
            values=dict(zip(outputs, run.values, strict=True)),
            events=dict(zip(self.events, run.event_time, strict=True)),
            status=run.status,
            stopped_by=tuple(names[i] for i in run.stopped_by),
            end_time=run.end_time,
            end_state=run.end_state,
            failures=tuple(sorted(run.failures, key=lambda f: f.patient)),
            steps=run.steps,
        )


def _part(
    progress: Callable[[float], None] | None, first: int, size: int, count: int
) -> Callable[[float], None] | None:
    """The share done of one batch as the share done of all."""
    if progress is None:
        return None
    return lambda share: progress((first + share * size) / count)
