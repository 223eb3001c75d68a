"""Linear systems of a step in LLVM code: unrolled and sparse for many patients, or with pivoting for one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from onconeural.engine.codegen.elimination import Entry, eliminate
from onconeural.engine.codegen.ir import DOUBLE, INTEGER, Code, Value, vector

MOST_UPDATES = 20_000  # operations of an elimination that is still written out


class Linear(ABC):
    """Writes the factors of g I - J, and solutions with them; ``entries``: those of J."""

    def __init__(self, size: int, entries: list[Entry], width: int, real: str = DOUBLE) -> None:
        self.size, self.entries, self.width, self.real = size, entries, width, real
        self.kind = vector(real, width)

    @property
    @abstractmethod
    def memory(self) -> int:
        """Values that the factors take."""

    @property
    @abstractmethod
    def wanted(self) -> list[Entry]:
        """The entries of J in the order in which it is best to compute them."""

    @abstractmethod
    def factor(self, code: Code, jacobian: dict[Entry, Value], g: Value, factors: Value) -> None:
        """Write the factors, from the values of the entries."""

    @abstractmethod
    def solve(self, code: Code, factors: Value, rates: list[Value], b: Value) -> None:
        """Where b was, write the solution for ``rates`` + b."""


class Unrolled(Linear):
    """Elimination in a fixed order without pivoting, every operation written out; diagonals kept as reciprocals."""

    def __init__(self, size: int, entries: list[Entry], width: int, real: str = DOUBLE) -> None:
        super().__init__(size, entries, width, real)
        self.elimination = eliminate(size, entries)

    @property
    def memory(self) -> int:
        """Values that the factors take."""
        return len(self.elimination.place)

    @property
    def wanted(self) -> list[Entry]:
        """As the elimination needs them."""
        known = set(self.entries)
        return [e for e in self.elimination.place if e in known]

    def factor(self, code: Code, jacobian: dict[Entry, Value], g: Value, factors: Value) -> None:
        """Every operation written out."""
        w: dict[Entry, Value] = {}
        for i, j in self.elimination.place:
            first = g if i == j else code.constant(0.0, self.kind)
            w[i, j] = first - jacobian[i, j] if (i, j) in jacobian else first
        for pivot in self.elimination.order:
            w[pivot, pivot] = code.constant(1.0, self.kind) / w[pivot, pivot]
            for i in self.elimination.below(pivot):
                w[i, pivot] = w[i, pivot] * w[pivot, pivot]
                for j in self.elimination.right(pivot):
                    w[i, j] = code.fma(-w[i, pivot], w[pivot, j], w[i, j])
        for entry, k in self.elimination.place.items():
            code.store(w[entry], factors, k)

    def solve(self, code: Code, factors: Value, rates: list[Value], b: Value) -> None:
        """Every operation written out."""
        x = [rate + code.load(b, i, self.kind) for i, rate in enumerate(rates)]
        w = {e: code.load(factors, k, self.kind) for e, k in self.elimination.place.items()}
        for pivot in self.elimination.order:
            for i in self.elimination.below(pivot):
                x[i] = code.fma(-w[i, pivot], x[pivot], x[i])
        for pivot in reversed(self.elimination.order):
            for j in reversed(self.elimination.right(pivot)):  # what is known first comes first
                x[pivot] = code.fma(-w[pivot, j], x[j], x[pivot])
            x[pivot] = x[pivot] * w[pivot, pivot]
        for i in range(self.size):
            code.store(x[i], b, i)


class Pivoting(Linear):
    """Elimination with partial pivoting on the full matrix, in loops, for one patient at a time.

    Factors: the matrix by rows, then the row that each pivot came from.
    """

    @property
    def memory(self) -> int:
        """Values that the factors take."""
        return self.size * self.size + self.size

    @property
    def wanted(self) -> list[Entry]:
        """In any order."""
        return self.entries

    def factor(self, code: Code, jacobian: dict[Entry, Value], g: Value, factors: Value) -> None:
        """In loops, with exchange of rows."""
        n = self.size
        with code.repeat(n * n) as i:
            code.store(0.0, factors, i)
        for (row, column), value in jacobian.items():
            code.store(-value, factors, row * n + column)
        with code.repeat(n) as i:
            place = code.at(factors, i * (n + 1))
            code.store(code.load(place) + g, place)
        with code.repeat(n) as k:
            self._exchange(code, factors, k)
            self._eliminate(code, factors, k)

    def _exchange(self, code: Code, factors: Value, k: Value) -> None:
        """Bring the largest entry of column k to the diagonal."""
        n = self.size
        best, row = code.place(DOUBLE), code.place(INTEGER)
        code.store(-1.0, best)
        code.store(k, row)
        with self._after(code, k, 0) as i:
            size = code.math("fabs", code.load(factors, i * n + k))
            with code.when(size > code.load(best)):
                code.store(size, best)
                code.store(i, row)
        chosen = code.load(row, 0, INTEGER)
        code.store(chosen, code.at(factors, n * n), k)
        with code.repeat(n) as j:
            here, there = code.at(factors, k * n + j), code.at(factors, chosen * n + j)
            a, b = code.load(here), code.load(there)
            code.store(b, here)
            code.store(a, there)

    def _eliminate(self, code: Code, factors: Value, k: Value) -> None:
        n = self.size
        inverse = code.constant(1.0) / code.load(factors, k * (n + 1))
        with self._after(code, k, 1) as i:
            factor = code.load(factors, i * n + k) * inverse
            code.store(factor, factors, i * n + k)
            with self._after(code, k, 1) as j:
                place = code.at(factors, i * n + j)
                code.store(code.fma(-factor, code.load(factors, k * n + j), code.load(place)), place)

    def solve(self, code: Code, factors: Value, rates: list[Value], b: Value) -> None:
        """In loops, with the rows exchanged as they were."""
        n = self.size
        for row, rate in enumerate(rates):
            code.store(rate + code.load(b, row), b, row)
        with code.repeat(n) as k:
            chosen = code.load(code.at(factors, n * n), k, INTEGER)
            first, second = code.load(b, k), code.load(b, chosen)
            code.store(second, b, k)
            code.store(first, b, chosen)
        with code.repeat(n) as k, self._after(code, k, 1) as i:
            code.store(code.fma(-code.load(factors, i * n + k), code.load(b, k), code.load(b, i)), b, i)
        with code.repeat(n) as q:
            k = code.constant(n - 1, INTEGER) - q
            with self._after(code, k, 1) as j:
                code.store(code.fma(-code.load(factors, k * n + j), code.load(b, j), code.load(b, k)), b, k)
            code.store(code.load(b, k) / code.load(factors, k * (n + 1)), b, k)

    @contextmanager
    def _after(self, code: Code, k: Value, gap: int) -> Iterator[Value]:
        """For k + gap ... n - 1."""
        with code.repeat(code.constant(self.size - gap, INTEGER) - k) as q:
            yield k + q + gap


def linear_systems(size: int, entries: list[Entry], width: int, real: str, *, pivoting: bool) -> Linear:
    """Written out for ``width`` patients; with pivoting for one if asked for, or where that would be too long.

    With pivoting, numbers are double.
    """
    if not pivoting:
        plain = Unrolled(size, entries, width, real)
        if plain.elimination.updates <= MOST_UPDATES:
            return plain
    return Pivoting(size, entries, 1)
