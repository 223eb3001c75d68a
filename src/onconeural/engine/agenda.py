"""Events that have been triggered and are still to happen, for all lanes in one table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


class Agenda:
    """Rows of (event, lane, due time, lot, values to assign).

    Events that are due together with equal priority happen in random order, as SBML asks; the lot decides. It depends
    on the patient and on how many events the patient has had, so that it is the same in any batch. ``width``: the most
    values that one event assigns.
    """

    def __init__(self, width: int) -> None:
        self.event = np.zeros(0, dtype=np.intp)
        self.lane = np.zeros(0, dtype=np.intp)
        self.due = np.zeros(0)
        self.lot = np.zeros(0, dtype=np.uint64)
        self.values = np.zeros((0, width))

    def add(self, event: int, lanes: Index, due: Array, lot: NDArray[np.uint64], values: Array) -> None:
        """Put an event on the agenda of some lanes; ``values`` (lanes, a) are what it will assign."""
        padded = np.full((len(lanes), self.values.shape[1]), np.nan)
        padded[:, : values.shape[1]] = values
        self.event = np.concatenate([self.event, np.full(len(lanes), event, dtype=np.intp)])
        self.lane = np.concatenate([self.lane, lanes])
        self.due = np.concatenate([self.due, due])
        self.lot = np.concatenate([self.lot, lot])
        self.values = np.concatenate([self.values, padded])

    def next_due(self, lanes: int) -> Array:
        """The next time at which something happens, per lane (infinite: nothing)."""
        soon = np.full(lanes, np.inf)
        np.minimum.at(soon, self.lane, self.due)
        return soon

    def call_off(self, event: int, lanes: Mask) -> None:
        """Remove an event from the agenda of some lanes."""
        self._keep(~((self.event == event) & lanes[self.lane]))

    def take_first(self, t: Array, priority: Array) -> tuple[Index, Index, Array]:
        """Take the next event of each lane that is due at t: the highest ``priority`` (E, k), then by lot.

        Returns events, lanes and values of the rows taken, at most one per lane.
        """
        rows = np.flatnonzero(self.due <= t[self.lane])
        rank = np.lexsort((self.lot[rows], -priority[self.event[rows], self.lane[rows]], self.lane[rows]))
        rows = rows[rank]
        rows = rows[np.unique(self.lane[rows], return_index=True)[1]]
        taken = self.event[rows], self.lane[rows], self.values[rows]
        keep = np.ones(len(self.event), dtype=bool)
        keep[rows] = False
        self._keep(keep)
        return taken

    def _keep(self, rows: Mask) -> None:
        self.event, self.lane, self.due = self.event[rows], self.lane[rows], self.due[rows]
        self.lot, self.values = self.lot[rows], self.values[rows]


def draw_lots(patient: Index, count: Index) -> NDArray[np.uint64]:
    """A random number for each (patient, count), by the mixing of splitmix64 (doi:10.1145/2660193.2660195)."""
    z = patient.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + (
        count.astype(np.uint64) + np.uint64(1)
    ) * np.uint64(0xD1B54A32D192ED03)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))
