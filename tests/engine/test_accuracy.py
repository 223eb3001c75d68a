"""The solver against known solutions, against its own tolerance, and against LSODA."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model
from onconeural.engine.reference import reference

OSCILLATOR = "model m(); x = 1; v = 0; w = 1; x' = v; v' = -w*w*x; end"
LOGISTIC = "model m(); x = 0.01; k = 1; x' = k*x*(1 - x); end"


def test_a_known_solution_is_met_for_every_patient():
    model = Model.from_antimony(LOGISTIC)
    k = np.array([0.1, 1.0, 5.0])
    times = np.linspace(0, 10, 21)
    run = model.simulate(10, parameters={"k": k}, outputs=("x",), times=times, rtol=1e-8)
    e = np.exp(k[:, None] * times)
    assert run.values["x"] == pytest.approx(0.01 * e / (1 + 0.01 * (e - 1)), rel=1e-7)


def test_the_error_falls_with_the_fifth_power_of_the_step():
    model = Model.from_antimony(OSCILLATOR)
    steps, errors = [], []
    for rtol in 10.0 ** -np.arange(4, 10):
        run = model.simulate(40, outputs=("x", "v"), times=(40.0,), rtol=rtol)
        steps.append(run.steps)
        errors.append(np.hypot(run.values["x"][0, 0] - np.cos(40.0), run.values["v"][0, 0] + np.sin(40.0)))
    slope = np.polyfit(np.log(steps), np.log(errors), 1)[0]
    assert -6.2 < slope < -4.5


def test_energy_is_kept():
    model = Model.from_antimony(OSCILLATOR)
    run = model.simulate(50, outputs=("x", "v"), times=np.arange(0, 51.0), rtol=1e-9)
    energy = run.values["x"] ** 2 + run.values["v"] ** 2
    assert energy == pytest.approx(np.ones_like(energy), abs=1e-6)


def test_time_in_an_equation_is_the_time_of_each_patient():
    model = Model.from_antimony("model m(); x = 0; x' = 2*time; end")
    run = model.simulate([4.0, 3.0], start=[1.0, 2.0], state=np.zeros((1, 2)))
    assert run.end_state[0] == pytest.approx([15.0, 5.0])


def test_lsoda_agrees_with_doses_and_events():
    text = """model m(); x = 0; y = 0; k = 0.7; n = 0
      x' = -k*x; y' = k*x - 0.2*y^2/(1 + y)
      full: at (y > 1.5): y = y/2, n = n + 1
    end"""
    model = Model.from_antimony(text)
    doses = [
        Dose("x", 0.0, 2.0),
        Dose("x", 3.0, 4.0, duration=2.0),
        Dose("y", 6.0, keep=0.5),
        Dose("y", 8.0, 3.0),
    ]
    times = np.arange(0, 12.5, 0.5)
    ours = model.simulate(12, doses=doses, outputs=("x", "y", "n"), times=times, rtol=1e-8)
    theirs = reference(model, 12, doses=doses, outputs=("x", "y", "n"), times=times)
    for name in ("x", "y", "n"):
        assert ours.values[name][0] == pytest.approx(theirs.values[name], abs=1e-5)
    assert ours.events["full"][0] == pytest.approx(theirs.events["full"], abs=1e-5)
    assert ours.values["n"][0, -1] > 2


@pytest.mark.parametrize("unit", [1.0, 1e-9, 1e-15])
def test_a_model_in_small_units_is_as_exact(unit):
    """Michaelis-Menten kinetics in mole, nanomole or less: the same curve, 0.5 W(2) at time 1 (Lambert W)."""
    text = f"model m(); S = {unit}; P = 0; V = {unit}; K = {0.5 * unit}; S' = -V*S/(K + S); P' = V*S/(K + S); end"
    run = Model.from_antimony(text).simulate(1.0, outputs=("S", "P"), times=(1.0,), rtol=1e-8)
    assert run.values["S"][0, 0] / unit == pytest.approx(0.4263027510, rel=1e-7)
    assert (run.values["S"] + run.values["P"])[0, 0] / unit == pytest.approx(1.0, rel=1e-7)
