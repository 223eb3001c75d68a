"""The window is shown only where the rule of the benefit holds."""

import dataclasses

import numpy as np
import pytest

from onconeural.forecast import forecast
from onconeural.forecast.window import STARTS, _crossing, _half_lost


def of(result):
    return {w.strategy: w for w in result.windows}


def test_every_strategy_but_the_reference_has_an_answer(hu_forecast):
    assert set(of(hu_forecast)) == {o.strategy for o in hu_forecast.outcomes} - {"nothing"}
    for window in hu_forecast.windows:
        assert window.start_days == STARTS
        assert window.shown == (window.reason is None) == (window.measure is not None)


def test_the_rule_of_the_window(hu_forecast):
    """Shown exactly where the interval at the earliest start lies above 0.3 mRS or 5 points."""
    for window in hu_forecast.windows:
        above = window.gain_mrs[0].low > 0.3 or window.gain_not_worse[0].low > 0.05
        assert window.shown == above
        if not window.shown:
            assert window.reason.startswith("no window can be shown")
            assert window.half_lost is None


def test_later_tumour_treatment_gains_less_and_the_table_agrees(hu_forecast):
    window = of(hu_forecast)["tumour"]
    gains = [g.value for g in window.gain_mrs]
    assert gains == sorted(gains, reverse=True)
    row = next(o for o in hu_forecast.outcomes if (o.strategy, o.start_day) == ("tumour", 30.0))
    assert window.gain_mrs[STARTS.index(30.0)].value == pytest.approx(row.gain_mrs.value, abs=1e-9)
    assert window.half_lost.low <= window.half_lost.value <= window.half_lost.high


def test_without_enough_twins_no_window_is_shown(build):
    rises = [{"day": d, "mrs": m} for d, m in ((1, 5), (20, 0), (40, 5), (60, 0))]
    result = forecast(build(observations=rises), twins=300)
    assert not result.twins.decided
    assert not any(w.shown for w in result.windows)


def test_half_is_found_on_straight_lines():
    assert _crossing(np.array([2.0, 1.5, 0.5, 0, 0, 0, 0, 0])) == pytest.approx(10.5)
    assert _crossing(np.full(len(STARTS), 2.0)) is None
    gains = np.linspace(1.0, 0.0, len(STARTS))[:, None] + np.random.default_rng(3).normal(0, 0.1, (1, 500))
    found = _half_lost(gains, 500.0)
    assert found.low < found.value < found.high


def test_drivers_name_every_fact_and_next_tests_add_up(hu_forecast):
    facts = " ".join(d.fact for d in hu_forecast.drivers)
    for words in ("mRS 2 on day 120", "age 67", "sex F", "kind of tumour", "limbic system"):
        assert words in facts
    moved = [d.moved for d in hu_forecast.drivers]
    assert moved == sorted(moved, reverse=True)
    assert all(0 <= m <= 1 for m in moved)
    for test in hu_forecast.next_tests:
        assert sum(share for _, share in test.results) == pytest.approx(1)
        assert test.expected_gain >= -1e-9
        assert 0 <= test.other_first <= 1


def test_what_is_known_is_not_asked_again(build, hu_forecast):
    asked = {t.test for t in hu_forecast.next_tests}
    assert "mRS today" not in asked
    assert "a tumour search today" not in asked
    bare = forecast(build(forecast_day=60), twins=300, depth=False)
    assert {"mRS today", "a tumour search today"} <= {t.test for t in bare.next_tests}


def test_results_are_plain_numbers(hu_forecast):
    for gain in hu_forecast.outcomes[5].gain_mrs, hu_forecast.windows[0].gain_mrs[0]:
        assert all(type(x) is float for x in dataclasses.astuple(gain))
