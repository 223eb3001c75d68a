"""Scores computed by hand, one rule at a time."""

import pytest

from onconeural.case import Case
from onconeural.workup import AntibodyFact, PnsCareFacts, performance, pns_care, score_facts


def facts(phenotype, *antibodies, confirmed=True, followup_years=1.0, **rest):
    found = tuple(AntibodyFact(name, confirmed) for name in antibodies)
    return PnsCareFacts(phenotype, found, followup_years=followup_years, **{"cancer_found": False, **rest})


def tumour(name, **rest):
    return {"cancer_found": True, "tumour": name, "years_since_tumour_found": 0.5, **rest}


def points(certainty):
    return [item.points for item in certainty.items]


def other(certainty, start):
    (found,) = [a for a in certainty.alternatives if a.reading.startswith(start)]
    return found.score, found.category


@pytest.mark.parametrize(
    ("given", "expected", "category"),
    [
        (facts("sensory_neuronopathy", "hu", **tumour("SCLC")), [3, 3, 4], "definite"),
        (facts("sensory_neuronopathy", "hu"), [3, 3, 1], "probable"),
        (facts("sensory_neuronopathy", "hu", followup_years=2.0), [3, 3, 0], "probable"),
        (facts("sensory_neuronopathy", "hu", followup_years=1.99), [3, 3, 1], "probable"),
        (facts("encephalitis_other", "nmdar", sex="F", **tumour("ovarian teratoma")), [2, 2, 4], "definite"),
        (facts("lambert_eaton", **tumour("SCLC")), [3, 0, 4], "probable"),
        (facts("lambert_eaton", "pq_vgcc", **tumour("SCLC")), [3, 2, 4], "definite"),
        (
            facts("rapidly_progressive_cerebellar_syndrome", "tr_dner", **tumour("Hodgkin lymphoma")),
            [3, 3, 4],
            "definite",
        ),
        (facts("polyradiculoneuropathy", **tumour("Hodgkin lymphoma")), [2, 0, 4], "probable"),
        (facts("limbic_encephalitis", "lgi1"), [3, 0, 1], "possible"),
        (facts("other_defined"), [0, 0, 1], "non_pns"),
        (facts("encephalomyelitis", "hu", **tumour("lung cancer")), [3, 3, 4], "definite"),
        (facts("limbic_encephalitis", **tumour("seminoma")), [3, 0, 4], "probable"),
        (
            facts("rapidly_progressive_cerebellar_syndrome", "yo", sex="F", **tumour("ovarian cancer")),
            [3, 3, 4],
            "definite",
        ),
    ],
)
def test_points_and_category(given, expected, category):
    certainty = score_facts(given)
    assert (points(certainty), certainty.category) == (expected, category)


def test_the_published_example_of_a_tumour_that_is_not_consistent():
    colon = facts("sensory_neuronopathy", "hu", followup_years=3, **tumour("colon carcinoma", consistent=False))
    assert points(score_facts(colon)) == [3, 3, 1]
    assert points(score_facts(colon, clock="since_onset")) == [3, 3, 0]
    assert other(score_facts(colon), "clock since_onset") == (6, "probable")


def test_a_tumour_found_before_onset_leaves_the_clock_at_onset():
    old = facts("sensory_neuronopathy", "hu", **tumour("thymoma", years_since_tumour_found=9.0))
    assert points(score_facts(old)) == [3, 3, 1]


def test_antigen_expression_makes_a_foreign_tumour_count():
    shown = facts("sensory_neuronopathy", "hu", **tumour("thymoma", antigen_shown=True))
    assert points(score_facts(shown)) == [3, 3, 4]
    assert "antigen_expression" in score_facts(shown).special_rules


def test_definite_needs_an_antibody_and_says_so():
    certainty = score_facts(facts("lambert_eaton", **tumour("SCLC")))
    assert certainty.special_rules == ("definite_needs_antibody",)
    assert "definite needs" in certainty.flags[-1]


def test_opsoclonus_myoclonus_may_be_definite_without_an_antibody():
    certainty = score_facts(facts("opsoclonus_myoclonus", **tumour("neuroblastoma")))
    assert (certainty.score, certainty.category) == (7, "definite")
    assert "oms_exception" in certainty.special_rules
    assert other(certainty, "category of the total") == (7, "probable")
    assert score_facts(facts("opsoclonus_myoclonus")).category == "possible"


@pytest.mark.parametrize(
    ("sex", "shown", "expected"),
    [("M", None, 1), ("M", False, 1), ("M", True, 4), ("F", None, 4), (None, None, 4)],
)
def test_yo_in_men_needs_the_antigen_in_the_tumour(sex, shown, expected):
    breast = tumour("breast carcinoma", antigen_shown=shown)
    certainty = score_facts(facts("rapidly_progressive_cerebellar_syndrome", "yo", sex=sex, **breast))
    assert certainty.items[2].points == expected
    assert ("yo_in_men" in certainty.special_rules) == (expected == 1)
    assert any("The sex is not given" in text for text in certainty.missing) == (sex is None)


def test_the_rule_for_men_with_yo_is_shown_against_the_word_of_the_file():
    breast = tumour("breast carcinoma", consistent=True)
    certainty = score_facts(facts("rapidly_progressive_cerebellar_syndrome", "yo", sex="M", **breast))
    assert certainty.items[2].points == 1
    assert other(certainty, "the case file's word") == (10, "definite")


def test_caspr2_depends_on_the_phenotype():
    assert points(score_facts(facts("morvan", "caspr2"))) == [2, 2, 1]
    assert points(score_facts(facts("limbic_encephalitis", "caspr2"))) == [3, 0, 1]


def test_an_unconfirmed_antibody_is_not_counted_but_shown():
    certainty = score_facts(facts("sensory_neuronopathy", "hu", confirmed=False))
    assert (points(certainty), certainty.antibody) == ([3, 0, 1], None)
    assert other(certainty, "unconfirmed antibody counted (Hu") == (7, "probable")
    assert any("not confirmed" in flag for flag in certainty.flags)


def test_an_antibody_of_unknown_confirmation_counts_with_a_flag():
    certainty = score_facts(facts("sensory_neuronopathy", "hu", confirmed=None))
    assert points(certainty) == [3, 3, 1]
    assert any("not reported whether a second method" in flag for flag in certainty.flags)


def test_a_second_positive_specimen_counts_although_the_first_is_unconfirmed():
    both = PnsCareFacts("sensory_neuronopathy", (AntibodyFact("hu", False), AntibodyFact("hu", True)), False)
    assert score_facts(both).items[1].points == 3


def test_of_several_antibodies_the_highest_class_counts():
    certainty = score_facts(facts("limbic_encephalitis", "lgi1", "gababr", "hu"))
    assert certainty.antibody == "hu"
    assert "Hu" in certainty.items[1].finding


def test_of_equal_classes_the_one_that_fits_the_tumour_counts():
    certainty = score_facts(facts("encephalomyelitis", "hu", "cv2_crmp5", **tumour("thymoma")))
    assert (certainty.antibody, points(certainty)) == ("cv2_crmp5", [3, 3, 4])


def test_an_antibody_outside_the_criteria_scores_nothing_and_is_flagged():
    certainty = score_facts(facts("limbic_encephalitis", "zic4"))
    assert points(certainty) == [3, 0, 1]
    assert "new_antibody" in certainty.special_rules


def test_a_scar_in_the_testis_is_no_found_cancer():
    scar = facts("brainstem_encephalitis", "klhl11", testis_scar_only=True, **tumour("testicular fibrosis"))
    assert points(score_facts(scar)) == [2, 3, 1]
    assert "klhl11_burned_out" in score_facts(scar).special_rules


@pytest.mark.parametrize("phenotype", ["dermatomyositis", "myasthenia_gravis", "optic_neuritis"])
def test_phenotypes_outside_the_score(phenotype):
    certainty = score_facts(facts(phenotype, "hu", **tumour("SCLC")))
    assert (certainty.score, certainty.category) == (None, "not_applicable")
    assert certainty.items == certainty.alternatives == ()
    assert "do not score" in certainty.flags[0]


@pytest.mark.parametrize("phenotype", ["guillain_barre", "motor_neuron_disease", "chorea", "multiple", "seizures_only"])
def test_phenotypes_without_a_place_in_the_list_score_zero_with_a_flag(phenotype):
    certainty = score_facts(facts(phenotype, "hu"))
    assert points(certainty) == [0, 3, 1]
    assert any("list" in flag for flag in certainty.flags)


def test_an_unknown_tumour_is_not_consistent_and_shows_what_it_would_score():
    certainty = score_facts(facts("sensory_neuronopathy", "hu", **tumour("nodule of unclear origin")))
    assert points(certainty) == [3, 3, 1]
    assert any("was not recognised" in text for text in certainty.missing)
    assert other(certainty, "if the tumour is consistent") == (10, "definite")


def test_a_name_that_is_too_general_is_not_decided():
    certainty = score_facts(facts("rapidly_progressive_cerebellar_syndrome", "sox1", **tumour("lung cancer")))
    assert points(certainty) == [3, 3, 1]
    assert any("too general" in text for text in certainty.missing)
    assert other(certainty, "if the tumour is consistent") == (10, "definite")


def test_recalled_rows_are_marked_and_left_out_in_an_alternative():
    certainty = score_facts(facts("encephalitis_other", "nmdar", **tumour("ovarian teratoma")))
    assert [item.unconfirmed for item in certainty.items] == [False, True, True]
    assert other(certainty, "without the unconfirmed row behind the laboratory") == (6, "probable")
    assert other(certainty, "without the unconfirmed row behind the cancer") == (5, "possible")
    assert other(certainty, "without any unconfirmed row") == (3, "non_pns")


def test_a_recalled_phenotype_is_left_out_in_an_alternative():
    certainty = score_facts(facts("stiff_person", "amphiphysin", **tumour("breast carcinoma")))
    assert (points(certainty), certainty.items[0].reading_status) == ([2, 3, 4], "recalled")
    assert other(certainty, "without the unconfirmed row behind the clinical") == (7, "probable")


def test_an_inferred_usual_tumour_is_flagged():
    certainty = score_facts(facts("brainstem_encephalitis", **tumour("SCLC")))
    assert points(certainty) == [2, 0, 4]
    assert any("inferred" in flag for flag in certainty.flags)


def test_unknown_followup_is_scored_low_and_shown():
    certainty = score_facts(facts("sensory_neuronopathy", "hu", followup_years=None))
    assert points(certainty) == [3, 3, 0]
    assert other(certainty, "if the follow-up was under 2 years") == (7, "probable")
    assert any("follow-up" in text for text in certainty.missing)


def test_an_unknown_clock_is_an_error_that_names_the_choices():
    with pytest.raises(ValueError, match="choose one of restart_at_tumour, since_onset"):
        score_facts(facts("chorea"), clock="since_birth")


def test_text_of_a_case_is_made_safe():
    certainty = score_facts(facts("sensory_neuronopathy", "hu", **tumour("\x1b[31mred\u202e")))
    shown = [*certainty.flags, *certainty.missing, *(item.finding for item in certainty.items)]
    assert all(text.isprintable() for text in shown)


def test_performance_is_published_not_computed():
    first = performance()[0]
    assert (first.metric, first.at, first.value, first.n) == ("sensitivity", "total >= 6", 93, 484)


def yo_case(**rest):
    cancer = {"found": True, "type": "ovarian carcinoma", **rest.pop("cancer", {})}
    yo = [{"name": "yo", "confirmed": True}]
    return Case(
        case_id="t1",
        phenotype="rapidly_progressive_cerebellar_syndrome",
        sex="F",
        antibodies=yo,
        cancer=cancer,
        **rest,
    )


def test_a_tumour_found_later_does_not_count_yet():
    case = yo_case(cancer={"day_found_relative_to_onset": 100})
    assert points(pns_care(case, day=99)) == [3, 3, 1]
    assert points(pns_care(case, day=100)) == [3, 3, 4]
    assert (pns_care(case).day, pns_care(case).score) == (100.0, 10)


def test_a_tumour_without_a_day_counts_and_says_so():
    certainty = pns_care(yo_case(cancer={"timing": "after_onset"}), day=50)
    assert certainty.score == 10
    assert "it counts as found by day 50" in certainty.missing[0]
    assert other(certainty, "if the tumour was not yet found") == (7, "probable")


def test_a_tumour_known_before_onset_is_not_in_doubt():
    certainty = pns_care(yo_case(cancer={"timing": "before_onset"}), day=50)
    assert (certainty.score, certainty.missing) == (10, ())


@pytest.mark.parametrize(("day", "expected"), [(729, 1), (730, 0), (730.5, 0), (731, 0)])
def test_exactly_two_years_of_days_are_two_years(day, expected):
    case = Case(case_id="t2", phenotype="sensory_neuronopathy", cancer={"found": False})
    assert pns_care(case, day=day).items[2].points == expected


def test_missing_facts_of_an_empty_case_are_named():
    certainty = pns_care(Case(case_id="t3", phenotype="chorea"))
    assert certainty.score == 1
    assert any("No antibody result" in text for text in certainty.missing)
    assert any("not stated whether a tumour" in text for text in certainty.missing)


def test_a_checkpoint_inhibitor_is_flagged_as_unconfirmed():
    ici = [{"name": "atezolizumab_ici", "start_day": -60}]
    for case in (yo_case(kind="ici"), yo_case(treatments=ici)):
        assert any("checkpoint inhibitor" in f and "unconfirmed" in f for f in pns_care(case).flags)
    assert not any("checkpoint" in flag for flag in pns_care(yo_case()).flags)


def test_an_antibody_in_cerebrospinal_fluid_is_the_same_antibody():
    case = Case(case_id="t4", phenotype="encephalitis_other", antibodies=[{"name": "nmdar_csf", "confirmed": True}])
    assert pns_care(case).antibody == "nmdar"


def test_a_clock_that_changes_nothing_is_not_listed():
    certainty = score_facts(facts("sensory_neuronopathy", "hu", **tumour("SCLC")))
    assert certainty.alternatives == ()


def test_a_phenotype_that_left_the_list_of_2004_says_so():
    assert "2004" in score_facts(facts("guillain_barre")).flags[0]
    assert "2004" not in score_facts(facts("chorea")).flags[0]


@pytest.mark.parametrize(("status", "expected"), [(None, 1), ("unknown", 1), ("absent", 4), ("present", 1)])
def test_a_regressed_tumour_in_the_text_of_a_case_yields_to_the_stated_finding(status, expected):
    findings = {"burned_out_testicular_tumour": {"status": status}} if status else {}
    cancer = {"found": True, "type": "regressed testicular germ-cell tumour"}
    klhl11 = [{"name": "klhl11", "confirmed": True}]
    case = Case(case_id="t5", phenotype="brainstem_encephalitis", antibodies=klhl11, cancer=cancer, findings=findings)
    assert pns_care(case, day=30).items[2].points == expected


def test_a_day_before_onset_is_an_error():
    with pytest.raises(ValueError, match="day 0 or later"):
        pns_care(yo_case(), day=-1)
