"""The compiled solver of a model: machine code for one set of infused states, and for each set of outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.codegen.assemble import Assembly, assemble, assemble_outputs
from onconeural.engine.codegen.ir import DOUBLE
from onconeural.engine.codegen.job import COUNTS, FIELDS, POINTERS, REALS
from onconeural.engine.codegen.native import FULL, MOST_LANES, QUICK, Library
from onconeural.engine.codegen.step import USUAL
from onconeural.engine.doses import Schedule
from onconeural.engine.flight import Array, Controls, Flight, Index
from onconeural.engine.system import System

WORTH_WHILE = 500  # patients from which on well made code pays
LONGEST_TEXT = 2_000_000  # characters; beyond, well made code takes minutes to make


@dataclass(frozen=True)
class Plan:
    """The machine code of a run, what it records, and when."""

    library: Library
    observer: Library
    needed: NDArray[np.int64]
    outputs: tuple[str, ...]
    times: Array


class Solver:
    """Takes patients of a batch to their next end, compiled for ``width`` patients side by side."""

    def __init__(
        self,
        system: System,
        infused: Sequence[int],
        width: int,
        real: str = DOUBLE,
        *,
        asleep: Sequence[str] = (),
        pivoting: bool = False,
    ) -> None:
        self.system, self.infused, self.width, self.real = system, tuple(infused), width, real
        self._asleep, self._pivoting = tuple(asleep), pivoting
        self._observers: dict[tuple[tuple[str, ...], int], tuple[Library, NDArray[np.int64]]] = {}
        self._libraries: dict[int, Library] = {}
        self._patients = 0

    @cached_property
    def assembly(self) -> Assembly:
        """The solver as text."""
        return assemble(self.system, self.infused, self.width, self.real, asleep=self._asleep, pivoting=self._pivoting)

    @cached_property
    def safer(self) -> Solver | None:
        """The way for patients who fail here: double precision, then pivoting; None where there is no other."""
        if self._pivoting:
            return None
        if self.real != DOUBLE:
            return Solver(self.system, self.infused, max(self.width // 2, 1), asleep=self._asleep)
        return Solver(self.system, self.infused, 1, asleep=self._asleep, pivoting=True)

    def plan(self, patients: int, outputs: tuple[str, ...], times: Array) -> Plan:
        """What a run of so many patients takes."""
        level = self._level(patients)
        if level not in self._libraries:
            self._libraries[level] = Library(self.assembly.text, "run", level)
        observer, needed = self._observer(outputs, level)
        return Plan(self._libraries[level], observer, needed, outputs, times)

    def _level(self, patients: int) -> int:
        """Code made quickly for few patients; made well for many, or once it has been."""
        self._patients += patients
        text = self.assembly.text
        kept = None if self._libraries else Library.kept(text, "run")
        if kept is not None:
            self._libraries[FULL] = kept
        pays = self._patients > WORTH_WHILE and len(text) <= LONGEST_TEXT
        return FULL if pays or FULL in self._libraries else QUICK

    def _observer(self, outputs: tuple[str, ...], level: int) -> tuple[Library, NDArray[np.int64]]:
        """The function that computes some outputs, and the rows that it reads."""
        if (outputs, level) not in self._observers:
            text, needed = assemble_outputs(self.assembly, outputs)
            self._observers[outputs, level] = Library(text, "observe", level), np.array(needed, dtype=np.int64)
        return self._observers[outputs, level]

    def fly(
        self,
        flight: Flight,
        who: Index,
        due: Array,
        doses: Schedule,
        plan: Plan,
        controls: Controls,
    ) -> NDArray[np.int64]:
        """Fly some patients until each is at its end, or has to ask; returns how each flight ended (see ``job``).

        ``due`` (m,): when the next event on the agenda happens.
        """
        # Both are held until the end: the machine code knows only where they are.
        values = [np.ascontiguousarray(p, dtype=np.float64) for p in flight.parameters]
        arrays = {**_given(flight, values, who, due), **self._scaled(flight, doses, plan, controls)}
        table = np.zeros(len(FIELDS), dtype=np.int64)
        for name in POINTERS:
            table[FIELDS.index(name)] = plan.observer.address if name == "observe" else arrays[name].ctypes.data
        curves = len(flight.values)
        stride = flight.values.strides[0] // 8 if curves else 0
        counts = (
            len(who), len(flight.t), len(doses.time), len(plan.times), len(plan.needed), controls.max_steps,
            curves, stride,
        )  # fmt: skip
        table[[FIELDS.index(n) for n in COUNTS]] = counts
        table.view(np.float64)[[FIELDS.index(n) for n in REALS]] = controls.rtol
        plan.library.call(table)
        stopped = arrays["stopped_by"]
        marked = who[stopped[who] >= 0]
        flight.stopped_by[marked] = stopped[marked]
        return arrays["code"]

    def _scaled(self, flight: Flight, doses: Schedule, plan: Plan, controls: Controls) -> dict[str, NDArray[Any]]:
        """What depends on the system or the plan: tolerances, doses and outputs, by the name of their pointer."""
        span = np.maximum(flight.horizon - flight.start, 0.0)
        moving = np.array(self.assembly.layout.moving, dtype=np.intp)
        rows = np.arange(len(self.system.rates) + len(self.infused), dtype=np.int64)
        for state, row in self.assembly.layout.row_of_state.items():
            rows[state] = row
        return {
            "tolerance": controls.event_share * span,
            "pace": np.divide(USUAL, span, out=np.zeros(len(span)), where=span > 0),
            "atol": np.append(controls.atol[moving], 0.0),
            "dose_time": doses.time,
            "dose_row": rows[doses.row] if len(doses.time) else doses.row,
            "dose_keep": doses.keep,
            "dose_amount": doses.amount,
            "times": np.append(plan.times, np.full(MOST_LANES, np.inf)),
            "needed": plan.needed,
        }


def _given(flight: Flight, values: Sequence[Array], who: Index, due: Array) -> dict[str, NDArray[Any]]:
    """Where the patients are, and room for what happens to them, by the name of the pointer (see ``job``)."""
    m = len(flight.t)
    return {
        "parameters": np.array([v.ctypes.data for v in values] or [0], dtype=np.int64),
        "strides": np.array([int(np.ndim(p) > 0) for p in flight.parameters] or [0], dtype=np.int64),
        "state": flight.y,
        "time": flight.t,
        "size": flight.size,
        "until": np.minimum(flight.horizon, due),
        "horizon": flight.horizon,
        "due": due,
        "code": np.zeros(m, dtype=np.int64),
        "stopped_by": np.full(m, -1, dtype=np.int64),
        "dose": flight.dose,
        "output": flight.output,
        "attempts": flight.attempts,
        "values": flight.values,
        "terminal": flight.terminal.astype(np.int64),
        "event_time": flight.event_time,
        "who": who.astype(np.int64),
    }
