from datetime import date
from pathlib import Path

import pytest
import yaml

from onconeural.evidence import all_gates, check_base, folder_base
from onconeural.evidence.gates.all import UselessWaiver

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("gate", [*all_gates(TODAY), UselessWaiver], ids=lambda gate: gate.id)
def test_the_page_says_what_each_gate_refuses_and_why(gate):
    assert f"| `{gate.id}` | {gate.refuses} | {gate.why} |" in PAGE


def test_the_example_of_the_page_has_the_problem_that_it_says(tmp_path):
    example = PAGE.split("```yaml")[1].split("```")[0]
    text = "\n".join(line[3:] for line in example.splitlines())
    folder = tmp_path / "my_claims"
    folder.mkdir()
    (folder / "my_claims.yaml").write_text(text, encoding="utf-8")
    (problem,) = check_base(folder_base(folder)[0], TODAY).problems
    assert f"my_claims/{str(problem).split('my_claims/', 1)[1]}" in PAGE
    data = yaml.safe_load(text)
    del data["sources"]
    data["claims"][0]["source"] = "graus2001"
    (folder / "my_claims.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    base, malformed = folder_base(folder)
    assert malformed == ()
    assert check_base(base, TODAY).problems == ()
