"""The compiled solver of a model: machine code for one set of infused states, and for each set of outputs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.assemble import Assembly, assemble, assemble_outputs
from onconeural.engine.doses import Schedule
from onconeural.engine.flight import Array, Controls, Flight, Index
from onconeural.engine.job import COUNTS, FIELDS, POINTERS, REALS
from onconeural.engine.native import Library
from onconeural.engine.system import System

AFTER_DOSE = 0.1


class Solver:
    """Takes patients of a batch to their next end, compiled for ``width`` patients side by side."""

    def __init__(self, system: System, infused: Sequence[int], width: int) -> None:
        self.system, self.infused, self.width = system, tuple(infused), width
        self._observers: dict[tuple[str, ...], tuple[Library, NDArray[np.int64]]] = {}

    @cached_property
    def assembly(self) -> Assembly:
        """The solver as text."""
        return assemble(self.system, self.infused, self.width)

    @cached_property
    def library(self) -> Library:
        """The solver as machine code."""
        return Library(self.assembly.text, "run")

    def observer(self, outputs: tuple[str, ...]) -> tuple[Library, NDArray[np.int64]]:
        """The function that computes some outputs, and the rows that it reads."""
        if outputs not in self._observers:
            text, needed = assemble_outputs(self.assembly, outputs)
            self._observers[outputs] = Library(text, "observe"), np.array(needed, dtype=np.int64)
        return self._observers[outputs]

    def prepare(self, outputs: tuple[str, ...]) -> None:
        """Compile what is not compiled yet."""
        self.observer(outputs)
        self.library  # noqa: B018 compiled on first use

    def fly(
        self,
        flight: Flight,
        who: Index,
        due: Array,
        doses: Schedule,
        plan: tuple[Array, tuple[str, ...]],
        controls: Controls,
    ) -> NDArray[np.int64]:
        """Fly some patients until each is at its end, or has to ask; returns how each flight ended (see ``job``).

        ``due`` (m,): when the next event on the agenda happens; ``plan``: output times and names.
        """
        times, outputs = plan
        m = len(flight.t)
        observer, needed = self.observer(outputs)
        code = np.zeros(m, dtype=np.int64)
        stopped = np.full(m, -1, dtype=np.int64)
        values = [np.ascontiguousarray(p, dtype=np.float64) for p in flight.parameters]
        until = np.minimum(flight.horizon, due)
        tolerance = np.maximum(controls.event_share * (flight.horizon - flight.start), 0.0)
        moving = np.array(self.assembly.layout.moving, dtype=np.intp)
        rows = np.arange(len(self.system.rates) + len(self.infused), dtype=np.int64)
        for state, row in self.assembly.layout.row_of_state.items():
            rows[state] = row
        arrays = {
            "parameters": np.array([v.ctypes.data for v in values] or [0], dtype=np.int64),
            "strides": np.array([int(np.ndim(p) > 0) for p in flight.parameters] or [0], dtype=np.int64),
            "state": flight.y,
            "time": flight.t,
            "size": flight.size,
            "until": until,
            "horizon": flight.horizon,
            "due": due,
            "tolerance": tolerance,
            "atol": np.append(controls.atol[moving], 0.0),
            "code": code,
            "stopped_by": stopped,
            "dose": flight.dose,
            "output": flight.output,
            "attempts": flight.attempts,
            "dose_time": doses.time,
            "dose_row": rows[doses.row] if len(doses.time) else doses.row,
            "dose_keep": doses.keep,
            "dose_amount": doses.amount,
            "times": times,
            "values": flight.values,
            "needed": needed,
            "terminal": flight.terminal.astype(np.int64),
            "event_time": flight.event_time,
            "who": who.astype(np.int64),
        }
        table = np.zeros(len(FIELDS), dtype=np.int64)
        for name in POINTERS:
            table[FIELDS.index(name)] = observer.address if name == "observe" else arrays[name].ctypes.data
        counts = (len(who), m, len(doses.time), len(times), len(needed), controls.max_steps)
        table[[FIELDS.index(n) for n in COUNTS]] = counts
        table.view(np.float64)[[FIELDS.index(n) for n in REALS]] = (controls.rtol, AFTER_DOSE)
        self.library.call(table)
        marked = who[stopped[who] >= 0]
        flight.stopped_by[marked] = stopped[marked]
        return code
