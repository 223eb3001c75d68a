"""Doses are data outside the model: what is added to a state, or left of it, when, and for which patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from onconeural.engine.errors import RequestError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Dose:
    """One administration: ``state`` becomes ``state * keep + amount`` at ``time``.

    With a ``duration`` (days) the amount is infused at a constant rate instead. ``time`` (day) and ``amount`` are
    numbers, or arrays with one value per patient; a NaN time means that this patient does not get the dose.

    >>> Dose("G", time=3.0, keep=0.35).keep      # plasma exchange removes 65 %
    0.35
    """

    state: str
    time: ArrayLike
    amount: ArrayLike = 0.0
    keep: float = 1.0
    duration: float = 0.0


@dataclass(frozen=True)
class Schedule:
    """All doses of all patients, each patient's in order of time: row, keep, amount and time, shape (D, n).

    Rows from ``n_states`` on are infusion rates; ``infused`` names the states they feed.
    """

    time: Array
    row: NDArray[np.intp]
    keep: Array
    amount: Array
    infused: tuple[int, ...]

    def take(self, lanes: NDArray[np.intp]) -> Schedule:
        """The schedule of some of the patients."""
        return Schedule(
            self.time[:, lanes], self.row[:, lanes], self.keep[:, lanes], self.amount[:, lanes], self.infused
        )

    def rates_before(self, start: Array, n_states: int) -> Array:
        """Infusion rates that run at ``start`` because of earlier entries, shape (infused, n)."""
        earlier = self.time < start
        rows = [
            np.sum(np.where(earlier & (self.row == n_states + j), self.amount, 0.0), axis=0)
            for j in range(len(self.infused))
        ]
        return np.array(rows).reshape(len(self.infused), len(start))


def schedule(doses: Sequence[Dose], states: tuple[str, ...], n: int) -> Schedule:
    """Sort the doses of n patients by time (equal times keep the order given).

    Raises RequestError for an unknown state, a wrong shape, or a dose without a finite amount.
    """
    infused = tuple(sorted({_index(d, states) for d in doses if d.duration > 0}))
    entries = [e for d in doses for e in _entries(d, states, infused, n)]
    if not entries:
        empty = np.empty((0, n))
        return Schedule(empty, np.empty((0, n), dtype=np.intp), empty, empty, infused)
    time = np.stack([e[0] for e in entries])
    order = np.argsort(np.where(np.isnan(time), np.inf, time), axis=0, kind="stable")
    row, keep = (np.repeat(np.array([e[k] for e in entries])[:, None], n, axis=1) for k in (1, 2))
    amount = np.stack([e[3] for e in entries])
    sort = [np.take_along_axis(a, order, axis=0) for a in (time, row, keep, amount)]
    return Schedule(np.where(np.isnan(sort[0]), np.inf, sort[0]), sort[1].astype(np.intp), sort[2], sort[3], infused)


def _index(dose: Dose, states: tuple[str, ...]) -> int:
    if dose.state not in states:
        raise RequestError(f"a dose names the state '{dose.state}', which the model does not have: {', '.join(states)}")
    return states.index(dose.state)


def _entries(
    dose: Dose, states: tuple[str, ...], infused: tuple[int, ...], n: int
) -> list[tuple[Array, int, float, Array]]:
    """A bolus is one entry; an infusion is two: its rate is added at the start and taken away at the end."""
    time, amount = _per_patient(dose.time, n, dose), _per_patient(dose.amount, n, dose)
    row = _index(dose, states)
    if not np.all(np.isfinite(amount[~np.isnan(time)])):
        raise RequestError(f"a dose into '{dose.state}' has an amount that is not a finite number")
    if dose.duration <= 0:
        return [(time, row, dose.keep, amount)]
    rate, rate_row = amount / dose.duration, len(states) + infused.index(row)
    return [(time, rate_row, 1.0, rate), (time + dose.duration, rate_row, 1.0, -rate)]


def _per_patient(value: ArrayLike, n: int, dose: Dose) -> Array:
    found = np.empty(n)
    found[:] = _checked(value, n, dose)
    return found


def _checked(value: ArrayLike, n: int, dose: Dose) -> ArrayLike:
    if np.ndim(value) and np.shape(value) != (n,):
        shape = np.shape(value)
        raise RequestError(f"a dose into '{dose.state}' has values of shape {shape}; expected a number or ({n},)")
    return value


def part(dose: Dose, n: int, first: int, last: int) -> Dose:
    """A dose of n patients as one of the patients first ... last - 1.

    Raises RequestError for a wrong shape.
    """
    time, amount = (_checked(v, n, dose) for v in (dose.time, dose.amount))
    return replace(
        dose,
        time=np.asarray(time)[first:last] if np.ndim(time) else time,
        amount=np.asarray(amount)[first:last] if np.ndim(amount) else amount,
    )
