"""Reduced curves against the curves themselves."""

import numpy as np
import pytest

from onconeural.engine import Dose, Highest, Last, Lowest, Mean, Model, Quantiles, RequestError

WAVE = Model.from_antimony("model m(); x = 0; v = 1; w = 1; x' = v; v' = -w*w*x; stop: at (x > 1.2): v = v; end")
TIMES = np.linspace(0.0, 10.0, 101)
RATES = np.linspace(0.5, 1.5, 300)


def simulate(**options):
    return WAVE.simulate(10.0, parameters={"w": RATES}, times=TIMES, stop_at=("stop",), **options)


REDUCERS = (Mean("x", 0.0, 1.0), Highest("x"), Lowest("x"), Last("x"), Quantiles("x", (0.1, 0.5, 0.9)))


def test_reducers_agree_with_the_curves():
    whole, less = simulate(outputs=("x",)), simulate(reduce=REDUCERS)
    x = whole.values["x"]
    early = TIMES <= 1.0
    assert not less.values
    assert less.reduced["mean of x, 0 to 1"] == pytest.approx(np.trapezoid(x[:, early], TIMES[early], axis=1))
    assert less.reduced["highest x"].tolist() == np.nanmax(x, axis=1).tolist()
    assert less.reduced["lowest x"].tolist() == np.nanmin(x, axis=1).tolist()
    last = [row[~np.isnan(row)][-1] for row in x]
    assert less.reduced["last x"].tolist() == last
    assert 0 < np.count_nonzero(np.isnan(x[:, -1])) < len(x)


def test_quantiles_are_as_exact_as_they_say():
    x = simulate(outputs=("x",)).values["x"]
    found = simulate(reduce=(Quantiles("x", (0.1, 0.5, 0.9), accuracy=0.002),)).reduced["quantiles of x"]
    wanted = np.nanquantile(x, (0.1, 0.5, 0.9), axis=0, method="lower")
    higher = np.nanquantile(x, (0.1, 0.5, 0.9), axis=0, method="higher")
    low = np.minimum(wanted, higher) - 0.002 * np.abs(wanted) - 1e-8
    high = np.maximum(wanted, higher) + 0.002 * np.abs(higher) + 1e-8
    assert np.all((found >= low) & (found <= high))


def test_reductions_do_not_depend_on_batches_or_threads():
    whole = simulate(reduce=REDUCERS, threads=1).reduced
    for options in ({"batch": 7, "threads": 2}, {"batch": 299}):
        for name, value in simulate(reduce=REDUCERS, **options).reduced.items():
            assert value.tobytes() == whole[name].tobytes()


def test_a_mean_over_a_span_that_was_not_reached_is_not_a_number():
    run = simulate(outputs=("x",), reduce=(Mean("x", 5.0, 10.0),))
    stopped = np.isnan(run.values["x"][:, -1])
    assert np.isnan(run.reduced["mean of x, 5 to 10"]).tolist() == stopped.tolist()


def test_parameters_can_come_from_a_function():
    given = simulate(outputs=("x",))
    asked = []

    def fill(first, last):
        asked.append((first, last))
        return {"w": RATES[first:last]}

    run = WAVE.simulate(
        10.0, parameters=fill, n=300, times=TIMES, outputs=("x",), stop_at=("stop",), batch=100, keep_state=False
    )
    assert run.values["x"].tobytes() == given.values["x"].tobytes()
    assert run.end_state.shape == (2, 0)
    assert sorted(asked) == [(0, 100), (100, 200), (200, 300)]


def test_a_function_without_the_number_of_patients_is_refused():
    with pytest.raises(RequestError, match="need n"):
        WAVE.simulate(1.0, parameters=lambda first, last: {})


def test_curves_that_do_not_fit_are_refused_with_their_size():
    with pytest.raises(RequestError, match="GB are free"):
        WAVE.simulate(10.0, n=10**9, outputs=("x",), times=TIMES, parameters=lambda first, last: {})


def test_an_unknown_name_in_a_reducer_is_refused():
    with pytest.raises(RequestError, match="no output 'y'"):
        simulate(reduce=(Highest("y"),))


def test_doses_are_cut_with_the_patients():
    model = Model.from_antimony("model m(); x = 0; x' = 0*x; end")
    amounts = np.arange(10.0)
    run = model.simulate(2.0, n=10, doses=[Dose("x", 1.0, amounts)], times=(1.5,), reduce=(Last("x"),), batch=3)
    assert run.reduced["last x"].tolist() == amounts.tolist()
