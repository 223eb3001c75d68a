"""The units of the model: declared everywhere, checked by libSBML, and wrong ones are found."""

import libsbml
import pytest

from onconeural.engine.antimony import to_sbml
from onconeural.model import disease_model, registry
from onconeural.model.unit_check import unit_problems, with_all_units
from onconeural.model.units import unit_definitions, unit_id

# What libSBML still says about the units, and why it stands. Nothing, so far.
STANDING: dict[str, str] = {}


def small(equation):
    units = unit_definitions(["mg/L", "g/L", "1/day", "cells"])
    text = f"model m()\n unit time_unit = 86400 second\n{units}\n a = 1\n b = 1\n k = 1\n{equation}\n"
    return with_all_units(to_sbml(text + " a has mg_per_L\n b has g_per_L\n k has per_day\n x has mg_per_L\nend\n"))


def test_libsbml_finds_no_unit_problem_in_the_model():
    assert [p for p in unit_problems(disease_model().sbml) if p not in STANDING] == []


def test_every_parameter_and_state_has_the_unit_of_the_registry():
    model = libsbml.readSBMLFromString(disease_model().sbml).getModel()
    for record in (*registry().parameters, *registry().states):
        assert model.getParameter(record.symbol).getUnits() == unit_id(record.unit), record.symbol
    assert all(model.getParameter(i).isSetUnits() for i in range(model.getNumParameters()))
    assert model.getTimeUnits() == "day"


def test_equal_units_are_accepted():
    assert unit_problems(small("x = 0\n x' = k*(a - x)")) == ()


@pytest.mark.parametrize(
    "equation",
    [
        "x = 0\n x' = k*(a + b - x)",  # milligram and gram
        "x = 0\n x' = a",  # a level where a rate is expected
        "x := a + 1",  # a number without a unit is dimensionless
        "x := a*exp(k)",  # a rate in an exponential
        "x = 0\n x' = k*x - 0.1*x",  # a rate constant without its unit
    ],
)
def test_a_wrong_unit_is_found(equation):
    assert unit_problems(small(equation))


def test_numbers_can_carry_a_unit():
    assert unit_problems(small("x = 0\n x' = k*(a - x) - 0.1 per_day*x")) == ()


def test_units_are_only_notes_for_the_solver():
    plain = "model m()\n x = 1\n k = 0.3\n x' = -k*x*x/(x + 1)\nend\n"
    from onconeural.engine import Model

    runs = [Model.from_sbml(s).simulate(5, outputs=("x",), times=(5.0,)) for s in (to_sbml(plain), small(
        "x = 1\n x' = -0.3 per_day*x*x/(x + a)"))]  # fmt: skip
    assert runs[0].values["x"][0, 0] == runs[1].values["x"][0, 0]


def test_unknown_units_and_unchecked_powers_are_refused():
    with pytest.raises(ValueError, match=r"found 'days', expected .*; nearest: day"):
        unit_id("1/days")
    with pytest.raises(ValueError, match=r"expected exp\(ln\(10\)"):
        small("x := a*10^(a/b)")
