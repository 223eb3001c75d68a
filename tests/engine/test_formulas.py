"""Formulas: every supported construct has the value that plain Python gives."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onconeural.engine import Model

FORMULAS = {
    "a + b - 3": lambda a, b: a + b - 3,
    "-a*b/(1 + b)": lambda a, b: -a * b / (1 + b),
    "a^2 + b^4 + a^b": lambda a, b: a**2 + b**4 + a**b,
    "exp(-a) + ln(b) + abs(a - b)": lambda a, b: math.exp(-a) + math.log(b) + abs(a - b),
    "sqrt(a) + sin(a)*cos(b) + tanh(b)": lambda a, b: math.sqrt(a) + math.sin(a) * math.cos(b) + math.tanh(b),
    "floor(a) + ceil(b)": lambda a, b: math.floor(a) + math.ceil(b),
    "piecewise(1, a < b, 2, a < 2*b, 3)": lambda a, b: 1 if a < b else 2 if a < 2 * b else 3,
    "root(3, a)": lambda a, b: a ** (1 / 3),
}
MODELS = {f: Model.from_antimony(f"model m(); a = 1; b = 1; x := {f}; y = 0; y' = 0*y; end") for f in FORMULAS}


@pytest.mark.parametrize("formula", FORMULAS)
@settings(max_examples=25, deadline=None)
@given(a=st.floats(0.01, 9.0), b=st.floats(0.01, 9.0))
def test_a_formula_has_its_value(formula, a, b):
    run = MODELS[formula].simulate(0.0, parameters={"a": a, "b": b}, outputs=("x",), times=(0.0,))
    assert run.values["x"][0, 0] == pytest.approx(FORMULAS[formula](a, b), rel=1e-12, abs=1e-12)


def test_assignments_are_sorted_and_initial_values_follow_parameters():
    model = Model.from_antimony("model m(); p = 2; x = 2*q; q = p + 1; c := b + 1; b := x; x' = 0*x; end")
    run = model.simulate(0.0, parameters={"p": [2.0, 5.0]}, outputs=("x", "c"), times=(0.0,))
    assert run.values["x"][:, 0].tolist() == [6.0, 12.0]
    assert run.values["c"][:, 0].tolist() == [7.0, 13.0]


def test_names_of_the_model_cannot_reach_python():
    model = Model.from_antimony("model m(); np = 3; exec = 2; t = 1; y = 0; y' = np + exec + t; end")
    assert model.simulate(1.0).end_state[0, 0] == pytest.approx(6.0)
