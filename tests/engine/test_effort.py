"""How much work a run takes: what rests costs nothing, and what repeats is expected."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model

DRUGS = """model m(); a = 0; b = 0; c = 0; p = 1; q = 1; k = 0.3
  gone := 0.8*b/(0.1 + b)
  a' = -k*a; b' = 0.2*c - k*b; c' = -k*c; p' = 2 - (0.5 + 3*a/(1 + a) + gone)*p; q' = p - q
end"""
TIMES = np.arange(0.0, 61.0)
NOBODY = float("nan")


def run(doses, model=None, **options):
    found = model or Model.from_antimony(DRUGS)
    return found.simulate(60.0, doses=doses, outputs=("p", "b", "gone"), times=TIMES, **options)


def test_drugs_that_nobody_gets_change_nothing():
    given = [Dose("a", 2.0 * i, 1.0) for i in range(20)]
    asleep, awake = run(given), run([*given, Dose("c", NOBODY, 1.0)])
    assert asleep.values["p"] == pytest.approx(awake.values["p"], rel=1e-12)
    assert not asleep.values["b"].any()
    assert not asleep.values["gone"].any()


def test_what_a_dose_wakes_is_awake():
    assert Model.from_antimony(DRUGS).asleep() == ("a", "b", "c")
    assert Model.from_antimony(DRUGS).asleep({"c"}) == ("a",)
    assert (run([Dose("c", 1.0, 1.0)]).values["b"][0, 2:10] > 0.01).all()


@pytest.mark.parametrize(
    "text",
    [
        "x = 0; k = 0; x' = k - x",  # a parameter may move it
        "x = 0; x' = -x; kick: at time > 1: x = 1",
        "x := 0; y = 0; y' = sin(time) - y",
    ],
)
def test_what_may_move_is_awake(text):
    assert Model.from_antimony(f"model m(); {text}; end").asleep() == ()


def test_a_run_goes_on_with_what_it_has():
    model = Model.from_antimony(DRUGS)
    first = model.simulate(10.0, doses=[Dose("c", 1.0, 1.0)])
    rest = run([], model, start=10.0, state=first.end_state)
    whole = run([Dose("c", 1.0, 1.0)], model)
    assert rest.values["p"][0, 10:] == pytest.approx(whole.values["p"][0, 10:], rel=1e-4)


def test_the_step_after_a_dose_is_that_after_the_last_one():
    doses = [Dose("a", 2.0 * i, 1.0) for i in range(30)]
    few, many = (run(doses[:k], rtol=1e-6).steps for k in (2, 30))
    assert many - few < 28 * 7  # it is 6.5; it was 8.3 before the size was kept


def test_many_states_together_are_as_exact_as_one():
    copies = "; ".join(f"y{i} = 1; y{i}' = -y{i}*(1 + 0.9*sin(time))" for i in range(20))
    alone = Model.from_antimony("model m(); y0 = 1; y0' = -y0*(1 + 0.9*sin(time)); end")
    together = Model.from_antimony(f"model m(); {copies}; end")
    exact = np.exp(-(10.0 + 0.9 * (1.0 - np.cos(10.0))))
    error = [abs(m.simulate(10.0, rtol=1e-4).end_state[0, 0] / exact - 1.0) for m in (alone, together)]
    assert error[1] < error[0]


def test_long_steps_are_held_to_more_than_short_ones():
    """What is done wrong in a slow phase stays, and grows near a threshold: a step counts by its part of the run."""
    text = "model m(); x = 0; a = 1; x' = a + x*x/(1 + x*x) - 0.55*x; end"
    model, a = Model.from_antimony(text), 0.083385653 + np.geomspace(1e-5, 1e-3, 32)
    times = np.arange(10.0, 1501.0, 10.0)

    def lingering(horizon, rtol):
        return model.simulate(horizon, parameters={"a": a}, outputs=("x",), times=times, rtol=rtol)

    exact = lingering(1501.0, 1e-11).values["x"]
    errors = [np.abs(lingering(h, 1e-5).values["x"] / exact - 1).max(axis=1).mean() for h in (1501.0, 1e6)]
    assert errors[0] < 0.7 * errors[1]
