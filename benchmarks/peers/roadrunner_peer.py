"""libRoadRunner: CVODE on the same SBML. Doses as SBML events, or by stopping and going on: the faster one counts."""

from __future__ import annotations

import os
import time

import libsbml
import numpy as np
from problems import Problem

LEAST = 1e-12  # absolute tolerance that libRoadRunner accepts
TRIED = 4  # patients with which the two ways of dosing are compared


def prepare(problem: Problem, *, plain: bool = False):
    """``plain``: one absolute tolerance for all states, as most scripts have it."""
    if not problem.doses:
        return _Restarted(problem, plain)
    trial = problem.take(np.arange(min(TRIED, problem.n)))
    best = min((_Restarted, _Events), key=lambda kind: _seconds(kind(trial, plain)))
    return best(problem, plain)


def _seconds(solve) -> float:
    solve(1e-6)
    begun = time.process_time()
    solve(1e-6)
    return time.process_time() - begun


class _Runner:
    """One loaded model: patients are set, reset and simulated one after the other."""

    def __init__(self, problem: Problem, plain: bool, sbml: str) -> None:
        for kind in ("WARNING", "ERROR"):  # CVODE prints one line a step
            os.environ.setdefault(f"SUNLOGGER_{kind}_FILENAME", os.devnull)
        import roadrunner

        roadrunner.Logger.setLevel(roadrunner.Logger.LOG_FATAL)
        self.problem, self.plain = problem, plain
        self.rr = roadrunner.RoadRunner(sbml)
        self.rr.timeCourseSelections = ["time", *problem.outputs]
        self.rr.getIntegrator().setValue("maximum_num_steps", 200_000)
        self.names = {name: i for i, name in enumerate(self.rr.model.getGlobalParameterIds())}
        self.states = list(problem.model.states)
        state = problem.model.initial_state(problem.parameters, problem.n)
        changing = [s for s, f in problem.model.system.rates.items() if f is not None]
        self.changing = len(changing)
        values = {**problem.parameters, **{s: state[self.states.index(s)] for s in changing}}
        self.at = [self.names[name] for name in values]
        self.values = np.stack(list(values.values()), axis=1)

    def solve(self, rtol: float) -> np.ndarray:
        scales = self.problem.scales or self.problem.model.typical
        integrator = self.rr.getIntegrator()
        integrator.setValue("relative_tolerance", rtol)
        order = (self.rr.model.getStateVectorId(i) for i in range(self.changing))
        each = [max(1e-2 * rtol * scales[s], LEAST) for s in order]
        integrator.setValue("absolute_tolerance", max(1e-5 * rtol, LEAST) if self.plain else each)
        out = np.full((self.problem.n, len(self.problem.times), len(self.problem.outputs)), np.nan)
        for i in range(self.problem.n):
            self.rr.reset()
            self.rr.model.setGlobalParameterValues(self.at, self.values[i])
            try:
                self.one(i, out[i])
            except RuntimeError:  # CVODE gave up: these outputs stay empty
                out[i] = np.nan
        return out

    __call__ = solve

    def one(self, patient: int, out: np.ndarray) -> None:
        raise NotImplementedError


class _Restarted(_Runner):
    """Stops at each dose, changes the state, and goes on."""

    def __init__(self, problem: Problem, plain: bool) -> None:
        super().__init__(problem, plain, _sbml(problem, events=False))
        self.plans = [problem.stops(i) for i in range(problem.n)]

    def one(self, patient: int, out: np.ndarray) -> None:
        t, at, times, rr = 0.0, 0, self.problem.times, self.rr
        plan = self.plans[patient]
        for end in (*sorted({s.time for s in plan}), self.problem.horizon):
            last = int(np.searchsorted(times, end, side="right" if end == self.problem.horizon else "left"))
            points = [t, *times[at:last]]
            if points[-1] < end:
                points.append(end)
            rows = rr.simulate(times=points)
            out[at:last] = rows[1 : 1 + last - at, 1:]
            for stop in plan:
                if stop.time == end:
                    self._apply(stop)
            t, at = end, last

    def _apply(self, stop) -> None:
        size = len(self.states)
        name = self.states[stop.row] if stop.row < size else _rate(self.states[self.problem.infused[stop.row - size]])
        index = [self.names[name]]
        self.rr.model.setGlobalParameterValues(
            index, [self.rr.model.getGlobalParameterValues(index)[0] * stop.keep + stop.amount]
        )


class _Events(_Runner):
    """Doses as SBML events, whose times and amounts are parameters of the patient."""

    def __init__(self, problem: Problem, plain: bool) -> None:
        super().__init__(problem, plain, _sbml(problem, events=True))
        plans = [problem.stops(i) for i in range(problem.n)]
        for k in range(len(plans[0])):
            self.at += [self.names[f"dose_time_{k}"], self.names[f"dose_amount_{k}"]]
        doses = np.array([[v for s in plan for v in (s.time, s.amount)] for plan in plans])
        self.values = np.concatenate([self.values, doses], axis=1)

    def one(self, patient: int, out: np.ndarray) -> None:
        times = np.concatenate([[0.0], self.problem.times])
        out[:] = self.rr.simulate(times=list(times))[1:, 1:]


def _rate(state: str) -> str:
    return f"infusion_into_{state}"


def _sbml(problem: Problem, *, events: bool) -> str:
    """The model with a rate for each infusion and, if asked for, an event for each dose."""
    document = libsbml.readSBMLFromString(problem.model.sbml)
    model = document.getModel()
    for row in problem.infused:
        _infused(model, problem.model.states[row])
    if events:
        for k, stop in enumerate(problem.stops(0)):  # the same states in the same order for every patient
            _event(model, problem, k, stop)
    return str(libsbml.writeSBMLToString(document))


def _parameter(model, name: str, value: float = 0.0) -> None:
    parameter = model.createParameter()
    parameter.setId(name)
    parameter.setValue(value)
    parameter.setConstant(False)


def _infused(model, state: str) -> None:
    _parameter(model, _rate(state))
    rule = model.getRateRule(state)
    rule.setMath(libsbml.parseL3Formula(f"({libsbml.formulaToL3String(rule.getMath())}) + {_rate(state)}"))


def _event(model, problem: Problem, k: int, stop) -> None:
    size = len(problem.model.states)
    states = problem.model.states
    name = states[stop.row] if stop.row < size else _rate(states[problem.infused[stop.row - size]])
    _parameter(model, f"dose_time_{k}", stop.time)
    _parameter(model, f"dose_amount_{k}", stop.amount)
    event = model.createEvent()
    event.setId(f"dose_{k}")
    event.setUseValuesFromTriggerTime(False)  # two doses at one time act one after the other
    trigger = event.createTrigger()
    trigger.setInitialValue(True)
    trigger.setPersistent(True)
    trigger.setMath(libsbml.parseL3Formula(f"time >= dose_time_{k}"))
    assignment = event.createEventAssignment()
    assignment.setVariable(name)
    assignment.setMath(libsbml.parseL3Formula(f"{name} * {stop.keep!r} + dose_amount_{k}"))
