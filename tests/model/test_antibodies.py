"""The records of antibodies and tumours: complete, sourced, honest about what is borrowed."""

import pytest
from pydantic import ValidationError

from onconeural.evidence import cohorts, source, sources, tumour_keys
from onconeural.evidence.tumours import same_tumour
from onconeural.model import Age, Share, antibody, modelled, modelled_tumours, readings, registry, tumour

INTRACELLULAR = {"hu", "yo", "ri", "cv2_crmp5", "ma2", "klhl11", "pca2_map1b"}
UNCERTAIN = {"amphiphysin", "tr_dner"}
SURFACE = {"nmdar", "ampar", "gababr", "caspr2", "mglur1", "mglur5", "pq_vgcc"}
OLDER = {"hu", "yo", "ma2", "nmdar", "gababr", "pq_vgcc"}  # records of the first fit


def of_class(name):
    return {antibody(key).antibody for key in modelled() if antibody(key).antibody_class == name}


def test_the_antibodies_and_their_classes():
    assert of_class("intracellular") == INTRACELLULAR
    assert of_class("uncertain") == UNCERTAIN
    assert of_class("surface") == SURFACE


@pytest.mark.parametrize("key", sorted(UNCERTAIN))
def test_both_readings_of_an_uncertain_class_can_be_run(key):
    assert [antibody(one).reading for one in readings(key)] == ["intracellular", "surface"]
    inside, outside = map(antibody, readings(key))
    assert inside.why_uncertain
    assert inside.value("kN") > 0 == outside.value("kN")
    assert inside.value("Eint") == 0 < outside.value("Eint")
    assert (inside.tumours, inside.age, inside.female) == (outside.tumours, outside.age, outside.female)


@pytest.mark.parametrize("key", modelled())
def test_the_class_is_in_the_settings(key):
    record = antibody(key)
    assert (record.value("kN") > 0) == (record.reading == "intracellular")
    assert (record.value("Eint") > 0) == (record.reading == "surface")


@pytest.mark.parametrize("key", modelled())
def test_shares_add_up_and_every_source_exists(key):
    record = antibody(key)
    assert sum(t.share for t in record.tumours) == pytest.approx(1.0)
    for part in record.tumours:
        assert part.tumour in modelled_tumours()
        assert part.status != "assumed" or part.basis
    for name in record.cited:
        source(name)
    for part in (record.with_tumour, record.female, record.age, *record.tumours):
        assert part.source or part.status == "assumed"
        assert part.status != "assumed" or part.basis


@pytest.mark.parametrize("key", modelled())
def test_nothing_comes_from_a_cohort_that_is_kept_for_validation(key):
    """The cohorts named for validation must stay unseen by the record: neither its numbers nor its words use them."""
    record = antibody(key)
    kept = {c.source for c in cohorts().values() if c.role == "validation"}
    used = {*record.cited, *(name for t in record.tumours for name in tumour(t.tumour).sources)}
    assert not used & kept


@pytest.mark.parametrize("key", [k for k in modelled() if antibody(k).antibody not in OLDER])
def test_what_nobody_measured_is_borrowed_and_says_from_whom(key):
    record = antibody(key)
    lender = antibody(record.borrows)
    assert lender.antibody in OLDER
    for symbol, setting in lender.settings.items():
        own = record.settings[symbol]
        if own.status == "borrowed":
            assert record.value(symbol) == setting.of(registry().parameter(symbol).value)
            assert record.borrows in own.basis
            assert "assumed" in own.basis


@pytest.mark.parametrize("kind", modelled_tumours())
def test_a_tumour_is_one_of_the_vocabulary_and_its_sources_exist(kind):
    record = tumour(kind)
    assert kind in tumour_keys()
    assert set(record.sources) <= set(sources())
    for part in (record.treated.local, record.treated.chemotherapy):
        assert 0 <= part <= 1
    for symbol in (*record.settings, *record.spread):
        registry().parameter(symbol)


def test_growth_follows_from_the_published_doubling_time():
    """g = ln 2 / (doubling time x ln(K / T)) at the size at which it was measured."""
    from math import log

    K = registry().parameter("K").value
    for kind, days, cells in (("nsclc", 191, 1.4e10), ("thymoma", 400, 5.34e10)):
        assert tumour(kind).settings["g"].value == pytest.approx(log(2) / (days * log(K / cells)), rel=0.01)


def test_a_wide_name_of_a_tumour_stands_for_the_narrow_one():
    assert same_tumour("testicular_seminoma", "testicular_germ_cell_tumour")
    assert not same_tumour("thymoma", "sclc")


@pytest.mark.parametrize(
    "wrong",
    [{"share": 1.2, "status": "assumed"}, {"share": 0.2, "status": "measured"}, {"share": 0.2, "status": "sure"}],
)
def test_a_share_out_of_range_or_without_a_source_is_refused(wrong):
    with pytest.raises(ValidationError):
        Share(**wrong)


@pytest.mark.parametrize(("median", "children"), [(30, 0.6), (30, 0.0), (15, 0.3)])
def test_a_share_of_children_that_the_median_contradicts_is_refused(median, children):
    with pytest.raises(ValidationError, match="expected a share below"):
        Age(median=median, low=1, high=80, covers="range", n=50, status="assumed", children=children)


def test_the_spread_of_ages_reaches_the_published_range():
    young, old = Age(median=63, low=28, high=82, covers="range", n=200, status="assumed").spread()
    assert 63 - 2.7 * young == pytest.approx(28, abs=1.5)
    assert 63 + 2.7 * old == pytest.approx(82, abs=1.5)
