"""Events: times, order, terminal ones, and continuing after them."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model, Status

GROWTH = Model.from_antimony(
    """model m(); x = 1; k = 0.1; limit = 8; seen = -1
    x' = k*x
    reached: at (x >= limit): seen = time
    double: at (x > 2): k2 = 1
    k2 = 0
    end"""
)


def test_an_event_is_found_at_its_time():
    k = np.array([0.05, 0.1, 0.4, 0.01])
    run = GROWTH.simulate(60, parameters={"k": k}, outputs=("seen",), times=(60.0,))
    expected = np.log(8) / k
    assert run.events["reached"][:3] == pytest.approx(expected[:3], abs=1e-4)
    assert np.isnan(run.events["reached"][3])
    assert run.values["seen"][:3, 0] == pytest.approx(expected[:3], abs=1e-4)


def test_a_terminal_event_ends_the_run_and_hands_back_the_state():
    run = GROWTH.simulate(60, parameters={"k": [0.1, 0.001]}, stop_at=("reached",), outputs=("x",), times=(10.0, 50.0))
    assert [Status(s) for s in run.status] == [Status.STOPPED, Status.OK]
    assert run.stopped_by == ("reached", "")
    assert run.end_time == pytest.approx([np.log(8) / 0.1, 60.0], abs=1e-4)
    assert run.end_state[0, 0] == pytest.approx(8.0, abs=1e-4)
    assert np.isnan(run.values["x"][0, 1])
    assert run.values["x"][0, 0] == pytest.approx(np.e, rel=1e-4)


def test_what_already_holds_does_not_happen_again():
    first = GROWTH.simulate(60, stop_at=("reached",))
    second = GROWTH.simulate(60, start=first.end_time, state=first.end_state, stop_at=("reached",))
    assert second.stopped_by == ("",)


def test_a_dose_can_set_off_an_event_at_its_own_time():
    run = GROWTH.simulate(5, doses=[Dose("x", 2.0, 20.0)], stop_at=("reached",))
    assert run.end_time.tolist() == [2.0]


def test_one_event_can_set_off_another():
    text = """model m(); x = 0; y = 0; z = 0; x' = 1
      first: at (x >= 1): y = 5
      second: at (y > 3): z = 7
    end"""
    run = Model.from_antimony(text).simulate(2, outputs=("z",), times=(2.0,))
    assert run.events["first"][0] == pytest.approx(1.0, abs=1e-5)
    assert run.events["second"][0] == run.events["first"][0]
    assert run.values["z"][0, 0] == 7


def test_an_event_in_a_fast_swing_is_not_missed():
    text = "model m(); x = 0; v = 1; n = 0; x' = v; v' = -x; up: at (x > 0.5): n = n + 1; end"
    run = Model.from_antimony(text).simulate(2 * np.pi * 20, outputs=("n",), times=(2 * np.pi * 20,), rtol=1e-6)
    assert run.values["n"][0, 0] == 20


def test_a_pending_event_stays_with_its_patient():
    text = "model m(); x = 0; x' = 1; y = 0; k = 1; e: at 5 after (x > k): y = y + 1; end"
    model = Model.from_antimony(text)
    patients = {"parameters": {"k": [1.0, 1.0, 20.0, 1.0]}, "outputs": ("y",), "times": (4.0,)}
    for batch in (4096, 2, 1):
        run = model.simulate([4.0, 4.0, 8.0, 8.0], batch=batch, **patients)
        assert run.end_state[model.states.index("y")].tolist() == [0.0, 0.0, 0.0, 1.0]
