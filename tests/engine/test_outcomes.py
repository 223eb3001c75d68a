"""Every patient's outcome is a value; one that fails is named and harms no other."""

import numpy as np
import pytest

from onconeural.engine import Model, ModelError, RequestError, Status

BLOW_UP = "model m(); x = 1; k = 0; x' = k*x^2 - 0.1*x; end"


def test_a_failure_has_a_name_a_time_and_a_variable_and_no_number():
    model = Model.from_antimony(BLOW_UP)
    times = (0.5, 5.0, 10.0)
    run = model.simulate(10, parameters={"k": [0.0, 1.0, 0.0]}, outputs=("x",), times=times)
    alone = model.simulate(10, parameters={"k": [0.0]}, outputs=("x",), times=times)
    assert [Status(s) for s in run.status] == [Status.OK, Status.FAILED, Status.OK]
    (failure,) = run.failures
    assert (failure.patient, failure.variable) == (1, "x")
    assert failure.time == pytest.approx(10 * np.log(10 / 9), rel=1e-3)  # 1/x falls to zero there
    assert np.isfinite(run.values["x"][1, 0])
    assert np.isnan(run.values["x"][1, 1:]).all()
    assert np.array_equal(run.values["x"][0], alone.values["x"][0])


def test_a_value_that_is_not_a_number_from_the_start_is_a_failure():
    run = Model.from_antimony("model m(); x = 1; k = 1; x' = ln(k)*x; end").simulate(1, parameters={"k": [1.0, -1.0]})
    assert run.status.tolist() == [0, 2]
    assert "not finite" in str(run.failures[0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"parameters": {"kk": 1.0}}, "no parameter 'kk'.*did you mean 'k'"),
        ({"outputs": ("y",), "times": (1.0,)}, "no output 'y'"),
        ({"stop_at": ("death",)}, "no event 'death'"),
        ({"times": (2.0, 1.0)}, "increase"),
        ({"start": 20.0}, "horizon not before the start"),
        ({"state": np.zeros((2, 1))}, "2 rows"),
        ({"parameters": {"k": [1.0, 2.0]}, "n": 3}, "one number for all"),
        ({"scales": {"q": 1.0}}, "no state 'q'"),
    ],
)
def test_an_impossible_request_is_refused_with_what_was_expected(call, message):
    with pytest.raises(RequestError, match=message):
        Model.from_antimony(BLOW_UP).simulate(10, **call)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model m();\n x = (; end", "line 2"),
        ("model m(); S1 -> S2; ; end", "reaction without kinetic law.*'_J0'.*line"),
        ("model m(); x = 1; y := delay(x, 2); end", "delay symbol"),
        ("model m(); a := b; b := a; end", "Loop"),
        ("model m(); x = 1; x' = 1; e: at (x == 2): x = 0; end", "event 'e'.*=="),
        ('import "other.ant"\nmodel m(); end', "imports"),
    ],
)
def test_what_is_not_simulated_is_refused_by_name(text, message):
    with pytest.raises(ModelError, match=message):
        Model.from_antimony(text).compiled  # noqa: B018


def test_text_that_is_not_a_model_is_refused():
    with pytest.raises(ModelError, match="not a valid SBML"):
        Model.from_sbml("<html/>")


def test_progress_is_told_and_can_cancel():
    model = Model.from_antimony(BLOW_UP)
    seen = []
    model.simulate(500, n=4, progress=seen.append, rtol=1e-9)
    assert seen == sorted(seen)
    assert all(0 <= s <= 1 for s in seen)

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model.simulate(500, n=4, progress=stop, rtol=1e-9)
