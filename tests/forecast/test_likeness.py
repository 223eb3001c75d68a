"""Twins take the case's age and sex, and its kind of tumour where the antibody has it."""

import numpy as np
import pytest

from onconeural.case import facts_until
from onconeural.forecast.history import history
from onconeural.forecast.likeness import as_this_person, log_likeness, unlike
from onconeural.model import antibody, background_hazard
from onconeural.population import diseased, join, persons


@pytest.fixture(scope="module")
def pool():
    groups = [diseased(antibody(key), 2, 0, 3000) for key in ("nmdar", "gababr")]
    return join(groups)


def past(build, **facts):
    case = build(forecast_day=30, **facts)
    return history(facts_until(case, 30))


def test_twins_get_the_mortality_of_this_age_and_sex(build, pool):
    same = as_this_person(pool, 2, past(build, age=50, sex="F"))
    assert np.all(same.parameters["h0"] == background_hazard(np.array([50.0]), np.array([True]))[0])
    assert np.array_equal(same.parameters["n4"], pool.parameters["n4"])
    assert as_this_person(pool, 2, past(build)) is pool
    older = as_this_person(pool, 2, past(build, age=80))
    assert np.all(older.parameters["h0"] > same.parameters["h0"])


def test_age_and_sex_weigh_between_antibodies(build, pool):
    """A woman of 22 is more likely to have NMDA receptor than GABA-B receptor disease; a man of 70 the other way."""
    ratio = {}
    for age, sex in ((22, "F"), (70, "M")):
        likely = np.exp(log_likeness(pool, 2, past(build, age=age, sex=sex)))
        ratio[age] = likely[pool.antibody == "nmdar"].mean() / likely[pool.antibody == "gababr"].mean()
    assert ratio[22] > 10
    assert ratio[70] < 0.1
    assert np.all(log_likeness(pool, 2, past(build)) == 0)


def test_the_kind_of_tumour_selects_twins_where_the_antibody_has_it(build):
    people = diseased(antibody("ma2"), 2, 0, 30_000)
    kinds = persons(antibody("ma2"), 2, people.patient).tumour
    seminoma = log_likeness(people, 2, past(build, cancer={"found": True, "type": "seminoma"}))
    assert np.array_equal(np.isfinite(seminoma), kinds == "testicular_germ_cell_tumour")
    thymoma = past(build, cancer={"found": True, "type": "thymoma"})
    assert np.all(np.isfinite(log_likeness(people, 2, thymoma)))
    assert any("thymoma" in text for text in unlike(("ma2",), thymoma))


def test_a_person_unlike_the_published_patients_is_said(build):
    said = list(unlike(("yo",), past(build, age=20, sex="M")))
    assert "26 to 85" in said[0]
    assert "all women" in said[1]
    assert list(unlike(("hu",), past(build, age=60, sex="F"))) == []
