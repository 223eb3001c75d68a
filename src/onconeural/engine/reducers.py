"""What is kept of a curve when curves are too many to keep: means, extremes, ends, and quantiles over patients."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Reducer(ABC):
    """Reduces the curves of one output, batch by batch; the result does not depend on the batches."""

    output: str

    @property
    @abstractmethod
    def name(self) -> str:
        """The key of the result."""

    @abstractmethod
    def begin(self, n: int, times: Array) -> Any:  # noqa: ANN401 each reducer has a total of its own
        """An empty total for n patients."""

    @abstractmethod
    def add(self, total: Any, first: int, curves: Array) -> None:  # noqa: ANN401
        """Take the curves (m, times) of the patients from ``first`` on."""

    @abstractmethod
    def finish(self, total: Any) -> Array:  # noqa: ANN401
        """The result."""


@dataclass(frozen=True)
class _PerPatient(Reducer):
    """One number a patient: the result has shape (n,)."""

    def begin(self, n: int, times: Array) -> tuple[Array, Array]:
        """A number for each patient, and the times."""
        return np.full(n, np.nan), times

    def add(self, total: tuple[Array, Array], first: int, curves: Array) -> None:
        """The numbers of a batch."""
        total[0][first : first + len(curves)] = self._reduce(curves, total[1])

    def finish(self, total: tuple[Array, Array]) -> Array:
        """All numbers."""
        return total[0]

    @abstractmethod
    def _reduce(self, curves: Array, times: Array) -> Array: ...


@dataclass(frozen=True)
class Mean(_PerPatient):
    """Mean over time from ``start`` to ``end`` by the trapezoid rule on the output times, shape (n,).

    NaN where the run of a patient did not cover the span.

    >>> Mean("x", 0.0, 2.0).name
    'mean of x, 0 to 2'
    """

    start: float
    end: float

    @property
    def name(self) -> str:
        """The key of the result."""
        return f"mean of {self.output}, {self.start:g} to {self.end:g}"

    def _reduce(self, curves: Array, times: Array) -> Array:
        inside = (times >= self.start) & (times <= self.end)
        part, t = np.ascontiguousarray(curves[:, inside]), times[inside]  # sums in one order for any batch
        if len(t) < 2:
            return part.mean(axis=1) if len(t) else np.full(len(curves), np.nan)
        width = np.diff(t)
        steps = np.ascontiguousarray((part[:, 1:] + part[:, :-1]) * (0.5 * width))
        return np.asarray(steps.sum(axis=1) / width.sum())


@dataclass(frozen=True)
class Highest(_PerPatient):
    """The highest value at an output time, shape (n,); NaN where nothing was recorded.

    >>> Highest("x").name
    'highest x'
    """

    @property
    def name(self) -> str:
        """The key of the result."""
        return f"highest {self.output}"

    def _reduce(self, curves: Array, times: Array) -> Array:
        return np.asarray(np.fmax.reduce(curves, axis=1, initial=np.nan))


@dataclass(frozen=True)
class Lowest(_PerPatient):
    """The lowest value at an output time, shape (n,); NaN where nothing was recorded.

    >>> Lowest("x").name
    'lowest x'
    """

    @property
    def name(self) -> str:
        """The key of the result."""
        return f"lowest {self.output}"

    def _reduce(self, curves: Array, times: Array) -> Array:
        return np.asarray(np.fmin.reduce(curves, axis=1, initial=np.nan))


@dataclass(frozen=True)
class Last(_PerPatient):
    """The last value that was recorded, shape (n,): of a run that stopped early, the one before its stop.

    >>> Last("x").name
    'last x'
    """

    @property
    def name(self) -> str:
        """The key of the result."""
        return f"last {self.output}"

    def _reduce(self, curves: Array, times: Array) -> Array:
        known = ~np.isnan(curves)
        place = curves.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
        return np.where(known.any(axis=1), np.take_along_axis(curves, place[:, None], axis=1)[:, 0], np.nan)


@dataclass(frozen=True)
class Quantiles(Reducer):
    """Quantiles over patients at each output time, shape (probabilities, times), within ``accuracy`` of the value.

    Values are counted in bins whose width grows with their size (Masson 2019, doi:10.14778/3352063.3352135), so that
    memory does not grow with the number of patients; below ``smallest`` a value counts as 0. Patients whose run has
    ended are left out.

    >>> Quantiles("x", (0.5,)).name
    'quantiles of x'
    """

    probabilities: Sequence[float] = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
    accuracy: float = 0.005
    smallest: float = 1e-9
    largest: float = 1e15

    @property
    def name(self) -> str:
        """The key of the result."""
        return f"quantiles of {self.output}"

    @property
    def _growth(self) -> float:
        return float(np.log((1.0 + self.accuracy) / (1.0 - self.accuracy)))

    @property
    def _bins(self) -> int:
        return int(np.ceil(np.log(self.largest / self.smallest) / self._growth)) + 1

    def begin(self, n: int, times: Array) -> NDArray[np.int64]:
        """Counts by time and bin: negative values, zero, positive values."""
        return np.zeros((len(times), 2 * self._bins + 1), dtype=np.int64)

    def add(self, total: NDArray[np.int64], first: int, curves: Array) -> None:
        """Count the values of a batch."""
        with np.errstate(divide="ignore", invalid="ignore"):
            size = np.ceil(np.log(np.abs(curves) / self.smallest) / self._growth)
        level = np.where(size > 0, np.clip(size, 0, self._bins), 0)
        bins = self._bins + np.sign(curves) * level
        for j in range(curves.shape[1]):
            known = bins[:, j][~np.isnan(bins[:, j])].astype(np.intp)
            total[j] += np.bincount(known, minlength=total.shape[1])

    def finish(self, total: NDArray[np.int64]) -> Array:
        """The middle of the bin in which each quantile lies."""
        level = np.arange(total.shape[1]) - self._bins
        size = self.smallest * np.exp(self._growth * np.abs(level)) * (1.0 - self.accuracy)
        middle = np.sign(level) * size
        reached = np.cumsum(total, axis=1)
        count = reached[:, -1]
        rows = [
            middle[np.argmax(reached > (p * np.maximum(count - 1, 0))[:, None], axis=1)] for p in self.probabilities
        ]
        return np.where(count > 0, np.array(rows).reshape(len(rows), len(total)), np.nan)
