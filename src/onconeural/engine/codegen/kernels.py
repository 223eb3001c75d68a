"""Nodes of the graph as straight LLVM code, for as many patients side by side as a vector holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from onconeural.engine.codegen import elementary
from onconeural.engine.codegen.graph import PER_PATIENT, Graph, Node
from onconeural.engine.codegen.ir import DOUBLE, TRUTH, Code, Value, base_of, vector, width_of
from onconeural.engine.expression import RELATIONS

Leaf = Callable[[str, int, str], Value]  # the value of a state, parameter, slot or time, as a kind of number
SUMS = ("add", "sub", "mul", "neg")  # computed with doubles where that is asked for
LEAVES = ("state", "time", "parameter", "infusion")

TRUTHS = (*RELATIONS, "and", "or", "not", "xor", "true", "false")
_LIBRARY = {
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
}
_ROUNDING = {"floor": "floor", "ceil": "ceil", "trunc": "trunc", "sqrt": "sqrt", "abs": "fabs"}


class Slots:
    """Values that depend on parameters alone: computed once a patient, kept behind the parameters."""

    def __init__(self, graph: Graph, parameters: int) -> None:
        self.graph, self.parameters = graph, parameters
        self.places: dict[Node, int] = {}

    def holds(self, node: Node) -> bool:
        """Whether a node is kept in a slot of its own (a plain parameter has one already)."""
        operation = self.graph.keys[node][0]
        return self.graph.depends[node] == PER_PATIENT and operation not in (*TRUTHS, "parameter")

    def place(self, node: Node) -> int:
        """The slot of a node; a new one is added."""
        return self.places.setdefault(node, self.parameters + len(self.places))

    def collect(self, roots: Sequence[Node]) -> None:
        """Find the values to keep among what some nodes need."""
        for node in self.graph.reach(roots, lambda n: not self.holds(n)):
            if self.holds(node):
                self.place(node)

    @property
    def count(self) -> int:
        """Parameters and slots together."""
        return self.parameters + len(self.places)


class Writer:
    """Writes the values of nodes into a function; each node once, sums of products in one rounding."""

    def __init__(
        self, code: Code, graph: Graph, slots: Slots, leaf: Leaf, kind: str, wide: Iterable[Node] = ()
    ) -> None:
        """``kind``: of the values; ``wide``: nodes that are double, which are sums, products and reciprocals."""
        self.code, self.graph, self.slots, self.leaf, self.kind = code, graph, slots, leaf, kind
        self.wide = set(wide)
        self.values: dict[tuple[Node, str], Value] = {}
        self.uses: Counter[Node] = Counter()
        self.inside_slots = False  # the values of the slots themselves are being written

    def write(self, roots: Sequence[Node]) -> list[Value]:
        """The values of some nodes."""
        order = list(self._order(roots))
        self.uses.update(a for n in order for a in self._read(n))
        self.uses.update(roots)
        real = base_of(self.kind)
        for node in order:
            if not self._waits(node) and self._own(node):
                self.value(node, self._base(node))
        return [self.value(r, real) for r in roots]

    def _base(self, node: Node) -> str:
        """The kind of number that a node is computed with."""
        return DOUBLE if node in self.wide else base_of(self.kind)

    def _own(self, node: Node) -> bool:
        """Whether a node is computed: what is only read is read where it is needed, as it is needed."""
        kept = self.slots.holds(node) and not self.inside_slots
        return not kept and self.graph.keys[node][0] not in (*LEAVES, "number")

    def _read(self, node: Node) -> Sequence[Node]:
        kept = self.slots.holds(node) and not self.inside_slots
        return () if kept else self.graph.arguments(node)

    def _order(self, roots: Sequence[Node]) -> Iterator[Node]:
        """Each node after those it reads, near to where it is used first."""
        seen: set[Node] = set()
        for root in roots:
            stack = [(root, False)]
            while stack:
                node, ready = stack.pop()
                if ready:
                    yield node
                elif node not in seen:
                    seen.add(node)
                    stack.append((node, True))
                    stack += [(a, False) for a in reversed(self._read(node))]

    def _waits(self, node: Node) -> bool:
        """A product that is read once is written where it is read: a sum takes it into its own rounding."""
        return self.graph.keys[node][0] == "mul" and self.uses[node] == 1

    def value(self, node: Node, base: str) -> Value:
        """The value of a node, whose arguments have been written, as a kind of number."""
        known = self.values.get((node, base))
        if known is None:
            known = self.values[node, base] = self._new(node, base)
        return known

    def _new(self, node: Node, base: str) -> Value:
        operation, *arguments = self.graph.keys[node]
        if operation == "number":
            return self.code.constant(arguments[0], vector(base, width_of(self.kind)))  # type: ignore[arg-type]
        if operation in ("true", "false"):
            return self.code.constant(operation == "true", vector(TRUTH, width_of(self.kind)))
        if operation in LEAVES:
            return self.leaf(str(operation), int(arguments[0]) if arguments else 0, base)  # type: ignore[call-overload]
        if self.slots.holds(node) and not self.inside_slots:
            return self.leaf("parameter", self.slots.place(node), base)
        own = self._base(node)
        if operation not in TRUTHS and own != base:
            return self.code.convert(self.value(node, own), base)
        return self._operation(str(operation), arguments, own)  # type: ignore[arg-type]

    def _operation(self, operation: str, nodes: list[Node], base: str) -> Value:
        code = self.code
        if operation in ("add", "sub"):
            return self._sum(operation, *nodes, base=base)
        part = [self.value(n, base) for n in nodes]
        if operation in (*RELATIONS, "select", "and", "or", "xor", "not"):
            return self._logic(operation, part)
        if operation in _LIBRARY:
            return self._library(_LIBRARY[operation], part[0])
        if operation in _ROUNDING:
            return code.math(_ROUNDING[operation], *part)
        return self._arithmetic(operation, part)

    def _library(self, function: str, x: Value) -> Value:
        """A function of the C library, which computes with doubles."""
        code = self.code
        wide = code.each_place(lambda v: code.intrinsic(function, (v,)), code.convert(x, DOUBLE))
        return code.convert(wide, base_of(self.kind))

    def _arithmetic(self, operation: str, part: list[Value]) -> Value:
        code, a = self.code, part[0]
        known: dict[str, Callable[[], Value]] = {
            "mul": lambda: a * part[1],
            "div": lambda: a / part[1],
            "recip": lambda: code.constant(1.0, a.kind) / a,
            "neg": lambda: -a,
            "pow": lambda: elementary.power(code, a, part[1]),
            "rem": lambda: code.write(f"frem {self.kind} {a.name}, {part[1].name}", self.kind),
            "factorial": lambda: self._factorial(a),
            "exp": lambda: elementary.exp(code, a),
            "log": lambda: elementary.log(code, a),
        }
        return known[operation]()

    def _factorial(self, x: Value) -> Value:
        code = self.code
        gamma = self._library("tgamma", x + 1.0)
        whole = elementary.floor(code, gamma + 0.5)
        valid = elementary.floor(code, x).compare("eq", x) & (x >= 0.0)
        return code.select(valid, code.select(x < 19.0, whole, gamma), float("nan"))

    def _logic(self, operation: str, part: list[Value]) -> Value:
        if operation in RELATIONS:
            return part[0].compare(operation, part[1])
        if operation == "select":
            return self.code.select(*part)
        if operation == "not":
            return ~part[0]
        return {"and": Value.__and__, "or": Value.__or__, "xor": Value.__xor__}[operation](*part)

    def _sum(self, operation: str, a: Node, b: Node, *, base: str) -> Value:
        """A + b or a - b, with a product of either side taken into the same rounding."""
        code, sign = self.code, operation == "add"
        if self._is_product(b):
            x, y = (self.value(n, base) for n in self.graph.arguments(b))
            return code.fma(x if sign else -x, y, self.value(a, base))
        left = self.value(b, base)
        if self._is_product(a):
            x, y = (self.value(n, base) for n in self.graph.arguments(a))
            return code.fma(x, y, left if sign else -left)
        return self.value(a, base) + left if sign else self.value(a, base) - left

    def _is_product(self, node: Node) -> bool:
        kept = self.slots.holds(node) and not self.inside_slots
        return self._waits(node) and not kept and (node, self._base(node)) not in self.values
