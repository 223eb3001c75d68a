"""Random numbers and plausible patients: reproducible, whatever the cohort."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onconeural.model import antibody, modelled
from onconeural.population import exponential, normal, plausible, uniform

PATIENTS = st.lists(st.integers(0, 200_000), min_size=1, max_size=20)


@settings(max_examples=30, deadline=None)
@given(patients=PATIENTS, seed=st.integers(0, 2**62), draw=st.sampled_from([uniform, normal, exponential]))
def test_a_number_depends_on_seed_patient_and_purpose_alone(patients, seed, draw):
    together = draw(seed, "p", np.array(patients))
    alone = [draw(seed, "p", np.array([k]))[0] for k in patients]
    assert together.tolist() == alone


def test_other_seeds_and_purposes_give_other_numbers():
    people = np.arange(100)
    base = uniform(1, "a", people)
    assert not np.any(base == uniform(2, "a", people))
    assert not np.any(base == uniform(1, "b", people))


def test_distributions():
    people = np.arange(200_000)
    assert uniform(1, "u", people).mean() == pytest.approx(0.5, abs=0.005)
    assert normal(1, "n", people).std() == pytest.approx(1.0, abs=0.01)
    assert exponential(1, "e", people).mean() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("key", modelled())
def test_a_patient_is_the_same_in_any_cohort(key):
    whole = plausible(antibody(key), 9, 0, 4096)
    part = plausible(antibody(key), 9, 2048, 1000)
    common = np.isin(whole.patient, part.patient)
    assert common.sum() == len(part) > 0
    for symbol, values in part.parameters.items():
        assert np.array_equal(whole.parameters[symbol][common], values), symbol


@pytest.mark.parametrize("key", modelled())
def test_the_search_keeps_its_share_and_values_stay_possible(key):
    record = antibody(key)
    people = plausible(record, 2, 0, 20_000)
    assert len(people) / 20_000 == pytest.approx(record.onset_search.share, rel=0.15)
    for symbol, values in people.parameters.items():
        assert np.all(np.isfinite(values) & ((values >= 0) | (symbol == "dec"))), (
            symbol
        )  # ages may lie below the median
