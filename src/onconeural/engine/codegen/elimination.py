"""Sparse elimination without pivoting: the order is chosen once, by Markowitz, and the work is a list of operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Entry = tuple[int, int]


@dataclass(frozen=True)
class Elimination:
    """How to factor and solve a matrix with a given pattern.

    ``place`` numbers the entries of the factors (fill-in included) from 0. ``order``: the pivots, all on the diagonal.
    Factors: unit lower triangle and upper triangle of the permuted matrix, diagonal kept as reciprocals.
    """

    order: tuple[int, ...]
    place: dict[Entry, int]

    def below(self, pivot: int) -> list[int]:
        """Rows still to come that have an entry in the column of a pivot."""
        return [i for i in self._after(pivot) if (i, pivot) in self.place]

    def right(self, pivot: int) -> list[int]:
        """Columns still to come that have an entry in the row of a pivot."""
        return [j for j in self._after(pivot) if (pivot, j) in self.place]

    def _after(self, pivot: int) -> tuple[int, ...]:
        return self.order[self.order.index(pivot) + 1 :]

    @property
    def updates(self) -> int:
        """Multiply-subtract operations of one factorisation."""
        return sum(len(self.below(k)) * len(self.right(k)) for k in self.order)


def eliminate(size: int, pattern: Iterable[Entry]) -> Elimination:
    """Choose the order of pivots that makes little fill-in (Markowitz 1957, doi:10.1287/mnsc.3.3.255).

    >>> eliminate(2, [(0, 1)]).order
    (0, 1)
    """
    rows: list[set[int]] = [{i} for i in range(size)]
    columns: list[set[int]] = [{i} for i in range(size)]
    for i, j in pattern:
        rows[i].add(j)
        columns[j].add(i)
    entries = {(i, j) for i in range(size) for j in rows[i]}
    order: list[int] = []
    left = set(range(size))
    while left:
        pivot = min(left, key=lambda k: ((len(rows[k]) - 1) * (len(columns[k]) - 1), len(rows[k]) + len(columns[k]), k))
        left.remove(pivot)
        order.append(pivot)
        entries |= _fill(pivot, rows, columns)
    when = {k: i for i, k in enumerate(order)}
    place = {e: i for i, e in enumerate(sorted(entries, key=lambda e: (when[e[0]], when[e[1]])))}
    return Elimination(tuple(order), place)


def _fill(pivot: int, rows: list[set[int]], columns: list[set[int]]) -> set[Entry]:
    """Take a pivot out of rows and columns; return the entries that its elimination brings."""
    right, below = rows[pivot] - {pivot}, columns[pivot] - {pivot}
    for j in right:
        columns[j].discard(pivot)
        columns[j] |= below
    for i in below:
        rows[i].discard(pivot)
        rows[i] |= right
    return {(i, j) for i in below for j in right}
