"""SBML constructs with answers that can be worked out by hand."""

import numpy as np
import pytest

from onconeural.engine import Model, ModelError


def final(text, horizon, *outputs, **more):
    run = Model.from_antimony(text).simulate(horizon, outputs=outputs, times=(horizon,), rtol=1e-8, **more)
    assert not run.failures
    return [float(run.values[o][0, 0]) for o in outputs]


def test_a_species_is_a_concentration_and_can_be_asked_for_as_an_amount():
    text = "model m(); compartment C = 2; species S in C; S = 3; k = 0.5; S -> ; k*S*C; end"
    assert final(text, 1.0, "S", "S.amount", "S.concentration") == pytest.approx(
        [3 * np.exp(-0.5), 6 * np.exp(-0.5), 3 * np.exp(-0.5)]
    )


def test_a_species_in_amounts_is_an_amount():
    text = "model m(); compartment C = 2; substanceOnly species S in C; S = 6; k = 0.5; S -> ; k*S; end"
    assert final(text, 1.0, "S", "S.concentration") == pytest.approx([6 * np.exp(-0.5), 3 * np.exp(-0.5)])


def test_boundary_species_are_not_used_up():
    text = "model m(); compartment C = 1; species $S in C, P in C; S = 2; P = 0; S -> P; 0.5*S; end"
    assert final(text, 3.0, "S", "P") == pytest.approx([2, 3])


def test_a_growing_volume_dilutes():
    text = "model m(); compartment C; C = 1; C' = 1; species S in C; S = 4; end"
    assert final(text, 3.0, "S", "S.amount", "C") == pytest.approx([1, 4, 4])


def test_an_event_on_a_volume_keeps_amounts():
    text = "model m(); compartment C; C = 1; species S in C; S = 4; e: at (time > 1): C = 2; end"
    assert final(text, 2.0, "S", "S.amount") == pytest.approx([2, 4])


def test_stoichiometry_and_reaction_rate_as_symbols():
    text = "model m(); compartment C = 1; species A in C, B in C; A = 5; B = 0; J: 2 A -> 3 B; 0.1; x := J; end"
    assert final(text, 4.0, "A", "B", "x") == pytest.approx([5 - 0.8, 1.2, 0.1])


def test_function_definitions_are_expanded():
    text = """function half(x)
      x/2
    end
    model m(); compartment C = 1; species S in C; S = 8; S -> ; half(1)*S; z := half(half(S)); end"""
    assert final(text, 2.0, "z") == pytest.approx([2 * np.exp(-1.0)])


def test_rate_of():
    text = """model m(); x = 1; x' = -0.5*x; y := rateOf(x)
    compartment C; C = 1; C' = 1; species S in C; S = 2; r := rateOf(S)
    end"""
    assert final(text, 2.0, "y", "r") == pytest.approx([-0.5 * np.exp(-1.0), -2 / 9])


def test_a_delayed_event_uses_values_from_its_trigger_or_from_its_own_time():
    for when, expected in (("", 1.0), (", fromTrigger=false", 3.0)):
        text = f"model m(); x = 0; x' = 1; y = 0; e: at 2 after (x > 1){when}: y = x; end"
        assert final(text, 4.0, "y")[0] == pytest.approx(expected, abs=1e-5)


def test_an_event_that_is_not_persistent_is_called_off():
    for persistent, expected in (("true", 1.0), ("false", 0.0)):
        text = f"""model m(); x = 0; x' = 1; y = 0
        e: at 2 after (x > 1 && x < 2), persistent={persistent}: y = 1
        end"""
        assert final(text, 5.0, "y") == [expected]


def test_the_higher_priority_happens_first():
    text = """model m(); x = 0; x' = 1; y = 1
    a: at (x > 1), priority=1: y = y*10
    b: at (x > 1), priority=2, fromTrigger=false: y = y + 1
    end"""
    assert final(text, 2.0, "y") == [10.0]  # a had taken its value of y when both were triggered
    assert final(text.replace("priority=1:", "priority=1, fromTrigger=false:"), 2.0, "y") == [20.0]


def test_ties_are_drawn_by_lot_and_the_same_in_any_batch():
    text = """model m(); x = 0; x' = 1; y = 1
    a: at (x > 1), priority=1, fromTrigger=false: y = y*10
    b: at (x > 1), priority=1, fromTrigger=false: y = y + 1
    end"""
    model = Model.from_antimony(text)
    whole = model.simulate(2.0, n=400).end_state[model.states.index("y")]
    small = model.simulate(2.0, n=400, batch=7).end_state[model.states.index("y")]
    assert np.array_equal(whole, small)
    assert 0.4 < np.mean(whole == 20.0) < 0.6
    assert set(whole) == {11.0, 20.0}


def test_an_event_at_the_start_when_its_trigger_counts_as_false_before():
    for t0, expected in (("true", 0.0), ("false", 1.0)):
        text = f"model m(); x = 5; x' = 0; y = 0; e: at (x > 1), t0={t0}: y = 1; end"
        assert final(text, 1.0, "y") == [expected]


def test_a_narrow_window_of_time_is_not_stepped_over():
    text = """model m(); y = 0; e: at (time > 3 && time < 3.001): y = 1
    x = 0; x' = piecewise(1, time > 5 && time < 5.001, 0)
    end"""
    assert final(text, 10.0, "y", "x") == pytest.approx([1, 0.001], rel=1e-4)


def test_events_without_end_are_a_failure_with_a_name():
    text = "model m(); x = 0; y = 0; x' = 1; a: at (x > 1 && y < 1): y = 1; b: at (x > 1 && y > 0): y = 0; end"
    run = Model.from_antimony(text).simulate(2.0)
    assert "events at one moment" in str(run.failures[0])


def test_patients_can_differ_in_a_reaction_network():
    model = Model.from_antimony("model m(); compartment C = 1; species S in C; S = 1; k = 1; S -> ; k*S; end")
    run = model.simulate(1.0, parameters={"k": [0.5, 1.0]}, outputs=("S",), times=(1.0,), rtol=1e-8)
    assert run.values["S"][:, 0] == pytest.approx(np.exp([-0.5, -1.0]))


SBML = """<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="m">
<listOfParameters><parameter id="x" value="1" constant="false"/></listOfParameters>
{body}
</model></sbml>"""
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML">{0}</math>'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            f"<listOfRules><algebraicRule>{MATH.format('<ci>x</ci>')}</algebraicRule></listOfRules>",
            "algebraic rule.*line",
        ),
        ("<listOfReactions><reaction id='J' fast='true' reversible='false'/></listOfReactions>", "fast reaction.*'J'"),
        ("<listOfReactions><reaction id='J' fast='false' reversible='false'/></listOfReactions>", "kinetic law.*'J'"),
    ],
)
def test_what_is_not_simulated_names_element_id_and_line(body, message):
    with pytest.raises(ModelError, match=message):
        Model.from_sbml(SBML.format(body=body))


RECURSIVE = f"""<listOfFunctionDefinitions><functionDefinition id="f">{
    MATH.format("<lambda><bvar><ci>a</ci></bvar><apply><ci>f</ci><ci>a</ci></apply></lambda>")
}</functionDefinition>
</listOfFunctionDefinitions>"""


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>' + SBML.format(body=""),
        SBML.format(body=RECURSIVE).replace("<listOfParameters>", "<listOfParameters>"),
        "",
        "not xml",
        SBML.format(body="")[:200],
        "<sbml/>",
    ],
)
def test_hostile_or_broken_text_is_a_clear_refusal(text):
    with pytest.raises(ModelError):
        Model.from_sbml(text)


LEVEL_1 = """<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level1" level="1" version="2"><model name="old">
<listOfCompartments><compartment name="C"/></listOfCompartments>
<listOfSpecies><species name="S" compartment="C" initialAmount="3"/></listOfSpecies>
<listOfParameters><parameter name="k" value="0.5"/></listOfParameters>
<listOfReactions><reaction name="J" reversible="false">
<listOfReactants><speciesReference species="S"/></listOfReactants>
<kineticLaw formula="k*S"/></reaction></listOfReactions></model></sbml>"""


def test_a_model_of_level_1_runs_with_its_default_volume():
    run = Model.from_sbml(LEVEL_1).simulate(1.0, outputs=("S",), times=(1.0,), rtol=1e-8)
    assert run.values["S"][0, 0] == pytest.approx(3 * np.exp(-0.5))
