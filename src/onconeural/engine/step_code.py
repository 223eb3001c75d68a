"""One step attempt of Rodas5P in LLVM code: rates, Jacobian, factors, eight stages, new state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onconeural.engine.elimination import Elimination, eliminate
from onconeural.engine.frame import Frame, Layout
from onconeural.engine.graph import Graph, Node
from onconeural.engine.ir import POINTER, Code, Module, Value
from onconeural.engine.jacobian import TIME, Gradient
from onconeural.engine.kernels import Leaf, Slots, Writer
from onconeural.engine.rodas import RODAS5P, Tableau


@dataclass(frozen=True)
class Equations:
    """The rates of the moving states and their derivatives, as nodes."""

    graph: Graph
    slots: Slots
    rates: tuple[Node, ...]
    gradients: tuple[Gradient, ...]

    @property
    def explicit_time(self) -> bool:
        """Whether a rate depends on time itself."""
        return any(TIME in g for g in self.gradients)


def leaves(frame: Frame, moving: Value, time: Value) -> Leaf:
    """Where kernels find their inputs: moving states at a pointer, the rest in the workspace."""
    layout, code = frame.layout, frame.code
    known: dict[tuple[str, int], Value] = {}

    def leaf(kind: str, i: int) -> Value:
        if (kind, i) not in known:
            known[kind, i] = read(kind, i)
        return known[kind, i]

    def read(kind: str, i: int) -> Value:
        if kind == "time":
            return code.load(time, 0, frame.kind)
        if kind == "state":
            row = layout.row_of_state[i]
            return code.load(moving, row, frame.kind) if row < len(layout.moving) else frame.get("y", row)
        return frame.get("infusion" if kind == "infusion" else "slot", i)

    return leaf


KERNEL = ((POINTER, "moving"), (POINTER, "work"), (POINTER, "time"), (POINTER, "out"))


def write_kernel(module: Module, name: str, layout: Layout, equations: Equations, nodes: list[Node]) -> None:
    """A function that writes the values of nodes to ``out``, row after row."""
    with module.function(name, KERNEL) as code:
        frame = Frame(code, code.arguments["work"], layout)
        leaf = leaves(frame, code.arguments["moving"], code.arguments["time"])
        writer = Writer(code, equations.graph, equations.slots, leaf, layout.width)
        for i, value in enumerate(writer.write(nodes)):
            code.store(value, code.arguments["out"], i)


class StepCode:
    """Writes the functions of a step attempt."""

    def __init__(self, module: Module, layout: Layout, equations: Equations, tableau: Tableau = RODAS5P) -> None:
        self.module, self.layout, self.equations, self.tableau = module, layout, equations, tableau
        self.size = len(layout.moving)
        column = {s: i for i, s in enumerate(layout.moving)}
        self.entries = {
            (i, column[v]): node
            for i, gradient in enumerate(equations.gradients)
            for v, node in gradient.items()
            if v in column
        }
        self.elimination: Elimination = eliminate(self.size, self.entries)

    def write(self) -> None:
        """Write ``attempt(work)``: from time, step, y to stages and new state."""
        rates = list(self.equations.rates)
        write_kernel(self.module, "rates", self.layout, self.equations, rates)
        slopes = [g[TIME] for g in self.equations.gradients if TIME in g]
        write_kernel(self.module, "jacobian", self.layout, self.equations, [*rates, *self.entries.values(), *slopes])
        self._write_factor()
        self._write_solve()
        with self.module.function("attempt", ((POINTER, "work"),)) as code:
            self._attempt(code, Frame(code, code.arguments["work"], self.layout))

    # ------------------------------------------------------------------ linear algebra

    def _write_factor(self) -> None:
        """factor(jacobian, g, factors): the factors of g I - J, diagonal as reciprocals."""
        place = self.elimination.place
        number = {e: k for k, e in enumerate(self.entries)}
        with self.module.function("factor", ((POINTER, "jacobian"), (POINTER, "g"), (POINTER, "factors"))) as code:
            kind = Frame(code, code.arguments["g"], self.layout).kind
            g, jacobian = code.load(code.arguments["g"], 0, kind), code.arguments["jacobian"]
            w: dict[tuple[int, int], Value] = {}
            for i, j in place:
                first = g if i == j else code.constant(0.0, kind)
                w[i, j] = first - code.load(jacobian, number[i, j], kind) if (i, j) in number else first
            for pivot in self.elimination.order:
                w[pivot, pivot] = code.constant(1.0, kind) / w[pivot, pivot]
                for i in self.elimination.below(pivot):
                    w[i, pivot] = w[i, pivot] * w[pivot, pivot]
                    for j in self.elimination.right(pivot):
                        w[i, j] = code.fma(-w[i, pivot], w[pivot, j], w[i, j])
            for entry, k in place.items():
                code.store(w[entry], code.arguments["factors"], k)

    def _write_solve(self) -> None:
        """solve(factors, b): b becomes the solution."""
        place = self.elimination.place
        with self.module.function("solve", ((POINTER, "factors"), (POINTER, "b"))) as code:
            kind = Frame(code, code.arguments["b"], self.layout).kind
            b, factors = code.arguments["b"], code.arguments["factors"]
            x = [code.load(b, i, kind) for i in range(self.size)]
            w = {e: code.load(factors, k, kind) for e, k in place.items()}
            for pivot in self.elimination.order:
                for i in self.elimination.below(pivot):
                    x[i] = code.fma(-w[i, pivot], x[pivot], x[i])
            for pivot in reversed(self.elimination.order):
                for j in self.elimination.right(pivot):
                    x[pivot] = code.fma(-w[pivot, j], x[j], x[pivot])
                x[pivot] = x[pivot] * w[pivot, pivot]
            for i in range(self.size):
                code.store(x[i], b, i)

    # ------------------------------------------------------------------ stages

    def _attempt(self, code: Code, frame: Frame) -> None:
        kind, n, tableau = frame.kind, self.size, self.tableau
        explicit = self.equations.explicit_time
        count = n + len(self.entries) + (sum(TIME in g for g in self.equations.gradients) if explicit else 0)
        both = code.place(kind, max(count, 1))  # rates, then the Jacobian, then derivatives by time
        factors = code.place(kind, max(len(self.elimination.place), 1))
        scale, moment = code.place(kind), code.place(kind)
        y, new, stage = frame.block("y"), frame.block("new"), frame.block("stage")
        step, time = frame.get("step"), frame.get("time")
        inverse = code.constant(1.0, kind) / step
        code.store(inverse * (1.0 / tableau.gamma), scale)
        code.call("jacobian", (y, frame.pointer, frame.block("time"), both))
        code.call("factor", (code.at(both, n, kind), scale, factors))
        slope = self._slopes(code, code.at(both, n + len(self.entries), kind), kind)
        rates = both
        for i in range(tableau.stages):
            if i > 0:
                self._argument(code, i, kind)
                code.store(code.fma(step, tableau.nodes[i], time), moment)
                rates = code.place(kind, n) if i == 1 else rates
                code.call("rates", (new, frame.pointer, moment, rates))
            self._right_side(code, i, rates, inverse, (step * tableau.slopes[i], slope), kind)
            code.call("solve", (factors, code.at(stage, i * n, kind)))
        self._each(code, lambda j: code.store(
            code.load(new, j, kind) + code.load(code.at(stage, (tableau.stages - 1) * n, kind), j, kind), new, j
        ))  # fmt: skip

    def _slopes(self, code: Code, pointer: Value, kind: str) -> dict[int, Value]:
        """The derivatives of rates by time, by row."""
        timed = [i for i, g in enumerate(self.equations.gradients) if TIME in g]
        return {i: code.load(pointer, k, kind) for k, i in enumerate(timed)}

    def _argument(self, code: Code, i: int, kind: str) -> None:
        """The state at which stage i evaluates the rates, into ``new``."""
        frame = Frame(code, code.arguments["work"], self.layout)
        y, new, stage, n = frame.block("y"), frame.block("new"), frame.block("stage"), self.size
        weights, before = self.tableau.a[i], self.tableau.a[i - 1]
        grows = i > 1 and weights[:-1] == before and weights[-1] == 1.0

        def row(j: Value) -> None:
            if grows:
                total = code.load(new, j, kind) + code.load(code.at(stage, (i - 1) * n, kind), j, kind)
            else:
                total = code.load(y, j, kind)
                for k, a in enumerate(weights):
                    total = code.fma(code.load(code.at(stage, k * n, kind), j, kind), a, total)
            code.store(total, new, j)

        self._each(code, row)

    def _right_side(
        self, code: Code, i: int, rates: Value, inverse: Value, timed: tuple[Value, dict[int, Value]], kind: str
    ) -> None:
        """The right-hand side of stage i, into its place."""
        frame = Frame(code, code.arguments["work"], self.layout)
        stage, n, weights = frame.block("stage"), self.size, self.tableau.c[i]
        mine = code.at(stage, i * n, kind)

        def row(j: Value) -> None:
            total = code.load(rates, j, kind)
            if weights:
                mixed = code.load(stage, j, kind) * weights[0]
                for k, c in enumerate(weights[1:], 1):
                    mixed = code.fma(code.load(code.at(stage, k * n, kind), j, kind), c, mixed)
                total = code.fma(mixed, inverse, total)
            code.store(total, mine, j)

        self._each(code, row)
        weight, slope = timed
        for j, value in slope.items():
            code.store(code.fma(weight, value, code.load(mine, j, kind)), mine, j)

    def _each(self, code: Code, body: Callable[[Value], None]) -> None:
        """For every moving state."""
        if self.size:
            with code.repeat(self.size) as j:
                body(j)
