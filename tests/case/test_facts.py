import pytest

from onconeural.case import Case, facts_until, load_case, missing_facts

from .shared_cases import FILES


@pytest.fixture
def case():
    return load_case(FILES / "full.yaml")


def test_facts_after_the_day_are_left_out_and_those_on_it_kept(case):
    early = facts_until(case, 30)
    assert [item.event for item in early.timeline] == ["onset", "presentation"]
    assert [item.name for item in early.treatments] == ["ivig"]
    assert [item.day for item in early.observations] == [25]
    assert set(early.findings) == {"csf_cells", "mri", "smoking"}
    assert set(facts_until(case, 21).findings) == {"mri", "smoking"}


def test_a_tumour_found_later_was_not_found_then(case):
    assert facts_until(case, 59).cancer.model_dump(exclude_none=True) == {"found": False}
    assert facts_until(case, 60).cancer == case.cancer


def test_the_outcome_is_known_only_after_it_was_seen(case):
    assert facts_until(case, 399).outcome.category == "not_reported"
    assert facts_until(case, 400).outcome.category == "stabilised"
    undated = case.model_copy(update={"outcome": case.outcome.model_copy(update={"followup_days": None})})
    assert facts_until(undated, 400).outcome.category == "not_reported"


def test_undated_facts_are_kept():
    case = Case(case_id="a", phenotype="chorea", treatments=[{"name": "ivig"}], cancer={"found": True})
    early = facts_until(case, 0)
    assert early.treatments == case.treatments
    assert early.cancer == case.cancer


def test_the_day_becomes_the_question_day(case):
    early = facts_until(case, 30)
    assert early.question_day == 30
    assert facts_until(early, 30) == early
    assert facts_until(facts_until(case, 60), 30) == early
    assert Case.model_validate(early.model_dump(mode="json")) == early


@pytest.mark.parametrize("day", [-1, float("nan")])
def test_no_question_before_onset(case, day):
    with pytest.raises(ValueError, match="day 0 or later"):
        facts_until(case, day)


def test_what_is_missing_is_said_in_words(case):
    assert missing_facts(case) == ("whether a second method confirmed the antibody (Yo (PCA-1))",)
    bare = Case(
        case_id="a",
        phenotype="chorea",
        antibodies=[{"name": "hu"}, {"name": "none", "specimen": "csf"}],
        cancer={"found": True},
        treatments=[{"name": "ivig"}, {"name": "ivig"}],
        observations=[{"mrs": 3}],
        findings={"mri": {"status": "unknown"}},
    )
    assert missing_facts(bare) == (
        "age",
        "sex",
        "specimen of the antibody result (Hu (ANNA-1))",
        "whether a second method confirmed the antibody (Hu (ANNA-1))",
        "type of the tumour",
        "day on which the tumour was found",
        "modified Rankin scale on a stated day",
        "start day of the treatment ivig",
        "cell count in cerebrospinal fluid",
        "result of MRI",
    )
    assert "whether a tumour was found" in missing_facts(Case(case_id="a", phenotype="chorea"))
