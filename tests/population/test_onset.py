"""Onset: how often, what the search may miss, and what is handed over."""

import numpy as np
import pytest

from onconeural.model import antibody, disease_model, modelled, scales
from onconeural.population import diseased, plausible
from onconeural.population.onset import FOUND, _pulse
from onconeural.population.plausible import parameters

SIZE = 32_768


@pytest.fixture(scope="module")
def hu():
    return diseased(antibody("hu"), 4, 0, SIZE)


def test_disease_is_about_as_frequent_as_published(hu):
    """Hu disease (sensory neuronopathy) in 1.9 % (0.6 to 4.4) of small-cell lung cancer: gozzard2015."""
    assert hu.failed == 0
    assert 0.006 < len(hu) / SIZE < 0.044


def test_most_patients_fall_ill_before_the_tumour_is_known(hu):
    """Graus 2001: 71 % (interval 64 to 77) of all, before any search for the tumour: a lower bound here."""
    assert 0.6 < np.mean(np.isnan(hu.tumour_found)) < 1.0


def test_everyone_stands_at_onset(hu):
    run = disease_model().simulate(0.0, parameters=hu.parameters, state=hu.state, outputs=("mrs", "Hdx"), times=(0.0,))
    assert run.values["mrs"][:, 0] == pytest.approx(np.ones(len(hu)), abs=1e-3)
    assert np.all(run.values["Hdx"] == 0)
    assert np.all(hu.tumour_found[np.isfinite(hu.tumour_found)] < 0)


@pytest.mark.parametrize("key", modelled())
def test_hardly_anyone_falls_ill_outside_the_search(key):
    """At most 3 % of those who fall ill are missed; benchmarks/onset_search.py measures it with more patients."""
    record = antibody(key)
    chosen = plausible(record, 4, 0, SIZE).patient
    others = np.setdiff1d(np.arange(SIZE), chosen)
    sample = others[:: max(len(others) // 3000, 1)]
    run = disease_model().simulate(
        record.horizon,
        parameters=parameters(record, 4, sample),
        doses=_pulse(record, parameters(record, 4, sample)),
        scales=scales(),
        rtol=1e-4,
        stop_at=("onset", "death", "lethal_burden", *FOUND),  # a tumour that is found is treated: few fall ill after
    )
    missed = np.mean(np.asarray(run.stopped_by) == "onset") * len(others)
    found = len(diseased(record, 4, 0, SIZE))
    assert missed < 0.03 * found + 2 * len(others) / len(sample)  # two patients in the sample may be chance


def test_the_same_patients_in_two_halves(hu):
    halves = [diseased(antibody("hu"), 4, first, SIZE // 2) for first in (0, SIZE // 2)]
    assert np.array_equal(np.concatenate([h.patient for h in halves]), hu.patient)
    assert np.array_equal(np.concatenate([h.state for h in halves], axis=1), hu.state)


def test_small_cell_cancer_is_found_at_about_its_measured_size():
    """Lenhard 1981: 33 patients, below 5 to 485 cubic centimetres, log mean 61; 1e9 cells in each (assumed)."""
    record = antibody("hu").with_only("sclc")
    run = disease_model().simulate(
        record.horizon,
        parameters=parameters(record, 6, np.arange(400)),
        scales=scales(),
        rtol=1e-4,
        stop_at=("onset", "death", "lethal_burden", *FOUND),
    )
    rows = [disease_model().states.index(s) for s in ("T", "Z")]
    size = run.end_state[rows].sum(axis=0)[np.isin(run.stopped_by, FOUND)] / 1e9
    assert 20.0 < np.exp(np.mean(np.log(size))) < 120.0
