"""Antibodies that go with lung cancer: which tumours their patients have, and how long they live with each."""

import numpy as np
import pytest

from onconeural.model import antibody
from onconeural.population import cohort, persons
from onconeural.population import readings as read

DRAWN, SEED = 40_000, 5


@pytest.fixture(scope="module")
def hu():
    return cohort("hu", DRAWN, seed=SEED)


@pytest.fixture(scope="module")
def without_help():
    """The same patients, whose T cells do not help chemotherapy."""
    record = antibody("hu")
    none = record.model_copy(update={"factors": {"bCI": 0.0}})
    return cohort(none, DRAWN, seed=SEED)


@pytest.fixture(scope="module")
def who(hu):
    return persons(antibody("hu"), SEED, hu.people.patient)


@pytest.mark.parametrize("key", ["hu", "cv2_crmp5", "pca2_map1b", "amphiphysin@intracellular"])
def test_the_published_shares_are_shares_of_everybody_with_a_tumour(key):
    assert sum(part.share for part in antibody(key).tumours) == pytest.approx(1.0)


def test_a_quarter_of_the_tumours_found_are_not_small_cell(hu, who):
    """Graus 2001: 74 % of those with histology; four other series 74 to 100 %."""
    known = read.diagnosed(hu.course) & np.isfinite(hu.course.tumour_found) & ~who.tumour_free
    assert 0.70 < np.mean(who.tumour[known] == "sclc") < 0.84


def three_years(people, kind):
    """Share of diagnosed patients with one kind of tumour who live three years from the diagnosis."""
    time, died, diagnosed = read.since_diagnosis(people.course)
    tumour = persons(antibody("hu"), SEED, people.people.patient).tumour
    return np.mean(~(died & (time < 36 * read.MONTH))[diagnosed & (tumour == kind)])


def test_a_slower_tumour_lets_more_patients_live_three_years(hu, without_help):
    assert three_years(hu, "nsclc") > three_years(hu, "sclc")
    assert three_years(without_help, "nsclc") > 1.5 * three_years(without_help, "sclc")


def test_a_few_patients_never_have_a_tumour_and_none_is_found(hu, who):
    """Graus 2001: none in more than five years in 4 of 200, none at autopsy in 4."""
    diagnosed = read.diagnosed(hu.course)
    assert 0.005 < np.mean(who.tumour_free[diagnosed]) < 0.04
    assert np.all(np.isnan(hu.course.tumour_found[who.tumour_free]))


def test_one_kind_of_tumour_can_be_chosen():
    only = antibody("hu").with_only("sclc")
    assert set(persons(only, SEED, np.arange(500)).tumour) == {"sclc"}
    assert only.tumour_free is None
    with pytest.raises(StopIteration):
        antibody("hu").with_only("thymoma")


def test_a_response_makes_some_chemotherapy_last(hu, without_help):
    """Hazard of death 0.46 of that without a syndrome, five years lived by 36 % (Di Mauro 2024)."""
    assert three_years(hu, "sclc") > 1.4 * three_years(without_help, "sclc")


def test_without_chemotherapy_the_response_gains_nothing_by_it(hu, without_help):
    """T cells that help chemotherapy change nothing for those who never had any."""
    shared, here, there = np.intersect1d(hu.people.patient, without_help.people.patient, return_indices=True)
    courses = ((hu.course, here), (without_help.course, there))
    never = np.all([np.isnan(course.chemotherapy[who]) for course, who in courses], axis=0)
    assert len(shared) > 1000
    assert np.sum(never) > 100
    with_it, without = (course.death[who][never] for course, who in courses)
    np.testing.assert_array_equal(with_it, without)
