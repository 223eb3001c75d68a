"""Age, sex, tumour and background mortality of virtual patients, against published numbers."""

import numpy as np
import pytest

from onconeural.model import antibody, background_hazard, modelled, tumour
from onconeural.population import age_density, persons, plausible, share_female
from onconeural.population.persons import treated
from onconeural.population.plausible import parameters

MANY = np.arange(40_000)


def test_the_hazard_gives_the_published_life_expectancy():
    """Years left at 65 in the period life table 2023: 18.12 (men), 20.66 (women); ages above 100 count little."""
    ages = np.arange(65.0, 101.0)
    for female, published in ((False, 18.12), (True, 20.66)):
        daily = background_hazard(ages, np.full(len(ages), female))
        alive = np.concatenate([[1.0], np.cumprod(np.exp(-365.25 * daily))])
        assert alive[1:].sum() + 0.5 == pytest.approx(published, abs=0.1)


def test_the_hazard_rises_with_age_and_is_lower_in_women():
    ages = np.arange(30.0, 101.0)
    men, women = (background_hazard(ages, np.full(len(ages), f)) for f in (False, True))
    assert np.all(np.diff(men) > 0)
    assert np.all(women < men)
    assert background_hazard(np.array([110.0]), np.array([True]))[0] == women[-1]


@pytest.mark.parametrize("key", modelled())
def test_persons_have_the_published_mix(key):
    record = antibody(key)
    who = persons(record, 3, MANY)
    drawn = {t.tumour: t.share if t.drawn is None else t.drawn for t in record.tumours}
    for kind, share in drawn.items():
        assert np.mean(who.tumour == kind) == pytest.approx(share / sum(drawn.values()), abs=0.01)
    if not any(t.age for t in record.tumours):
        assert np.median(who.age) == pytest.approx(record.age.median, abs=0.5)
    ends = [(t.age or record.age).ends() for t in record.tumours]
    ends += [record.age.ends()] if record.tumour_free else []
    assert min(low for low, _ in ends) <= who.age.min()
    assert who.age.max() <= max(high for _, high in ends)


@pytest.mark.parametrize("key", modelled())
def test_a_tumour_of_one_sex_has_that_sex(key):
    who = persons(antibody(key), 3, MANY)
    for kind in np.unique(who.tumour):
        here = (who.tumour == kind) & ~who.tumour_free
        if tumour(kind).sex:
            assert np.all(who.female[here] == (tumour(kind).sex == "F"))


@pytest.mark.parametrize("key", ["hu", "yo", "ma2", "caspr2", "tr_dner@surface"])
def test_the_share_of_women_is_the_published_one(key):
    """In the published mix of tumours; draws may have more of one where the disease is likelier with another."""
    record = antibody(key)
    who = persons(record, 3, MANY)
    women = sum(t.share * who.female[who.tumour == t.tumour].mean() for t in record.tumours)
    assert women == pytest.approx(record.female.share, abs=0.01)


def test_as_many_children_as_published():
    """Titulaer 2013: 211 of 577 patients with NMDA receptor antibodies were children, many of them small."""
    age = persons(antibody("nmdar"), 3, MANY).age
    assert np.mean(age < 18) == pytest.approx(211 / 577, abs=0.04)
    assert np.mean(age < 7) > 0.05


def test_the_age_density_is_that_of_the_draws():
    record = antibody("hu")
    drawn = np.histogram(persons(record, 3, MANY).age, bins=np.arange(45.0, 76.0, 10.0))[0] / len(MANY)
    grid = np.arange(45.5, 75.0, 1.0)
    law = np.array([age_density(record, "sclc", float(a)) for a in grid]).reshape(3, 10).sum(axis=1)
    assert drawn == pytest.approx(law, abs=0.01)


def test_background_mortality_is_that_of_age_and_sex():
    who, values = persons(antibody("hu"), 3, MANY[:500]), parameters(antibody("hu"), 3, MANY[:500])
    assert np.array_equal(values["h0"], background_hazard(who.age, who.female))


def test_age_counts_from_the_median_of_the_antibody_and_the_old_are_treated_less():
    """Of patients with small-cell lung cancer of 75 years or more 48 % got no chemotherapy (Janssen-Heijnen 2011)."""
    record = antibody("hu")
    who, values = persons(record, 3, MANY), parameters(record, 3, MANY[:500])
    assert np.array_equal(values["dec"], (who.age[:500] - record.age.median) / 10.0)
    chemotherapy = treated(record, who).chemotherapy
    assert 1.0 - chemotherapy[who.age >= 75].mean() == pytest.approx(0.48, abs=0.1)
    assert chemotherapy[who.age < 60].mean() > 0.75


def test_tumour_settings_reach_the_patients_with_that_tumour():
    """The same random numbers, so growth differs between two tumours by the ratio of their rates and nothing else."""
    record = antibody("ma2")
    who, values = persons(record, 3, MANY[:2000]), parameters(record, 3, MANY[:2000])
    one = record.model_copy(update={"tumours": (record.tumours[0],)})
    alone = parameters(one, 3, MANY[:2000])
    for kind in ("testicular_germ_cell_tumour", "nsclc"):
        here = who.tumour == kind
        ratio = record.value("g", kind) / record.value("g")
        assert values["g"][here] == pytest.approx(alone["g"][here] * ratio, rel=1e-12)
        assert np.array_equal(values["n4"][here], alone["n4"][here])


@pytest.mark.parametrize("key", ["caspr2", "ri", "tr_dner@intracellular"])
def test_tumour_free_patients_have_no_tumour(key):
    who, values = persons(antibody(key), 3, MANY), parameters(antibody(key), 3, MANY)
    assert np.array_equal(who.tumour_free, values["T0"] < 1)
    assert who.tumour_free.any()


def test_a_person_is_the_same_in_any_cohort():
    people = plausible(antibody("amphiphysin@surface"), 3, 0, 4000).patient
    whole, part = (
        persons(antibody("amphiphysin@surface"), 3, people),
        persons(antibody("amphiphysin@surface"), 3, people[5:9]),
    )
    assert np.array_equal(whole.age[5:9], part.age)
    assert np.array_equal(whole.tumour[5:9], part.tumour)
    assert share_female(antibody("yo"), "ovarian_carcinoma") == 1.0


def test_teratomas_are_in_women_from_puberty_to_menopause():
    """Titulaer: 55 % of the women above 12 years with NMDAR antibodies had a teratoma, 8 % of the girls under 12."""
    who = persons(antibody("nmdar"), 3, MANY)
    with_one = ~who.tumour_free
    assert who.female[with_one].all()
    assert who.age[with_one].min() >= 10.0
    assert who.age[with_one].max() <= 50.0
    girls, women = (who.female & (who.age < 12)), (who.female & (who.age >= 12) & (who.age <= 45))
    assert with_one[girls].mean() < 0.3 * with_one[women].mean()


def test_lambert_eaton_without_a_tumour_comes_earlier():
    """Wirtz 2002, 227 published cases: median age 58 years with cancer, 49.5 without."""
    who = persons(antibody("pq_vgcc"), 3, MANY)
    assert np.median(who.age[~who.tumour_free]) == pytest.approx(58.0, abs=0.7)
    assert np.median(who.age[who.tumour_free]) == pytest.approx(49.5, abs=0.7)


def test_the_age_density_of_those_without_a_tumour_is_their_own():
    record = antibody("pq_vgcc")
    assert age_density(record, None, 30.0) > 2.0 * age_density(record, "sclc", 30.0)
