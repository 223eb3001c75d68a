"""What a run returned, as tables: the courses, and the outcome of every patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Result, Status

Layout = Literal["wide", "long"]
Block = dict[str, NDArray[Any]]

OUTCOMES = np.array([s.name.lower() for s in Status], dtype=object)
BLOCK = 65_536  # rows that are brought into one piece at a time


@dataclass(frozen=True)
class Courses:
    """The result of n patients under the names of the user; ``ids`` None: a single run without a population."""

    run: Result
    outputs: tuple[str, ...]
    ids: tuple[str, ...] | None = None

    def columns(self, layout: Layout = "wide") -> tuple[str, ...]:
        """Column names: wide has a column an output, long a row an output."""
        values = self.outputs if layout == "wide" else ("output", "value")
        return ("time", *values) if self.ids is None else ("patient", "time", *values, "outcome")

    def blocks(self, layout: Layout = "wide", progress: Callable[[float], None] | None = None) -> Iterator[Block]:
        """The rows, patient by patient and time by time, in pieces: each column an array.

        ``progress`` is called with the share that was taken.
        """
        rows = len(self.run.times) * (1 if layout == "wide" else len(self.outputs))
        step, n = max(1, BLOCK // max(rows, 1)), len(self.run.status)
        for at in range(0, n, step):
            yield self._block(slice(at, at + step), layout)
            if progress is not None:
                progress(min(1.0, (at + step) / n))

    def _block(self, part: slice, layout: Layout) -> Block:
        values = np.array([self.run.values[name][part] for name in self.outputs])  # outputs, patients, times
        outputs, patients, times = values.shape
        copies = times if layout == "wide" else times * outputs
        names = np.array(self.ids[part] if self.ids else ("",) * patients, dtype=object)
        block: Block = {"patient": np.repeat(names, copies)}
        if layout == "wide":
            block["time"] = np.tile(self.run.times, patients)
            block |= {name: values[i].ravel() for i, name in enumerate(self.outputs)}
        else:
            block["time"] = np.tile(np.repeat(self.run.times, outputs), patients)
            block["output"] = np.tile(np.array(self.outputs, dtype=object), patients * times)
            block["value"] = values.transpose(1, 2, 0).ravel()
        block["outcome"] = np.repeat(OUTCOMES[self.run.status[part]], copies)
        return {name: block[name] for name in self.columns(layout)}

    def outcome_columns(self) -> tuple[str, ...]:
        """Columns of the table of outcomes: one row a patient."""
        return ("patient", "outcome", "end_time", "stopped_by", "reason", "variable", *self._events())

    def outcomes(self) -> Iterator[Block]:
        """How the run of each patient ended: why, when, and the first time of each event (NaN: it did not happen)."""
        failures = {f.patient: f for f in self.run.failures}
        for at in range(0, len(self.run.status), BLOCK):
            who = range(at, min(at + BLOCK, len(self.run.status)))
            part = slice(who.start, who.stop)
            failed = [failures.get(i) for i in who]
            yield {
                "patient": np.array([self.name(i) for i in who], dtype=object),
                "outcome": OUTCOMES[self.run.status[part]],
                "end_time": self.run.end_time[part],
                "stopped_by": np.array(self.run.stopped_by[part], dtype=object),
                "reason": np.array([f.reason if f else "" for f in failed], dtype=object),
                "variable": np.array([f.variable if f else "" for f in failed], dtype=object),
                **{column: self.run.events[e][part] for column, e in self._events().items()},
            }

    def _events(self) -> dict[str, str]:
        """Column of each event."""
        return {f"event {e}": e for e in self.run.events}

    def name(self, patient: int) -> str:
        """The name of a patient: as the population has it, or counted from 1."""
        return self.ids[patient] if self.ids is not None else str(patient + 1)

    def failures(self, most: int) -> list[str]:
        """The failed patients by name, one line each, and how many more there are."""
        found = [
            f"patient {self.name(f.patient)}: {f.reason} at time {f.time:.6g}, variable {f.variable}"
            for f in self.run.failures[:most]
        ]
        more = len(self.run.failures) - len(found)
        return [*found, f"and {more} more patients failed"] if more > 0 else found
