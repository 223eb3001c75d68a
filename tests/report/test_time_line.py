from __future__ import annotations

from xml.etree import ElementTree

from onconeural.case import Case
from onconeural.report.time_line import marks, undated
from onconeural.report.time_line_figure import time_line


def case(**more: object) -> Case:
    return Case(case_id="a1", phenotype="chorea", **more)  # type: ignore[arg-type]


def test_onset_is_there_even_where_the_file_does_not_say_so() -> None:
    assert [(mark.day, mark.facts[0].what) for mark in marks(case())] == [(0.0, "onset")]


def test_facts_of_one_day_and_lane_share_a_number() -> None:
    findings = {name: {"status": "present", "day": 5} for name in ("mri", "smoking")}
    found = marks(case(findings=findings, treatments=[{"name": "ivig", "start_day": 5}]))
    assert [(mark.number, mark.lane, len(mark.facts)) for mark in found] == [
        (1, "Symptoms", 1),
        (2, "Tests", 2),
        (3, "Treatment", 1),
    ]


def test_a_tumour_is_told_once() -> None:
    cancer = {"found": True, "type": "SCLC", "day_found_relative_to_onset": 9}
    told = [{"day": 9, "event": "tumour_found", "detail": "CT"}]
    for timeline in ([], told):
        found = [m for m in marks(case(cancer=cancer, timeline=timeline)) if m.lane == "Tumour"]
        assert [(mark.day, len(mark.facts)) for mark in found] == [(9.0, 1)]


def test_what_is_unknown_is_no_fact_and_what_is_absent_is_said() -> None:
    findings = {"mri": {"status": "absent", "day": 3}, "smoking": {"status": "unknown", "day": 3}}
    said = [fact.what for mark in marks(case(findings=findings)) for fact in mark.facts]
    assert said == ["onset", "no abnormal MRI of the nervous system"]


def test_facts_without_a_day_are_listed_apart() -> None:
    assert [fact.what for fact in undated(case(treatments=[{"name": "ivig"}]))] == ["ivig"]


def test_the_mrs_is_written_beside_its_mark() -> None:
    patient = case(observations=[{"day": 10, "mrs": 3, "other": "x"}, {"day": 12, "other": "worse"}])
    assert [(mark.lane, mark.mrs) for mark in marks(patient)] == [("Symptoms", None), ("mRS", 3), ("Symptoms", None)]


def test_a_case_with_onset_alone_can_be_drawn() -> None:
    ElementTree.fromstring(time_line(case()))
