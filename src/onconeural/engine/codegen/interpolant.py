"""Values within a step in LLVM code: the interpolant, and a check of it where it is used."""

from __future__ import annotations

import numpy as np

from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.ir import DOUBLE, INTEGER, POINTER, Code, Module, Value
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.linear import Linear
from onconeural.engine.codegen.rodas import RODAS5P

DENSE = tuple(RODAS5P.centred(row) for row in RODAS5P.dense)
CHECKED = 4  # the stage at whose time the interpolant is checked, within the step
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

    def of_step(self, row: Value) -> Value:
        """For the moving state of a row: by the larger one of its values at both ends of the step."""
        code, frame = self.code, self.frame
        start = frame.get("from", row)
        size = code.larger(*(code.math("fabs", end) for end in (start, start + frame.get("change", row))))
        return code.fma(self.rtol, size, self._splat(code.load(self.atol, row)))


def _weights() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Weights of the stages in what the matrix is solved with, times the step, and in what is added to the solution."""
    method, s = RODAS5P, RODAS5P.nodes[CHECKED]
    change = np.array([*method.centred(method.a[-1]), 1.0])
    d1, d2, d3 = (np.array(row) for row in DENSE)
    inner = d1 + s * (d2 + s * d3)
    value = s * (change + (1 - s) * inner)
    slope = change + (1 - 2 * s) * inner + s * (1 - s) * (d2 + 2 * s * d3)
    away, first, own = value.copy(), np.zeros(method.stages), np.zeros(method.stages)
    away[:CHECKED] -= method.centred(method.a[CHECKED])
    first[0], own[CHECKED] = (method.steady[CHECKED] - 1.0) / method.gamma, 1.0
    first[1:CHECKED] = method.c[CHECKED][1:]
    return tuple((slope + first - away / method.gamma).tolist()), tuple((away - own).tolist())


class InterpolantCheck:
    """Writes ``doubt(work, job)``: how far the interpolant is from the solution within the step.

    Stiff components follow the others, and the steps that they allow can be too long for the interpolant. Its residual
    r = p' - f(p), solved with the matrix of the stages, I/(h gamma) - J, shows that: u is of the size of its error in
    stiff components, and small in others. Where a stage has evaluated the rates, at Y, f(p) is f(Y) + J (p - Y), and
    f(Y) follows from what the stage solved: so u takes no rates, only sums of stages and one solution.
    The row ``midway`` gets the largest u in units of the tolerance.
    """

    def __init__(self, module: Module, layout: Layout, linear: Linear) -> None:
        self.module, self.layout, self.linear = module, layout, linear

    def write(self) -> None:
        """Write the function."""
        with self.module.function("doubt", ((POINTER, "work"), (POINTER, "job"))) as code:
            frame = Frame(code, code.arguments["work"], self.layout)
            self._solution(code, frame)
            self._size(code, frame, Job(code, code.arguments["job"]))

    def _solution(self, code: Code, frame: Frame) -> None:
        """The solution, into ``slope``."""
        n, (solved, _) = len(self.layout.moving), _weights()
        inverse = code.constant(1.0, frame.real) / frame.get_real("step")
        with code.repeat(n) as i:
            frame.put(combine(code, frame, solved, i) * inverse, "slope", i)
        rates = [frame.get("first", i) * -RODAS5P.steady[CHECKED] for i in range(n)]
        self.linear.solve(code, frame.block("factors"), rates, frame.block("slope"))

    def _size(self, code: Code, frame: Frame, job: Job) -> None:
        """The largest of those of its parts that outputs read, in units of the tolerance, into ``midway``."""
        allowed, worst, (_, added) = Allowed(code, frame, job), code.place(frame.real), _weights()
        code.store(code.constant(0.0, frame.real), worst)
        with code.repeat(job.field("needs")) as k:
            row = job.one("needed", k, INTEGER)
            with code.when(row < len(self.layout.moving)):
                error = code.math("fabs", frame.get("slope", row) + combine(code, frame, added, row))
                code.store(code.larger(error / allowed.of_step(row), code.load(worst, 0, frame.real)), worst)
        frame.put(code.convert(code.load(worst, 0, frame.real), DOUBLE), "midway")
