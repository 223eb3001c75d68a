"""The sparse Jacobian: derivatives of nodes by states and time, as nodes of the same graph."""

from __future__ import annotations

from collections.abc import Sequence

from onconeural.engine.codegen.graph import VARYING, Graph, Node
from onconeural.engine.expression import LOGIC, RELATIONS

Variable = int  # a state by its number; TIME for time
TIME = -1
Gradient = dict[Variable, Node]

# what has a derivative of zero wherever it has one
_FLAT = ("floor", "ceil", "trunc", "factorial", "infusion", *RELATIONS, *LOGIC)


def gradients(graph: Graph, nodes: Sequence[Node]) -> list[Gradient]:
    """For each node its derivatives that are not zero, by forward accumulation over the graph."""
    work = _Forward(graph)
    return [work.gradient(n) for n in nodes]


class _Forward:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.done: dict[Node, Gradient] = {}

    def gradient(self, root: Node) -> Gradient:
        """Derivatives of one node; those of its arguments are found first, without recursion."""
        stack = [root]
        while stack:
            node = stack[-1]
            waiting = [a for a in self.graph.arguments(node) if a not in self.done]
            if waiting and node not in self.done:
                stack += waiting
                continue
            stack.pop()
            if node not in self.done:
                self.done[node] = self._of(node)
        return self.done[root]

    def _of(self, node: Node) -> Gradient:
        operation = self.graph.keys[node][0]
        if self.graph.depends[node] < VARYING or operation in _FLAT:
            return {}
        if operation == "state":
            return {self.graph.keys[node][1]: self.graph.number(1.0)}  # type: ignore[dict-item]
        if operation == "time":
            return {TIME: self.graph.number(1.0)}
        if operation == "select":
            return self._select(*self.graph.arguments(node))
        total: Gradient = {}
        for argument, slope in self._slopes(str(operation), node):
            for variable, inner in self.done[argument].items():
                term = self.graph.mul(slope, inner)
                total[variable] = self.graph.add(total[variable], term) if variable in total else term
        return {v: n for v, n in total.items() if self.graph.value(n) != 0.0}

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
