"""The clinical course: an order of events that can be, and nothing that happens to the dead."""

import dataclasses

import numpy as np
import pytest

from onconeural.model import Treated, antibody, modelled, target_areas
from onconeural.population import clinical_course, cohort, persons, summary
from onconeural.population import readings as read

SIZE = 20_000


@pytest.fixture(scope="module")
def hu():
    return cohort("hu", SIZE, seed=3)


def test_events_come_in_an_order_that_can_be(hu):
    c = hu.course
    assert not c.failed.any()
    later = ((c.diagnosis, c.immune), (c.tumour_found, c.local), (c.tumour_found, c.chemotherapy), (c.immune, c.second))
    for first, second in later:
        both = np.isfinite(first) & np.isfinite(second)
        assert np.all(first[both] < second[both])
    for day in (c.diagnosis, c.tumour_found, c.local, c.chemotherapy, c.immune, c.second):
        both = np.isfinite(day) & np.isfinite(c.death)
        assert np.all(day[both] <= c.death[both])


def test_curves_end_with_life(hu):
    c = hu.course
    alive = c.days[None, :] <= np.where(np.isnan(c.death), np.inf, c.death)[:, None]
    assert np.array_equal(np.isfinite(c.mrs), alive)
    assert np.nanmin(c.area) >= -1e-6
    assert np.nanmax(c.area) <= 1 + 1e-6


def test_the_same_patients_live_the_same_lives_in_another_cohort(hu):
    half = cohort("hu", SIZE // 2, seed=3)
    same = np.isin(hu.people.patient, half.people.patient)
    assert np.array_equal(hu.course.death[same], half.course.death, equal_nan=True)
    assert np.array_equal(hu.course.mrs[same], half.course.mrs, equal_nan=True)


def test_practice_changes_what_is_given_and_nothing_else_before_it(hu):
    record = antibody("hu")
    nothing = {
        "treated": Treated(local=0.0, chemotherapy=0.0),
        "immunotherapy": record.immunotherapy.model_copy(update={"first_line": 0.0}),
    }
    untreated = clinical_course(record.model_copy(update=nothing), hu.people, hu.seed)
    assert np.all(np.isnan(untreated.immune))
    assert np.all(np.isnan(untreated.treated) | np.isfinite(hu.people.local) | np.isfinite(hu.people.chemotherapy))
    assert (
        np.array_equal(untreated.diagnosis, hu.course.diagnosis, equal_nan=True)
        or np.mean(np.isclose(untreated.diagnosis, hu.course.diagnosis, equal_nan=True)) > 0.9
    )
    year = [read.alive_from_diagnosis(c, 12.0).value for c in (untreated, hu.course)]
    assert year[0] < year[1]


def test_a_summary_has_every_row_once_and_numbers_that_can_be(hu):
    rows = summary(hu)
    assert len({row.id for row in rows}) == len(rows)
    by = {row.id: row.estimate for row in rows}
    for row in rows:
        if row.unit == "%":
            assert 0 <= row.estimate.low <= row.estimate.value <= row.estimate.high <= 100, row.id
        assert row.definition
    shares = [by[f"syndrome_{name}"].value for name in (*(a.id for a in target_areas("hu")), "multifocal")]
    assert sum(shares) == pytest.approx(100.0)
    assert by["new_area_6"].value <= by["new_area_12"].value
    assert by["alive_3"].value >= by["alive_12"].value >= by["alive_36"].value
    assert sum(by[f"tumour_{part}"].value for part in ("regression", "slowing", "escape")) == pytest.approx(100.0)


def test_response_and_stability_are_counted_in_the_same_patients(hu):
    c = hu.course
    of, stable, response = read.tumour_treated(c), read.stable_after_tumour_treatment(c), read.complete_response(c)
    gone = of & (c.death < c.treated + read.CYCLES_END)
    assert gone.sum() >= 10  # of the syndrome, while the tumour was treated
    assert not (stable | response)[gone].any()
    ratio = read.response_odds(c)
    assert ratio.n == of.sum()
    alive = dataclasses.replace(c, diagnosis=np.where(gone, np.nan, c.diagnosis))
    assert read.response_odds(alive).value < ratio.value


def test_a_complete_response_empties_the_nervous_system_of_t_cells_and_holds_the_syndrome(hu):
    c = hu.course
    of, response = read.tumour_treated(c) & (c.treated + 365.0 <= c.days[-1]), read.complete_response(c)
    start, end = (read.at(c.tissue_ctl, c.treated + day) for day in (0.0, read.CYCLES_END))
    assert np.median((end / start)[of & response]) < 1e-3
    assert np.nanmedian((end / start)[of & ~response]) > 0.05
    year = read.rated(c, c.treated + 365.0, read.LATER) <= read.rated(c, c.treated)
    assert np.mean(year[of & response]) > np.mean(year[of & ~response]) + 0.2


def test_a_new_area_is_one_that_was_spared():
    c = cohort("hu", 4_000, seed=3).course
    spared = dataclasses.replace(c, area=np.ones_like(c.area))
    lost = dataclasses.replace(c, area=np.zeros_like(c.area))
    start = np.zeros(len(c))
    for course in (spared, lost):
        assert not read.new_area(course, start, 12.0).any()
    later = np.ones_like(c.area)
    later[:, 1, c.days > 200] = 0.5
    course = dataclasses.replace(c, area=later)
    assert not read.new_area(course, start, 6.0).any()
    assert read.new_area(course, start, 12.0).all()


def test_the_bedbound_are_seldom_treated_and_the_walking_mostly(hu):
    c = hu.course
    mrs = read.at(c.mrs, c.tumour_found)
    given = np.isfinite(c.treated)
    assert np.mean(given[mrs > 4.5]) < 0.3
    assert np.mean(given[(mrs < 3.0) & (c.tumour_found > 0)]) > 0.6


def test_a_rater_disagrees_with_himself_in_few_and_changes_no_death(hu):
    c = hu.course
    first, later = (read.rated(c, c.diagnosis, occasion) for occasion in (read.FIRST, read.LATER))
    known = np.isfinite(first)
    assert 0.05 < np.mean(first[known] != later[known]) < 0.25
    assert np.nanmin(first) >= 0
    assert np.nanmax(first) <= 5
    assert np.array_equal(np.isnan(first), np.isnan(read.at(c.mrs, c.diagnosis)))


def test_the_old_recover_less_where_a_record_says_so():
    """NMDAR: late onset goes with a poor outcome after a year (odds ratio 10, china_nmdar_lateonset)."""
    record = antibody("nmdar")
    young = cohort(record, 4000, seed=3)
    same = {**young.people.parameters, "dec": young.people.parameters["dec"] + 3.0}
    old = dataclasses.replace(young.people, parameters=same | {"bage": np.zeros(len(young.people))})
    as_old = clinical_course(record, old, 3)
    late = np.full(len(young.people), 365.0)
    both = np.isfinite(read.at(young.course.mrs, late)) & np.isfinite(read.at(as_old.mrs, late))
    assert both.sum() > 50
    assert read.at(as_old.mrs, late)[both].mean() > read.at(young.course.mrs, late)[both].mean() + 0.2


def test_with_nmdar_antibodies_the_old_are_diagnosed_later_and_small_children_recover_less():
    """Diagnosis after 8 instead of 4 weeks from 45 years on (PMID 23946310), 25 days in children, 40 in adults."""
    record = antibody("nmdar")
    found = cohort(record, 12000, seed=3)
    c, age = found.course, persons(record, 3, found.people.patient).age
    known = np.isfinite(c.diagnosis)
    groups = (age < 12, (age >= 18) & (age < 45), age >= 45)
    child, young, late = (np.median(c.diagnosis[known & who]) for who in groups)
    assert child < young < late
    assert 1.3 < late / young < 2.7
    same = found.people.parameters | {"brepy": np.zeros(len(c))}
    otherwise = clinical_course(record, dataclasses.replace(found.people, parameters=same), 3)
    year, small = np.full(len(c), 365.0), age < 7
    assert np.nanmean(read.at(c.mrs, year)[small]) > np.nanmean(read.at(otherwise.mrs, year)[small]) + 0.05


def test_a_number_of_patients_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        cohort("hu", 0)
    with pytest.raises(KeyError):
        cohort("sox1", 10)


def test_a_drug_against_symptoms_is_taken_for_years_and_changes_no_tumour():
    """Lambert-Eaton: the same patients with and without amifampridine after the diagnosis."""
    record = antibody("pq_vgcc")
    people = cohort(record, 3000, seed=3).people
    plans = {k: record.symptomatic and record.symptomatic.model_copy(update={"share": k}) for k in (0.0, 1.0)}
    without, taking = (clinical_course(record.model_copy(update={"symptomatic": p}), people, 3) for p in plans.values())
    assert np.array_equal(without.diagnosis, taking.diagnosis, equal_nan=True)
    for months in (3.0, 24.0):
        days = without.diagnosis + months * read.MONTH
        before, after = read.at(without.mrs, days), read.at(taking.mrs, days)
        both = np.isfinite(before) & np.isfinite(after)
        assert both.sum() > 50
        assert before[both].mean() - after[both].mean() > 0.2
    assert not [key for key in modelled() if antibody(key).symptomatic and key != "pq_vgcc"]
