"""Who was in a series, and for how long: disability on entry, children without tumours of adults, follow-up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.calibration.comparison.predict import obstacle, predict
from onconeural.calibration.patients.mixture import mixture
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.entry import entry_facts, on_entry
from onconeural.calibration.readings.definition import Aside
from onconeural.evidence import cohort
from onconeural.population import readings as read

SERIES = cohort("shenzhen2021_nmdar31")
ROW = replace(
    SERIES.observables[0], name="mRS_at_admission", value=4.0, unit="mRS points", kind="median", count=None, n=None
)
GOOD = replace(ROW, name="mRS_le2_at_2_months", value=50.0, unit="%", kind="percent", time_months=2.0)


@pytest.fixture(scope="module")
def simulator():
    return Simulator({}, 5, 200)


def with_rows(*rows, base=SERIES, n=100):
    return replace(base, n=n, observables=rows)


def grades(simulator, publication):
    parts = simulator.drawn(publication, mixture(publication)).parts
    return np.concatenate([s.grade[s.who] for s, _ in parts])


def test_the_series_has_the_disability_on_entry_that_it_prints(simulator):
    mild = replace(ROW, name="mRS_le3_at_admission", value=80.0, unit="%", kind="percent")
    usual, found = (np.mean(grades(simulator, with_rows(*rows)) <= 3) for rows in ((), (mild,)))
    assert usual < 0.6
    assert found == pytest.approx(0.8, abs=0.04)
    mean = replace(ROW, kind="mean", value=4.6, sd=0.5)
    assert np.mean(grades(simulator, with_rows(mean))) == pytest.approx(4.6, abs=0.1)


def test_who_comes_more_disabled_does_worse(simulator):
    two, five = (
        predict(series := with_rows(replace(ROW, value=grade), GOOD), series.observables[1], simulator).value
        for grade in (2.0, 5.0)
    )
    assert two > five + 10.0


def test_what_was_met_is_said(simulator):
    publication = with_rows(ROW)
    assert simulator.drawn(publication, mixture(publication)).words.startswith("disability on entry as printed")


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("mRS_at_admission", True),
        ("baseline_mRS", True),
        ("mRS_before_treatment", True),
        ("mRS_at_enrolment", True),
        ("rankin_at_start_of_immunotherapy", True),
        ("mRS_before_IVIG", True),
        ("pretreatment_mRS", True),
        ("mRS_prior_to_therapy", True),
        ("mRS_before_onset", False),
        ("worst_mRS_before_treatment", False),
        ("mRS_at_diagnosis", False),
        ("mRS_at_onset", False),
        ("mRS_at_nadir", False),
        ("mRS_before_second_line", False),
        ("mRS_12m_after_admission", False),
        ("mRS_at_discharge", False),
        ("severely_disabled_at_start", False),
    ],
)
def test_only_grades_of_all_patients_before_treatment_are_entry(name, entry):
    publication = with_rows(row := replace(ROW, name=name))
    assert on_entry(publication, row) is entry
    found = obstacle(publication, row)
    assert (isinstance(found, Aside) and found.kind == "input") is entry
    assert not on_entry(publication, replace(row, group="women"))
    assert not on_entry(publication, replace(row, verified=False))


@given(grade=st.integers(0, 5), n=st.integers(1, 500))
def test_a_median_says_that_half_have_it_or_more_and_half_it_or_less(grade, n):
    more, less = entry_facts(with_rows(replace(ROW, value=float(grade)), n=n))
    assert (more.low, more.high, less.low, less.high) == (grade, 6, 0, grade)
    assert more.value == less.value == 0.5
    assert more.sd == pytest.approx(0.5 / np.sqrt(n + 2))


def test_a_median_moves_patients_no_further_than_it_says(simulator):
    usual = grades(simulator, with_rows())
    assert np.median(usual) == 4.0
    assert np.array_equal(np.sort(grades(simulator, with_rows(ROW))), np.sort(usual))
    mild = grades(simulator, with_rows(replace(ROW, value=3.0), n=1000))
    assert np.mean(mild <= 3.0) == pytest.approx(0.5, abs=0.03)


def test_a_series_of_children_has_no_tumour_of_adults(simulator):
    """Of uk_children_le25 one of 25 died, of a neuroblastoma; adults with limbic encephalitis die of lung cancer."""
    series = cohort("uk_children_le25")
    adults = replace(series, syndrome_text="limbic encephalitis", observables=())
    lung = []
    for one in (series, adults):
        parts = simulator.drawn(one, mixture(one)).parts
        found = [np.isin(s.tumour, ("sclc", "nsclc")) & np.isfinite(s.course.tumour_found) & s.who for s, _ in parts]
        lung.append(np.concatenate(found).sum())
    assert lung[0] == 0
    assert lung[1] > 100


def test_nobody_is_followed_for_less_than_the_least_printed(simulator):
    def shortest(*rows):
        ((sample, _),) = simulator.drawn(one := with_rows(*rows), mixture(one)).parts
        return (sample.followed - sample.course.diagnosis)[sample.who].min() / read.MONTH

    median = replace(ROW, name="followup", value=20.0, unit="months")
    ends = cohort("fudan_nmdar_children34").observables[2].interval  # 6 to 39 months
    assert shortest(median) < 2.0
    assert 6.0 <= shortest(replace(median, interval=ends)) < 7.0
    assert 12.0 <= shortest(replace(median, name="followup_at_least", value=1.0, unit="years")) < 13.0


def test_relapses_and_good_outcomes_are_those_seen_while_followed(simulator):
    relapse = replace(GOOD, name="relapse", time_months=None)
    good = replace(GOOD, name="good_outcome_within_24m", time_months=24.0)
    found = {}
    for months in (6.0, 48.0):
        followed = replace(ROW, name="followup", value=months, unit="months")
        series = with_rows(followed, relapse, good)
        found[months] = [predict(series, row, simulator).value for row in series.observables[1:]]
    assert found[6.0][0] < found[48.0][0] - 5.0
    assert found[6.0][1] < found[48.0][1] - 5.0
    timed = replace(relapse, name="relapse_24m", time_months=24.0)
    both = [predict(s := with_rows(f, timed), s.observables[1], simulator).value for f in (good, relapse)]
    assert both[0] == both[1]


ATAXIA = cohort("bengaluru_ca32")  # several antibodies, cerebellar ataxia in all


def of_area(name, base=ATAXIA):
    row = replace(ROW, name=name, value=80.0, unit="%", kind="percent")
    return obstacle(with_rows(row, base=base), row)


@pytest.mark.parametrize("name", ["cerebellar_syndrome", "pancerebellar_syndrome", "ataxia"])
def test_the_area_by_which_a_series_chose_its_patients_is_an_input(simulator, name):
    found = of_area(name)
    assert isinstance(found, Aside) and found.kind == "input"
    assert of_area(name, cohort("graus2001_hu200")) is None  # a series of one antibody holds everybody with it
    parts = simulator.drawn(ATAXIA, mixture(ATAXIA)).parts
    lost = np.concatenate([s.lost[s.who] for s, _ in parts])
    assert np.all(lost[:, 3] > 0.0)  # the columns are nerve, limbic system, brainstem, cerebellum


@pytest.mark.parametrize(
    "name", ["brainstem_syndrome", "isolated_cerebellar_ataxia", "cerebellar_syndrome_and_neuropathy"]
)
def test_another_area_or_that_area_alone_is_still_predicted(name):
    assert of_area(name) is None
