import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from onconeural.evidence import SCHEMAS, evidence_schema, folder_base
from onconeural.evidence.files import FILES, load
from onconeural.evidence.reading import KINDS

ROOT = Path(__file__).resolve().parents[2]
RED_TEAM = Path(__file__).parent / "red_team"


def published(part):
    return ROOT / "docs" / "schema" / f"evidence-{part}-1.json"


@pytest.mark.parametrize("part", SCHEMAS)
def test_the_published_copy_is_the_schema_of_the_code(part):
    assert json.loads(published(part).read_text(encoding="utf-8")) == evidence_schema(part), (
        f"run: onconeural evidence schema {part} > docs/schema/evidence-{part}-1.json"
    )


@pytest.mark.parametrize("part", SCHEMAS)
def test_it_is_a_valid_schema_with_name_and_version(part):
    jsonschema.Draft202012Validator.check_schema(evidence_schema(part))
    assert evidence_schema(part)["$id"].endswith(f"docs/schema/evidence-{part}-1.json")
    assert evidence_schema(part)["version"] == "1"


def test_every_kind_of_record_has_a_schema():
    assert set(SCHEMAS) == set(KINDS)


@pytest.mark.parametrize("name", [name for name in FILES if set(load(name)) & set(SCHEMAS)])
def test_the_shipped_files_are_of_this_form(name):
    data = load(name)
    (part,) = set(data) & set(SCHEMAS) - ({"targets"} if "biases" not in data else set())
    known = {key: value for key, value in data.items() if key in (part, "defaults", "note")}
    validator(part).validate(json.loads(json.dumps(known)))


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("claims", "status", "remembered"),
        ("claims", "strength", {"direction": "supports"}),
        ("claims", "quantity", {"value": 3, "unit": "%", "statistic": "avrage"}),
        ("claims", "extra", 1),
        ("sources", "year", "about 1999"),
        ("cohorts", "role", "training"),
        ("scope", "state", "planned"),
    ],
)
def test_it_refuses_what_the_reader_refuses(part, field, value, tmp_path):
    base = {"sources": "unresolved-source", "claims": "unresolved-source", "cohorts": "unknown-antibody"}
    case = base.get(part, "scope-points-nowhere")
    data = yaml.safe_load((RED_TEAM / case / "near_miss" / "records.yaml").read_text(encoding="utf-8"))
    only = {"defaults": data["defaults"], part: data[part]}
    validator(part).validate(only)
    only[part][0][field] = value
    with pytest.raises(jsonschema.ValidationError):
        validator(part).validate(only)
    (tmp_path / "bad.yaml").write_text(yaml.safe_dump(only), encoding="utf-8")
    _, problems = folder_base(tmp_path, alone=True)
    assert problems
    assert all(f"{part}[0].{field}" in problem.path for problem in problems)


def validator(part):
    return jsonschema.Draft202012Validator(evidence_schema(part))
