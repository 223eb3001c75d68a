"""Values within a step in LLVM code: the interpolant, and a check of it where it is used."""

from __future__ import annotations

from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.ir import DOUBLE, POINTER, Code, Module, Value
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.rodas import RODAS5P
from onconeural.engine.codegen.step import spread_exact

# Weights of the stages in the interpolant in the middle of a step, and in its slope there
DENSE = tuple(RODAS5P.centred(row) for row in RODAS5P.dense)
_MIDDLE = tuple(0.25 * (a + 0.5 * b + 0.25 * c) for a, b, c in zip(*DENSE, strict=True))
_RISE = tuple(0.25 * (b + c) for _, b, c in zip(*DENSE, strict=True))
ALLOWED = 30.0  # error of the interpolant in units of the tolerance of a step, by its residual


def combine(code: Code, frame: Frame, weights: tuple[float, ...], row: Value | int) -> Value:
    """A weighted sum of the stages of one state, in the precision of a step."""
    n, stage = len(frame.layout.moving), frame.block("stage")
    total = code.load(stage, row, frame.real) * weights[0]
    for k, w in enumerate(weights[1:], 1):
        total = code.fma(code.load(code.at(stage, k * n, frame.real), row, frame.real), w, total)
    return total


def interpolate(code: Code, share: Value, start: Value, end: Value, inner: list[Value]) -> Value:
    """The state at a share of the step: (1-s) y0 + s (y1 + (1-s) (d1 + s (d2 + s d3)))."""
    rest = code.constant(1.0, share.kind) - share
    d1, d2, d3 = inner
    total = code.fma(share, code.fma(share, d3, d2), d1)
    total = code.fma(rest, total, end)
    return code.fma(share, total, rest * start)


class Allowed:
    """The error that is allowed in a state: ``rtol`` times its size, and its own absolute tolerance."""

    def __init__(self, code: Code, frame: Frame, job: Job) -> None:
        self.code, self.frame, self.atol = code, frame, job.field("atol")
        self.rtol = self._splat(job.field("rtol"))

    def _splat(self, value: Value) -> Value:
        return self.code.splat(self.code.convert(value, self.frame.layout.real), self.frame.width)

    def of(self, state: Value, row: Value) -> Value:
        """For a value of the moving state of a row."""
        return self.code.fma(self.rtol, self.code.math("fabs", state), self._splat(self.code.load(self.atol, row)))


class InterpolantCheck:
    """Writes ``doubt(work, job)``: how far the interpolant is from the solution in the middle of the step.

    Stiff components follow the others, and the steps that they allow can be too long for the interpolant. Its residual
    r = p' - f(p), solved with the matrix of the stages, (I/(h gamma) - J) u = r, shows that: u is of the size of its
    error in stiff components, and small in others. The row ``midway`` gets the largest u in units of the tolerance.
    """

    def __init__(self, module: Module, layout: Layout, exact: list[int]) -> None:
        self.module, self.layout, self.exact = module, layout, exact

    def write(self) -> None:
        """Write the function."""
        with self.module.function("doubt", ((POINTER, "work"), (POINTER, "job"))) as code:
            frame = Frame(code, code.arguments["work"], self.layout)
            self._residual(code, frame)
            self._size(code, frame, Job(code, code.arguments["job"]))

    def _residual(self, code: Code, frame: Frame) -> None:
        """The solution u, into ``slope``."""
        n = len(self.layout.moving)
        inverse = code.constant(1.0, frame.real) / frame.get_real("step")
        with code.repeat(n) as i:
            change = frame.get("change", i)
            inner = code.fma(change, 0.5, combine(code, frame, _MIDDLE, i))
            frame.put(frame.get("from", i) + inner, "inside", i)
            frame.put(inner, "change", i)  # of the middle, from here on
            frame.put(-(change + combine(code, frame, _RISE, i)) * inverse, "slope", i)
        frame.put(code.fma(frame.get("step"), 0.5, frame.get("time")), "midway")
        spread_exact(code, frame, self.exact, "mid")
        code.call(
            "stage",
            (frame.block("inside"), frame.block("mid"), frame.pointer, frame.block("midway"), frame.block("slope")),
        )

    def _size(self, code: Code, frame: Frame, job: Job) -> None:
        """The largest of its parts in units of the tolerance, into ``midway``."""
        allowed, worst = Allowed(code, frame, job), code.place(frame.real)
        code.store(code.constant(0.0, frame.real), worst)
        with code.repeat(len(self.layout.moving)) as i:
            ratio = code.math("fabs", frame.get("slope", i)) / allowed.of(frame.get("inside", i), i)
            code.store(code.larger(ratio, code.load(worst, 0, frame.real)), worst)
        frame.put(code.convert(code.load(worst, 0, frame.real), DOUBLE), "midway")
