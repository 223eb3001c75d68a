"""Values within a step in LLVM code: the interpolant, and a check of it where it is used."""

from __future__ import annotations

from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.ir import POINTER, Code, Module, Value
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.rodas import RODAS5P

# Weights of the stages in the interpolant in the middle of a step, and in its slope there
_MIDDLE = tuple(0.25 * (a + 0.5 * b + 0.25 * c) for a, b, c in zip(*RODAS5P.dense, strict=True))
_RISE = tuple(0.25 * (b + c) for _, b, c in zip(*RODAS5P.dense, strict=True))
ALLOWED = 30.0  # error of the interpolant in units of the tolerance of a step, by its residual


def combine(code: Code, frame: Frame, weights: tuple[float, ...], row: Value | int) -> Value:
    """A weighted sum of the stages of one state."""
    n, stage = len(frame.layout.moving), frame.block("stage")
    total = code.load(stage, row, frame.kind) * weights[0]
    for k, w in enumerate(weights[1:], 1):
        total = code.fma(code.load(code.at(stage, k * n, frame.kind), row, frame.kind), w, total)
    return total


def interpolate(code: Code, share: Value, start: Value, end: Value, inner: list[Value]) -> Value:
    """The state at a share of the step: (1-s) y0 + s (y1 + (1-s) (d1 + s (d2 + s d3)))."""
    rest = code.constant(1.0, share.kind) - share
    d1, d2, d3 = inner
    total = code.fma(share, code.fma(share, d3, d2), d1)
    total = code.fma(rest, total, end)
    return code.fma(share, total, rest * start)


class InterpolantCheck:
    """Writes ``doubt(work, job)``: how far the interpolant is from the solution in the middle of the step.

    Stiff components follow the others, and the steps that they allow can be too long for the interpolant. Its residual
    r = p' - f(p), solved with the matrix of the stages, (I/(h gamma) - J) u = r, shows that: u is of the size of its
    error in stiff components, and small in others. The row ``midway`` gets the largest u in units of the tolerance.
    """

    def __init__(self, module: Module, layout: Layout) -> None:
        self.module, self.layout = module, layout

    def write(self) -> None:
        """Write the function."""
        with self.module.function("doubt", ((POINTER, "work"), (POINTER, "job"))) as code:
            frame = Frame(code, code.arguments["work"], self.layout)
            self._residual(code, frame)
            self._size(code, frame, Job(code, code.arguments["job"]))

    def _residual(self, code: Code, frame: Frame) -> None:
        """The solution u, into ``slope``."""
        kind, n = frame.kind, len(self.layout.moving)
        inverse = code.constant(1.0, kind) / frame.get("step")
        y, new, middle, slope = (frame.block(b) for b in ("y", "new", "mid", "slope"))
        rates = code.place(kind, n)
        with code.repeat(n) as i:
            start, end = code.load(y, i, kind), code.load(new, i, kind)
            code.store(code.fma(start + end, 0.5, combine(code, frame, _MIDDLE, i)), middle, i)
            code.store(((start - end) - combine(code, frame, _RISE, i)) * inverse, slope, i)
        frame.put(code.fma(frame.get("step"), 0.5, frame.get("time")), "midway")
        code.call("rates", (middle, frame.pointer, frame.block("midway"), rates))
        code.call("solve", (frame.block("factors"), rates, slope))

    def _size(self, code: Code, frame: Frame, job: Job) -> None:
        """The largest of its parts in units of the tolerance, into ``midway``."""
        kind = frame.kind
        frame.put(0.0, "midway")
        rtol = code.splat(job.field("rtol"), frame.width)
        with code.repeat(len(self.layout.moving)) as i:
            size = code.math("fabs", code.load(frame.block("mid"), i, kind))
            allowed = code.fma(rtol, size, code.splat(code.load(job.field("atol"), i), frame.width))
            ratio = code.math("fabs", code.load(frame.block("slope"), i, kind)) / allowed
            frame.put(code.larger(ratio, frame.get("midway")), "midway")
