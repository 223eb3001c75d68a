"""A value that passes a threshold and comes back within one step: it is found, at its time, and costs little."""

import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from onconeural.engine import Model, Status

SWING = "model m(); x = 0; v = 1; level = 0.9; n = 0; x' = v; v' = -x; up: at (x > level): n = n + 1; end"
LEVELS = np.array([0.9, 0.99, 0.999, 0.9999])
PERIODS = 20
END = 2 * np.pi * PERIODS


def swing(precision="double", **options):
    return Model.from_antimony(SWING).simulate(
        END, parameters={"level": LEVELS}, outputs=("n",), times=(END,), rtol=1e-6, precision=precision, **options
    )


def noted(text):
    """The same model with events that change nothing: they only have to be noted, in machine code."""
    sbml = Model.from_antimony(text).sbml
    return Model.from_sbml(re.sub(r"<listOfEventAssignments>.*?</listOfEventAssignments>", "", sbml, flags=re.DOTALL))


def test_steps_are_longer_than_the_excursions():
    run = Model.from_antimony(SWING.replace("0.9;", "2;")).simulate(END, rtol=1e-6)
    assert END / run.steps > 2 * np.arccos(LEVELS[-1])


@pytest.mark.parametrize("precision", ["double", "single"])
def test_every_excursion_is_found(precision):
    run = swing(precision)
    assert run.values["n"][:, 0].tolist() == [PERIODS] * len(LEVELS)
    assert run.events["up"] == pytest.approx(np.arcsin(LEVELS), abs=1e-3)


def test_so_is_one_that_is_only_noted():
    run = noted(SWING).simulate(END, parameters={"level": LEVELS}, rtol=1e-6)
    assert run.events["up"] == pytest.approx(np.arcsin(LEVELS), abs=1e-3)


def test_a_terminal_one_ends_the_run():
    for model in (Model.from_antimony(SWING), noted(SWING)):
        run = model.simulate(END, parameters={"level": LEVELS}, rtol=1e-6, stop_at=("up",))
        assert run.status.tolist() == [Status.STOPPED] * len(LEVELS)
        assert run.end_time == pytest.approx(np.arcsin(LEVELS), abs=1e-3)
        assert run.end_state[0] == pytest.approx(LEVELS, abs=1e-5)


def test_a_dip_is_found_as_a_peak_is():
    text = SWING.replace("x > level", "x < -level")
    run = Model.from_antimony(text).simulate(END, parameters={"level": LEVELS}, outputs=("n",), times=(END,), rtol=1e-6)
    assert run.values["n"][:, 0].tolist() == [PERIODS] * len(LEVELS)
    assert run.events["up"] == pytest.approx(np.pi + np.arcsin(LEVELS), abs=1e-3)


def test_peaks_of_a_product_of_states_as_scipy_finds_them_with_small_steps():
    text = """model m(); prey = 1; hunters = 0.5; n = 0; level = 1
      prey' = prey*(1 - hunters); hunters' = hunters*(prey - 1)
      high: at (prey*hunters^2 > level): n = n + 1
    end"""
    found = solve_ivp(_hunt, (0, 60), [1.0, 0.5], rtol=1e-11, atol=1e-12, max_step=0.01)
    product = found.y[0] * found.y[1] ** 2
    level = 0.9995 * product.max()
    rises = np.flatnonzero((product[1:] > level) & (product[:-1] <= level))
    model = Model.from_antimony(text)
    run = model.simulate(60.0, parameters={"level": [level]}, outputs=("n",), times=(60.0,), rtol=1e-6)
    assert run.values["n"][0, 0] == len(rises) > 5
    assert run.events["high"][0] == pytest.approx(found.t[rises[0]], abs=0.02)


def _hunt(_, y):
    return [y[0] * (1 - y[1]), y[1] * (y[0] - 1)]


def test_a_piece_of_a_rate_is_not_jumped_over():
    text = "model m(); x = 0; v = 1; y = 0; x' = v; v' = -x; y' = piecewise(1, x > 0.9995, 0); end"
    run = Model.from_antimony(text).simulate(END, outputs=("y",), times=(END,), rtol=1e-6)
    assert run.values["y"][0, 0] == pytest.approx(PERIODS * 2 * np.arccos(0.9995), rel=5e-3)


def test_what_is_nearly_reached_costs_little_and_does_not_happen():
    model = Model.from_antimony(SWING)
    far, near = (model.simulate(END, parameters={"level": v}, rtol=1e-6) for v in (3.0, 1.0001))
    assert np.isnan(near.events["up"][0])
    assert near.steps <= 1.05 * far.steps


@pytest.mark.parametrize("lanes", [1, 2, 8])
def test_the_same_bits_for_any_number_of_lanes(lanes):
    model = Model.from_antimony(SWING)
    model.lanes = lanes
    alone = [model.simulate(END, parameters={"level": v}, rtol=1e-6) for v in LEVELS]
    assert np.concatenate([r.events["up"] for r in alone]).tobytes() == swing().events["up"].tobytes()
    assert sum(r.steps for r in alone) == swing().steps
