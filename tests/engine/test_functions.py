"""Every function of a formula: its value against NumPy, and its derivative through the steps that a solver needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.engine import Model
from onconeural.engine.reference import reference

VALUES = Model.from_antimony(
    "model m(); p = 1; q = 1; e := exp(p); l := ln(p); w := p^q; r := sqrt(p); c := p^3; h := p^0.5; n := p^(-2); end"
)
SIZES = st.floats(1e-250, 1e250)


def value(name, **parameters):
    return VALUES.simulate(0.0, parameters=parameters, outputs=(name,), times=(0.0,)).values[name][0, 0]


@given(st.floats(-700.0, 700.0))
def test_exp(p):
    assert value("e", p=p) == pytest.approx(np.exp(p), rel=2e-15)


@given(SIZES)
def test_ln(p):
    assert value("l", p=p) == pytest.approx(np.log(p), rel=4e-16, abs=4e-16)


@given(st.floats(1e-20, 1e20), st.floats(-10.0, 10.0))
def test_power(p, q):
    wanted = np.power(p, q)
    assert value("w", p=p, q=q) == pytest.approx(wanted, rel=4e-16 * (4 + abs(np.log(wanted))))


@given(SIZES)
def test_plain_powers(p):
    assert value("r", p=p) == np.sqrt(p)
    assert value("h", p=p) == np.sqrt(p)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (0.0, 2.0),
        (0.0, 0.0),
        (0.0, -1.0),
        (-2.0, 3.0),
        (-2.0, 2.0),
        (-2.0, -3.0),
        (5.0, 0.0),
        (1.0, 1e300),
        (-0.5, 0.5),
    ],
)
def test_edges_of_a_power(p, q):
    with np.errstate(all="ignore"):
        wanted = np.power(p, q)
    assert value("w", p=p, q=q) == pytest.approx(wanted, rel=1e-14, nan_ok=True)


@pytest.mark.parametrize("p", [0.0, -1.0, np.inf, 800.0, -800.0, 5e-324])
def test_edges_of_exp_and_ln(p):
    with np.errstate(all="ignore"):
        assert value("e", p=p) == pytest.approx(np.exp(p), rel=1e-14)
        if p != 5e-324:  # below the smallest normal number ln counts as minus infinity
            assert value("l", p=p) == pytest.approx(np.log(p), nan_ok=True)


FORMULAS = [
    "exp(-x)",
    "ln(1 + x)",
    "sqrt(x)",
    "x^1.7",
    "x^q",
    "q^x",
    "x^(-2)",
    "x/(1 + x)",
    "x^4/(1 + x^4)",
    "sin(x)",
    "cos(x)",
    "tan(x/4)",
    "arcsin(x/4)",
    "arccos(x/4)",
    "arctan(x)",
    "sinh(x/2)",
    "cosh(x/2)",
    "tanh(x)",
    "arcsinh(x)",
    "arccosh(1 + x)",
    "arctanh(x/4)",
    "abs(x - 3)",
    "floor(x/100)",
    "ceil(x/100)",
    "max(x, y)",
    "min(x, y)",
    "piecewise(x, x < 1.3, 2 - x/2)",
    "time*x/(1 + time)",
    "1/(1 + exp(-8*(x - 1)))",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_rates_with_each_function_agree_with_lsoda(formula):
    """With a wrong derivative the error control would need many more steps than these."""
    model = Model.from_antimony(f"model m(); x = 1.1; y = 0.9; q = 1.3; x' = 0.3*({formula}) - 0.2*x; y' = x - y; end")
    ours = model.simulate(5.0, outputs=("x", "y"), times=(1.0, 5.0), rtol=1e-8)
    theirs = reference(model, 5.0, outputs=("x", "y"), times=(1.0, 5.0), rtol=1e-10)
    for name in ("x", "y"):
        assert ours.values[name][0] == pytest.approx(theirs.values[name], rel=3e-7)
    assert ours.steps < 120
