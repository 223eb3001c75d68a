"""What of a case reaches the twins, and what is said about the rest."""

import pytest

from onconeural.case import facts_until
from onconeural.forecast.history import history


def known(case):
    return history(facts_until(case, case.question_day))


def test_facts_become_days_and_doses(build):
    past = known(
        build(
            cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": 40},
            treatments=[{"name": "ivig", "start_day": 20}, {"name": "chemoradiotherapy", "start_day": 50}],
            observations=[{"day": 10, "mrs": 2}, {"day": 60, "mrs": 4}],
        )
    )
    assert past.day == 60
    assert [(r.day, r.mrs) for r in past.mrs] == [(10, 2.0), (60, 4.0)]
    assert (past.tumour, past.search.day, past.search.before_onset) == ("known", 40, False)
    assert past.given == (("ivig", 20.0), ("radiotherapy", 50.0), ("chemotherapy", 50.0))
    assert past.times().tolist() == [10, 40, 60]
    assert "further course" in past.warnings[0]


def test_what_cannot_be_used_is_said(build):
    past = known(
        build(
            treatments=[{"name": "ivig"}, {"name": "azathioprine", "start_day": 3}, {"name": "ivig", "start_day": -9}]
        )
    )
    assert past.given == ()
    assert past.missing == ("start day of ivig: not applied to the twins",)
    assert "azathioprine" in past.warnings[0]
    assert "before onset" in past.warnings[1]


@pytest.mark.parametrize(
    ("cancer", "expected"),
    [
        ({}, ("unstated", None, None)),
        ({"found": False}, ("unknown", None, False)),
        ({"found": True, "type": "SCLC"}, ("known", None, None)),
        ({"found": True, "type": "SCLC", "timing": "before_onset"}, ("known", None, True)),
        ({"found": True, "type": "SCLC", "day_found_relative_to_onset": -30}, ("known", -30, True)),
    ],
)
def test_the_tumour_is_known_unknown_or_unstated(build, cancer, expected):
    past = known(build(cancer=cancer))
    assert (past.tumour, past.search.day, past.search.before_onset) == expected


def test_facts_after_the_forecast_day_do_not_reach_the_twins(build):
    past = known(
        build(
            forecast_day=15,
            cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": 40},
            treatments=[{"name": "ivig", "start_day": 20}],
            observations=[{"day": 10, "mrs": 2}, {"day": 60, "mrs": 6}],
        )
    )
    assert ([r.mrs for r in past.mrs], past.given, past.tumour) == ([2.0], (), "unknown")
