import pytest
from pydantic import ValidationError

from onconeural.case import FINDINGS, Case, Finding

BASE = {"case_id": "a1", "phenotype": "limbic_encephalitis"}


def made(**facts):
    return Case.model_validate(BASE | facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"age": "54"},
        {"age": True},
        {"age": -1},
        {"age": 121},
        {"age": float("nan")},
        {"age": float("inf")},
        {"age": 10**400},
        {"sex": "W"},
        {"schema_version": 2},
        {"schema_version": True},
        {"case_id": "../../x"},
        {"case_id": "a..b"},
        {"case_id": "a" * 65},
        {"case_id": ""},
        {"case_id": "-a"},
        {"case_id": "a/b"},
        {"case_id": "a\n"},
        {"phenotype": None},
        {"phenotype": "corea"},
        {"phenotipe": "chorea"},
        {"antibodies": [{"name": "anti-hu"}]},
        {"antibodies": [{"name": "hu", "specimen": "blood"}]},
        {"antibodies": [{"name": "hu", "confirmed": "yes"}]},
        {"observations": [{"mrs": 7}]},
        {"observations": [{"mrs": -1}]},
        {"observations": [{"mrs": 3.5}]},
        {"observations": [{"mrs": True}]},
        {"observations": [{"day": "3"}]},
        {"timeline": [{"day": 55_000, "event": "relapse"}]},
        {"timeline": [{"day": 1, "event": "<script>"}]},
        {"treatments": [{"name": "x" * 201}]},
        {"treatments": [{"name": "ivig", "dosis": 1}]},
        {"cancer": {"timing": "sometimes"}},
        {"outcome": {"category": "fine"}},
        {"outcome": {"followup_days": -1}},
        {"forecast_day": -1},
        {"findings": {"shoe_size": {"status": "present"}}},
        {"findings": {"mri": {"status": "maybe"}}},
        {"phenotype_detail": "x" * 2001},
        {"inferred": ["x"] * 501},
        {"phenotype_detail": "\ud800"},
    ],
    ids=repr,
)
def test_what_a_case_may_not_hold(facts):
    with pytest.raises(ValidationError):
        made(**facts)


def test_a_case_does_not_change():
    case = made()
    with pytest.raises(ValidationError):
        case.age = 3
    with pytest.raises(ValidationError):
        case.cancer.found = True


def test_the_question_day_is_the_last_dated_fact():
    facts = {
        "timeline": [{"day": 10, "event": "relapse"}],
        "treatments": [{"name": "ivig", "start_day": 20}, {"name": "rituximab"}],
        "observations": [{"day": 30, "mrs": 2}],
        "findings": {"mri": {"status": "absent", "day": 40}},
        "cancer": {"found": True, "day_found_relative_to_onset": 50},
    }
    days = []
    for left_out in (None, "cancer", "findings", "observations", "treatments", "timeline"):
        facts.pop(left_out, None)
        days.append(made(**facts).question_day)
    assert days == [50, 40, 30, 20, 10, 0]


def test_the_question_day_is_never_before_onset_and_can_be_given():
    early = {"cancer": {"found": True, "day_found_relative_to_onset": -300}}
    assert made(**early).question_day == 0
    assert made(**early, forecast_day=12).question_day == 12
    assert made(**early, forecast_day=0).question_day == 0


def test_the_hash_tells_cases_apart_and_nothing_else():
    assert made(age=54).hash() == made(age=54.0).hash() == made(age=54, sex=None).hash()
    assert made(age=54).hash() != made(age=55).hash()
    assert len(made().hash()) == 64


def test_every_finding_can_be_stated_and_has_a_sensible_range():
    for name, kind in FINDINGS.items():
        fact = {"status": "present"}
        if kind.unit is not None:
            assert kind.low < kind.high
            fact |= {"value": kind.high, "unit": kind.unit}
        assert made(findings={name: fact}).findings[name] == Finding(**fact)
