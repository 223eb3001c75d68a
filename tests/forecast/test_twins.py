"""Twins: the weights follow the facts."""

import numpy as np
import pytest

from onconeural.case import facts_until
from onconeural.forecast.history import history
from onconeural.forecast.twins import _resample, draw_twins, log_likelihood


def twins_of(case, count=300, seed=1):
    known = facts_until(case, case.question_day)
    return draw_twins(("hu",), history(known), seed, count, lambda share: None)


def test_resampling_follows_the_weights():
    weight = np.array([0.5, 0.0, 0.3, 0.2])
    counts = np.bincount(_resample(weight, 1000, 0.37), minlength=4)
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


def test_the_likelihood_is_the_sum_of_its_parts(build, monkeypatch):
    """Two readings weigh as much as each alone together, for the same pool."""
    import onconeural.forecast.twins as module

    seen = []
    original = log_likelihood
    monkeypatch.setattr(module, "log_likelihood", lambda *a: seen.append(original(*a)) or seen[-1])
    for days in ((), (30,), (60,), (30, 60)):
        twins_of(build(forecast_day=60, observations=[{"day": d, "mrs": 2} for d in days]))
    nothing, first, second, both = seen
    fine = np.isfinite(nothing)
    assert both[fine] - nothing[fine] == pytest.approx((first + second - 2 * nothing)[fine], abs=1e-4)
