"""Comparisons that switch a rate or an event: where they change, and which events that is, in LLVM code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from onconeural.engine.codegen.equations import Equations
from onconeural.engine.codegen.excursions import Excursions
from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.graph import Node
from onconeural.engine.codegen.interpolant import DENSE, combine, interpolate
from onconeural.engine.codegen.ir import DOUBLE, INTEGER, POINTER, Code, Module, Value
from onconeural.engine.codegen.job import ASK, RUNNING, STOPPED, Job
from onconeural.engine.codegen.step import write_kernel

BISECTIONS = 25
LOOKS = 32  # places within a step at which a change and back is looked for


@dataclass(frozen=True)
class Comparison:
    """Left minus right of a comparison; ``inclusive``: equality belongs to the upper side.

    ``marks``: the event that it alone decides, when it only has to be noted, and whether it happens on the way up;
    ``asks``: it takes part in an event that changes something.
    """

    difference: Node
    inclusive: bool
    marks: tuple[tuple[int, bool], ...]
    asks: bool


class Comparisons:
    """Writes what the driver needs to watch comparisons."""

    def __init__(
        self, module: Module, layout: Layout, equations: Equations, watched: list[Comparison], read: list[int]
    ) -> None:
        self.module, self.layout, self.equations, self.watched = module, layout, equations, watched
        self.read = read  # moving states (by row) that the comparisons read
        self.excursions = Excursions(module, layout, equations, [c.difference for c in watched])

    def write(self) -> None:
        """Write ``compare(moving, exact, work, time, out)``, ``locate(work)``, ``note(work, job, lane)``, ``peek``."""
        if not self.watched:
            return
        nodes = [c.difference for c in self.watched]
        write_kernel(self.module, "compare", self.layout, self.equations, nodes, DOUBLE)
        self.excursions.write()
        with self.module.function("locate", ((POINTER, "work"),)) as code:
            self._locate(code, Frame(code, code.arguments["work"], self.layout))
        arguments = ((POINTER, "work"), (POINTER, "job"), (INTEGER, "lane"))
        with self.module.function("note", arguments) as code:
            frame = Frame(code, code.arguments["work"], self.layout)
            self._note(code, frame, Job(code, code.arguments["job"]), code.arguments["lane"])

    def _above(self, code: Code, comparison: Comparison, difference: Value) -> Value:
        return difference >= 0.0 if comparison.inclusive else difference > 0.0

    def _differs(self, code: Code, frame: Frame) -> Value:
        """Lanes in which some comparison is on another side in ``after`` than in ``before``."""
        total = code.constant(0, frame.truth)
        for i, c in enumerate(self.watched):
            before, after = frame.get("before", i), frame.get("after", i)
            total = total | (self._above(code, c, before) ^ self._above(code, c, after))
        return total

    def late(self, code: Code, frame: Frame, good: Value) -> Value:
        """Lanes that went too far past a change; sets ``changed`` and ``short``."""
        frame.put(0, "changed")
        if not self.watched:
            return code.constant(0, frame.truth)
        code.call(
            "compare",
            (frame.block("new"), frame.block("new"), frame.pointer, frame.block("new_time"), frame.block("after")),
        )
        differs = self._differs(code, frame) & good
        yes, no = (code.constant(v, frame.whole) for v in (1, 0))
        frame.put(code.select(differs, yes, no), "changed")
        bent = self.excursions.find(code, frame, good & ~differs)
        frame.put(code.constant(1.0, frame.kind), "found")
        with code.when(code.any(differs | bent)):
            code.call("locate", (frame.pointer,))
        step, tolerance = frame.get("step"), frame.get("tolerance")
        past = step * (code.constant(1.0, frame.kind) - frame.get("found"))
        late = (differs | bent) & (past > tolerance) & (step > tolerance)
        with code.when(code.any(late & bent)):
            self.excursions.note(code, frame, late & bent)
        target = code.larger(code.fma(tolerance, 0.5, step * frame.get("found")), tolerance)
        again = code.select(good, code.select(late, target, float("inf")), frame.get("short"))
        frame.put(again, "short")
        return late

    def keep(self, code: Code, frame: Frame, accepted: Value) -> None:
        """Differences at the end of a step start the next one; where one changed, ``note`` does that."""
        plain = accepted & ~(frame.get("changed") > 0)
        for i in range(len(self.watched)):
            frame.put(code.select(plain, frame.get("after", i), frame.get("before", i)), "before", i)

    def _locate(self, code: Code, frame: Frame) -> None:
        """The share of the step after which a comparison has changed: bisection on a quartic through five points.

        The points lie on the interpolant; the step that is then taken again, onto the change, shows how good that was.
        """
        self._interpolant(code, frame)
        pieces = self._quartics(code, frame)
        low, high = code.place(frame.kind), code.place(frame.kind)
        code.store(code.constant(0.0, frame.kind), low)
        code.store(self._first_beyond(code, frame, pieces), high)
        with code.repeat(BISECTIONS):
            a, b = code.load(low, 0, frame.kind), code.load(high, 0, frame.kind)
            share = (a + b) * 0.5
            beyond = self._beyond(code, frame, share * 4.0, pieces)
            code.store(code.select(beyond, a, share), low)
            code.store(code.select(beyond, share, b), high)
        frame.put(code.load(high, 0, frame.kind), "found")

    def _first_beyond(self, code: Code, frame: Frame, pieces: Value) -> Value:
        """A share of the step at which a comparison has changed: the end, or the first place in between."""
        place, bent = code.place(frame.kind), frame.get("bent") > 0
        code.store(code.constant(1.0, frame.kind), place)
        with code.when(code.any(bent)), code.repeat(LOOKS - 1) as i:
            number = code.cast(code.constant(LOOKS - 1, INTEGER) - i, "sitofp", DOUBLE)
            share = code.splat(number * (1.0 / LOOKS), frame.width)
            beyond = self._beyond(code, frame, share * 4.0, pieces) & bent
            code.store(code.select(beyond, share, code.load(place, 0, frame.kind)), place)
        return code.load(place, 0, frame.kind)

    def _quartics(self, code: Code, frame: Frame) -> Value:
        """Forward differences of each comparison over the quarters of the step: five rows a comparison."""
        count, kind = len(self.watched), frame.kind
        pieces, last = code.place(kind, 5 * count), code.place(kind, count)
        for i in range(count):
            code.store(frame.get("before", i), pieces, 5 * i)
            code.store(frame.get("after", i), last, i)
        for quarter in (1, 2, 3):
            share = code.constant(0.25 * quarter, kind)
            self._between(code, frame, share)
            frame.put(code.fma(frame.get("step"), share, frame.get("time")), "midway")
            code.call(
                "compare",
                (frame.block("mid"), frame.block("mid"), frame.pointer, frame.block("midway"), frame.block("after")),
            )
            for i in range(count):
                code.store(frame.get("after", i), pieces, 5 * i + quarter)
        for i in range(count):
            frame.put(code.load(last, i, kind), "after", i)
            values = [code.load(pieces, 5 * i + k, kind) for k in range(4)] + [code.load(last, i, kind)]
            for k in range(1, 5):
                values[k:] = [after - before for before, after in pairwise(values[k - 1 :])]
                code.store(values[k], pieces, 5 * i + k)
        return pieces

    def _beyond(self, code: Code, frame: Frame, quarters: Value, pieces: Value) -> Value:
        """Whether some comparison has changed by then, on its quartic (Newton's form)."""
        kind = frame.kind
        factors = [(quarters - float(k)) * (1.0 / (k + 1)) for k in range(4)]
        total = code.constant(0, frame.truth)
        for i, c in enumerate(self.watched):
            first, *rest = (code.load(pieces, 5 * i + k, kind) for k in range(5))
            inner = rest[3]
            for factor, difference in zip(factors[3:0:-1], rest[2::-1], strict=True):
                inner = code.fma(factor, inner, difference)
            value = code.fma(factors[0], inner, first)
            total = total | (self._above(code, c, first) ^ self._above(code, c, value))
        return total

    def _interpolant(self, code: Code, frame: Frame) -> None:
        """Coefficients of the interpolant, of the states that comparisons read."""
        n = len(self.layout.moving)
        for row in self.read:
            for k, weights in enumerate(DENSE):
                frame.put(code.convert(combine(code, frame, weights, row), DOUBLE), "dense", k * n + row)

    def _between(self, code: Code, frame: Frame, share: Value) -> None:
        """States within the step."""
        n = len(self.layout.moving)
        for row in self.read:
            ends = frame.get("y", row), frame.get("new", row)
            inner = [frame.get("dense", k * n + row) for k in range(len(DENSE))]
            frame.put(interpolate(code, share, *ends, inner), "mid", row)

    def _note(self, code: Code, frame: Frame, job: Job, lane: Value) -> None:
        """What the changes of one lane from ``before`` to ``after`` mean; ``after`` becomes ``before``."""
        patient = frame.one("patient", lane)
        for i, c in enumerate(self.watched):
            before, after = frame.one("before", lane, i), frame.one("after", lane, i)
            above, was = self._above(code, c, after), self._above(code, c, before)
            for event, upwards in c.marks:
                with code.when((above & ~was) if upwards else (was & ~above)):
                    self._mark(code, frame, job, lane, (patient, event))
            if c.asks:
                with code.when(above ^ was):
                    frame.set_one(ASK, "code", lane)
            frame.set_one(after, "before", lane, i)

    def _mark(self, code: Code, frame: Frame, job: Job, lane: Value, happened: tuple[Value, int]) -> None:
        """Note the first time of an event; a terminal one ends the flight."""
        patient, event = happened
        at = job.index(event, patient)
        known = job.one("event_time", at)
        with code.when(known.compare("ne", known)):
            job.set_one("event_time", at, frame.one("time", lane))
        ends = job.one("terminal", code.constant(event, INTEGER), INTEGER) > 0
        with code.when(ends & frame.one("code", lane).compare("eq", RUNNING)):
            frame.set_one(STOPPED, "code", lane)
            frame.set_one(event, "stopped_by", lane)
