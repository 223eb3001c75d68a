"""The sparse Jacobian: derivatives of nodes by states and time, as nodes of the same graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onconeural.engine.codegen.graph import VARYING, Graph, Node
from onconeural.engine.expression import LOGIC, RELATIONS

Variable = int  # a state by its number; TIME for time
TIME = -1
Gradient = dict[Variable, Node]

# what has a derivative of zero wherever it has one
_FLAT = ("floor", "ceil", "trunc", "factorial", "infusion", *RELATIONS, *LOGIC)


def gradients(graph: Graph, nodes: Sequence[Node]) -> list[Gradient]:
    """For each node its derivatives that are not zero.

    What is read once is gone through backwards, from the node to what it is made of; what several read has derivatives
    of its own, found once. This takes about three quarters of the operations of going forwards alone.
    """
    work = _Accumulation(graph, nodes)
    return [work.done[n] for n in nodes]


class _Accumulation:
    def __init__(self, graph: Graph, nodes: Sequence[Node]) -> None:
        self.graph = graph
        self.done: dict[Node, Gradient] = {}
        corners = self._corners(nodes)
        for node in sorted(corners):  # arguments come first
            self.done[node] = self._of(node)

    def _corners(self, nodes: Sequence[Node]) -> set[Node]:
        """The nodes asked for, what several nodes read, and every choice with what it chooses from.

        Not a reciprocal: quotients go through it (see ``_of_product``).
        """
        graph, reached = self.graph, list(self.graph.reach(nodes, self._varies))
        readers = Counter(a for n in reached if self._varies(n) for a in set(graph.arguments(n)))
        shared = {n for n, count in readers.items() if count > 1 and graph.keys[n][0] != "recip"}
        choices = {n for n in reached if graph.keys[n][0] == "select"}
        return {*nodes, *shared, *choices, *(a for n in choices for a in graph.arguments(n))}

    def _varies(self, node: Node) -> bool:
        return self.graph.depends[node] == VARYING and self.graph.keys[node][0] not in _FLAT

    def _of(self, node: Node) -> Gradient:
        """Derivatives of one node, those of what it reads being known where several read it."""
        operation = self.graph.keys[node][0]
        if not self._varies(node):
            return {}
        if operation == "select":
            return self._select(*self.graph.arguments(node))
        weights, total = {node: self.graph.number(1.0)}, Gradient()
        inner = self.graph.reach([node], lambda n: self._varies(n) and (n == node or n not in self.done))
        for part in sorted(inner, reverse=True):
            weight = weights.get(part)
            if weight is None or not self._varies(part):
                continue
            operation = self.graph.keys[part][0]
            if part in self.done or operation in ("state", "time"):
                for variable, slope in (self.done.get(part) or self._unit(part)).items():
                    self._add(total, variable, self.graph.mul(weight, slope))
                continue
            for argument, slope in self._slopes(str(operation), part):
                self._add(weights, argument, self.graph.mul(weight, slope))
        return {v: n for v, n in total.items() if self.graph.value(n) != 0.0}

    def _unit(self, node: Node) -> Gradient:
        """A state by itself, time by itself."""
        operation, *which = self.graph.keys[node]
        if operation not in ("state", "time"):
            return {}
        return {which[0] if which else TIME: self.graph.number(1.0)}  # type: ignore[dict-item]

    def _add(self, sums: dict[int, Node], key: int, term: Node) -> None:
        sums[key] = self.graph.add(sums[key], term) if key in sums else term

    def _select(self, condition: Node, a: Node, b: Node) -> Gradient:
        zero = self.graph.number(0.0)
        both = {**self.done[a], **self.done[b]}
        return {v: self.graph.select(condition, self.done[a].get(v, zero), self.done[b].get(v, zero)) for v in both}

    def _slopes(self, operation: str, node: Node) -> list[tuple[Node, Node]]:
        """Pairs of argument and derivative by it."""
        g, one = self.graph, self.graph.number(1.0)
        a, *more = g.arguments(node)
        if not more:
            return [(a, self._slope(operation, a, node))]
        b = more[0]
        if operation == "mul":
            return self._of_product(node, a, b)
        if operation == "div":
            return [(a, g.unary("recip", b)), (b, g.unary("neg", g.div(node, b)))]
        if operation == "pow":
            return self._of_power(node, a, b)
        if operation == "rem":
            return [(a, one), (b, g.unary("neg", g.unary("trunc", g.node("div", a, b))))]
        return [(a, one), (b, g.number(-1.0) if operation == "sub" else one)] if operation in ("add", "sub") else []

    def _of_product(self, node: Node, a: Node, b: Node) -> list[tuple[Node, Node]]:
        """By a and by b; a quotient u/v is the product of u and 1/v, whose derivative by v is the quotient times -1/v.

        The path through 1/v is taken here with the quotient itself, which is already there.
        """
        g = self.graph
        pairs = []
        for x, other in ((a, b), (b, a)):
            if g.keys[x][0] == "recip":
                pairs.append((g.arguments(x)[0], g.unary("neg", g.mul(node, x))))
            else:
                pairs.append((x, other))
        return pairs

    def _of_power(self, node: Node, a: Node, b: Node) -> list[tuple[Node, Node]]:
        """By base and exponent, with the right value where the base is 0."""
        g, zero, one = self.graph, self.graph.number(0.0), self.graph.number(1.0)
        at_zero = g.node("eq", a, zero)
        edge = g.select(g.node("eq", b, one), one, zero)
        base = g.select(at_zero, edge, g.mul(b, g.div(node, a)))
        exponent = g.select(at_zero, zero, g.mul(node, g.unary("log", a)))
        return [(a, base), (b, exponent)]

    def _slope(self, operation: str, a: Node, node: Node) -> Node:
        """Derivative of a function of one value."""
        g, one = self.graph, self.graph.number(1.0)
        square = g.mul(a, a)
        known = {
            "neg": lambda: g.number(-1.0),
            "exp": lambda: node,
            "log": lambda: g.unary("recip", a),
            "sqrt": lambda: self._of_root(node),
            "recip": lambda: g.unary("neg", g.mul(node, node)),
            "abs": lambda: g.select(g.node("lt", a, g.number(0.0)), g.number(-1.0), one),
            "sin": lambda: g.unary("cos", a),
            "cos": lambda: g.unary("neg", g.unary("sin", a)),
            "tan": lambda: g.add(one, g.mul(node, node)),
            "arcsin": lambda: g.unary("recip", g.unary("sqrt", g.sub(one, square))),
            "arccos": lambda: g.unary("neg", g.unary("recip", g.unary("sqrt", g.sub(one, square)))),
            "arctan": lambda: g.unary("recip", g.add(one, square)),
            "sinh": lambda: g.unary("cosh", a),
            "cosh": lambda: g.unary("sinh", a),
            "tanh": lambda: g.sub(one, g.mul(node, node)),
            "arcsinh": lambda: g.unary("recip", g.unary("sqrt", g.add(square, one))),
            "arccosh": lambda: g.unary("recip", g.unary("sqrt", g.sub(square, one))),
            "arctanh": lambda: g.unary("recip", g.sub(one, square)),
        }
        return known[operation]()

    def _of_root(self, node: Node) -> Node:
        """1/(2 sqrt(x)), and 0 where x is 0: there the true slope is infinite."""
        g = self.graph
        zero = g.number(0.0)
        return g.select(g.node("eq", node, zero), zero, g.div(g.number(0.5), node))
