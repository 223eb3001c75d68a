"""A model that runs: from SBML or Antimony text to simulations of one patient or of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine.codegen.asleep import asleep
from onconeural.engine.codegen.ir import DOUBLE
from onconeural.engine.codegen.native import lanes_of_this_machine
from onconeural.engine.compiler import Compiled
from onconeural.engine.doses import Dose
from onconeural.engine.ensemble import Ensemble
from onconeural.engine.errors import RequestError
from onconeural.engine.flight import Controls
from onconeural.engine.precision import Precision, real_of_step
from onconeural.engine.reducers import Reducer
from onconeural.engine.request import Parameters, build, parameter_values, patients, refuse_too_large, require
from onconeural.engine.result import Result
from onconeural.engine.solver import Solver
from onconeural.engine.source import Source
from onconeural.engine.system import System

Array = NDArray[np.float64]


class Model:
    """A system of ordinary differential equations with events, ready for many patients.

    >>> decay = Model.from_antimony("model decay(); x = 1; k = 0.5; x' = -k*x; end")
    >>> run = decay.simulate(2.0, parameters={"k": [0.5, 1.0]}, outputs=("x",), times=(2.0,))
    >>> run.values["x"].round(4).tolist()
    [[0.3679], [0.1353]]
    """

    def __init__(self, system: System, source: Source) -> None:
        self.system, self._source = system, source
        self.lanes: int | None = None  # patients side by side in the machine code; None: as the processor can
        self._solvers: dict[tuple[tuple[int, ...], int, str, tuple[str, ...]], Solver] = {}
        self._asleep: dict[frozenset[str], tuple[str, ...]] = {}

    @classmethod
    def from_sbml(cls, text: str) -> Model:
        """Read SBML text. Raises ModelError when it is invalid or not supported."""
        return cls._of(Source(text, "sbml"))

    @classmethod
    def from_antimony(cls, text: str) -> Model:
        """Read Antimony text. Raises ModelError with the line when it is invalid."""
        return cls._of(Source(text, "antimony"))

    @classmethod
    def _of(cls, source: Source) -> Model:
        return cls(source.system(), source)

    @cached_property
    def sbml(self) -> str:
        """The model as SBML text."""
        return self._source.sbml()

    @cached_property
    def compiled(self) -> Compiled:
        """The equations as NumPy functions."""
        return Compiled(self.system)

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
        middle = _middle(known) if len(known) else 1.0
        sizes = np.where(np.isfinite(first) & (first > 0), first, middle)
        return {s: float(v) for s, v in zip(self.states, np.minimum(sizes, 1.0), strict=True)}

    def initial_state(self, parameters: Mapping[str, ArrayLike] | None = None, n: int | None = None) -> Array:
        """State at time 0, shape (S, n), as it follows from the parameters of each patient."""
        values = parameter_values(self.system.parameters, parameters or {})
        with np.errstate(all="ignore"):  # what is not finite is a failure with a name, later
            return self.compiled.first(values, patients(n, *values))

    def simulate(  # noqa: PLR0913 one call says everything about a run, by keyword
        self,
        horizon: ArrayLike,
        *,
        parameters: Parameters | None = None,
        n: int | None = None,
        start: ArrayLike = 0.0,
        state: Array | None = None,
        doses: Sequence[Dose] = (),
        outputs: Sequence[str] = (),
        times: Sequence[float] | Array = (),
        reduce: Sequence[Reducer] = (),
        stop_at: Sequence[str] = (),
        rtol: float = 1e-5,
        precision: Precision = "double",
        scales: Mapping[str, float] | None = None,
        max_steps: int = 200_000,
        keep_state: bool = True,
        batch: int | None = None,
        threads: int | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Result:
        """Simulate n patients from ``start`` up to ``horizon``, times in the unit of the model.

        ``parameters``, ``start`` and ``horizon`` hold one value, or one per patient; ``parameters`` may be a function
        of (first, last) that returns those of the patients first ... last - 1, so that they need not all be in memory.
        ``state`` (S, n) continues a run: doses before ``start`` are taken as given, doses on the horizon belong to the
        next run, and delayed events that were still to come are not carried over. ``outputs`` are recorded as curves at
        ``times``, after the doses of that time; ``reduce`` keeps less of a curve (see ``Mean``, ``Quantiles`` ...).
        A run ends at the first event in ``stop_at``. ``scales``: size of a state that matters (default: see
        ``typical``); errors below ``rtol`` times 1 % of it do not count. ``precision`` "single": the inside of a step
        is computed with half the digits and about half the time, where ``rtol`` and the model allow it (see
        docs/engine.md); state and time keep all digits. Without ``keep_state`` the last states are not kept.
        Results do not depend on ``batch`` or ``threads``. ``progress`` is called with the share done; what
        it raises cancels the run.
        Raises RequestError for unknown names, wrong shapes, or curves that do not fit into memory. A patient that
        fails is named in the result.
        """
        request = build(self.states, self.system.parameters, parameters, n, (start, horizon), state, doses, times)
        asked = (*outputs, *(r.output for r in reduce))
        for kind, names, known in (("output", asked, self.outputs), ("event", stop_at, self.events)):
            for name in names:
                require(kind, name, known)
        refuse_too_large(len(outputs), request)
        ensemble = Ensemble(
            model=self.compiled,
            solver=self.solver(
                request.schedule(0, min(request.n, 1)).infused,
                real_of_step(self.system, precision, rtol),
                self.asleep(d.state for d in doses) if state is None else (),
            ),
            request=request,
            controls=self._controls(rtol, scales or {}, max_steps),
            outputs=tuple(outputs),
            reducers=tuple(reduce),
            terminal=np.array([x in stop_at for x in self.events], dtype=bool),
            keep_state=keep_state,
        )
        return ensemble.run(batch, threads, progress)

    def asleep(self, dosed: Iterable[str] = ()) -> tuple[str, ...]:
        """The states that stay at zero in a run from the beginning with doses into some states."""
        key = frozenset(dosed)
        if key not in self._asleep:
            self._asleep[key] = asleep(self.system, key)
        return self._asleep[key]

    def solver(self, infused: tuple[int, ...] = (), real: str = DOUBLE, asleep: tuple[str, ...] = ()) -> Solver:
        """The compiled solver for infusions into some states, in steps of one kind of number, without what sleeps."""
        moving = sum(rate is not None for rate in self.system.rates.values()) - len(asleep)
        lanes = self.lanes or lanes_of_this_machine(moving, real)
        key = infused, lanes, real, asleep
        if key not in self._solvers:
            self._solvers[key] = Solver(self.system, infused, lanes, real, asleep=asleep)
        return self._solvers[key]

    def _controls(self, rtol: float, scales: Mapping[str, float], max_steps: int) -> Controls:
        for name, value in scales.items():
            require("state", name, self.states)
            if not 0 < value < np.inf:
                raise RequestError(f"the scale of '{name}' is {value}; expected a number above 0")
        scale = np.array([scales.get(s, self.typical[s]) for s in self.states])
        return Controls(rtol, 1e-2 * rtol * scale, 1e-9, max_steps)


def _middle(values: Array) -> float:
    """The median; NumPy's own loads its masked arrays for it."""
    ranked = np.sort(values)
    return float(ranked[(len(ranked) - 1) // 2 : len(ranked) // 2 + 1].mean())
