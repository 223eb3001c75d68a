"""Formulas of a system into the expression graph: rules are written out, every function becomes a few operations."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import reduce
from itertools import pairwise

from onconeural.engine.codegen.graph import Graph, Node
from onconeural.engine.expression import RELATIONS, TIME, Apply, Formula, Number, Symbol, is_logical
from onconeural.engine.system import System

_PLAIN = {"exp": "exp", "ln": "log", "sqrt": "sqrt", "abs": "abs", "floor": "floor", "ceil": "ceil", "neg": "neg"}
_EXTREME = {"max": "gt", "min": "lt"}


class Lowering:
    """Turns formulas of one system into nodes of one graph."""

    def __init__(self, system: System, graph: Graph, asleep: Collection[str] = ()) -> None:
        """``asleep``: states that are zero throughout."""
        self.graph, self.system = graph, system
        self.nodes: dict[str, Node] = {TIME: graph.node("time")}
        self.nodes |= {s: graph.node("state", i) for i, s in enumerate(system.rates)}
        self.nodes |= {s: graph.number(0.0) for s in asleep}
        self.nodes |= {p: graph.node("parameter", i) for i, p in enumerate(system.parameters)}
        for name, formula in system.rules.items():
            self.nodes[name] = self.number(formula)

    def number(self, formula: Formula) -> Node:
        """The node of a number; what is true counts as 1."""
        node = self._node(formula)
        if not is_logical(formula):
            return node
        return self.graph.select(node, self.graph.number(1.0), self.graph.number(0.0))

    def truth(self, formula: Formula) -> Node:
        """The node of something true or false; a number other than 0 is true."""
        node = self._node(formula)
        return node if is_logical(formula) else self.graph.node("ne", node, self.graph.number(0.0))

    def _node(self, formula: Formula) -> Node:
        if isinstance(formula, Number):
            return self.graph.number(formula.value)
        if isinstance(formula, Symbol):
            return self.nodes[formula.name]
        return self._apply(formula)

    def _apply(self, formula: Apply) -> Node:
        operation, arguments = formula.operation, formula.arguments
        if operation == "piecewise":
            return self._piecewise(arguments)
        if operation in ("and", "or", "not", "xor", "implies", "true", "false"):
            return self._logic(operation, [self.truth(a) for a in arguments])
        part = [self.number(a) for a in arguments]
        if operation in RELATIONS:
            return self._all([self.graph.node(operation, *pair) for pair in pairwise(part)])
        if operation in ("add", "mul"):
            return self.graph.many(operation, part)
        return self._function(operation, part)

    def _function(self, operation: str, part: list[Node]) -> Node:
        graph = self.graph
        two: dict[str, Callable[[Node, Node], Node]] = {
            "sub": graph.sub,
            "div": graph.div,
            "pow": graph.power,
            "quotient": lambda a, b: graph.node("trunc", graph.node("div", a, b)),
            "rem": lambda a, b: graph.node("rem", a, b),
        }
        if operation in two:
            return two[operation](*part)
        if operation == "square":
            return graph.mul(part[0], part[0])
        if operation in _EXTREME:
            return reduce(lambda a, b: graph.select(graph.node(_EXTREME[operation], a, b), a, b), part)
        return graph.unary(_PLAIN.get(operation, operation), part[0])

    def _all(self, part: list[Node]) -> Node:
        return reduce(lambda a, b: self.graph.node("and", a, b), part)

    def _logic(self, operation: str, part: list[Node]) -> Node:
        graph = self.graph
        if operation in ("true", "false"):
            return graph.node(operation)
        if operation == "not":
            return graph.node("not", part[0])
        if operation == "implies":
            return graph.node("or", graph.node("not", part[0]), part[1])
        start = graph.node("true" if operation == "and" else "false")
        return reduce(lambda a, b: graph.node(operation, a, b), part, start)

    def _piecewise(self, arguments: tuple[Formula, ...]) -> Node:
        node = self.number(arguments[-1]) if len(arguments) % 2 else self.graph.number(float("nan"))
        for i in reversed(range(len(arguments) // 2)):
            node = self.graph.select(self.truth(arguments[2 * i + 1]), self.number(arguments[2 * i]), node)
        return node
