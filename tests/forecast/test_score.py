"""Scores: the formula, what is hidden, who can be scored, and when nothing may be concluded."""

from pathlib import Path

import numpy as np
import pytest

from onconeural.forecast import verdict as module
from onconeural.forecast.classes import class_shares, promised, rps, set_of_80, shares_unread
from onconeural.forecast.observed import CLASSES, observed_class
from onconeural.forecast.received import received
from onconeural.forecast.score import packaged_cases, score

CASES = Path(__file__).parents[3] / "shared" / "cases"
CASE = """
case_id: {id}
phenotype: sensory_neuronopathy
antibodies: [{{name: hu}}]
cancer: {{found: true, type: SCLC, day_found_relative_to_onset: 50}}
forecast_day: 60
observations: [{{day: 60, mrs: 3}}, {{day: {day}, mrs: {mrs}}}]
"""


def test_the_score_is_the_published_formula():
    """Epstein 1969, Murphy 1971, normalised: by hand for four classes."""
    shares = np.array([0.1, 0.6, 0.2, 0.1])
    assert rps(shares, 1) == pytest.approx((0.1**2 + (0.7 - 1) ** 2 + (0.9 - 1) ** 2) / 3)
    assert rps(np.eye(4)[2], 2) == 0.0
    assert rps(shares, 1) < rps(shares, 3)


@pytest.mark.parametrize(
    ("shares", "inside"),
    [((0.05, 0.9, 0.05, 0.0), [1]), ((0.3, 0.3, 0.3, 0.1), [0, 1, 2]), ((0.11, 0.2, 0.58, 0.11), [0, 1, 2, 3])],
)
def test_the_set_of_80_percent_holds_at_least_that(shares, inside):
    found = set_of_80(np.array(shares))
    assert list(range(4))[found] == inside
    assert sum(shares[found]) >= 0.8


@pytest.mark.parametrize(("mrs", "name"), [(2, "better"), (3, "same"), (5, "worse"), (6, "died")])
def test_two_readings_say_what_happened(build, mrs, name):
    case = build(observations=[{"day": 60, "mrs": 3}, {"day": 200, "mrs": mrs}], forecast_day=60)
    assert observed_class(case, 60) == (name, 200)


def test_what_happened_later_is_hidden(tmp_path):
    for mrs in (1, 5):
        (tmp_path / f"c{mrs}.yaml").write_text(CASE.format(id=f"c{mrs}", day=200, mrs=mrs))
    verdict = score(tuple(sorted(tmp_path.iterdir())), twins=300)
    first, second = verdict.cases
    assert first.shares == second.shares
    assert (first.observed, second.observed) == ("better", "worse")
    assert sum(first.shares) == pytest.approx(1)
    assert 0.8 <= first.covered_promised <= 1
    assert verdict.scored == 2
    assert verdict.text == "too few to judge: 2 scored, 20 needed"
    assert verdict.rps == pytest.approx((first.rps + second.rps) / 2)


def test_who_cannot_be_scored_is_named(tmp_path):
    for name, day in (("soon", 70), ("late", 2000)):
        (tmp_path / f"{name}.yaml").write_text(CASE.format(id=name, day=day, mrs=2))
    (tmp_path / "bad.yaml").write_text("case_id: [")
    verdict = score(tuple(sorted(tmp_path.iterdir())), twins=300)
    reasons = {c.file: c.not_scored for c in verdict.cases}
    assert verdict.scored == 0
    assert "less than 28 days" in reasons["soon.yaml"]
    assert "later than 24 months" in reasons["late.yaml"]
    assert "bad.yaml" in reasons["bad.yaml"]


def test_a_verdict_needs_twenty(monkeypatch):
    from onconeural.forecast.result import Difference

    gains = (Difference(0.1, 0.05, 0.15), Difference(0.1, 0.05, 0.15))
    assert "too few" in module._words(19, gains)
    assert module._words(20, gains).startswith("better than the virtual patients of the antibody")
    assert module._words(20, (gains[0], Difference(0.1, -0.05, 0.2))).startswith("not shown")


@pytest.mark.skipif(not CASES.exists(), reason="the curated cases are not beside this checkout")
def test_the_curated_cases_are_too_few_and_said_so():
    asked = [p for p in sorted(CASES.glob("*.yaml")) if p.stem in ("jmcr2020_ri_72f", "amph_84f", "lgi1")]
    verdict = score(tuple(asked), twins=300)
    assert "too few to judge" in verdict.text
    assert {c.observed for c in verdict.cases if c.observed} <= set(CLASSES)


def test_of_several_later_readings_the_last_within_two_years_counts(build):
    days = ((60, 3), (300, 2), (700, 4), (1500, 6))
    case = build(observations=[{"day": d, "mrs": m} for d, m in days], forecast_day=60)
    assert observed_class(case, 60) == ("worse", 700)


def test_the_case_gets_what_it_received_on_its_days(build):
    given = [
        {"name": "ivig", "start_day": 10},
        {"name": "steroids", "start_day": 70},
        {"name": "levodopa", "start_day": 80},
    ]
    case = build(treatments=[*given, {"name": "rituximab", "start_day": 900}, {"name": "chemotherapy"}])
    found = received(case, 60, 400)
    assert [(s.intervention, s.after_days) for s in found.strategy.steps] == [("steroids", 10.0)]
    assert found.words.startswith("as received: ")
    assert "not in the model: levodopa" in found.words
    assert "no day is given: chemotherapy" in found.words


def test_a_case_that_dates_nothing_gets_the_guideline_and_says_so(build):
    assert "guidelines name, since the case names no treatment" in received(build(), 60, 400).words
    assert "no day is given for ivig" in received(build(treatments=[{"name": "ivig"}]), 60, 400).words
    early = received(build(treatments=[{"name": "ivig", "start_day": 10}]), 60, 400)
    assert early.words == "as received: nothing further"
    assert early.strategy.steps == ()


def test_shares_are_those_of_what_will_be_read():
    """A twin exactly at grade 3 is read as 3 in 52.5 % (half a grade is 0.714 of a standard deviation of 0.7)."""
    still = class_shares(np.full(4, 3.0), np.full(4, 3.0), 3)
    assert still == pytest.approx([0.2376, 0.5249, 0.2376, 0.0], abs=1e-3)
    dead = class_shares(np.array([6.0, 5.4]), np.full(2, 5.0), 5)
    assert dead[3] == 0.5
    assert dead[2] == 0.0
    assert class_shares(np.array([1.0]), np.array([4.0]), None)[0] > 0.99


def test_a_forecast_promises_its_mean_score_over_its_own_shares():
    shares = np.array([0.1, 0.6, 0.2, 0.1])
    assert promised(shares) == pytest.approx(sum(p * rps(shares, k) for k, p in enumerate(shares)))


def test_unread_patients_are_read_twice():
    """Against drawn readings: both days are read with the error of 0.7, in whole grades from 0 to 5."""
    random = np.random.default_rng(1)
    now, later = random.uniform(0.0, 5.2, 40_000), random.uniform(0.0, 5.2, 40_000)
    later[:4000] = 6.0
    first, second = (np.clip(np.floor(x + random.normal(0.0, 0.7, len(x)) + 0.5), 0, 5) for x in (now, later))
    second[:4000] = 6.0
    drawn = [np.mean(part) for part in (second < first, second == first, (second > first) & (second < 6), second == 6)]
    assert shares_unread(later, now) == pytest.approx(drawn, abs=0.008)


def test_the_virtual_patients_of_the_antibody_know_no_fact(tmp_path):
    """Two cases that differ in what is read on the forecast day have the same average, and different twins."""
    for mrs in (1, 5):
        text = CASE.format(id=f"c{mrs}", day=200, mrs=6).replace("{day: 60, mrs: 3}", f"{{day: 60, mrs: {mrs}}}")
        (tmp_path / f"c{mrs}.yaml").write_text(text)
    first, second = score(tuple(sorted(tmp_path.iterdir())), twins=300).cases
    assert first.rps_antibody == pytest.approx(second.rps_antibody, abs=0.05)
    assert abs(first.rps - second.rps) > 0.1


def test_a_case_is_scored_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(CASE.format(id="same", day=70, mrs=2))
    verdict = score(tuple(sorted(tmp_path.iterdir())), twins=300)
    assert "stands in an earlier file" in verdict.cases[1].not_scored


def test_packaged_cases_are_files_of_cases():
    assert all(path.suffix == ".yaml" for path in packaged_cases())
