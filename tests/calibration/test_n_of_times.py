"""Of how many patients a published time is that only some can have: what the series says of them elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from onconeural.calibration import published
from onconeural.evidence import file_base
from onconeural.evidence.cohort_records import Cohort, Interval, Observable

FILE = Path(__file__).parent / "data" / "invented_times.yaml"  # its numbers describe no patients


@pytest.fixture(scope="module")
def series() -> dict[str, Cohort]:
    base, problems = file_base(FILE)
    assert not problems
    return {entry.id: entry.record for entry in base.cohorts}


def rule(cohort: Cohort, name: str, **printed: object) -> str:
    """The rule of a row of this name, with a middle half of 2 to 8 months unless something else is printed."""
    row = Observable(
        name=name,
        value=4.0,
        unit="months",
        kind="median",
        n=None,
        interval=Interval(low=2.0, high=8.0, type="iqr"),
        time_origin=None,
        status="read_primary",
        verified=True,
    )
    return published(cohort, replace(row, **printed)).rule


@pytest.mark.parametrize(
    ("name", "who"),
    [
        # 75 % of the 80 with a tumour; tumour first is counted
        ("onset_to_tumour", "60 (n: patients with neurology first)"),
        ("cancer_to_onset", "20 (n: patients with the tumour first)"),
        ("diagnosis_to_tumour", "80 (n: patients with a tumour)"),
        ("onset_to_immunotherapy", "40 (n: patients with immunotherapy)"),
        ("time_to_second_line", "10 (n: patients with a second line)"),
        ("onset_to_tumour_treatment", "64 (n: patients with tumour treatment)"),
        ("onset_to_death_of_those_who_died", "36 (n: those who died)"),
        ("time_to_relapse", "25 (n: patients with a relapse)"),
        ("time_to_improvement", "30 (n: patients who got better)"),
        ("time_to_good_outcome", "35 (n: patients with mRS 0 to 2)"),  # within two years, and not at one year
        ("onset_to_wheelchair", "16 (n: patients with mRS 4 or more)"),  # of two rows the larger one
        ("time_to_bedridden", "9 (n: patients with mRS 5 or more)"),
        ("onset_to_diagnosis", "100"),  # everybody has it
        ("time_to_plateau", "100"),
    ],
)
def test_a_time_is_of_those_who_can_have_it(series, name, who):
    assert rule(series["invented_says_who"], name) == f"normal, from the printed iqr and n {who}"


@pytest.mark.parametrize(
    "name",
    [
        "onset_to_tumour",  # one share was recalled and not read, the other is of women
        "onset_to_immunotherapy",  # at least 40: a lower bound
        "onset_to_death_of_those_who_died",  # 12 of half of them, and 12 in the first year
        "time_to_relapse",  # fewer than a quarter
        "onset_to_wheelchair",  # so many had one from the start
    ],
)
def test_where_the_series_does_not_say_it_the_n_is_that_of_all_and_the_rule_says_so(series, name):
    assert rule(series["invented_does_not_say"], name) == (
        "normal, from the printed iqr and n 100 (n of the whole cohort)"
    )


def test_the_interval_is_as_wide_as_that_of_so_many(series):
    """A deviation of 8 and 25 with a relapse: 1.96 * 8 / 5; exponential times of 36 dead: 1.96 / (ln 2 * 6)."""
    cohort = series["invented_says_who"]
    relapse = next(o for o in cohort.observables if o.name == "relapse")
    time = replace(relapse, name="time_to_relapse", value=6.0, unit="months", kind="mean", sd=8.0)
    found = published(cohort, time)
    assert (found.low, found.high) == (pytest.approx(6 - 3.136, abs=0.001), pytest.approx(6 + 3.136, abs=0.001))
    dead = published(cohort, replace(time, name="survival_of_those_who_died", kind="median", sd=None))
    assert dead.rule == "median of 36 exponential times (assumed) (n: those who died)"
    assert dead.high == pytest.approx(6 * math.exp(1.96 / (math.log(2) * 6)), abs=0.01)


def test_an_n_that_the_row_prints_goes_before(series):
    assert rule(series["invented_says_who"], "time_to_relapse", n=18).endswith("and n 18")


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("neuro_first_of_those_with_tumour", "75 % of 80 (n: patients with a tumour)"),
        ("neuro_first", "75 % of 80 (n of those with a tumour)"),
        ("died_among_patients_with_cancer", "75 % of 80 (n: patients with a tumour)"),
        ("good_outcome_if_no_tumour", "75 % of 20 (n: patients without a tumour)"),
        ("relapse", "75 % of 100 (n of the whole cohort)"),
    ],
)
def test_a_share_of_those_with_a_tumour_has_their_n(series, name, who):
    row = {"value": 75.0, "unit": "%", "kind": "percent", "interval": None}
    assert rule(series["invented_says_who"], name, **row) == f"Wilson from {who}"


def test_survivors_are_those_who_did_not_die(series):
    cohort = series["invented_says_who"]
    died = tuple(replace(o, n=None) if o.name == "died" else o for o in cohort.observables)
    grade = {"unit": "mRS points", "value": 2.0, "interval": Interval(low=1.0, high=3.0, type="iqr")}
    for name, group in (("mRS_last_of_survivors", None), ("mRS_last", "survivors")):
        said = rule(replace(cohort, observables=died), name, group=group, **grade)
        assert said.startswith("normal, from the printed iqr and n 64 (n: survivors)")
        assert rule(series["invented_does_not_say"], name, group=group, **grade) == "no n is printed"


@pytest.mark.parametrize("name", ["survival_tumour", "median_survival_if_tumour", "survival_of_those_with_a_tumour"])
def test_a_median_of_a_subgroup_in_the_name_has_its_n(series, name):
    said = rule(series["invented_says_who"], name, interval=None)
    assert said == "median of 80 exponential times (assumed) (n: patients with a tumour)"


def test_a_median_of_one_antibody_in_the_name_has_its_n(series):
    two = {"antibody": ("hu", "yo"), "antibody_text": "Hu 18, Yo 12", "n": 30}
    said = rule(replace(series["invented_does_not_say"], **two), "survival_median_yo", interval=None)
    assert said == "median of 12 exponential times (assumed) (n: patients with yo antibodies)"
