"""One step attempt of Rodas5P in LLVM code: rates, Jacobian, factors, eight stages, new state."""

from __future__ import annotations

from collections.abc import Callable

from onconeural.engine.codegen.equations import Equations
from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.graph import Node
from onconeural.engine.codegen.interpolant import Allowed
from onconeural.engine.codegen.ir import DOUBLE, POINTER, Code, Module, Value, vector
from onconeural.engine.codegen.jacobian import TIME
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.kernels import Leaf, Writer
from onconeural.engine.codegen.linear import Linear
from onconeural.engine.codegen.rodas import RODAS5P, Tableau

USUAL = 200  # a run in so many steps: each may have the error that the tolerance says, a longer one less


def leaves(frame: Frame, *, within: bool = False) -> Leaf:
    """Where kernels find their inputs: moving states at two pointers, by precision, the rest in the workspace.

    ``within`` a step a state is that of its start plus the change from there; in single precision it has all digits so.
    """
    layout, code = frame.layout, frame.code
    time = code.arguments["time"]
    known: dict[tuple[str, int, str], Value] = {}

    def leaf(kind: str, i: int, base: str) -> Value:
        """An input in the precision asked for, read once."""
        if (kind, i, base) not in known:
            known[kind, i, base] = code.convert(read(kind, i, base), base)
        return known[kind, i, base]

    def read(kind: str, i: int, base: str) -> Value:
        """An input as it is stored."""
        if kind == "time":
            return code.load(time, 0, frame.kind)
        if kind == "state":
            row = layout.row_of_state[i]
            if row >= len(layout.moving):
                return frame.get("y", row)
            if within:
                return frame.get("y" if base == DOUBLE else "from", row) + code.convert(frame.get("change", row), base)
            pointer, vectors = ("exact", frame.kind) if base == DOUBLE else ("moving", frame.real)
            return code.load(code.arguments[pointer], row, vectors)
        if kind == "infusion":
            return frame.get("infusion", i)
        return frame.get("slot" if base == DOUBLE else "constant", i)

    return leaf


TOGETHER = 3  # what the errors of all states may add up to, in units of the tolerance of each
STAGE = ((POINTER, "work"), (POINTER, "time"), (POINTER, "out"))
KERNEL = ((POINTER, "moving"), (POINTER, "exact"), *STAGE)


def write_kernel(module: Module, name: str, layout: Layout, equations: Equations, nodes: list[Node], real: str) -> None:
    """A function that writes the values of nodes to ``out``, row after row; ``real``: the kind of number."""
    with module.function(name, KERNEL) as code:
        for i, value in enumerate(_writer(code, layout, equations, real).write(nodes)):
            code.store(value, code.arguments["out"], i)


def _writer(code: Code, layout: Layout, equations: Equations, real: str, *, within: bool = False) -> Writer:
    """With single precision, differences within the rates are double all the same (see ``Equations``)."""
    leaf = leaves(Frame(code, code.arguments["work"], layout), within=within)
    wide = equations.differences if real != DOUBLE else ()
    return Writer(code, equations.graph, equations.slots, leaf, vector(real, layout.width), wide)


class StepCode:
    """Writes the functions of a step attempt."""

    def __init__(
        self, module: Module, layout: Layout, equations: Equations, linear: Linear, tableau: Tableau = RODAS5P
    ) -> None:
        self.module, self.layout, self.equations, self.tableau = module, layout, equations, tableau
        self.size = len(layout.moving)
        self.entries = equations.entries
        self.linear = linear

    def write(self) -> None:
        """Write ``attempt(work)``: from time, step, y to stages and new state."""
        with self.module.function("prepare", (*KERNEL, (POINTER, "g"))) as code:
            self._prepare(code, Frame(code, code.arguments["work"], self.layout))
        with self.module.function("stage", STAGE) as code:
            self._stage(code, Frame(code, code.arguments["work"], self.layout))
        with self.module.function("attempt", ((POINTER, "work"), (POINTER, "job"))) as code:
            self._attempt(code, Frame(code, code.arguments["work"], self.layout))

    def _stage(self, code: Code, frame: Frame) -> None:
        """Solve for a stage: ``out`` holds what is added to the rates, and gets the solution."""
        writer = _writer(code, self.layout, self.equations, self.layout.real, within=True)
        rates = writer.write(self.equations.rates)
        self.linear.solve(code, frame.block("factors"), rates, code.arguments["out"])

    def _prepare(self, code: Code, frame: Frame) -> None:
        """Rates, the factors of the matrix of the stages, and the first stage into ``out``: from the same values."""
        rates = self.equations.rates
        slopes = {i: g[TIME] for i, g in enumerate(self.equations.gradients) if TIME in g}
        wanted, out = self.linear.wanted, code.arguments["out"]
        writer = _writer(code, self.layout, self.equations, self.layout.real)
        values = writer.write([*rates, *slopes.values(), *(self.entries[e] for e in wanted)])
        share, timed = (
            frame.get_real("step") * self.tableau.slopes[0],
            dict(zip(slopes, values[self.size :], strict=False)),
        )
        for i, value in enumerate(values[: self.size]):
            frame.put(value, "first", i)
            code.store(share * timed[i] if i in timed else code.constant(0.0, frame.real), out, i)
        jacobian = dict(zip(wanted, values[self.size + len(slopes) :], strict=True))
        self.linear.factor(code, jacobian, code.load(code.arguments["g"], 0, frame.real), frame.block("factors"))
        self.linear.solve(code, frame.block("factors"), values[: self.size], out)

    # ------------------------------------------------------------------ stages

    def _attempt(self, code: Code, frame: Frame) -> None:
        """The first stage is u_1; each later one w_i, its difference from what u_i is where the rates do not change.

        With f the rates at the start, q = u_1/(h gamma) and the matrix of the stages, I/(h gamma) - J, w_i solves
        (...) w_i = f_i - q + steady_i (q - f) + sum c_ij w_j / h: time does not come into it once more.
        """
        kind, n, tableau = frame.real, self.size, self.tableau
        scale, moment = code.place(kind), code.place(frame.kind)
        stage, step, time = frame.block("stage"), frame.get("step"), frame.get("time")
        inverse = code.constant(1.0, kind) / code.convert(step, self.layout.real)
        code.store(inverse * (1.0 / tableau.gamma), scale)
        if self.layout.real != DOUBLE:
            self._each(code, lambda j: frame.put(frame.get_real("y", j), "from", j))
        code.call("prepare", (frame.block("from"), frame.block("y"), frame.pointer, frame.block("time"), stage, scale))
        for i in range(1, tableau.stages):
            self._combine(code, frame, i, inverse, scale)
            code.store(code.fma(step, tableau.nodes[i], time), moment)
            code.call("stage", (frame.pointer, moment, code.at(stage, i * n, kind)))
        self._arrive(code, frame, Job(code, code.arguments["job"]))

    def _arrive(self, code: Code, frame: Frame, job: Job) -> None:
        """The new state: the whole change of the step is added once. And its error: those of all states, added up.

        Each in units of what is allowed; not a number counts as infinite. In a long step it counts with the root
        of its length: what such a step does wrong, where only slow changes are left, is not forgotten, and may grow.
        """
        allowed, total = Allowed(code, frame, job), code.place(frame.real)
        code.store(code.constant(0.0, frame.real), total)

        def row(j: Value) -> None:
            """The new value of state j, and its error."""
            last = frame.get("stage", j + (self.tableau.stages - 1) * self.size)
            change = frame.get("change", j) + last
            frame.put(frame.get("y", j) + code.convert(change, DOUBLE), "new", j)
            frame.put(change, "change", j)
            error = code.math("fabs", last) / allowed.of_step(j)
            code.store(code.load(total, 0, frame.real) + error, total)

        self._each(code, row)
        length = code.convert(frame.get("step") * frame.get("pace"), self.layout.real)
        weight = code.math("sqrt", code.larger(length, 1.0))
        found = code.load(total, 0, frame.real) * weight * (1.0 / max(1, min(self.size, TOGETHER)))
        frame.put(code.convert(code.select(found >= 0.0, found, float("inf")), DOUBLE), "error")

    def _combine(self, code: Code, frame: Frame, i: int, inverse: Value, scale: Value) -> None:
        """From the stages so far: the state at which stage i evaluates the rates, and what is added to those rates."""
        n, steady = self.size, self.tableau.steady[i]
        a, c = self.tableau.centred(self.tableau.a[i]), self.tableau.c[i]
        grows = i > 1 and self.tableau.a[i][:-1] == self.tableau.a[i - 1] and a[-1] == 1.0 and steady == 0.0

        def row(j: Value) -> None:
            """Stage i of state j."""
            done = [frame.get("stage", j + k * n) for k in range(i)]
            mixed = code.constant(0.0, frame.real)
            for k in range(1, i):
                mixed = done[k] * c[k] if k == 1 else code.fma(done[k], c[k], mixed)
            mean = done[0] * code.load(scale, 0, frame.real)
            rest = code.fma(mean - frame.get("first", j), steady, -mean) if steady else -mean
            frame.put(code.fma(mixed, inverse, rest), "stage", j + i * n)
            change = frame.get("change", j) + done[-1] if grows else done[0] * a[0]
            for k in range(1, 0 if grows else i):
                change = code.fma(done[k], a[k], change)
            frame.put(change, "change", j)

        self._each(code, row)

    def _each(self, code: Code, body: Callable[[Value], None]) -> None:
        """For every moving state."""
        if self.size:
            with code.repeat(self.size) as j:
                body(j)
