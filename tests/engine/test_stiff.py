"""Stiff problems, explicit time, large systems, and the slow path with pivoting."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model, Status
from onconeural.engine.solver import Solver

# Robertson's chemical kinetics; values at 0.4, 40 and 4e5 as in Hairer and Wanner, doi:10.1007/978-3-642-05221-7
ROBERTSON = """model m(); A = 1; B = 0; C = 0
  A' = -0.04*A + 1e4*B*C; B' = 0.04*A - 1e4*B*C - 3e7*B^2; C' = 3e7*B^2
end"""


def robertson(model):
    times = (0.4, 40.0, 4e5)
    return model.simulate(4e5, outputs=("A", "B", "C"), times=times, rtol=1e-9, scales={"B": 1e-5})


def test_robertson_is_solved_in_few_steps_and_keeps_its_mass():
    run = robertson(Model.from_antimony(ROBERTSON))
    a, b, c = (run.values[n][0] for n in "ABC")
    assert a[:2] == pytest.approx([0.98517, 0.71583], abs=1e-5)
    assert a[2] == pytest.approx(4.9383e-3, rel=1e-3)
    assert a + b + c == pytest.approx(np.ones(3), abs=1e-12)
    assert run.steps < 1000


def test_pivoting_gives_the_same_answer():
    plain, model = robertson(Model.from_antimony(ROBERTSON)), Model.from_antimony(ROBERTSON)
    model.lanes = 1
    model._solvers[(), 1, "double", ()] = Solver(model.system, (), 1, pivoting=True)
    for name, value in robertson(model).values.items():
        assert value == pytest.approx(plain.values[name], rel=1e-9)


def test_pivoting_exchanges_rows():
    """A rotation has a zero diagonal: without an exchange the elimination of g I - J would divide by small numbers."""
    model = Model.from_antimony("model m(); x = 1; y = 0; w = 1e6; x' = w*y - x; y' = -w*x - y; end")
    model._solvers[(), 1, "double", ()] = Solver(model.system, (), 1, pivoting=True)
    model.lanes = 1
    run = model.simulate(1e-5, outputs=("x",), times=(1e-5,), rtol=1e-9)
    assert run.values["x"][0, 0] == pytest.approx(np.cos(10.0) * np.exp(-1e-5), abs=1e-6)


def test_explicit_time_keeps_the_order():
    """Prothero and Robinson (1974): y' = -L (y - cos t) - sin t with y = cos t, at L = 10 and where it is stiff."""
    model = Model.from_antimony("model m(); y = 1; L = 10; y' = -L*(y - cos(time)) - sin(time); end")
    steps, errors = [], []
    for rtol in 10.0 ** -np.arange(4, 10):
        run = model.simulate(20.0, outputs=("y",), times=(20.0,), rtol=rtol)
        steps.append(run.steps)
        errors.append(abs(run.values["y"][0, 0] - np.cos(20.0)))
    assert np.polyfit(np.log(steps), np.log(errors), 1)[0] < -4.0
    stiff = model.simulate(20.0, parameters={"L": 1e6}, outputs=("y",), times=(7.0, 20.0), rtol=1e-7)
    assert stiff.values["y"][0] == pytest.approx(np.cos([7.0, 20.0]), abs=1e-5)
    assert stiff.steps < 500


def test_values_within_a_step_are_as_exact_as_at_its_ends():
    model = Model.from_antimony("model m(); x = 1; y = 0; x' = y; y' = -x; end")
    times = np.linspace(0.0, 20.0, 997)
    run = model.simulate(20.0, outputs=("x", "y"), times=times, rtol=1e-8)
    assert run.steps < 600
    assert run.values["x"][0] == pytest.approx(np.cos(times), abs=1e-6)
    assert run.values["y"][0] == pytest.approx(-np.sin(times), abs=1e-6)


@pytest.mark.parametrize("precision", ["double", "single"])
def test_what_follows_at_once_is_followed_after_a_long_calm(precision):
    """Quiet first, then a rise, then quiet again: a fast component shows the rise within steps that have been long."""
    text = "model m(); u = 1e-9; y = 1e-9; u' = u*(1 - u); y' = 1000*(u*u - y); end"
    times = np.linspace(0.0, 60.0, 2999)[1:]
    run = Model.from_antimony(text).simulate(60.0, outputs=("u", "y"), times=times, rtol=1e-4, precision=precision)
    u = 1 / (1 + (1e9 - 1) * np.exp(-times))
    assert run.values["u"][0] == pytest.approx(u, abs=1e-3)
    assert run.values["y"][0] == pytest.approx(run.values["u"][0] ** 2, abs=2e-3)  # it lags by a thousandth


@pytest.mark.parametrize("precision", ["double", "single"])
def test_what_follows_at_once_is_followed_within_a_step(precision):
    """Fast components stand at what the slow ones say; the steps, far longer than they are fast, show that between."""
    text = "model m(); x = 1; y = 1; z = 0.8; x' = -0.3*x; y' = 1000*(x*x - y); z' = 200*(y/(0.25 + y) - z); end"
    times = np.linspace(0.0, 20.0, 997)[1:]
    run = Model.from_antimony(text).simulate(20.0, outputs=("x", "y", "z"), times=times, rtol=1e-4, precision=precision)
    x = np.exp(-0.3 * times)
    assert run.steps < 200
    assert run.values["x"][0] == pytest.approx(x, abs=1e-5)
    assert run.values["y"][0] == pytest.approx(x**2 * 1000 / (1000 - 0.6), abs=1e-4)


def test_a_system_whose_elimination_is_too_long_is_solved_with_pivoting(monkeypatch):
    rates = "".join(
        f"x{i}' = {' + '.join(f'{0.01 * (i + j + 1)}*x{j}' for j in range(6))} - 2*x{i}; " for i in range(6)
    )
    text = f"model m(); {''.join(f'x{i} = {i + 1}; ' for i in range(6))}{rates}end"
    plain = Model.from_antimony(text).simulate(3.0, n=3, rtol=1e-9).end_state
    monkeypatch.setattr("onconeural.engine.codegen.linear.MOST_UPDATES", 10)
    model = Model.from_antimony(text)
    assert model.simulate(3.0, n=3, rtol=1e-9).end_state == pytest.approx(plain, rel=1e-10)
    assert model.solver().assembly.layout.width == 1


def test_a_blow_up_is_named_with_its_moment():
    run = Model.from_antimony("model m(); x = 1; x' = x^2; end").simulate(
        2.0, parameters={}, n=2, outputs=("x",), times=(0.5, 1.5)
    )
    assert run.status.tolist() == [Status.FAILED, Status.FAILED]
    assert run.failures[0].variable == "x"
    assert run.failures[0].time == pytest.approx(1.0, abs=1e-3)
    assert run.values["x"][0, 0] == pytest.approx(2.0, rel=1e-3)
    assert np.isnan(run.values["x"][0, 1])


def test_what_is_dosed_is_there_or_was_eliminated():
    text = "model m(); gut = 0; body = 0; gone = 0; gut' = -24*gut; body' = 24*gut - 0.3*body; gone' = 0.3*body; end"
    doses = [Dose("gut", d, 2.0) for d in (0.0, 1.0, 1.0, 2.5)] + [Dose("body", 4.0, 3.0, duration=1.5)]
    run = Model.from_antimony(text).simulate(
        10.0, doses=doses, outputs=("gut", "body", "gone"), times=(0.5, 1.0, 3.0, 4.75, 10.0), rtol=1e-9
    )
    total = sum(run.values[n][0] for n in ("gut", "body", "gone"))
    assert total == pytest.approx([2.0, 6.0, 8.0, 9.5, 11.0], rel=1e-9)


def test_a_tighter_tolerance_brings_every_patient_nearer():
    model = Model.from_antimony(
        "model m(); x = 0.1; y = 0; k = 3; x' = x*(1 - x)*k - x*y; y' = x*y - 0.3*y + 0.01; end"
    )
    given = {"parameters": {"k": np.linspace(0.5, 5.0, 64)}, "outputs": ("x", "y"), "times": np.linspace(0, 60, 61)}
    exact = model.simulate(60.0, rtol=1e-11, **given)
    errors = []
    for rtol in (1e-4, 1e-6, 1e-8):
        run = model.simulate(60.0, rtol=rtol, **given)
        errors.append(max(np.abs(run.values[n] - exact.values[n]).max() for n in ("x", "y")))
    assert errors[0] < 1e-2
    assert errors[1] < errors[0] / 10
    assert errors[2] < errors[1] / 10
