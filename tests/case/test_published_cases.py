import json

import jsonschema
import yaml

from onconeural.case import Case, case_schema, check_case, load_case, missing_facts
from onconeural.evidence import sources

from .shared_cases import every_published_case


@every_published_case
def test_it_loads_without_any_problem(path):
    assert check_case(path) == ()
    assert load_case(path).case_id == path.stem


@every_published_case
def test_nothing_in_the_file_is_lost(path):
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    read = load_case(path).model_dump(mode="json")
    assert {key: _cut(read[key], written[key]) for key in written} == written


@every_published_case
def test_it_comes_back_the_same_through_json(path, tmp_path):
    case = load_case(path)
    copy = tmp_path / "copy.json"
    copy.write_text(case.model_dump_json(), encoding="utf-8")
    assert load_case(copy) == case
    assert load_case(copy).hash() == case.hash()


@every_published_case
def test_it_obeys_the_published_schema(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(case_schema()).validate(data)
    jsonschema.Draft202012Validator(case_schema()).validate(json.loads(load_case(path).model_dump_json()))


@every_published_case
def test_its_source_is_in_the_evidence_and_something_is_missing(path):
    case = load_case(path)
    assert case.source in sources()
    assert missing_facts(case)
    assert isinstance(case, Case)


def _cut(read, written):
    """Return what was read without the keys that the file did not write."""
    if isinstance(written, dict):
        return {key: _cut(read[key], value) for key, value in written.items()}
    if isinstance(written, list):
        return [_cut(r, w) for r, w in zip(read, written, strict=True)]
    return read
