"""Twins take the case's age and sex, and its kind of tumour where the antibody has it."""

import numpy as np
import pytest

from onconeural.case import facts_until
from onconeural.forecast.history import history
from onconeural.forecast.likeness import as_this_person, log_likeness, unlike
from onconeural.forecast.pool import Group, together
from onconeural.model import antibody, background_hazard
from onconeural.population import diseased, persons


@pytest.fixture(scope="module")
def pool():
    return together([group_of(key, 3000) for key in ("nmdar", "gababr")])


def group_of(key, count):
    people = diseased(antibody(key), 2, 0, count)
    return Group(people, persons(antibody(key), 2, people.patient))


def past(build, **facts):
    case = build(forecast_day=30, **facts)
    return history(facts_until(case, 30))


def test_twins_get_the_mortality_of_this_age_and_sex(pool):
    same = as_this_person(pool, 50, "F").people
    assert np.all(same.parameters["h0"] == background_hazard(np.array([50.0]), np.array([True]))[0])
    assert np.array_equal(same.parameters["n4"], pool.people.parameters["n4"])
    assert as_this_person(pool, None, None) is pool
    older = as_this_person(pool, 80, None).people
    assert np.all(older.parameters["h0"] > same.parameters["h0"])


def test_age_and_sex_weigh_between_antibodies(pool):
    """A woman of 22 is more likely to have NMDA receptor than GABA-B receptor disease; a man of 70 the other way."""
    ratio = {}
    for age, sex in ((22, "F"), (70, "M")):
        likely = np.exp(log_likeness(pool, age=age, sex=sex))
        ratio[age] = likely[pool.people.antibody == "nmdar"].mean() / likely[pool.people.antibody == "gababr"].mean()
    assert ratio[22] > 5  # GABA-B receptor patients from 11 years on are published, but few
    assert ratio[70] < 0.1
    assert np.all(log_likeness(pool) == 0)


def test_the_kind_of_tumour_selects_twins_where_the_antibody_has_it(build):
    group = group_of("ma2", 30_000)
    seminoma = past(build, cancer={"found": True, "type": "seminoma"}).tumour_kind
    fits = np.isfinite(log_likeness(group, kind=seminoma))
    assert np.array_equal(fits, group.who.tumour == "testicular_germ_cell_tumour")
    thymoma = past(build, cancer={"found": True, "type": "thymoma"}).tumour_kind
    assert np.all(np.isfinite(log_likeness(group, kind=thymoma)))
    assert any("thymoma" in text for text in unlike(("ma2",), kind=thymoma))


def test_an_antibody_that_never_has_the_tumour_does_not_gain_by_it(build, pool):
    """Lung cancer speaks for GABA-B against NMDA receptor disease, whose twins have no such tumour."""
    sclc = past(build, cancer={"found": True, "type": "SCLC"}).tumour_kind
    likely, gababr = np.exp(log_likeness(pool, kind=sclc)), pool.people.antibody == "gababr"
    assert likely[gababr].mean() > 20 * likely[~gababr].mean()
    assert np.ptp(likely[~gababr]) == 0.0


def test_a_person_unlike_the_published_patients_is_said():
    said = list(unlike(("yo",), age=20, sex="M"))
    assert "26 to 85" in said[0]
    assert "all women" in said[1]
    assert list(unlike(("hu",), age=60, sex="F")) == []
