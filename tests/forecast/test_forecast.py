"""The forecast as a whole: complete, reproducible, honest, and in line with the published direction of effects."""

import dataclasses

import numpy as np
import pytest

from onconeural.case import Case
from onconeural.forecast import forecast, strategies
from onconeural.forecast.course import Course
from onconeural.forecast.horizon import STEPS_PER_YEAR, grid
from onconeural.forecast.lanes import Arm
from onconeural.forecast.outcomes import curves, outcomes

STARTS = (0.0, 30.0, 90.0)


def rows(result):
    return {(o.strategy, o.start_day): o for o in result.outcomes}


def test_eight_strategies_three_starts_every_number_there(hu_forecast):
    expected = [(s.id, start) for s in strategies() for start in STARTS]
    assert [(o.strategy, o.start_day) for o in hu_forecast.outcomes] == expected
    assert len(strategies()) == 8
    for o in hu_forecast.outcomes:
        for e in (o.mean_mrs, o.mrs_12_months):
            assert 0 <= e.low <= e.value <= e.high <= 6
        for share in (o.not_worse, o.walks_unaided, o.relapse, o.function_12_months, o.tumour_control):
            assert 0 <= share <= 1
        assert 0 <= o.survival_24_months <= o.survival_12_months <= 1
        assert o.improved + o.stable + o.worse == pytest.approx(1)
        assert all(sum(shares.of) == pytest.approx(1) for shares in o.distribution)
        assert o.gain_mrs.low <= o.gain_mrs.value <= o.gain_mrs.high
        assert (o.n, o.failed) == (300, 0)


def test_curves_begin_on_the_forecast_day_where_the_twins_are(hu_forecast):
    for curve in hu_forecast.curves:
        assert curve.days[0] == hu_forecast.forecast_day == 120
        assert curve.days[STEPS_PER_YEAR] == pytest.approx(120 + 365.25)
        assert curve.mean[0] == pytest.approx(hu_forecast.curves[0].mean[0])
        assert all(low <= high for low, high in zip(curve.low, curve.high, strict=True))


def test_it_says_that_it_is_not_validated_and_what_it_rests_on(hu_forecast):
    assert hu_forecast.status.startswith("not validated: no ranking")
    assert "Hu (ANNA-1): " in hu_forecast.status
    assert hu_forecast.ranking is None
    assert hu_forecast.twins.decided
    assert hu_forecast.certainty.score == 10
    assert any("target areas" in a.text for a in hu_forecast.assumptions)
    assert {a.status for a in hu_forecast.assumptions} <= {"assumed", "inferred", "measured"}
    assert "cell count in cerebrospinal fluid" in hu_forecast.missing


def test_the_same_case_and_seed_give_the_same_numbers(example, hu_forecast):
    again = forecast(example, twins=300)
    assert again == hu_forecast
    other = forecast(example, twins=300, seed=2, depth=False)
    assert other.outcomes != hu_forecast.outcomes
    assert other.provenance.run_id != hu_forecast.provenance.run_id


def test_facts_after_the_forecast_day_change_no_number(example, hu_forecast):
    later = example.model_copy(update={"treatments": (), "outcome": type(example.outcome)(category="died")})
    assert forecast(later, twins=300, depth=False).outcomes == hu_forecast.outcomes


def test_removing_antigen_matters_and_plasma_exchange_does_not(hu_forecast):
    """Facts 4 and 6: tumour treatment helps, also when late it never helps more; exchange does nothing in Hu."""
    by = rows(hu_forecast)
    nothing, tumour = by["nothing", 0.0], by["tumour", 0.0]
    assert tumour.mean_mrs.value < nothing.mean_mrs.value - 0.5
    assert tumour.survival_12_months > nothing.survival_12_months + 0.2
    assert by["plasma_exchange", 0.0].mean_mrs.value == pytest.approx(nothing.mean_mrs.value, abs=0.02)
    means = [by["tumour", s].mean_mrs.value for s in STARTS]
    assert means == sorted(means)


def test_an_unknown_tumour_is_searched_for_and_then_treated(build):
    case = build(
        "pq_vgcc", "lambert_eaton", forecast_day=60, cancer={"found": False}, observations=[{"day": 60, "mrs": 2}]
    )
    by = rows(forecast(case, twins=300, depth=False))
    gain = by["nothing", 0.0].mean_mrs.value - by["tumour", 0.0].mean_mrs.value
    assert gain > 0.1
    assert by["nothing", 0.0] == dataclasses.replace(by["nothing", 90.0], start_day=0.0)


def test_treatment_already_given_is_applied(build):
    facts = {"forecast_day": 60, "cancer": {"found": True, "type": "SCLC", "day_found_relative_to_onset": 5}}
    plain = forecast(build(**facts), twins=300, depth=False)
    treated = forecast(
        build(**facts, treatments=[{"name": "tumour_treatment", "start_day": 10}]), twins=300, depth=False
    )
    assert rows(treated)["nothing", 0.0].mean_mrs.value < rows(plain)["nothing", 0.0].mean_mrs.value - 0.3
    assert any("further course" in w for w in treated.warnings)


def test_when_no_life_fits_the_facts_do_not_decide(build):
    rises = [{"day": d, "mrs": m} for d, m in ((1, 5), (2, 0), (3, 5), (4, 0), (5, 5))]
    result = forecast(build(observations=rises), twins=300, depth=False)
    assert not result.twins.decided
    assert result.twins.effective < result.twins.floor


def test_outside_the_domain_there_is_a_reason_and_no_number(build):
    result = forecast(build("lgi1", "limbic_encephalitis"), twins=300)
    assert "10 %" in result.refusal
    assert result.outcomes == result.curves == ()
    assert result.certainty.score == 4


@pytest.mark.parametrize(("twins", "seed"), [(299, 1), (20_001, 1), (300, -1)])
def test_numbers_out_of_range_are_refused(example, twins, seed):
    with pytest.raises(ValueError, match="expected a whole number"):
        forecast(example, twins=twins, seed=seed)


def test_progress_grows_to_the_end(example):
    told = []
    forecast(example, twins=300, progress=lambda what, share: told.append(share))
    assert np.all(np.diff(told) >= -1e-9)
    assert 0.9 < told[-1] <= 1.0


def test_gains_are_paired_differences_from_doing_nothing(hu_forecast):
    by = rows(hu_forecast)
    for o in hu_forecast.outcomes:
        expected = by["nothing", 0.0].mean_mrs.value - o.mean_mrs.value
        assert o.gain_mrs.value == pytest.approx(expected, abs=1e-9)
    assert by["nothing", 90.0].gain_mrs.low == by["nothing", 90.0].gain_mrs.high == 0.0


def test_a_drug_that_still_acts_marks_the_value_at_12_months(hu_forecast):
    """Twelve infusions every 21 days, begun after 90 days, end a month before the date; a steroid is long gone."""
    by = rows(hu_forecast)
    assert by["checkpoint_inhibitor", 90.0].still_acting
    assert not by["steroids", 0.0].still_acting
    assert not by["nothing", 0.0].still_acting


def test_the_table_comes_early_and_is_the_same(example, hu_forecast):
    seen = []
    forecast(example, twins=300, depth=False, early=seen.append)
    assert seen[0].outcomes == hu_forecast.outcomes
    assert seen[0].windows == seen[0].drivers == ()


def test_surgery_on_the_forecast_day_is_not_done_twice(build):
    facts = {"forecast_day": 60, "cancer": {"found": True, "type": "SCLC", "day_found_relative_to_onset": 5}}
    result = forecast(build(**facts, treatments=[{"name": "surgery", "start_day": 60}]), twins=300, depth=False)
    # Operations of strategies that begin later are on other days.
    assert {o.failed for o in result.outcomes if o.start_day == 0.0} == {0}


def test_where_every_twin_failed_there_is_no_number(hu_forecast):
    course = Course(
        tuple(Arm(s, 0.0) for s in strategies()[:2]),
        grid(0.0),
        np.stack([np.full((4, 73), 2.0), np.full((4, 73), np.nan)]),
        np.zeros((2, 4, 2), dtype=bool),
        np.zeros((2, 4)),
        np.ones((2, 4, 2)),
    )
    fine, empty = outcomes(course, np.full(4, 2.0), np.ones(4, dtype=bool), 4.0)
    assert (fine.n, empty.n, empty.failed) == (4, 0, 4)
    assert np.isnan(empty.mean_mrs.value)
    assert np.isnan(empty.not_worse)
    assert np.isnan(curves(course)[1].mean[0])


@pytest.mark.parametrize(("sex", "kind", "said"), [("M", "seminoma", True), ("F", "ovarian teratoma", False)])
def test_a_named_antibody_that_the_other_facts_leave_to_few_twins_is_said(sex, kind, said):
    case = Case(
        case_id="made_up",
        phenotype="limbic_encephalitis",
        forecast_day=60,
        age=40,
        sex=sex,
        antibodies=[{"name": "nmdar", "specimen": "csf"}],
        cancer={"found": True, "type": kind, "day_found_relative_to_onset": 60},
        observations=[{"day": 60, "mrs": 3}],
    )
    warnings = forecast(case, twins=300, depth=False).warnings
    assert any(w.startswith("NMDAR: with all facts of this case only") for w in warnings) == said
