"""Twins: the weights follow the facts."""

import numpy as np
import pytest

from onconeural.case import facts_until
from onconeural.forecast import gathering as module
from onconeural.forecast.gathering import effective_number, gather
from onconeural.forecast.history import history
from onconeural.forecast.twins import draw_twins, resample


def twins_of(case, count=300, seed=1):
    known = facts_until(case, case.question_day)
    return draw_twins(("hu",), history(known), seed, count, lambda share: None)


def test_resampling_follows_the_weights():
    weight = np.array([0.5, 0.0, 0.3, 0.2])
    counts = np.bincount(resample(weight, 1000, 0.37), minlength=4)
    assert counts == pytest.approx([500, 0, 300, 200], abs=1)


def test_the_observed_disability_pulls_the_twins(build):
    mild, severe = (twins_of(build(observations=[{"day": 60, "mrs": m}])) for m in (1, 4))
    assert np.median(mild.mrs) < 2.2
    assert np.median(severe.mrs) > 3.2


def test_a_tumour_that_was_searched_for_in_vain_is_smaller(build):
    found = twins_of(build(forecast_day=60, cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": 60}))
    sought = twins_of(build(forecast_day=60, cancer={"found": False}))
    size = [np.median(t.state[:2].sum(axis=0)) for t in (found, sought)]
    assert size[0] > 3 * size[1]
    assert np.all(sought.visible_from > 0)


def test_a_tumour_known_before_onset_selects_such_lives(build):
    before = twins_of(build(cancer={"found": True, "type": "SCLC", "timing": "before_onset"}))
    assert np.all(before.people.tumour_found < 0)


def test_facts_that_no_twin_fits_leave_few_effective_twins(build):
    rises = [{"day": d, "mrs": m} for d, m in ((1, 5), (2, 0), (3, 5), (4, 0), (5, 5))]
    assert twins_of(build(observations=rises)).effective < 50


def gathered(case, keys=("hu",), count=300):
    known = history(facts_until(case, case.question_day))
    return gather(keys, known, 1, count, lambda share: None), known


def test_the_pool_grows_until_enough_patients_resemble_the_case(build):
    case = build(phenotype="limbic_encephalitis", forecast_day=60, observations=[{"day": 60, "mrs": 3}])
    few, many = (gathered(case, count=count)[0] for count in (300, 900))
    assert many.drawn["hu"] > few.drawn["hu"]
    assert len(many.past) < many.drawn["hu"]  # of unlikely patients only a share is simulated


def mean_of_the_likely(gathering, known, name):
    """Weighted mean; a patient who is dead by then has no value and no weight."""
    weight, values = gathering.weights(known), gathering.past.on(name)
    assert np.isfinite(values[weight > 0]).all()
    assert not gathering.past.failed.any()
    return float(weight[weight > 0] @ values[weight > 0])


def test_leaving_out_unlikely_patients_does_not_bias(build, monkeypatch):
    """Means under the weights agree with those of a pool that nobody was left out of."""
    case = build(phenotype="limbic_encephalitis", forecast_day=60, observations=[{"day": 60, "mrs": 3}])
    thinned, known = gathered(case, count=600)
    monkeypatch.setattr(module, "LEAST_CHANCE", 1.0)
    whole, _ = gathered(case, count=600)
    assert len(thinned.past) < 0.8 * len(whole.past)
    for name in ("mrs", "sens", "f_l"):
        one, two = (mean_of_the_likely(g, known, name) for g in (thinned, whole))
        assert one == pytest.approx(two, abs=0.05), name
    assert effective_number(thinned.weights(known)) > 0.6 * effective_number(whole.weights(known))
