"""A folder from outside: whatever stands in it, the answer is a list of problems, never a traceback or a wait."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onconeural.evidence import check_base, folder_base
from onconeural.evidence.base import LARGEST_FILE
from onconeural.evidence.reading import KINDS

RED_TEAM = Path(__file__).parent / "red_team"
GOOD = RED_TEAM / "unresolved-source" / "near_miss" / "records.yaml"


def problems_of(folder, text, name="records.yaml"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    base, problems = folder_base(folder, alone=True)
    check_base(base, date(2026, 11, 22))
    return problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [x, x]\nclaims: [*a]", "values written out"),
        ("claims: !!python/object/apply:os.system [ls]", "values without tags"),
        ("claims: []\n---\nclaims: []", "one mapping per file"),
        ("[" * 50 + "]" * 50, "at most 12 levels"),
        ("claims: [", "well-formed YAML"),
        ("", "records: a mapping"),
        ("just words", "records: a mapping"),
        (b"\xff\xfe\x00", "a text file in UTF-8"),
        ("claims: {a: 1}", "a list of records"),
        ("claims: [5]", "a mapping of names to values"),
        ("clams: []", "one of sources, claims"),
        ("claims: []\nclaims: []", "each key once"),
        ("defaults: 3\nclaims: []", "a mapping of names to values"),
        ("defaults: {added: soon}\nclaims: []", "valid date"),
        ("defaults: {addd: '2026-11-01'}\nclaims: []", "a known key"),
        ("sources: [{key: a, year: .inf}]", "a plain finite decimal number"),
        ("sources: [{key: a, pmid: 123}]", "text (put it in quotes)"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path, text, expected):
    problems = problems_of(tmp_path, text)
    assert any(expected in problem.expected for problem in problems), problems
    assert all(str(problem).isprintable() for problem in problems)


def test_the_near_misses_have_names(tmp_path):
    (problem,) = problems_of(tmp_path, "clams: []")
    assert problem.nearest == "claims"
    (problem,) = problems_of(tmp_path, "defaults: {addd: '2026-11-01'}\nclaims: []")
    assert problem.nearest == "added"


def test_a_date_may_stand_without_quotes(tmp_path):
    text = GOOD.read_text(encoding="utf-8")
    assert problems_of(tmp_path, text.replace("'2026-11-01'", "2026-11-01")) == ()


def test_json_is_read_too(tmp_path):
    data = yaml.safe_load(GOOD.read_text(encoding="utf-8"))
    assert problems_of(tmp_path, json.dumps(data), "records.json") == ()


def test_a_large_file_is_not_read(tmp_path):
    (problem,) = problems_of(tmp_path, "# " + "x" * LARGEST_FILE)
    assert problem.expected == "a file of records"


def test_an_empty_folder_is_said(tmp_path):
    _, (problem,) = folder_base(tmp_path)
    assert problem.found == "no records"


def test_a_missing_folder_is_an_error_of_its_own(tmp_path):
    with pytest.raises(NotADirectoryError, match="expected a folder"):
        folder_base(tmp_path / "none")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "records.yaml")
    _, (problem,) = folder_base(tmp_path)
    assert problem.found == "a pipe, device or socket"


def test_a_link_that_leads_in_a_circle_ends(tmp_path):
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "records.yaml").write_text(GOOD.read_text(encoding="utf-8"), encoding="utf-8")
    assert folder_base(tmp_path, alone=True)[1] == ()


def test_folders_below_are_read_up_to_a_depth(tmp_path):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "records.yaml").write_text("clams: []", encoding="utf-8")
    assert len(folder_base(tmp_path)[1]) == 1
    below = tmp_path / "1/2/3/4/5"
    below.mkdir(parents=True)
    (below / "records.yaml").write_text("clams: []", encoding="utf-8")
    assert len(folder_base(tmp_path)[1]) == 1


def test_text_of_a_file_is_never_interpreted(tmp_path):
    problems = problems_of(tmp_path, '"\\e[31m[bold]": []\nclaims: [{"\\e]0;t\\a": 1}]')
    assert problems
    assert all("\x1b" not in str(problem) and "\x07" not in str(problem) for problem in problems)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(
    part=st.sampled_from([*KINDS, "meta", "defaults"]),
    field=st.sampled_from(["id", "quantity", "source", "code"]),
    value=VALUES,
)
def test_any_value_anywhere_gives_problems_and_no_traceback(part, field, value, tmp_path_factory):
    data = yaml.safe_load(GOOD.read_text(encoding="utf-8"))
    if part in data and isinstance(data[part], list):
        data[part][0][field] = value
    else:
        data[part] = {"sources": value, "source": value, field: value} if part == "meta" else [value, {field: value}]
    folder = tmp_path_factory.mktemp("folder")
    problems_of(folder, json.dumps(data), "records.json")
