"""The driver in LLVM code: steps, step sizes, refill. Each lane has its own patient, time, step and stop."""

from __future__ import annotations

from onconeural.engine.codegen import elementary
from onconeural.engine.codegen.comparisons import Comparisons
from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.interpolant import ALLOWED
from onconeural.engine.codegen.ir import POINTER, Code, Module, Value, vector
from onconeural.engine.codegen.job import Job
from onconeural.engine.codegen.rodas import RODAS5P

SAFETY, SHRINK, GROW = 0.9, 0.02, 8.0  # a step may fall far at once: after a dose the old size means nothing
SMALLEST_STEP = 1e-12  # relative to time
# An interpolant of order 4 that is within the tolerance of a step is within ALLOWED for one twice as long, so that is
# when it is checked again; a step many times shorter shows that the solution has changed, and ends that.
CALM, LONGER, FORGET = ALLOWED / 2.0**5, 2.0, 4.0

# What a lane needs after a step or a load
FRESH, AT_STOP, CHANGED, TROUBLE = 1, 2, 4, 8


class Driver:
    """Writes ``run(job)``, which takes patients from a list until none is left."""

    def __init__(self, module: Module, layout: Layout, comparisons: Comparisons) -> None:
        self.module, self.layout, self.comparisons = module, layout, comparisons

    def write(self) -> None:
        """Write the public function."""
        with self.module.function("run", ((POINTER, "job"),), public=True) as code:
            work = code.place(vector("double", self.layout.width), self.layout.start["end"])
            frame = Frame(code, work, self.layout)
            with code.repeat(self.layout.start["end"]) as i:  # lanes that never get a patient compute harmless numbers
                code.store(code.constant(0.0, frame.kind), work, i)
            call = (work, code.arguments["job"])
            with code.repeat(self.layout.width) as lane:
                code.call("load", (*call, lane))
            code.call("service", call)
            with code.loop() as ring:
                ring.leave_if(frame.one("live", 0).compare("eq", 0))
                self._step(code, frame, Job(code, code.arguments["job"]), call)

    def _step(self, code: Code, frame: Frame, job: Job, call: tuple[Value, Value]) -> None:
        """One attempt of all lanes, and what follows from it."""
        reaches = self._limit(code, frame)
        code.call("attempt", call)
        error = frame.get("error")
        active = frame.get("active") > 0
        error = self._with_doubt(code, frame, active & (error <= 1.0), (error, call))
        good = (error <= 1.0) & active
        accepted = good & ~self.comparisons.late(code, frame, good)
        late = good & ~accepted
        with code.when(code.any(accepted & (frame.get("next_output") < frame.get("new_time")))):
            code.call("record", (*call, self._as_number(code, accepted, frame)))
        self._next_size(code, frame, error, accepted, late)
        self._commit(code, frame, accepted)
        attempts = frame.get("attempts") + 1
        frame.put(attempts, "attempts")
        failing = active & ~accepted & ~late & self._tiny(code, frame)
        failing = failing | (active & (attempts >= code.splat(job.field("max_steps"), frame.width)))
        changed = (frame.get("changed") > 0) & accepted
        stops = reaches & accepted
        flag = self._as_number(code, stops, frame, AT_STOP) | self._as_number(code, failing, frame, TROUBLE)
        frame.put(flag | self._as_number(code, changed, frame, CHANGED), "flag")
        with code.when(code.any(stops | changed | failing)):
            code.call("service", call)

    def _limit(self, code: Code, frame: Frame) -> Value:
        """Choose the step so that it ends on the next stop, without a sliver before it; say which lanes reach it."""
        time, stop = frame.get("time"), frame.get("stop")
        room = stop - time
        wanted = code.smaller(frame.get("short"), frame.get("size"))
        reaches = wanted >= room * (1.0 - 1e-9)
        step = code.select(reaches, room, code.select(wanted > room * 0.5, room * 0.5, wanted))
        frame.put(step, "step")
        frame.put(code.select(reaches, stop, time + step), "new_time")
        return reaches

    def _with_doubt(self, code: Code, frame: Frame, good: Value, given: tuple[Value, tuple[Value, Value]]) -> Value:
        """Where outputs lie within the step: the larger of the error of the step and that of the interpolant.

        A lane whose interpolant was good is asked again when its steps have become longer (the row ``calm``).
        """
        error, call = given
        if not self.layout.moving:
            return error
        place = code.place(frame.kind)
        code.store(error, place)
        asked = good & (frame.get("next_output") > frame.get("time"))
        asked = asked & (frame.get("next_output") < frame.get("new_time"))
        step = frame.get("step")
        asked = asked & (step > frame.get("calm"))
        calm = code.smaller(step * FORGET, frame.get("calm"))
        frame.put(calm, "calm")
        with code.when(code.any(asked)):
            code.call("doubt", call)
            midway = frame.get("midway")
            share = midway * (1.0 / ALLOWED)
            code.store(code.select(asked & (share > error), share, error), place)
            frame.put(code.select(asked & (midway <= CALM), step * LONGER, calm), "calm")
        return code.load(place, 0, frame.kind)

    def _next_size(self, code: Code, frame: Frame, error: Value, accepted: Value, late: Value) -> None:
        """By the error; not smaller because a stop cut the step short."""
        step, size = frame.get("step"), frame.get("size")
        bounded = code.smaller(code.larger(error, 1e-10), 1e10)
        factor = elementary.exp(code, elementary.log(code, bounded) * (-1.0 / RODAS5P.order)) * SAFETY
        factor = code.smaller(code.larger(factor, SHRINK), GROW)
        longer = step * factor
        grown = code.larger(longer, code.select(step < size, size, 0.0))
        frame.put(code.select(late, size, code.select(accepted, grown, longer)), "size")
        first = accepted & (frame.get("begun") > 0)
        frame.put(code.select(first, longer, frame.get("restart")), "restart")
        frame.put(code.select(accepted, code.constant(0, frame.whole), frame.get("begun")), "begun")

    def _commit(self, code: Code, frame: Frame, accepted: Value) -> None:
        """Move the accepted lanes."""
        y, new = frame.block("y"), frame.block("new")
        if self.layout.moving:
            with code.repeat(len(self.layout.moving)) as i:
                old = code.load(y, i, frame.kind)
                code.store(code.select(accepted, code.load(new, i, frame.kind), old), y, i)
        frame.put(code.select(accepted, frame.get("new_time"), frame.get("time")), "time")
        self.comparisons.keep(code, frame, accepted)

    def _tiny(self, code: Code, frame: Frame) -> Value:
        """Steps that have become too small for the time they are at."""
        return frame.get("step") <= code.larger(code.math("fabs", frame.get("time")), 1.0) * SMALLEST_STEP

    def _as_number(self, code: Code, truth: Value, frame: Frame, value: int = 1) -> Value:
        """A whole number where something is true, else 0."""
        yes, no = (code.constant(v, frame.whole) for v in (value, 0))
        return code.select(truth, yes, no)
