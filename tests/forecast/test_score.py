"""Scores: the formula, what is hidden, who can be scored, and when nothing may be concluded."""

from pathlib import Path

import numpy as np
import pytest

from onconeural.forecast import score as module
from onconeural.forecast.score import CLASSES, _covered, observed_class, rps, score

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


def test_the_set_of_80_percent():
    assert _covered(np.array([0.05, 0.9, 0.05, 0.0]), 1)
    assert not _covered(np.array([0.05, 0.9, 0.05, 0.0]), 0)
    assert _covered(np.array([0.3, 0.3, 0.3, 0.1]), 2)


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
    assert module._words(20, gains).startswith("better than the cohort average")
    assert module._words(20, (gains[0], Difference(0.1, -0.05, 0.2))).startswith("not shown")


@pytest.mark.skipif(not CASES.exists(), reason="the curated cases are not beside this checkout")
def test_the_curated_cases_are_too_few_and_said_so():
    asked = [p for p in sorted(CASES.glob("*.yaml")) if p.stem in ("jmcr2020_ri_72f", "amph_84f", "lgi1")]
    verdict = score(tuple(asked), twins=300)
    assert "too few to judge" in verdict.text
    assert {c.observed for c in verdict.cases if c.observed} <= set(CLASSES)
