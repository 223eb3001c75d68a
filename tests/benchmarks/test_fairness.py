"""What a speed comparison rests on: every solver gets the same problem, and accuracy is matched as it is said."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import accuracy
from peers.equations import equations
from problems import MODELS

integrate = pytest.importorskip("scipy.integrate", reason="needs the extra onconeural[reference]")


def function(name, arguments, body):
    space = {"m": math}
    exec(f"def {name}({arguments}):\n{body}\n", space)
    return space[name]


def peer_course(problem, patient, plain):
    """One patient by SciPy, from nothing but what a peer is given."""
    found = equations(problem, plain=plain)
    rates, outputs = (function(n, f"t, y, p, {out}", body) for n, out, body in
                      (("rates", "dy", found.rates), ("outputs", "out", found.outputs)))  # fmt: skip
    p = found.parameters[patient].copy()
    function("hoist", "t, y, p", found.hoisted)(0.0, p, p)
    row_of = {problem.model.states.index(s): i for i, s in enumerate(found.states)}

    def rate(t, y):
        dy = np.empty_like(y)
        rates(t, y, p, dy)
        return dy

    y, t, course = found.first[patient].copy(), 0.0, []
    stops = problem.stops(patient)
    for end in (*sorted({s.time for s in stops}), problem.horizon):
        inside = problem.times[(problem.times > t) & (problem.times < end)]
        run = integrate.solve_ivp(rate, (t, end), y, method="LSODA", rtol=1e-8, atol=1e-10, t_eval=[*inside, end])
        for moment, column in zip(inside, run.y.T, strict=False):
            row = np.empty(len(problem.outputs))
            outputs(moment, column, p, row)
            course.append(row)
        y, t = run.y[:, -1].copy(), end
        for stop in (s for s in stops if s.time == end):
            if stop.row in row_of:
                i = row_of[stop.row]
                y[i] = y[i] * stop.keep + stop.amount / found.scale[i]
            else:
                p[found.infusion_at + stop.row - len(problem.model.states)] += stop.amount
    return np.array(course)


@pytest.mark.parametrize("plain", [False, True], ids=["helped", "plain"])
@pytest.mark.parametrize("name", MODELS)
def test_the_equations_of_the_peers_are_those_of_the_model(name, plain):
    problem = MODELS[name](2, dosed=True)
    ours = problem.model.simulate(
        problem.horizon, n=2, parameters=problem.parameters, doses=problem.doses, outputs=problem.outputs,
        times=problem.times[:-1], scales=problem.scales, rtol=1e-7,
    )  # fmt: skip
    theirs = peer_course(problem, 1, plain)
    for i, output in enumerate(problem.outputs):
        floor = 1e-3 * np.abs(theirs[:, i]).max()
        error = np.abs(ours.values[output][1] - theirs[:, i]) / (np.abs(theirs[:, i]) + floor)
        assert error.max() < 2e-4, output


def test_the_benchmark_problem_is_as_described():
    problem = MODELS["benchmark"](3, dosed=True)
    assert sum(f is not None for f in problem.model.system.rates.values()) == 21
    assert len(problem.stops(0)) == 30
    assert len({s.time for s in problem.stops(0)}) == 25
    assert {s.time for s in problem.stops(0)}.isdisjoint(s.time for s in problem.stops(1))
    assert (len(problem.times), len(problem.outputs)) == (260, 6)


def test_the_tolerance_is_read_off_where_the_error_is_the_target():
    reference = np.ones((20, 5, 2))
    found = accuracy.matched(lambda rtol: reference * (1 + 7.0 * rtol**0.8), reference)
    assert found["tolerance"] == pytest.approx((1.001e-4 / 7.0) ** 1.25, rel=1e-3)


def test_a_solver_that_gives_up_is_never_exact_enough():
    reference = np.ones((20, 5, 2))
    found = accuracy.matched(lambda rtol: np.full_like(reference, np.nan), reference)
    assert found["tolerance"] is None
    assert np.isinf(accuracy.errors(np.full_like(reference, np.nan), reference)).all()


def test_the_tail_of_the_errors_names_the_worst_patient():
    found = accuracy.tail(np.append(np.linspace(0.0, 1e-4, 1999), 7e-3)[::-1])
    assert (found["patients"], found["worst"], found["max"]) == (2000, 0, 7e-3)
    assert found["p95"] == pytest.approx(9.5e-5, rel=2e-3)
    assert found["p999"] == pytest.approx(1e-4, rel=2e-3)
