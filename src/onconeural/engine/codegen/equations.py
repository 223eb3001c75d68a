"""The rates of a system and their derivatives as nodes of one graph, and which of them need all digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from onconeural.engine.codegen.elimination import Entry
from onconeural.engine.codegen.graph import VARYING, Graph, Node
from onconeural.engine.codegen.jacobian import Gradient
from onconeural.engine.codegen.kernels import SUMS, Slots


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
        """What must keep its digits where the rest has single precision: differences from a constant, and their parts.

        Where a model reads 1 - x, it is about how far x is from 1; so it is with the rate of a state x itself.
        Elsewhere gain and loss are what a rate is made of; what they lose is small beside the state.
        """
        graph = self.graph

        def inner(nodes: Iterable[Node]) -> set[Node]:
            return set(graph.reach(list(nodes), lambda n: not self.slots.holds(n)))

        found = {n for n in inner(self.rates) if self._from_constant(n)}
        near = {graph.keys[a][1] for n in found for a in graph.arguments(n) if graph.keys[a][0] == "state"}
        return inner(found | {r for s, r in zip(self.moving, self.rates, strict=True) if s in near})

    def _from_constant(self, node: Node) -> bool:
        graph = self.graph
        if graph.keys[node][0] != "sub" or self.slots.holds(node):
            return False
        left, right = graph.arguments(node)
        return min(graph.depends[left], graph.depends[right]) < VARYING

    @cached_property
    def exact(self) -> list[int]:
        """Moving states, by row, that are read with all their digits in single precision, too."""
        graph, row = self.graph, {s: i for i, s in enumerate(self.moving)}
        read = {a for n in self.differences if graph.keys[n][0] in SUMS for a in graph.arguments(n)}
        states = (graph.keys[n][1] for n in read if graph.keys[n][0] == "state")
        return sorted(row[s] for s in states if s in row)
