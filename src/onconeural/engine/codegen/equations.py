"""The rates of a system and their derivatives as nodes of one graph, and which of them need all digits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from onconeural.engine.codegen.elimination import Entry
from onconeural.engine.codegen.graph import VARYING, Graph, Key, Node
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
        other functions have single precision, so what they are made of, and 1 - x of them, needs no more. Only near a
        threshold a small loss grows without end: there quotients keep their digits too (``_thresholds``).
        """
        graph = self.graph
        found = {n for n in graph.reach(list(self.rates), self._is_computed) if self._from_constant(n)}
        near = {graph.keys[a][1] for n in found for a in graph.arguments(n) if graph.keys[a][0] == "state"}
        found |= {r for s, r in zip(self.moving, self.rates, strict=True) if s in near}
        return self._made_of(list(found), SUMS) | self._made_of(self._thresholds(), (*SUMS, "recip"))

    def _made_of(self, nodes: list[Node], operations: Collection[str]) -> set[Node]:
        """These nodes and what they are made of, as far as it is computed by these operations alone."""
        graph = self.graph

        def is_one(node: Node) -> bool:
            return self._is_computed(node) and graph.keys[node][0] in operations

        return {n for n in graph.reach(nodes, is_one) if is_one(n)}

    def _thresholds(self) -> list[Node]:
        """Rates of states that grow faster than in proportion to themselves, and of the states that those rates read.

        Such growth, as of x in x x/(1 + x) - k x, is what makes a threshold; near it, the smallest change decides.
        """
        rate = dict(zip(self.moving, self.rates, strict=True))
        own = [s for s, r in rate.items() if any(self._factors(t).count(("state", s)) > 1 for t in self._gains(r))]
        read = {self.graph.keys[n] for s in own for n in self.graph.reach([rate[s]], self._is_computed)}
        return [r for s, r in rate.items() if s in own or ("state", s) in read] if own else []

    def _gains(self, node: Node, *, sign: bool = True) -> list[Node]:
        """The terms of a sum that are added, not taken away."""
        operation, parts = self.graph.keys[node][0], self.graph.arguments(node)
        if operation not in ("add", "sub", "neg") or self.slots.holds(node):
            return [node] if sign else []
        signs = {"add": (sign, sign), "sub": (sign, not sign), "neg": (not sign,)}[str(operation)]
        return [t for part, s in zip(parts, signs, strict=True) for t in self._gains(part, sign=s)]

    def _factors(self, node: Node) -> list[Key]:
        """What a product is made of, as keys of the graph."""
        if self.graph.keys[node][0] != "mul" or self.slots.holds(node):
            return [self.graph.keys[node]]
        return [f for a in self.graph.arguments(node) for f in self._factors(a)]

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
