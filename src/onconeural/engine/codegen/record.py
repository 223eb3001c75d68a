"""Outputs in LLVM code: values within a step from the interpolant, and values where a flight ends."""

from __future__ import annotations

from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.interpolant import DENSE, combine, interpolate
from onconeural.engine.codegen.ir import DOUBLE, INTEGER, POINTER, TRUTH, Code, Module, Value, vector
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.service import LANE


def observe_arguments(width: int) -> tuple[tuple[str, str], ...]:
    """Times, states (a vector over times each), parameters, place of the first output, distance of curves, validity."""
    kinds = vector(DOUBLE, width), POINTER, POINTER, POINTER, INTEGER, vector(TRUTH, width)
    return tuple(zip(kinds, ("time", "y", "slots", "out", "stride", "valid"), strict=True))


PIECES = 2 + len(DENSE)  # of an interpolant: start, end, and the inner coefficients


class Recorder:
    """Writes ``record(work, job, lanes)`` and ``record_end(work, job, lane)``."""

    def __init__(self, module: Module, layout: Layout) -> None:
        self.module, self.layout = module, layout

    def write(self) -> None:
        """Write both functions."""
        lanes = vector(INTEGER, self.layout.width)
        with self.module.function("record", (LANE[0], LANE[1], (lanes, "lanes"))) as code:
            self._record(code, Frame(code, code.arguments["work"], self.layout), Job(code, code.arguments["job"]))
        with self.module.function("record_end", LANE) as code:
            self._at_end(code, Frame(code, code.arguments["work"], self.layout), Job(code, code.arguments["job"]))

    def _record(self, code: Code, frame: Frame, job: Job) -> None:
        """All outputs from the start of the step on, its end left out, of the lanes given."""
        kind, states = frame.kind, len(self.layout.row_of_state)
        pieces = code.place(kind, PIECES * max(states, 1))
        inside = code.place(kind)
        code.store(code.arguments["lanes"], inside)
        self._pieces(code, frame, job, pieces)
        with code.repeat(self.layout.width) as lane:
            soon = frame.one("next_output", lane) < frame.one("new_time", lane)
            with code.when((code.load(inside, lane, INTEGER) > 0) & soon):
                self._lane(code, frame, job, (lane, pieces))

    def _pieces(self, code: Code, frame: Frame, job: Job, pieces: Value) -> None:
        """The interpolant of each state that outputs read; one that does not move is its own start and end."""
        kind, n = frame.kind, len(self.layout.moving)
        with code.repeat(job.field("needs")) as i:
            row, here = job.one("needed", i, INTEGER), code.at(pieces, i * PIECES, kind)
            value = code.load(frame.block("y"), row, kind)
            code.store(value, here, 0)
            code.store(value, here, 1)
            for k in range(len(DENSE)):
                code.store(code.constant(0.0, kind), here, 2 + k)
            if n:
                with code.when(row < n):
                    code.store(code.load(frame.block("new"), row, kind), here, 1)
                    for k, weights in enumerate(DENSE):
                        code.store(code.convert(combine(code, frame, weights, row), DOUBLE), here, 2 + k)

    def _lane(self, code: Code, frame: Frame, job: Job, place: tuple[Value, Value]) -> None:
        """The outputs of one lane within the step, as many times at once as a vector holds."""
        lane, pieces = place
        end, start, step = (code.splat(frame.one(n, lane), frame.width) for n in ("new_time", "time", "step"))
        y = code.place(frame.kind, max(len(self.layout.row_of_state), 1))
        with code.loop() as ring:
            times = self._times(code, frame, job, lane)
            valid = times < end
            ring.leave_if(~code.any(valid))
            share = (times - start) / step
            with code.repeat(job.field("needs")) as i:
                first = code.at(code.at(pieces, i * (PIECES * frame.width)), lane)
                a, b, *inner = (code.splat(code.load(first, k * frame.width), frame.width) for k in range(PIECES))
                inside = interpolate(code, share, a, b, inner)
                code.store(code.select(share > 0.0, inside, a), y, i)  # also where a value is infinite
            self._observe(code, frame, job, (lane, times, y, valid))
        output = frame.one("output", lane)
        frame.set_one(float("inf"), "next_output", lane)
        with code.when(output < job.field("outputs")):
            frame.set_one(job.one("times", output), "next_output", lane)

    def _at_end(self, code: Code, frame: Frame, job: Job) -> None:
        """Outputs that are due where the flight of a lane ends; those of later times are not a number."""
        lane = code.arguments["lane"]
        now = code.splat(frame.one("time", lane), frame.width)
        y = code.place(frame.kind, max(len(self.layout.row_of_state), 1))
        with code.repeat(job.field("needs")) as i:
            code.store(code.splat(frame.one("y", lane, job.one("needed", i, INTEGER)), frame.width), y, i)
        with code.loop() as ring:
            times = self._times(code, frame, job, lane)
            valid = times <= now
            ring.leave_if(~code.any(valid))
            self._observe(code, frame, job, (lane, times, y, valid))
        left = job.field("outputs") - frame.one("output", lane)
        first = self._place(code, frame, job, lane)
        with code.repeat(job.field("curves")) as k:
            curve = code.at(first, k * job.field("stride"))
            with code.repeat(left) as j:
                code.store(float("nan"), curve, j)

    def _times(self, code: Code, frame: Frame, job: Job, lane: Value) -> Value:
        """The next output times of a lane; behind the last one they are infinite."""
        return code.load(code.at(job.field("times"), frame.one("output", lane)), 0, frame.kind)

    def _place(self, code: Code, frame: Frame, job: Job, lane: Value) -> Value:
        """Where the next output of a lane belongs, in the first curve."""
        patient = frame.one("patient", lane) * job.field("outputs")
        return code.at(job.field("values"), patient + frame.one("output", lane))

    def _observe(self, code: Code, frame: Frame, job: Job, what: tuple[Value, Value, Value, Value]) -> None:
        """Compute the outputs at some times and put them where they belong; go on behind them."""
        lane, times, y, valid = what
        out, stride = self._place(code, frame, job, lane), job.field("stride")
        code.call(job.field("observe").name, (times, y, frame.place("slot", lane), out, stride, valid))
        frame.set_one(frame.one("output", lane) + code.how_many(valid), "output", lane)
