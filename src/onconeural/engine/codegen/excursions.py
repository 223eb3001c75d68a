"""Comparisons that change and change back within one step: found from the middle of the step, in LLVM code."""

from __future__ import annotations

import numpy as np

from onconeural.engine.codegen.equations import Equations
from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.graph import Node
from onconeural.engine.codegen.interpolant import DENSE, combine
from onconeural.engine.codegen.ir import POINTER, Code, Module, Value
from onconeural.engine.codegen.kernels import Leaf, Writer
from onconeural.engine.codegen.rodas import RODAS5P

NEAR = 0.5  # how near to a change counts, as a share of how far the middle is from the line between both ends
MOST_LOOKS = 4.0  # steps cut short, of those that begin within one step, for what then turned out to be no change


def _halfway() -> tuple[float, ...]:
    """Weights of the stages in the interpolant in the middle of a step, less the start."""
    whole = np.array([*RODAS5P.centred(RODAS5P.a[-1]), 1.0])
    return tuple((0.5 * whole + np.array([0.25, 0.125, 0.0625]) @ np.array(DENSE)).tolist())


class Excursions:
    """Writes ``peek(work)``: the row ``bent`` says in which lanes a comparison may change within the step and back.

    A parabola goes through the difference of both sides at the start, the middle and the end of the step. Where its
    extremum lies within the step, and beyond the change or near it, ``locate`` looks more closely.
    """

    def __init__(self, module: Module, layout: Layout, equations: Equations, differences: list[Node]) -> None:
        self.module, self.layout, self.equations, self.differences = module, layout, equations, differences

    def write(self) -> None:
        """Write the function, in the precision of a step."""
        with self.module.function("peek", ((POINTER, "work"),)) as code:
            frame = Frame(code, code.arguments["work"], self.layout)
            graph, slots = self.equations.graph, self.equations.slots
            writer = Writer(code, graph, slots, self._middle(code, frame), frame.real)
            bent = code.constant(0, frame.truth)
            for i, middle in enumerate(writer.write(self.differences)):
                bent = bent | self._bends(code, frame.get_real("before", i), middle, frame.get_real("after", i))
            yes, no = (code.constant(v, frame.whole) for v in (1, 0))
            frame.put(code.select(bent, yes, no), "bent")

    def _middle(self, code: Code, frame: Frame) -> Leaf:
        """Where the differences find their inputs: on the interpolant, in the middle of the step."""
        weights, known = _halfway(), dict[tuple[str, int], Value]()

        def leaf(kind: str, i: int, _: str) -> Value:
            """An input in the precision of a step, read once."""
            if (kind, i) not in known:
                known[kind, i] = code.convert(read(kind, i), self.layout.real)
            return known[kind, i]

        def read(kind: str, i: int) -> Value:
            """An input in the middle of the step."""
            if kind == "time":
                return code.fma(frame.get("step"), 0.5, frame.get("time"))
            if kind == "parameter":
                return frame.get("constant", i)
            row = self.layout.row_of_state[i]
            if row >= len(self.layout.moving):
                return frame.get("y", row)
            return frame.get("from", row) + combine(code, frame, weights, row)

        return leaf

    def _bends(self, code: Code, start: Value, middle: Value, end: Value) -> Value:
        """Whether the parabola through three values has its extremum within the step, and there is near 0 or beyond.

        With d = end - start, s = start + end and q = 2 s - 4 middle: it lies within for abs(d) < abs(q), and towards 0
        where q has the sign of s; the middle is then q/4 from the line between both ends.
        """
        fourfold, both = middle * 4.0, start + end
        q = code.fma(both, 2.0, -fourfold)
        within = code.math("fabs", end - start) < code.math("fabs", q)
        upwards = q > 0.0
        away = (both > 0.0) ^ upwards
        far = (code.fma(q, 1.0 + NEAR, -fourfold) > 0.0) ^ upwards
        return within & ~(away | far)

    def find(self, code: Code, frame: Frame, good: Value) -> Value:
        """Lanes in which a comparison may have changed and changed back.

        Not again and again where the steps cut short have met no change.
        """
        wanted = good & ((frame.get("time") >= frame.get("looked")) | (frame.get("looks") < MOST_LOOKS))
        no = code.constant(0, frame.whole)
        frame.put(no, "bent")
        with code.when(code.any(wanted)):
            code.call("peek", (frame.pointer,))
            frame.put(code.select(wanted, frame.get("bent"), no), "bent")
        return frame.get("bent") > 0

    def note(self, code: Code, frame: Frame, cut: Value) -> None:
        """Count the steps that are cut short, from the first one up to where that one would have ended."""
        fresh = frame.get("time") >= frame.get("looked")
        looks = code.select(fresh, 1.0, frame.get("looks") + 1.0)
        frame.put(code.select(cut, looks, frame.get("looks")), "looks")
        end = code.select(fresh, frame.get("new_time"), frame.get("looked"))
        frame.put(code.select(cut, end, frame.get("looked")), "looked")
