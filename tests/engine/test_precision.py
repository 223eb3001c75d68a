"""Single precision inside a step: as exact as its tolerance, double where it would not be, the same bits always."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model, RequestError

LOGISTIC = "model m(); x = 0.01; k = 1; x' = k*x*(1 - x); end"
CYCLE = """model m(); a = 1; b = 0; c = 0.2; k = 0.8; n = 2.5; K = 0.4; high = 0.9
  a' = -k*a + 0.3*c/(K + c) + 0.05*tanh(b)
  b' = a^n/(K^n + a^n) - 0.5*b*exp(-c)
  c' = 0.1*sqrt(b) - 0.2*c*ln(1 + c) + 0.01*tanh(a - b)
  up: at (b > high): c = c/2
end"""
PATIENTS = 70


def cycle(who=slice(None), lanes=None, **options):
    random = np.random.default_rng(4)
    given = {s: v * np.exp(0.3 * random.standard_normal(PATIENTS))[who] for s, v in (("k", 0.8), ("n", 2.5))}
    time = np.linspace(1.0, 6.0, PATIENTS)[who]
    doses = [Dose("a", time, 0.7), Dose("c", time, 0.3, duration=1.5), Dose("b", 5.0, keep=0.4)]
    model = Model.from_antimony(CYCLE)
    model.lanes = lanes
    return model.simulate(
        12.0, parameters=given, doses=doses, outputs=("a", "b", "c"), times=np.arange(0.0, 12.5, 0.5),
        **{"rtol": 1e-4, "precision": "single", **options},
    )  # fmt: skip


def values(run):
    return np.stack(list(run.values.values()))


@pytest.fixture(scope="module")
def plain():
    return cycle(threads=1)


def test_a_known_solution_is_met():
    k, times = np.array([0.1, 1.0, 5.0]), np.linspace(0, 10, 21)
    run = Model.from_antimony(LOGISTIC).simulate(
        10, parameters={"k": k}, outputs=("x",), times=times, rtol=1e-5, precision="single"
    )
    e = np.exp(k[:, None] * times)
    assert run.values["x"] == pytest.approx(0.01 * e / (1 + 0.01 * (e - 1)), rel=3e-5)
    assert not run.in_double


def test_it_is_single_and_as_exact_as_double(plain):
    double, exact = cycle(precision="double"), cycle(precision="double", rtol=1e-9)
    assert values(plain).tobytes() != values(double).tobytes()
    errors = [np.abs(values(run) - values(exact)).max() for run in (plain, double)]
    assert errors[0] < 1.5 * errors[1] + 1e-6  # two runs at one tolerance differ by chance
    assert not plain.failures
    assert plain.events["up"] == pytest.approx(exact.events["up"], rel=1e-3, nan_ok=True)


def test_many_steps_lose_nothing():
    """The rate does not change; the sums of the method must not lose digits to their large weights."""
    model = Model.from_antimony("model m(); x = 0; y = 1; x' = 0.37; y' = -y; end")
    run = model.simulate(1000.0, outputs=("x",), times=(1000.0,), rtol=1e-4, precision="single")
    assert run.values["x"][0, 0] == pytest.approx(370.0, rel=3e-7)


def test_near_a_threshold_the_last_digits_count():
    """Growth by x^2 just above the threshold: x lingers near it for long, and its rate decides when x goes on."""
    fold = 0.083385653  # of a: below it, x rests at 0.344
    text = "model m(); x = 0; a = 1; x' = a + x*x/(1 + x*x) - 0.55*x; end"
    model, times = Model.from_antimony(text), np.arange(5.0, 4000.0, 5.0)
    a = fold + np.geomspace(3e-6, 1e-3, 64)

    def lingering(**options):
        return model.simulate(4000.0, parameters={"a": a}, outputs=("x",), times=times, **options).values["x"]

    exact = lingering(rtol=1e-11)
    errors = [np.abs(lingering(rtol=1e-5, precision=p) / exact - 1).max() for p in ("single", "double")]
    assert errors[0] < 1.5 * errors[1] < 0.01  # it was 20 times that of double


def test_what_is_left_of_one_keeps_its_digits():
    """W follows F down from 1, and the model reads 1 - W, which is small: eight digits of W would leave two of it."""
    model = Model.from_antimony("""model m(); J = 1e-6; W = 1; H = 0
      F := (1 - 0.5*J)*(1 - 0.3*J); lost := (1 - W)^1.5
      J' = 0.02*J; W' = 0.3*(F - W); H' = lost; end""")
    names, times = ("lost", "H"), np.arange(10.0, 200.0, 10.0)
    runs = [
        model.simulate(200.0, outputs=names, times=times, scales={"W": 1e-3, "H": 1e-9, "J": 1e-4}, **given)
        for given in ({"rtol": 1e-5, "precision": "single"}, {"rtol": 1e-5}, {"rtol": 1e-10})
    ]
    single, double = (
        max(np.abs(run.values[n] / runs[2].values[n] - 1.0).max() for n in names) for run in runs[:2]
    )  # fmt: skip
    assert single < 2.0 * double + 1e-5


@pytest.mark.parametrize(
    ("formula", "function", "points"),
    [
        ("exp(y)", np.exp, np.linspace(-60.0, 60.0, 121)),
        ("ln(y)", np.log, np.geomspace(1e-30, 1e30, 121)),
        ("y^2.75", lambda y: y**2.75, np.geomspace(1e-12, 1e12, 121)),
        ("y^(-0.375)", lambda y: y**-0.375, np.geomspace(1e-12, 1e12, 121)),
        ("sqrt(y)", np.sqrt, np.geomspace(1e-12, 1e12, 121)),
        ("1/(1 + y)", lambda y: 1 / (1 + y), np.linspace(0.0, 5.0, 51)),
        ("sin(y)", np.sin, np.linspace(-3.0, 3.0, 50)),
    ],
)
def test_functions_have_the_digits_of_single_precision(formula, function, points):
    model = Model.from_antimony(f"model m(); x = 0; y = 1; x' = {formula}; y' = 0*x; end")
    state = np.stack([np.zeros(len(points)), points])
    run = model.simulate(1.0, state=state, rtol=1e-4, precision="single", max_steps=100)
    assert not run.failures
    wanted = function(points.astype(np.float32).astype(float))
    assert run.end_state[0] == pytest.approx(wanted, rel=1e-6, abs=1e-37)


@pytest.mark.parametrize(
    "text",
    [
        "model m(); x = 1; x' = -x + sin(time); end",
        "model m(); x = 1; x' = piecewise(-x, x > 0.5, -0.1*x); end",
    ],
)
def test_rates_that_read_time_or_compare_are_double(text):
    model = Model.from_antimony(text)
    runs = [model.simulate(5.0, rtol=1e-4, precision=p).end_state for p in ("single", "double")]
    assert runs[0].tobytes() == runs[1].tobytes()


def test_fine_tolerances_are_double():
    fine = [values(cycle(rtol=1e-6, precision=p)) for p in ("single", "double")]
    assert fine[0].tobytes() == fine[1].tobytes()


def test_numbers_beyond_single_precision_go_on_in_double_and_are_named():
    text = "model m(); x = 1; k = 1; big = 1; x' = k*x*x*big/(x*big + 1) ; end"
    given = {"k": np.array([0.1, 0.2, 0.1]), "big": np.array([1.0, 1e60, 1.0])}
    run = Model.from_antimony(text).simulate(5.0, parameters=given, rtol=1e-5, precision="single")
    assert run.in_double == (1,)
    assert not run.failures
    assert run.end_state[0, 1] == pytest.approx(np.exp(1.0), rel=1e-4)


def test_what_fails_in_double_too_is_named_with_its_reason():
    run = Model.from_antimony("model m(); x = 1; x' = x*x; end").simulate(2.0, rtol=1e-4, precision="single")
    assert run.failures[0].variable == "x"
    assert run.failures[0].time == pytest.approx(1.0, rel=1e-3)


def test_another_precision_is_refused():
    with pytest.raises(RequestError, match="no precision 'half'; expected one of double, single"):
        Model.from_antimony(LOGISTIC).simulate(1.0, precision="half")


@pytest.mark.parametrize("lanes", [1, 2, 4, 8, 16])
def test_the_same_bits_for_any_number_of_lanes(plain, lanes):
    assert values(cycle(lanes=lanes)).tobytes() == values(plain).tobytes()


@pytest.mark.parametrize(("threads", "batch"), [(1, 7), (2, 16), (3, 1)])
def test_the_same_bits_for_any_number_of_threads_and_any_batch(plain, threads, batch):
    assert values(cycle(threads=threads, batch=batch)).tobytes() == values(plain).tobytes()


def test_the_same_bits_in_any_order_and_any_company(plain):
    order = np.random.default_rng(1).permutation(PATIENTS)
    assert values(cycle(order)).tobytes() == values(plain)[:, order].tobytes()
    assert values(cycle(np.array([41]))).tobytes() == values(plain)[:, [41]].tobytes()
