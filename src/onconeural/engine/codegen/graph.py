"""The expression graph: every different value of a model once, folded, and marked with what it depends on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import reduce

Node = int
Key = tuple[object, ...]

CONSTANT, PER_PATIENT, VARYING = 0, 1, 2  # what a value depends on: nothing, parameters, or time and states

_UNARY: dict[str, Callable[[float], float]] = {
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "abs": abs,
    "neg": lambda x: -x,
    "recip": lambda x: 1.0 / x,
    "floor": math.floor,
    "ceil": math.ceil,
}
_BINARY: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "pow": math.pow,
}
SWAPPED = ("add", "mul", "and", "or", "xor")  # operations whose arguments may change places
LEAVES = ("number", "parameter", "state", "time", "infusion")
MOST_FACTORS = 16  # whole powers up to this are products


class Graph:
    """Nodes are numbers in the order of their making; a node comes after its arguments.

    ``keys[node]`` is (operation, arguments ...); ``depends[node]`` one of CONSTANT, PER_PATIENT, VARYING.
    """

    def __init__(self) -> None:
        self.keys: list[Key] = []
        self.depends: list[int] = []
        self._known: dict[Key, Node] = {}

    def node(self, operation: str, *arguments: object) -> Node:
        """The node of an operation on nodes; equal ones are one node."""
        if operation in SWAPPED and arguments[0] > arguments[1]:  # type: ignore[operator]
            arguments = (arguments[1], arguments[0])
        key = (operation, *arguments)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.keys)
            self.keys.append(key)
            self.depends.append(self._level(key))
        return found

    def _level(self, key: Key) -> int:
        operation = key[0]
        if operation in ("number", "true", "false"):
            return CONSTANT
        if operation == "parameter":
            return PER_PATIENT
        if operation in ("state", "time", "infusion"):
            return VARYING
        return max(self.depends[a] for a in self._nodes(key))

    def arguments(self, node: Node) -> tuple[Node, ...]:
        """The nodes that a node reads."""
        return self._nodes(self.keys[node])

    def _nodes(self, key: Key) -> tuple[Node, ...]:
        return () if key[0] in LEAVES else key[1:]  # type: ignore[return-value]

    def reach(self, roots: Sequence[Node], enter: Callable[[Node], bool] = lambda _: True) -> Iterator[Node]:
        """Every node that some nodes need, themselves included, once; behind those that are not entered nothing."""
        seen: set[Node] = set()
        stack = list(reversed(roots))
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                yield node
                if enter(node):
                    stack += reversed(self.arguments(node))

    def number(self, value: float) -> Node:
        """A constant."""
        return self.node("number", float(value))

    def value(self, node: Node) -> float | None:
        """The value of a constant; None for what is not one."""
        key = self.keys[node]
        return key[1] if key[0] == "number" else None  # type: ignore[return-value]

    # ------------------------------------------------------------------ arithmetic, folded

    def unary(self, operation: str, a: Node) -> Node:
        """A function of one value."""
        x = self.value(a)
        if x is not None and operation in _UNARY:
            try:
                return self.number(_UNARY[operation](x))
            except (ValueError, ZeroDivisionError, OverflowError):
                return self.node(operation, a)  # not finite: left to the machine
        if operation == "neg" and self.keys[a][0] == "neg":
            return self.arguments(a)[0]
        return self.node(operation, a)

    def _fold(self, operation: str, a: Node, b: Node) -> Node:
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            try:
                return self.number(_BINARY[operation](x, y))
            except (ValueError, ZeroDivisionError, OverflowError):
                pass
        return self.node(operation, a, b)

    def add(self, a: Node, b: Node) -> Node:
        """Sum of two."""
        if self.value(a) == 0.0:
            return b
        if self.value(b) == 0.0:
            return a
        if self.keys[b][0] == "neg":
            return self.sub(a, self.arguments(b)[0])
        if self.keys[a][0] == "neg":
            return self.sub(b, self.arguments(a)[0])
        return self._fold("add", a, b)

    def sub(self, a: Node, b: Node) -> Node:
        """Difference."""
        if self.value(b) == 0.0:
            return a
        if self.value(a) == 0.0:
            return self.unary("neg", b)
        if self.keys[b][0] == "neg":
            return self.add(a, self.arguments(b)[0])
        return self._fold("sub", a, b)

    def mul(self, a: Node, b: Node) -> Node:
        """Product of two; a zero makes it zero, whatever the other is."""
        if self.value(a) == 0.0 or self.value(b) == 0.0:
            return self.number(0.0)
        for x, y in ((a, b), (b, a)):
            if self.value(x) == 1.0:
                return y
            if self.value(x) == -1.0:
                return self.unary("neg", y)
            if self.keys[x][0] == "neg":
                return self.unary("neg", self.mul(self.arguments(x)[0], y))
        return self._gathered(a, b) or self._gathered(b, a) or self._fold("mul", a, b)

    def _gathered(self, a: Node, b: Node) -> Node | None:
        """A parameter times a product with a parameter: the two together, as in ``many``; None for anything else."""
        if self.depends[a] == VARYING or self.depends[b] < VARYING or self.keys[b][0] != "mul":
            return None
        still, rest = sorted(self.arguments(b), key=lambda n: self.depends[n])
        return self.mul(self.mul(a, still), rest) if self.depends[still] < VARYING else None

    def div(self, a: Node, b: Node) -> Node:
        """Quotient as a product with the reciprocal, which is shared by all that divide by the same."""
        x, y = self.value(a), self.value(b)
        if x is not None and y:
            return self.number(x / y)
        return self.node("div", a, b) if x == 0.0 or y == 0.0 else self.mul(a, self.unary("recip", b))

    def many(self, operation: str, terms: Sequence[Node]) -> Node:
        """Sum or product of several: what depends on parameters alone goes together, to be computed once a patient."""
        join = self.add if operation == "add" else self.mul
        ranked = sorted(terms, key=lambda n: self.depends[n])
        if not ranked:
            return self.number(0.0 if operation == "add" else 1.0)
        still = [n for n in ranked if self.depends[n] < VARYING]
        return reduce(join, ([reduce(join, still)] if still else []) + ranked[len(still) :])

    def power(self, a: Node, b: Node) -> Node:
        """A to the power b; whole and half powers are products and roots."""
        n = self.value(b)
        if n is None or self.value(a) is not None:
            x = self.value(a)
            if n is None and x is not None and x > 0.0:
                return self.unary("exp", self.mul(self.number(math.log(x)), b))
            return self._fold("pow", a, b)
        if n < 0 and abs(n) <= MOST_FACTORS and (2 * n).is_integer():
            return self.unary("recip", self.power(a, self.number(-n)))
        if n.is_integer() and n <= MOST_FACTORS:
            return self._product(a, int(n))
        if (2 * n).is_integer() and 0 < n <= MOST_FACTORS:
            return self.mul(self._product(a, int(n)), self.unary("sqrt", a))
        return self.node("pow", a, b)

    def _product(self, a: Node, n: int) -> Node:
        if n == 0:
            return self.number(1.0)
        half = self._product(a, n // 2)
        whole = self.mul(half, half) if n > 1 else self.number(1.0)
        return self.mul(whole, a) if n % 2 else whole

    def select(self, condition: Node, a: Node, b: Node) -> Node:
        """A where the condition holds, else b."""
        if a == b:
            return a
        known = self.keys[condition][0]
        return a if known == "true" else b if known == "false" else self.node("select", condition, a, b)
