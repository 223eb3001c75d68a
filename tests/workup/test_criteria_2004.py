import pytest

from onconeural.case import Case
from onconeural.workup import criteria_2004

HU = [{"name": "hu"}]
TR = [{"name": "tr_dner"}]
NO = {"found": False}


def tumour(day=None, **rest):
    return {"found": True, "type": "SCLC", "day_found_relative_to_onset": day, **rest}


@pytest.mark.parametrize(
    ("phenotype", "antibodies", "cancer", "category", "met"),
    [
        ("lambert_eaton", [], tumour(100), "definite", ["definite_1"]),
        ("lambert_eaton", [], tumour(5 * 365), "definite", ["definite_1"]),
        ("lambert_eaton", [], tumour(-5 * 366), "neither", []),
        ("chorea", HU, tumour(100), "definite", ["definite_3"]),
        ("chorea", HU, NO, "definite", ["definite_4"]),
        ("limbic_encephalitis", HU, tumour(2000), "definite", ["definite_4"]),
        ("chorea", TR, tumour(100), "definite", ["definite_3"]),
        ("chorea", TR, NO, "possible", ["possible_2"]),
        ("lambert_eaton", [], NO, "not_decided", []),
        ("chorea", [], tumour(700), "possible", ["possible_3"]),
        ("chorea", [], tumour(800), "not_decided", []),
        ("chorea", [], NO, "neither", []),
        ("chorea", [{"name": "hu", "confirmed": False}], NO, "neither", []),
        ("encephalitis_other", [{"name": "nmdar"}], tumour(10), "possible", ["possible_3"]),
        ("sensory_neuronopathy", HU, tumour(30), "definite", ["definite_1"]),
    ],
)
def test_the_criteria_one_by_one(phenotype, antibodies, cancer, category, met):
    case = Case(case_id="t", phenotype=phenotype, antibodies=antibodies, cancer=cancer, forecast_day=2500)
    result = criteria_2004(case)
    assert (result.category, [row.id for row in result.criteria if row.met]) == (category, met)


def test_what_a_case_file_cannot_say_is_named():
    result = criteria_2004(Case(case_id="t", phenotype="lambert_eaton", cancer=NO))
    (undecided,) = [row for row in result.criteria if row.met is None]
    assert (undecided.id, "high risk" in undecided.needs) == ("possible_1", True)


def test_recalled_lists_are_unconfirmed():
    case = Case(case_id="t", phenotype="dermatomyositis", antibodies=TR, cancer=tumour(5))
    assert len(criteria_2004(case).unconfirmed) == 2
    assert criteria_2004(Case(case_id="t", phenotype="chorea", antibodies=HU)).unconfirmed == ()


def test_a_scar_in_the_testis_is_no_cancer():
    scar = {"found": True, "type": "regressed testicular germ-cell tumour", "day_found_relative_to_onset": 1}
    case = Case(case_id="t", phenotype="brainstem_encephalitis", antibodies=[{"name": "ma2"}], cancer=scar)
    assert [row.id for row in criteria_2004(case).criteria if row.met] == ["definite_4"]


def test_facts_after_the_day_are_not_used():
    case = Case(case_id="t", phenotype="lambert_eaton", cancer=tumour(100))
    assert criteria_2004(case, 99).category == "not_decided"
    assert criteria_2004(case, 100).category == "definite"


def test_every_criterion_names_its_source():
    result = criteria_2004(Case(case_id="t", phenotype="chorea"))
    assert len(result.criteria) == 7
    assert {row.reading_status for row in result.criteria} == {"read_secondary"}
    assert result.sources[0] == "graus2004"
