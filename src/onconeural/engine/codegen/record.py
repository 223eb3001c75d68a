"""Outputs in LLVM code: values within a step from the interpolant, and values where a flight ends."""

from __future__ import annotations

from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.interpolant import combine
from onconeural.engine.codegen.ir import DOUBLE, INTEGER, POINTER, Code, Loop, Module, Value, vector
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.rodas import RODAS5P
from onconeural.engine.codegen.service import LANE

OBSERVE = ((DOUBLE, "time"), (POINTER, "y"), (POINTER, "slots"), (POINTER, "out"), (INTEGER, "stride"))
PIECES = 5  # of an interpolant: start, end, and three inner coefficients


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
            for k in range(3):
                code.store(code.constant(0.0, kind), here, 2 + k)
            if n:
                with code.when(row < n):
                    code.store(code.load(frame.block("new"), row, kind), here, 1)
                    for k, weights in enumerate(RODAS5P.dense):
                        code.store(combine(code, frame, weights, row), here, 2 + k)

    def _lane(self, code: Code, frame: Frame, job: Job, place: tuple[Value, Value]) -> None:
        """The outputs of one lane within the step."""
        lane, pieces = place
        end, start, step = (frame.one(n, lane) for n in ("new_time", "time", "step"))
        y = code.place(DOUBLE, max(len(self.layout.row_of_state), 1))
        with code.loop() as ring:
            time = self._next(code, frame, job, lane, ring)
            ring.leave_if(time >= end)
            share = (time - start) / step
            rest = code.constant(1.0) - share
            with code.repeat(job.field("needs")) as i:
                first = code.at(code.at(pieces, i * (PIECES * frame.width)), lane)
                a, b, d1, d2, d3 = (code.load(first, k * frame.width) for k in range(PIECES))
                total = code.fma(rest, code.fma(share, code.fma(share, d3, d2), d1), b)
                inside = code.fma(share, total, rest * a)
                code.store(code.select(share > 0.0, inside, a), y, i)  # also where a value is infinite
            self._observe(code, frame, job, (lane, time, y))
        output = frame.one("output", lane)
        frame.set_one(float("inf"), "next_output", lane)
        with code.when(output < job.field("outputs")):
            frame.set_one(job.one("times", output), "next_output", lane)

    def _at_end(self, code: Code, frame: Frame, job: Job) -> None:
        """Outputs that are due where the flight of a lane ends."""
        lane = code.arguments["lane"]
        y = code.place(DOUBLE, max(len(self.layout.row_of_state), 1))
        with code.repeat(job.field("needs")) as i:
            code.store(frame.one("y", lane, job.one("needed", i, INTEGER)), y, i)
        with code.loop() as ring:
            time = self._next(code, frame, job, lane, ring)
            ring.leave_if(time > frame.one("time", lane))
            self._observe(code, frame, job, (lane, time, y))

    def _next(self, code: Code, frame: Frame, job: Job, lane: Value, ring: Loop) -> Value:
        """The next output time of a lane; the loop is left when there is none."""
        output = frame.one("output", lane)
        ring.leave_if(output >= job.field("outputs"))
        return job.one("times", output)

    def _observe(self, code: Code, frame: Frame, job: Job, what: tuple[Value, Value, Value]) -> None:
        """Compute the outputs at one time and put them where they belong; go to the next time."""
        lane, time, y = what
        output, patient, count = frame.one("output", lane), frame.one("patient", lane), job.field("outputs")
        out = code.at(job.field("values"), code.write(f"mul i64 {patient.name}, {count.name}", INTEGER) + output)
        stride = job.field("patients") * count
        function = job.field("observe")
        code.call(function.name, (time, y, frame.place("slot", lane), out, stride))
        frame.set_one(output + 1, "output", lane)
