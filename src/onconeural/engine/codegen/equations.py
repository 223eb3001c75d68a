"""The rates of a system and their derivatives as nodes of one graph, and which of them need all digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onconeural.engine.codegen.elimination import Entry
from onconeural.engine.codegen.graph import VARYING, Graph, Node
from onconeural.engine.codegen.jacobian import Gradient
from onconeural.engine.codegen.kernels import LEAVES, SUMS, Slots


@dataclass(frozen=True)
class Equations:
    """The rates of the moving states and their derivatives, as nodes."""

    graph: Graph
    slots: Slots
    moving: tuple[int, ...]
    rates: tuple[Node, ...]
    gradients: tuple[Gradient, ...]

    @property
    def entries(self) -> dict[Entry, Node]:
        """The Jacobian by row and column of the moving states."""
        column = {s: i for i, s in enumerate(self.moving)}
        return {(i, column[v]): node for i, g in enumerate(self.gradients) for v, node in g.items() if v in column}

    @cached_property
    def differences(self) -> set[Node]:
        """What must keep its digits where the rest has single precision: differences from a constant, and their terms.

        Where a model reads 1 - x, it is about how far x is from 1; so it is with the rate of a state x itself.
        Elsewhere gain and loss are what a rate is made of; what they lose is small beside the state. Quotients and
        other functions have single precision, so what they are made of, and 1 - x of them, needs no more.
        """
        graph = self.graph
        found = {n for n in graph.reach(list(self.rates), self._is_computed) if self._from_constant(n)}
        near = {graph.keys[a][1] for n in found for a in graph.arguments(n) if graph.keys[a][0] == "state"}
        found |= {r for s, r in zip(self.moving, self.rates, strict=True) if s in near}
        return set(graph.reach(list(found), lambda n: self._is_computed(n) and graph.keys[n][0] in SUMS))

    def _is_computed(self, node: Node) -> bool:
        return not self.slots.holds(node)

    def _from_constant(self, node: Node) -> bool:
        """Whether a node is a constant minus something that has more digits than single precision, or the reverse."""
        graph = self.graph
        if graph.keys[node][0] != "sub" or self.slots.holds(node):
            return False
        pair = graph.arguments(node)
        return any(graph.depends[a] < VARYING and self._has_digits(b) for a, b in (pair, pair[::-1]))

    def _has_digits(self, node: Node) -> bool:
        """Not so for a function, nor for a product with one."""
        operation, level = self.graph.keys[node][0], self.graph.depends[node]
        if operation == "mul" and not self.slots.holds(node):
            return all(self._has_digits(a) for a in self.graph.arguments(node))
        return level < VARYING or operation in (*SUMS, *LEAVES)
