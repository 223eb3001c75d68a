"""Each gate is fed a folder that it must refuse, and one that is nearly the same and must pass."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from onconeural.evidence import all_gates, check_base, folder_base, shipped_base
from onconeural.report.trace import whole_base

RED_TEAM = Path(__file__).parent / "red_team"
TODAY = date(2026, 11, 22)
CASES = sorted(path.name for path in RED_TEAM.iterdir())
GATES = (*(gate.id for gate in all_gates(TODAY)), "useless-waiver")


def checked(folder):
    base, malformed = folder_base(folder, alone=True)
    assert malformed == ()
    return check_base(base, TODAY)


def gate_of(case):
    return max((name for name in GATES if case.startswith(name)), key=len)


@pytest.mark.parametrize("case", CASES)
def test_the_gate_refuses_what_it_must(case):
    problems = checked(RED_TEAM / case / "must_fail").problems
    assert {problem.gate for problem in problems} == {gate_of(case)}
    assert {problem.severity for problem in problems} == {"error"}
    for problem in problems:
        assert problem.file.endswith(".yaml")
        assert problem.path
        assert problem.record
        assert problem.found
        assert problem.expected


@pytest.mark.parametrize("case", CASES)
def test_the_near_miss_passes(case):
    result = checked(RED_TEAM / case / "near_miss")
    assert result.problems == ()
    assert result.passed


def test_every_gate_has_a_red_team():
    assert {gate_of(case) for case in CASES} == set(GATES)


def test_every_gate_says_what_it_refuses_and_why():
    for gate in all_gates(TODAY):
        assert gate.refuses
        assert gate.why
    assert len(set(GATES)) == len(GATES)


def test_the_shipped_evidence_passes_with_reasons_for_every_exception():
    base, malformed = whole_base()
    result = check_base(base, TODAY)
    assert malformed == ()
    assert [str(problem) for problem in result.problems] == []
    assert len(result.waived) == len(base.waivers)
    for _, waiver in result.waived:
        assert len(waiver.reason.split()) > 5


def test_without_waivers_the_shipped_evidence_would_not_pass():
    from dataclasses import replace

    base = replace(whole_base()[0], waivers=())
    assert len(check_base(base, TODAY).problems) == len(whole_base()[0].waivers)


def test_the_shipped_evidence_grows_old():
    problems = check_base(shipped_base()[0], date(2028, 11, 23)).problems
    assert {problem.gate for problem in problems} == {"overdue-review"}
    assert len(problems) == len(shipped_base()[0].claims)
    assert check_base(shipped_base()[0], date(2028, 11, 22)).problems == ()


def test_a_nearest_name_is_given():
    (problem,) = checked(RED_TEAM / "unknown-antibody" / "must_fail").problems
    assert problem.nearest == "hu"
    assert "did you mean hu?" in str(problem)


def test_a_folder_stands_on_the_shipped_records(tmp_path):
    (tmp_path / "mine.yaml").write_text(MINE.format(source="graus2001"), encoding="utf-8")
    base, malformed = folder_base(tmp_path)
    assert malformed == ()
    assert check_base(base, TODAY).problems == ()


def test_on_its_own_the_same_folder_lacks_the_source(tmp_path):
    (tmp_path / "mine.yaml").write_text(MINE.format(source="graus2001"), encoding="utf-8")
    assert {problem.gate for problem in checked(tmp_path).problems} == {"unresolved-source"}


def test_a_quotation_that_ships_cannot_serve_a_claim_of_mine(tmp_path):
    text = MINE.format(source="graus2001") + "  quote: these tumors score 4, and more was found in many patients\n"
    quote = shipped_base()[0]
    used = next(entry.record.quote for entry in quote.claims if entry.id == "nmdar_good_24m")
    (tmp_path / "mine.yaml").write_text(text.replace("these tumors score 4, and", used + " and"), encoding="utf-8")
    problems = check_base(folder_base(tmp_path)[0], TODAY).problems
    assert [(problem.gate, problem.record) for problem in problems] == [("reused-quotation", "mine")]


def test_all_problems_come_at_once(tmp_path):
    names = ("percent-out-of-range", "unit-not-ucum", "count-disagrees")
    for name in names:
        text = (RED_TEAM / name / "must_fail" / "records.yaml").read_text(encoding="utf-8")
        data = yaml.safe_load(text)
        data["claims"][0]["id"] = name.replace("-", "_")
        if name != names[0]:
            del data["sources"]
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    assert {problem.gate for problem in checked(tmp_path).problems} == set(names)


MINE = """
defaults: {{added: '2026-11-20', review_after_months: 12, reviewed_by_rule: read by the curator}}
claims:
- id: mine
  topic: made_up
  statement: A made-up statement
  quantity: {{value: 3, unit: months, statistic: median}}
  source: {source}
  strength: {{direction: not_judged, directness: not_judged, evidence_type: not_judged}}
  status: not_judged
"""
