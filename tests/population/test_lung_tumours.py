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
def who(hu):
    return persons(antibody("hu"), SEED, hu.people.patient)


@pytest.mark.parametrize("key", ["hu", "cv2_crmp5", "pca2_map1b", "amphiphysin@intracellular"])
def test_the_published_shares_are_shares_of_everybody_with_a_tumour(key):
    assert sum(part.share for part in antibody(key).tumours) == pytest.approx(1.0)


def test_a_quarter_of_the_tumours_found_are_not_small_cell(hu, who):
    """Graus 2001: 74 % of those with histology; four other series 74 to 100 %."""
    known = read.diagnosed(hu.course) & np.isfinite(hu.course.tumour_found) & ~who.tumour_free
    assert 0.70 < np.mean(who.tumour[known] == "sclc") < 0.84


def test_a_slower_tumour_lets_more_patients_live_three_years(hu, who):
    time, died, diagnosed = read.since_diagnosis(hu.course)
    alive = ~(died & (time < 36 * read.MONTH))
    small, other = (alive[diagnosed & (who.tumour == kind)].mean() for kind in ("sclc", "nsclc"))
    assert other > 1.5 * small


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
