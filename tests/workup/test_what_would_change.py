import pytest

from onconeural.case import Case
from onconeural.workup import over_time, pns_care, what_would_change

PCD = "rapidly_progressive_cerebellar_syndrome"
YO = [{"name": "yo", "confirmed": False}]


def changes(case, **options):
    return {row.fact: (row.score, row.category, row.changes_class) for row in what_would_change(case, **options)}


def test_a_confirmed_antibody():
    case = Case(case_id="t", phenotype=PCD, sex="F", antibodies=YO, cancer={"found": False}, forecast_day=30)
    assert (pns_care(case).score, pns_care(case).category) == (4, "possible")
    assert changes(case)["the Yo (PCA-1) antibody is confirmed after all"] == (7, "probable", True)


def test_a_tumour_that_is_consistent_or_not_or_carries_the_antigen():
    hu = [{"name": "hu", "confirmed": True}]
    case = Case(case_id="t", phenotype="sensory_neuronopathy", antibodies=hu, cancer={"found": False}, forecast_day=900)
    found = changes(case)
    assert pns_care(case).score == 6
    assert found["a tumour is found that is consistent"] == (10, "definite", True)
    assert found["a tumour is found that is not consistent"] == (7, "probable", False)
    assert found["a tumour is found that is not consistent but carries the antigen"] == (10, "definite", True)


def test_two_years_without_a_tumour():
    ma2 = [{"name": "ma2", "confirmed": True}]
    case = Case(case_id="t", phenotype="polyradiculoneuropathy", antibodies=ma2, cancer={"found": False})
    assert pns_care(case).score == 6
    assert changes(case)["2 years of follow-up pass and nothing else is found"] == (5, "possible", True)


def test_antigen_in_a_tumour_that_does_not_fit():
    ma2 = [{"name": "ma2", "confirmed": True}]
    cancer = {"found": True, "type": "colon carcinoma", "day_found_relative_to_onset": 0}
    case = Case(case_id="t", phenotype="limbic_encephalitis", antibodies=ma2, cancer=cancer)
    assert changes(case)["the tumour is shown to carry the antigen"] == (10, "definite", True)


def test_a_man_with_yo_needs_the_antigen_for_a_consistent_tumour():
    yo = [{"name": "yo", "confirmed": True}]
    case = Case(case_id="t", phenotype=PCD, sex="M", antibodies=yo, cancer={"found": False})
    assert changes(case)["a tumour is found that is consistent"] == (10, "definite", True)


def test_a_found_antibody_names_those_that_go_with_the_phenotype():
    case = Case(case_id="t", phenotype="lambert_eaton", cancer={"found": False})
    found = {fact: row for fact, row in changes(case).items() if "antibody is found" in fact}
    assert found == {
        "an antibody is found and confirmed: SOX1": (7, "probable", True),
        "an antibody is found and confirmed: P/Q VGCC": (6, "probable", True),
    }


def test_those_that_change_the_class_come_first():
    case = Case(case_id="t", phenotype=PCD, antibodies=YO, cancer={"found": False})
    flags = [row.changes_class for row in what_would_change(case)]
    assert flags == sorted(flags, reverse=True)
    assert True in flags


def test_a_phenotype_that_is_not_scored_has_no_changes():
    assert what_would_change(Case(case_id="t", phenotype="dermatomyositis")) == ()


def test_the_published_steps_over_time():
    """Six, five, six: no tumour in year one, none in year three, then a lymphoma that does not fit."""
    ma2 = [{"name": "ma2", "confirmed": True}]
    cancer = {"found": True, "type": "lymphoma", "consistent": False, "day_found_relative_to_onset": 800}
    case = Case(
        case_id="t", phenotype="polyradiculoneuropathy", antibodies=ma2, cancer=cancer, forecast_day=800
    )  # fmt: skip
    moments = {row.why: (row.score, row.ahead) for row in over_time(case)}
    assert moments == {
        "onset": (6, False),
        "two years after onset": (5, False),
        "question day": (6, False),
        "two years after the tumour was found": (5, True),
    }
    other = {row.why: row.score for row in over_time(case, clock="since_onset")}
    assert other["question day"] == 5


@pytest.mark.parametrize("day", [-1, -0.5])
def test_a_day_before_onset_is_refused(day):
    with pytest.raises(ValueError, match="day 0 or later"):
        over_time(Case(case_id="t", phenotype="chorea"), day)
