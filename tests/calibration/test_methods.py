"""Two samplers against integration on a grid, and the recovery of known parameters in a model without simulation."""

from __future__ import annotations

import numpy as np
import pytest

from onconeural.calibration import free_parameters, recover, targets
from onconeural.calibration.checks import block
from onconeural.calibration.fit import second_method
from onconeural.calibration.fit.emulator import Emulator, cubic, fit_emulator, squares, values
from onconeural.calibration.fit.likelihood import likelihood
from onconeural.calibration.fit.posterior_sampler import emulated_likelihood, log_posterior, lowest, sample
from onconeural.calibration.fit.second_method import compared, importance

pytest.importorskip("emcee")
pytest.importorskip("sklearn")

FREE = tuple(one for one in free_parameters() if one.name in ("kN", "kdx"))  # kdx has a lower bound
TARGETS = block.hu_targets()[:6]


@pytest.fixture(autouse=True)
def fewer(monkeypatch):
    monkeypatch.setattr(second_method, "SIZE", 10_000)


@pytest.fixture(scope="module")
def emulator():
    random = np.random.default_rng(5)
    weights = np.hstack([random.normal(0.0, 0.5, (6, 2)), random.normal(0.0, 0.1, (6, 2))])
    centre = np.array([t.centre for t in TARGETS])
    return Emulator(squares(2), weights, centre + 0.2, np.full(6, 0.02))


@pytest.fixture(scope="module")
def first(emulator):
    return sample(emulator, TARGETS, 1, 2000, 5000, FREE, 6)


def on_a_grid(emulator):
    line = np.linspace(-5.0, 5.0, 401)
    z = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    log = log_posterior(z, emulator, emulated_likelihood(emulator, TARGETS), lowest(FREE))
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    mean = weights @ z
    return mean, np.sqrt(weights @ (z - mean) ** 2)


def test_both_methods_agree_with_integration_and_with_each_other(emulator, first):
    mean, sd = on_a_grid(emulator)
    second = importance(emulator, TARGETS, FREE, 1)
    assert (first.mean(axis=0) - mean) / sd == pytest.approx(0.0, abs=0.1)
    assert first.std(axis=0) == pytest.approx(sd, rel=0.1)
    assert second.mean == pytest.approx(mean, abs=0.03)
    assert second.sd == pytest.approx(sd, rel=0.05)
    assert all(row.agree for row in compared(first, second, FREE))


def test_a_shifted_sample_does_not_agree(emulator, first):
    second = importance(emulator, TARGETS, FREE, 1)
    assert [row.agree for row in compared(first + np.array([1.0, 0.0]), second, FREE)] == [False, True]


def test_the_emulator_finds_a_polynomial_and_reports_what_it_was_taught_with():
    random = np.random.default_rng(6)
    z = random.standard_normal((80, 2))
    y = 0.3 * z[:, :1] - 0.2 * z[:, :1] * z[:, 1:] + 0.1 * z[:, 1:] ** 3 + random.normal(0.0, 0.05, (80, 1))
    found = fit_emulator(TARGETS[:1], z, y, np.full((80, 1), 0.2), FREE, cubic(2))
    assert np.sqrt(found.variance[0]) == pytest.approx(np.hypot(0.05, 0.2), rel=0.05)
    assert found.slopes[0] == pytest.approx([0.3, 0.0], abs=0.05)
    assert values(cubic(2), z).shape == (80, 9)


@pytest.fixture
def cheap(monkeypatch):
    few = block.hu_targets()[:10]
    loads = np.random.default_rng(7).normal(0.0, 0.8, (len(few), 5))
    shift = {"by": 0.0}

    def simulate(wanted, simulator):
        z = np.array([simulator.draw[one] for one in block.NAMES]) / SDS
        noise = np.random.default_rng(simulator.seed).normal(0.0, 0.05, len(few))
        off = shift["by"] if simulator.seed >= 1000 else 0.0  # what is published follows another model
        return {t.id: [float(t.centre + loads[i] @ (z + off) + noise[i]), 0.05] for i, t in enumerate(wanted)}

    monkeypatch.setattr(block, "hu_targets", lambda: few)
    monkeypatch.setattr(block, "simulate_targets", simulate)
    monkeypatch.setattr(block, "STEPS", 400)
    monkeypatch.setattr(block, "THIN", 4)
    return shift


SDS = np.array([next(one.sd for one in free_parameters() if one.name == name) for name in block.NAMES])


def test_known_parameters_are_recovered_with_even_ranks(cheap):
    found = recover(20, 64, 100)
    assert [one.name for one in found] == list(block.NAMES)
    assert all(one.correlation > 0.5 for one in found)
    assert all("uneven" not in one.verdict for one in found)
    assert 60.0 <= np.mean([one.covered["80"] for one in found]) <= 95.0


def test_publications_of_another_model_make_ranks_uneven(cheap):
    cheap["by"] = 2.0
    found = recover(12, 64, 100)
    assert any("uneven" in one.verdict for one in found)


def test_the_own_error_of_a_row_has_the_standard_deviation_that_is_given():
    """As a function of the prediction, a row alone is its sampling error and its own error added up."""
    wanted = [next(t for t in targets() if t.published.count is None)]
    x, variance = np.linspace(-6.0, 6.0, 2401), 0.6**2
    chance = likelihood(wanted, np.array([variance]), np.array([1.0]))
    weight = np.exp(chance.rows((wanted[0].centre + x)[:, None])[:, 0])
    found = (weight * x**2).sum() / weight.sum()
    assert found == pytest.approx(variance + wanted[0].sampling ** 2, rel=0.1)
