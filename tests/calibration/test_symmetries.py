"""Factors on parameters that change nothing observable."""

from __future__ import annotations

import numpy as np
import pytest

from onconeural.calibration.checks.identifiability import structure
from onconeural.calibration.checks.symmetries import Symmetry, symmetries
from onconeural.engine import Model
from onconeural.model import disease_model
from onconeural.population import cohort

FACTOR = 1.7


def found(text, seen, parameters):
    return symmetries(Model.from_antimony(text).sbml, seen, parameters)


@pytest.mark.parametrize(
    ("equations", "parameters", "words"),
    [
        # one compartment, dose given, concentration seen: nothing is hidden
        ("A = 0; A' = -CL/V*A; y := A/V; u := A; CL = 1; V = 1", ("CL", "V"), []),
        # the dose is not known: its size and the volume enter only as a ratio
        ("A = D0; A' = -k*A; y := A/V; D0 = 1; k = 1; V = 1", ("D0", "k", "V"), ["D0 and V enter only as a ratio"]),
        # a power
        ("A = 1; A' = -k*c^2*A; y := A; k = 1; c = 1", ("k", "c"), ["multiply k^2 and divide c by one factor"]),
        # a state that may fall below zero
        (
            "A = A0; B = 0; A' = -k*(A + abs(A))/2; B' = k*c*abs(A) - B; y := B; A0 = 1; k = 1; c = 1",
            ("A0", "c", "k"),
            ["A0 and c enter only as a product"],
        ),
        # a sum ties two rates to time
        ("A = 1; A' = -(k + c)*A; y := A; k = 1; c = 1", ("k", "c"), []),
        # nothing looks at z
        ("A = 1; B = 1; A' = -k*A; B' = -z*B; y := A; k = 1; z = 1; w = 2; v := w*B", ("k", "w"), ["w does not enter"]),
    ],
)
def test_textbook_models_have_the_symmetries_that_are_known(equations, parameters, words):
    seen = [name for name in ("y", "u") if f"{name} :=" in equations]
    result = [one.words for one in found(f"model m\n{equations}\nend", seen, parameters)]
    assert len(result) == len(words)
    assert all(got.startswith(expected) for got, expected in zip(result, words, strict=True))


@pytest.fixture(scope="module")
def patients():
    people = cohort("hu", 4000).people
    return {name: values[:20] for name, values in people.parameters.items()}


def course(parameters):
    run = disease_model().simulate(
        9000.0, parameters=parameters, outputs=("mrs",), times=np.linspace(0, 9000, 300), rtol=1e-8
    )
    return run.values["mrs"]


def test_the_disease_model_keeps_its_course_under_every_symmetry(patients):
    model = disease_model()
    whole = {name: patients.get(name, np.full(20, value)) for name, value in model.parameters.items()}
    before = course(whole)
    assert np.nanmax(before) > 1.0
    for one in structure()[0]:
        scaled = {name: values * FACTOR ** one.powers.get(name, 0) for name, values in whole.items()}
        assert course(scaled) == pytest.approx(before, abs=2e-3, nan_ok=True), one.words  # 1 cell is not quite nothing


def test_a_factor_on_one_parameter_of_a_symmetry_alone_changes_the_course(patients):
    whole = {name: patients.get(name, np.full(20, value)) for name, value in disease_model().parameters.items()}
    changed = course(whole | {"n4": whole["n4"] * FACTOR})
    assert np.nanmax(np.abs(changed - course(whole))) > 0.1


def test_no_symmetry_is_left_among_the_free_parameters():
    assert structure()[1] == ()


def test_words_of_a_larger_symmetry():
    assert Symmetry({"a": 1, "b": 2, "c": -1}).words == "multiply a, b^2 and divide c by one factor: nothing changes"
