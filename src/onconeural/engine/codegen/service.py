"""What lanes need between steps, in LLVM code: doses, changes, ends, the next patient. Lane by lane, and rarely."""

from __future__ import annotations

from onconeural.engine.codegen.comparisons import Comparisons
from onconeural.engine.codegen.driver import AT_STOP, CHANGED, FRESH, TROUBLE
from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.ir import INTEGER, POINTER, Code, Module, Value
from onconeural.engine.codegen.job import ASK, DONE, RUNNING, TOO_MANY, TOO_SMALL, Job

CALL = ((POINTER, "work"), (POINTER, "job"))
LANE = (*CALL, (INTEGER, "lane"))
KEPT = ("time", "size", "code", "stopped_by", "dose", "output", "attempts")  # handed back where a flight ends


class Service:
    """Writes ``service``, ``load``, ``finish`` and ``give``."""

    def __init__(self, module: Module, layout: Layout, comparisons: Comparisons, parameters: int) -> None:
        self.module, self.layout, self.comparisons, self.parameters = module, layout, comparisons, parameters
        self.watched = len(comparisons.watched)

    def write(self) -> None:
        """Write all functions."""
        for name, body in (("give", self._give), ("finish", self._finish), ("load", self._load), ("aim", self._aim)):
            with self.module.function(name, LANE) as code:
                frame = Frame(code, code.arguments["work"], self.layout)
                body(code, frame, Job(code, code.arguments["job"]), code.arguments["lane"])
        with self.module.function("service", CALL) as code:
            self._service(code, Frame(code, code.arguments["work"], self.layout))

    def _service(self, code: Code, frame: Frame) -> None:
        """Serve lanes with a flag, and the patients who take the place of those that ended, until none has one."""
        call = (code.arguments["work"], code.arguments["job"])
        lanes = self.layout.width
        with code.loop() as ring:
            frame.set_one(0, "again", 0)
            self._compare(code, frame)
            with code.repeat(lanes) as lane:
                self._changes(code, frame, call, lane)
            with code.repeat(lanes) as lane:
                here = frame.one("flag", lane) & code.constant(AT_STOP | FRESH, INTEGER)
                with code.when((here > 0) & frame.one("code", lane).compare("eq", RUNNING)):
                    code.call("give", (*call, lane))
            self._compare(code, frame)
            with code.repeat(lanes) as lane:
                with code.when((frame.one("flag", lane) > 0) & (frame.one("code", lane).compare("eq", RUNNING))):
                    self._note(code, call, lane)
                with code.when(frame.one("flag", lane) > 0):
                    code.call("aim", (*call, lane))
            ring.leave_if(frame.one("again", 0).compare("eq", 0))

    def _compare(self, code: Code, frame: Frame) -> None:
        """The comparisons of all lanes where they stand (the same bits again where nothing has happened)."""
        if self.watched:
            code.call(
                "compare",
                (frame.block("y"), frame.block("y"), frame.pointer, frame.block("time"), frame.block("after")),
            )

    def _note(self, code: Code, call: tuple[Value, Value], lane: Value) -> None:
        if self.watched:
            code.call("note", (*call, lane))

    def _changes(self, code: Code, frame: Frame, call: tuple[Value, Value], lane: Value) -> None:
        """Lanes that have just come start from how things are; changes of a step are noted; troubles are named."""
        flag, job = frame.one("flag", lane), Job(code, call[1])
        with code.when((flag & code.constant(FRESH, INTEGER)) > 0):
            for i in range(self.watched):
                frame.set_one(frame.one("after", lane, i), "before", lane, i)
        with code.when((flag & code.constant(CHANGED, INTEGER)) > 0):
            self._note(code, call, lane)
        with code.when((flag & code.constant(TROUBLE, INTEGER)) > 0):
            many = frame.one("attempts", lane) >= job.field("max_steps")
            yes, no = (code.constant(v, INTEGER) for v in (TOO_MANY, TOO_SMALL))
            frame.set_one(code.select(many, yes, no), "code", lane)

    def _give(self, code: Code, frame: Frame, job: Job, lane: Value) -> None:
        """Give the doses that are due: what they reach becomes itself times keep plus amount."""
        patient, total = frame.one("patient", lane), job.field("doses")
        with code.loop() as ring:
            dose = frame.one("dose", lane)
            ring.leave_if(dose >= total)
            when = job.entry("dose_time", dose, patient)
            ring.leave_if(~((when <= frame.one("time", lane)) & (when < frame.one("horizon", lane))))
            target = frame.place("y", lane, job.entry("dose_row", dose, patient, INTEGER))
            keep, amount = job.entry("dose_keep", dose, patient), job.entry("dose_amount", dose, patient)
            code.store(code.fma(code.load(target), keep, amount), target)
            frame.set_one(dose + 1, "dose", lane)
            frame.set_one(code.smaller(frame.one("size", lane), frame.one("restart", lane)), "size", lane)
            frame.set_one(1, "begun", lane)

    def _aim(self, code: Code, frame: Frame, job: Job, lane: Value) -> None:
        """The next stop of a lane; or its end, and the next patient."""
        patient, infinite = frame.one("patient", lane), code.constant(float("inf"))
        running = frame.one("code", lane).compare("eq", RUNNING)
        time, until = frame.one("time", lane), frame.one("until", lane)
        with code.when(running & (time >= until)):
            yes, no = (code.constant(v, INTEGER) for v in (ASK, DONE))
            frame.set_one(code.select(time >= frame.one("due", lane), yes, no), "code", lane)
        ended = frame.one("code", lane).compare("ne", RUNNING)
        with code.when(ended):
            code.call("finish", tuple(code.arguments[n] for n in ("work", "job", "lane")))
            code.call("load", tuple(code.arguments[n] for n in ("work", "job", "lane")))
        with code.when(~ended):
            frame.set_one(0, "flag", lane)
            frame.set_one(0.0, "calm", lane)
            stop = code.place("double")
            code.store(until, stop)
            dose = frame.one("dose", lane)
            with code.when(dose < job.field("doses")):
                when = job.entry("dose_time", dose, patient)
                code.store(code.select((when < frame.one("horizon", lane)) & (when < until), when, until), stop)
            frame.set_one(code.load(stop), "stop", lane)
            output = frame.one("output", lane)
            next_output = code.place("double")
            code.store(infinite, next_output)
            with code.when(output < job.field("outputs")):
                code.store(job.one("times", output), next_output)
            frame.set_one(code.load(next_output), "next_output", lane)

    def _finish(self, code: Code, frame: Frame, job: Job, lane: Value) -> None:
        """Hand a patient back: state, time, step size, counters; a flight that ended records what is due at its end."""
        patient = frame.one("patient", lane)
        with code.when(frame.one("code", lane).compare("ne", ASK)):
            code.call("record_end", tuple(code.arguments[n] for n in ("work", "job", "lane")))
        for state, row in self.layout.row_of_state.items():
            value = frame.one("y", lane, row)
            job.set_one("state", job.index(state, patient), value)
        for j in range(self.layout.infused):
            at = job.index(len(self.layout.row_of_state) + j, patient)
            job.set_one("state", at, frame.one("infusion", lane, j))
        for name in KEPT:
            job.set_one(name, patient, frame.one(name, lane))
        frame.set_one(0, "active", lane)
        frame.set_one(frame.one("live", 0) - 1, "live", 0)

    def _load(self, code: Code, frame: Frame, job: Job, lane: Value) -> None:
        """Put the next patient of the list into a lane; without one the lane rests."""
        place = frame.one("next", 0)
        for row, value in (("flag", 0), ("code", RUNNING), ("begun", 0)):
            frame.set_one(value, row, lane)
        for row in ("stop", "until", "short", "next_output", "horizon", "restart"):
            frame.set_one(float("inf"), row, lane)
        for row, number in (("time", 0.0), ("size", 1.0), ("looked", float("-inf")), ("looks", 0.0)):
            frame.set_one(number, row, lane)
        with code.when(place < job.field("count")):
            frame.set_one(place + 1, "next", 0)
            self._fill(code, frame, job, lane, job.one("who", place, INTEGER))
            frame.set_one(1, "active", lane)
            frame.set_one(frame.one("live", 0) + 1, "live", 0)
            frame.set_one(1, "again", 0)

    def _fill(self, code: Code, frame: Frame, job: Job, lane: Value, patient: Value) -> None:
        frame.set_one(patient, "patient", lane)
        for name in ("time", "size", "until", "horizon", "due", "tolerance", "pace"):
            frame.set_one(job.one(name, patient), name, lane)
        for name in ("dose", "output", "attempts"):
            frame.set_one(job.one(name, patient, INTEGER), name, lane)
        frame.set_one(-1, "stopped_by", lane)
        frame.set_one(FRESH, "flag", lane)
        for state, row in self.layout.row_of_state.items():
            frame.set_one(job.entry("state", state, patient), "y", lane, row)
        for j in range(self.layout.infused):
            frame.set_one(job.entry("state", len(self.layout.row_of_state) + j, patient), "infusion", lane, j)
        with code.repeat(self.parameters) as i:
            values = job.one("parameters", i, POINTER)
            frame.set_one(code.load(values, patient * job.one("strides", i, INTEGER)), "slot", lane, i)
        code.call("derive", (code.arguments["work"], lane))
