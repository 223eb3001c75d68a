import os
import socket

import pytest

from onconeural.case import CaseError, check_case, load_case

HEAD = "case_id: a\nphenotype: chorea\n"

TEXTS = {
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "an anchor or alias"),
    "anchor alone": (HEAD + "source: &x y\n", "an anchor or alias"),
    "python object": (HEAD + "source: !!python/object/apply:os.system [id]\n", "the tag"),
    "local tag": (HEAD + "source: !x y\n", "the tag"),
    "standard tag": (HEAD + "age: !!float 3\n", "the tag"),
    "merge key": (HEAD + "<<: {age: 3}\n", "'<<' as a key"),
    "list as key": (HEAD + "? [a, b]\n: 1\n", "a list as a key"),
    "null as key": (HEAD + "null: 1\n", "null as a key"),
    "deep lists": ("[" * 200_000, "values nested very deeply"),
    "deep blocks": ("- " * 200_000, "values nested very deeply"),
    "deep mappings": ("{a: " * 100_000, "values nested very deeply"),
    "just too deep": (HEAD + "source: " + "[" * 13 + "]" * 13, "values nested very deeply"),
    "many values": ("inferred:\n" + "- a\n" * 200_000, "more than 20000 values"),
    "two documents": (HEAD + "---\n" + HEAD, "a second document"),
    "repeated key": (HEAD + "age: 3\nage: 3\n", "the same key twice"),
    "nothing": ("", "nothing"),
    "a comment": ("# nothing\n", "nothing"),
    "a list": ("- a\n", "a list"),
    "a word": ("hello", "'hello'"),
    "broken": ("x: [", "did not find"),
    "a NUL": ('case_id: "a\0b"\n', "control characters are not allowed"),
    "binary": (HEAD + "source: !!binary aGVsbG8=\n", "the tag"),
    "a date": (HEAD + "forecast_day: 2024-01-05\n", "'2024-01-05'"),
    "a time": (HEAD + "source: 2024-01-05 10:00:00\n", "'2024-01-05 10:00:00'"),
    "null parts": (HEAD + "cancer:\nantibodies:\n", "null"),
}


@pytest.mark.parametrize(("text", "found"), TEXTS.values(), ids=TEXTS)
def test_hostile_yaml(tmp_path, text, found):
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    refused(path, found)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 100_000, '{"inferred":' + "[" * 13 + "]" * 13 + "}"])
def test_deep_json(tmp_path, text):
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    refused(path, "values nested very deeply")


def test_many_values_in_json(tmp_path):
    path = tmp_path / "case.json"
    path.write_text("[" + "0," * 200_000 + "0]", encoding="utf-8")
    refused(path, "more than 20000 values")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_other_encodings(tmp_path, encoding):
    path = tmp_path / "case.yaml"
    path.write_text(HEAD + "source: caf\u00e9\n", encoding=encoding)
    refused(path, "bytes that are not UTF-8")


def test_a_byte_order_mark_is_no_problem(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(HEAD, encoding="utf-8-sig")
    assert load_case(path).case_id == "a"


def test_a_folder(tmp_path):
    path = tmp_path / "case.yaml"
    path.mkdir()
    refused(path, "a folder")


def test_a_pipe_does_not_hang(tmp_path):
    path = tmp_path / "case.yaml"
    os.mkfifo(path)
    refused(path, "a pipe, device or socket")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device(tmp_path, device):
    path = tmp_path / "case.yaml"
    path.symlink_to(device)
    refused(path, "a pipe, device or socket")


def test_a_socket(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("case.yaml")
        refused(tmp_path / "case.yaml", "a pipe, device or socket")


def test_a_huge_sparse_file_is_not_read(tmp_path):
    path = tmp_path / "case.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    refused(path, "more than 1000000 bytes")


def test_a_file_of_the_largest_size_is_read(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text((HEAD + "# ").ljust(1_000_000, "x"), encoding="utf-8")
    assert load_case(path).case_id == "a"
    path.write_bytes(path.read_bytes() + b"#")
    refused(path, "more than 1000000 bytes")


def test_a_loop_of_links_and_a_missing_file(tmp_path):
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    refused(loop, "too many levels")
    refused(tmp_path / "missing.yaml", "no such file")
    refused(tmp_path / "nul\0.yaml", "a name that no file has")
    refused(tmp_path / ("x" * 300 + ".yaml"), "file name too long")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(HEAD, encoding="utf-8")
    path.chmod(0)
    refused(path, "permission denied")


@pytest.mark.parametrize("name", ["case.txt", "case", "case.yaml.exe"])
def test_other_kinds_of_file(tmp_path, name):
    path = tmp_path / name
    path.write_text(HEAD, encoding="utf-8")
    refused(path, "a file name ending in")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[bold red]x[/bold red]", "{{ 7 * 7 }}", "$(id)", "=1+1"]
)
def test_markup_is_only_text(tmp_path, text):
    path = tmp_path / "case.yaml"
    path.write_text(f"{HEAD}phenotype_detail: '{text}'\n", encoding="utf-8")
    assert load_case(path).phenotype_detail == text


def refused(path, found):
    problems = check_case(path)
    assert any(found in problem.found for problem in problems), [str(problem) for problem in problems]
    with pytest.raises(CaseError) as caught:
        load_case(path)
    assert caught.value.problems == problems
