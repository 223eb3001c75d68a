"""The same input gives the same bits: for any number of lanes, threads, batch size, order and quality of the code."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model
from onconeural.engine.codegen import native

TEXT = """model m(); a = 1; b = 0; c = 0.2; k = 0.8; n = 2.5; K = 0.4; high = 0.9
  a' = -k*a + 0.3*c/(K + c) + 0.05*sin(time)
  b' = a^n/(K^n + a^n) - 0.5*b*exp(-c)
  c' = 0.1*sqrt(b) - 0.2*c*ln(1 + c) + 0.01*tanh(a - b)
  up: at (b > high): c = c/2
  late: at 0.3 after (a < 0.5): b = b + 0.1
end"""
PATIENTS = 90


def people():
    random = np.random.default_rng(4)
    return {s: v * np.exp(0.3 * random.standard_normal(PATIENTS)) for s, v in (("k", 0.8), ("n", 2.5), ("K", 0.4))}


def run(model, who=slice(None), **options):
    given = {k: v[who] for k, v in people().items()}
    time = np.linspace(1.0, 6.0, PATIENTS)[who]
    doses = [Dose("a", time, 0.7), Dose("c", time, 0.3, duration=1.5), Dose("b", 5.0, keep=0.4)]
    return model.simulate(
        12.0, parameters=given, doses=doses, outputs=("a", "b", "c"), times=np.arange(0.0, 12.5, 0.5), **options
    )


def same(left, right, who=slice(None)):
    for name in left.values:
        assert left.values[name][who].tobytes() == right.values[name].tobytes()
    for name in left.events:
        assert left.events[name][who].tobytes() == right.events[name].tobytes()
    assert left.end_state[:, who].tobytes() == right.end_state.tobytes()


@pytest.fixture(scope="module")
def plain():
    return run(Model.from_antimony(TEXT), threads=1)


def test_something_happens(plain):
    assert np.isfinite(plain.events["up"]).sum() > 10
    assert np.isfinite(plain.events["late"]).sum() > 10
    assert not plain.failures


@pytest.mark.parametrize("lanes", [1, 2, 4, 8])
def test_for_any_number_of_lanes(plain, lanes):
    model = Model.from_antimony(TEXT)
    model.lanes = lanes
    same(plain, run(model))


@pytest.mark.parametrize(("threads", "batch"), [(1, 7), (2, 16), (3, 1), (2, None)])
def test_for_any_number_of_threads_and_any_batch(plain, threads, batch):
    same(plain, run(Model.from_antimony(TEXT), threads=threads, batch=batch))


def test_in_any_order_and_any_company(plain):
    order = np.random.default_rng(1).permutation(PATIENTS)
    same(plain, run(Model.from_antimony(TEXT), order), order)
    same(plain, run(Model.from_antimony(TEXT), np.array([41])), np.array([41]))


def test_for_code_made_quickly_and_well(plain, monkeypatch, tmp_path):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    for level in (native.QUICK, native.FULL):
        monkeypatch.setattr("onconeural.engine.solver.WORTH_WHILE", -1 if level else 10**9)
        same(plain, run(Model.from_antimony(TEXT)))
