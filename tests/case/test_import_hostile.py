"""Broken, hostile and mutated files: never a crash, always all problems, and exit code 2."""

import json
import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from onconeural.case import CaseError
from onconeural.case.formats import import_case
from onconeural.cli.case import case_app

from .bundles import ONSET, bundle, concept, condition, patient, whole, write
from .packets import full_packet

NESTED = "[" * 100_000
DEEP_EXTENSION = '{"resourceType": "Bundle", "type": "collection", "x": ' + "[" * 45 + "]" * 45 + "}"

FILES = {
    "empty": ("a.json", ""),
    "a word": ("a.json", "hello"),
    "null": ("a.json", "null"),
    "a list": ("a.json", "[]"),
    "cut off": ("a.json", json.dumps(whole())[:900]),
    "deep": ("a.json", NESTED),
    "too deep": ("a.json", DEEP_EXTENSION),
    "deep yaml": ("a.yaml", NESTED),
    "an alias bomb": ("a.yaml", "a: &zq1x [x, x]\nb: [*zq1x, *zq1x]\n"),
    "a tag": ("a.yaml", "id: !zq1x y\n"),
    "python": ("a.yaml", "id: !!python/object/apply:os.system [zq1x]\n"),
    "a key twice": ("a.json", '{"resourceType": "Bundle", "zq1x": 1, "zq1x": 2, "type": "collection"}'),
    "a list as key": ("a.yaml", "? [zq1x]\n: 1\n"),
    "two documents": ("a.yaml", "id: zq1x\n---\nid: zq1x\n"),
    "no format": ("a.json", '{"zq1x": 1}'),
    "one resource": ("a.json", json.dumps(patient())),
    "xml": ("a.json", '<Bundle xmlns="http://hl7.org/fhir"><id value="zq1x"/></Bundle>'),
    "nothing in it": ("a.json", '{"resourceType": "Bundle", "type": "collection"}'),
    "no type": ("a.json", '{"resourceType": "Bundle", "entry": []}'),
    "entry is an object": ("a.json", '{"resourceType": "Bundle", "type": "collection", "entry": {"zq1x": 1}}'),
    "entry holds words": ("a.json", '{"resourceType": "Bundle", "type": "collection", "entry": ["zq1x", null, 3]}'),
    "resource is a word": (
        "a.json",
        '{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": "zq1x"}]}',
    ),
    "resource without type": ("a.json", json.dumps(bundle({"id": "zq1x"}))),
    "type is a list": ("a.json", json.dumps(bundle({"resourceType": ["Patient"]}))),
    "a huge number": ("a.json", '{"resourceType": "Bundle", "type": "collection", "total": 1e999, "entry": []}'),
    "not a number": ("a.json", '{"resourceType": "Bundle", "type": "collection", "total": NaN}'),
    "a long number": ("a.json", '{"resourceType": "Bundle", "total": ' + "9" * 4500 + "}"),
    "another ending": ("a.txt", "{}"),
    "no ending": ("a", "{}"),
    "no protobuf": ("a.pb", "zq1x"),
    "protobuf of something else": ("a.pb", "\x12\x04abcd\x7a\x04zq1x"),
    "a family": ("a.json", '{"id": "zq1x", "proband": {}}'),
    "a cohort": ("a.json", '{"id": "zq1x", "members": []}'),
    "version 1": ("a.json", '{"subject": {"id": "x"}, "metaData": {"phenopacketSchemaVersion": "1.0.0"}}'),
    "an impossible date": ("a.json", json.dumps(bundle(ONSET | {"onsetDateTime": "2017-02-30"}))),
    "year 0": ("a.json", json.dumps(bundle(ONSET | {"onsetDateTime": "0000-01-01"}))),
    "far away": (
        "a.json",
        json.dumps(
            bundle(ONSET, condition(concept("x", "y"), onsetDateTime="9999-12-31"), patient(birthDate="0001-01-01"))
        ),
    ),
    "birth after onset": ("a.json", json.dumps(bundle(ONSET, patient(birthDate="2018-01-01")))),
    "two values": ("a.json", json.dumps(bundle(ONSET | {"onsetString": "zq1x"}))),
    "a lone surrogate": ("a.json", '{"resourceType": "Bundle", "type": "\\ud800zq1x", "entry": []}'),
    "a control character": ("a.json", '{"resourceType": "Bundle", "type": "\\u001b[31mzq1x", "entry": []}'),
}


def run(path, *words):
    done = CliRunner().invoke(case_app, ["import", str(path), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "zq1x" not in done.output
    assert "\x1b" not in done.output
    assert "cannot handle" not in done.output, done.output
    assert "Traceback" not in done.output
    return done


@pytest.mark.parametrize("name", FILES)
def test_broken_files(name, tmp_path):
    file, text = FILES[name]
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    done = run(path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(line.startswith("FILE: ") for line in done.stderr.splitlines())
    assert "expected" in done.stderr
    as_json = run(path, "--json")
    assert as_json.exit_code == 2
    assert len(json.loads(as_json.stdout)["problems"]) == len(done.stderr.splitlines())


@pytest.mark.parametrize("data", [b"\xff\xfe{}", b"\x80", "caf\u00e9".encode("latin-1")])
def test_other_encodings(data, tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(data)
    assert run(path).exit_code == 2


def test_folders_pipes_and_missing_files(tmp_path):
    folder, pipe = tmp_path / "a.json", tmp_path / "b.json"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe, tmp_path / "zq1x.json", tmp_path / "c.pb"):
        assert run(path).exit_code == 2


def test_a_huge_sparse_file_is_not_read(tmp_path):
    path = tmp_path / "a.json"
    with path.open("wb") as stream:
        stream.truncate(60_000_000)
    assert "more than" in run(path).stderr


def test_nothing_is_fetched(tmp_path, monkeypatch):
    def refuse(*words, **more):
        raise AssertionError("a network connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    base = whole()
    for entry in base["entry"][:-1]:
        entry["resource"]["meta"] = {"profile": ["http://localhost:1/x"]}
        entry["resource"]["implicitRules" if entry["resource"]["resourceType"] == "ImagingStudy" else "language"] = "en"
    assert import_case(write(tmp_path, base)).case.antibodies


def test_too_many_facts_are_refused_before_they_are_sorted(tmp_path):
    drug = next(e["resource"] for e in whole()["entry"] if e["resource"]["resourceType"] == "MedicationRequest")
    with pytest.raises(CaseError, match="more than 10000 facts"):
        import_case(write(tmp_path, bundle(ONSET, *[drug] * 10_001)))


def test_many_treatments_are_cut_and_the_cut_is_said(tmp_path):
    drug = next(e["resource"] for e in whole()["entry"] if e["resource"]["resourceType"] == "MedicationRequest")
    days = [
        drug | {"authoredOn": f"20{y}-{m:02d}-{d:02d}"} for y in (17, 18) for m in range(1, 13) for d in range(1, 26)
    ]
    done = import_case(write(tmp_path, bundle(ONSET, *days)))
    assert len(done.case.treatments) == 500
    assert any("at most 500 treatments" in remark.reason for remark in done.remarks)


def test_a_large_bundle_takes_seconds_not_minutes(tmp_path):
    other = condition({"text": "a condition of another kind"}, onsetDateTime="2001-01-01")
    done = import_case(write(tmp_path, bundle(patient(), ONSET, *[other] * 3000)))
    assert len(done.remarks) > 3000


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**12) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(data, path=()):
    yield path
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, inner in rows:
        yield from places(inner, (*path, key))


BUNDLE, PACKET = whole(), full_packet()


@pytest.mark.parametrize("base", [BUNDLE, PACKET], ids=["bundle", "phenopacket"])
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_files(base, tmp_path, data):
    """Replace, remove or swap up to four places; a case or a list of problems must come back."""
    changed = json.loads(json.dumps(base))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(sorted(places(changed), key=repr)))
        if not path:
            continue
        place = changed
        for step in path[:-1]:
            place = place[step]
        action = data.draw(st.sampled_from(["replace", "remove", "copy"]))
        if action == "remove" and isinstance(place, dict):
            del place[path[-1]]
        elif action == "copy":
            place[path[-1]] = json.loads(json.dumps(data.draw(st.sampled_from(list(places_values(base))))))
        else:
            place[path[-1]] = data.draw(PLAIN)
    try:
        done = import_case(write(tmp_path, changed))
    except CaseError as error:
        assert error.problems
        assert "cannot handle" not in str(error), str(error)
    else:
        assert done.case.phenotype


def places_values(data):
    for path in places(data):
        value = data
        for step in path:
            value = value[step]
        yield value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(data=b"\x12\x00")  # an empty person and nothing else
@given(data=st.binary(max_size=200))
def test_any_bytes_as_protobuf(tmp_path, data):
    path = tmp_path / "a.pb"
    path.write_bytes(data)
    with pytest.raises(CaseError) as caught:
        import_case(path)
    assert "cannot handle" not in str(caught.value)
