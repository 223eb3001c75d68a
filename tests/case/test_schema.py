import json

import jsonschema
import pytest
import yaml

from onconeural.case import FINDINGS, Case, case_schema

from .shared_cases import FILES, ROOT

PUBLISHED = ROOT / "docs" / "schema" / "case-1.json"


def test_the_published_copy_is_the_schema_of_the_code():
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == case_schema(), (
        "run: onconeural case schema > docs/schema/case-1.json"
    )


def test_it_is_a_valid_schema_with_name_and_version():
    jsonschema.Draft202012Validator.check_schema(case_schema())
    assert case_schema()["$id"].endswith("docs/schema/case-1.json")
    assert case_schema()["version"] == str(Case.model_fields["schema_version"].default)
    assert case_schema()["title"] == "onconeural case"


@pytest.mark.parametrize("name", ["minimal.yaml", "full.yaml"])
def test_it_accepts_the_example_cases(name):
    validator().validate(yaml.safe_load((FILES / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "facts",
    [
        {"case_id": "../../x"},
        {"case_id": "a..b"},
        {"age": "54"},
        {"age": -1},
        {"sex": "W"},
        {"phenotype": "corea"},
        {"extra": 1},
        {"schema_version": 2},
        {"antibodies": [{"name": "anti-hu"}]},
        {"observations": [{"mrs": 7}]},
        {"findings": {"shoe_size": {"status": "present"}}},
        {"treatments": [{"start_day": 3}]},
    ],
    ids=repr,
)
def test_it_refuses_what_the_reader_refuses(facts):
    with pytest.raises(jsonschema.ValidationError):
        validator().validate({"case_id": "a", "phenotype": "chorea"} | facts)


def test_it_lists_every_finding():
    assert set(FINDINGS) <= set(json.dumps(case_schema()).replace('"', " ").split())


def validator():
    return jsonschema.Draft202012Validator(case_schema())
