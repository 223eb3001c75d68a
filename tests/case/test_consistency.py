import pytest
from pydantic import ValidationError

from onconeural.case import EVENTS, Case, contradictions
from onconeural.case.doubts import doubts

BASE = {"case_id": "a1", "phenotype": "limbic_encephalitis"}
BIRTH_55 = -55 * 365.25


def found_in(**facts):
    """Return the paths of the contradictions in a case."""
    try:
        case = Case.model_validate(BASE | facts)
    except ValidationError as error:
        (detail,) = error.errors()
        return [c.path for c in detail["ctx"]["found"]]
    assert contradictions(case) == ()
    return []


def doubted(**facts):
    return [doubt.path for doubt in doubts(Case.model_validate(BASE | facts))]


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"treatments": [{"name": "ivig", "start_day": BIRTH_55 - 1}]}, "treatments[0].start_day"),
        ({"timeline": [{"event": "relapse", "day": BIRTH_55 - 1}]}, "timeline[0].day"),
        ({"observations": [{"day": BIRTH_55 - 1}]}, "observations[0].day"),
        ({"findings": {"mri": {"status": "absent", "day": BIRTH_55 - 1}}}, "findings.mri.day"),
        (
            {"cancer": {"found": True, "day_found_relative_to_onset": BIRTH_55 - 1}},
            "cancer.day_found_relative_to_onset",
        ),
    ],
)
def test_nothing_happens_before_birth(facts, path):
    assert found_in(age=54, **facts) == [path]
    assert found_in(age=None, **facts) == []
    assert found_in(age=56, **facts) == []


def test_the_year_in_which_a_birthday_is_unknown_gives_a_warning():
    treated = {"treatments": [{"name": "ivig", "start_day": BIRTH_55 + 1}]}
    assert found_in(age=54, **treated) == []
    assert doubted(age=54, **treated) == ["treatments[0].start_day"]
    assert found_in(age=54.5, **treated) == ["treatments[0].start_day"]
    assert doubted(age=55, **treated) == []


def test_nothing_happens_after_death_but_an_autopsy():
    dead = {"observations": [{"day": 10, "mrs": 6}]}
    assert found_in(**dead, treatments=[{"name": "ivig", "start_day": 11}]) == ["treatments[0].start_day"]
    assert found_in(**dead, treatments=[{"name": "ivig", "start_day": 10}]) == []
    assert found_in(**dead, timeline=[{"day": 12, "event": "autopsy"}]) == []
    assert found_in(**dead, cancer={"found": True, "day_found_relative_to_onset": 12}) == []
    death = [{"day": 10, "event": "death"}, {"day": 11, "event": "relapse"}]
    assert found_in(timeline=death) == ["timeline[1].day"]


@pytest.mark.parametrize(
    ("fact", "value"),
    [("type", "SCLC"), ("day_found_relative_to_onset", 3), ("antigen_shown", False), ("consistent", True)],
)
def test_a_tumour_that_was_not_found_has_no_facts(fact, value):
    assert found_in(cancer={"found": False, fact: value}) == [f"cancer.{fact}"]
    assert found_in(cancer={"found": True, fact: value}) == []


@pytest.mark.parametrize(
    ("timing", "day", "agrees"),
    [
        ("before_onset", -1, True),
        ("before_onset", 0, True),
        ("before_onset", 1, False),
        ("at_onset", 0, True),
        ("at_onset", 1, False),
        ("after_onset", -1, False),
        ("after_onset", 0, True),
        ("after_onset", 1, True),
        ("unknown", 1, True),
        (None, -1, True),
    ],
)
def test_timing_and_day_of_the_tumour_agree(timing, day, agrees):
    cancer = {"found": True, "timing": timing, "day_found_relative_to_onset": day}
    assert found_in(cancer=cancer) == ([] if agrees else ["cancer.timing"])


def test_onset_is_day_zero():
    late = {"event": "onset", "day": 30}
    assert found_in(timeline=[late]) == ["timeline[0].day"]
    assert found_in(timeline=[{"event": "onset", "day": 0}, late]) == []


def test_a_result_stands_once():
    twice = [{"name": "hu", "specimen": "csf"}, {"name": "hu", "specimen": "csf"}]
    assert found_in(antibodies=twice) == ["antibodies[1]"]
    assert found_in(antibodies=[twice[0], {"name": "hu", "specimen": "serum"}]) == []


@pytest.mark.parametrize(
    ("name", "fact", "path"),
    [
        ("csf_cells", {"value": 5, "unit": "g/L"}, "unit"),
        ("csf_cells", {"value": 5}, "unit"),
        ("csf_cells", {"value": -5, "unit": "cells/uL"}, "value"),
        ("karnofsky", {"value": 101, "unit": "percent"}, "value"),
        ("mri", {"value": 5}, "value"),
        ("mri", {"unit": "percent"}, "unit"),
        ("csf_cells", {"unit": "g/L"}, "unit"),
        ("csf_cells", {"value": 5, "unit": "cells/uL", "status": "unknown"}, "status"),
    ],
)
def test_units_and_ranges_of_findings(name, fact, path):
    assert found_in(findings={name: {"status": "present"} | fact}) == [f"findings.{name}.{path}"]


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"timeline": [{"day": 1, "event": "relapsee"}]}, "timeline[0].event"),
        ({"cancer": {"type": "SCLC"}}, "cancer.found"),
        ({"forecast_day": 5, "observations": [{"day": 6}]}, "observations[0].day"),
        ({"observations": [{"mrs": 6}], "outcome": {"category": "improved"}}, "outcome.category"),
        ({"antibodies": [{"name": "hu"}, {"name": "none"}]}, "antibodies[1].name"),
        ({"observations": [{"other": "\x1b[31mred"}]}, "observations[0].other"),
        ({"phenotype_detail": "\u202eevil"}, "phenotype_detail"),
    ],
)
def test_what_is_legal_but_doubtful(facts, path):
    assert doubted(**facts) == [path]


def test_known_words_raise_no_doubt():
    timeline = [{"day": 0, "event": event} for event in EVENTS]
    assert doubted(timeline=timeline, phenotype_detail="two\nlines\tand a\u00a0space") == []
