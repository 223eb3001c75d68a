"""The user's cache: two processes at once, what is kept, and what is not trusted."""

import subprocess
import sys

from onconeural.storage import Store, atomic_file

WRITER = """
import sys
from onconeural.storage import Store
store = Store("kind", most=5)
for turn in range(60):
    store.save("same", bytes([int(sys.argv[1])]) * 200_000)
    found = store.load("same")
    assert found is not None and len(set(found)) == 1 and len(found) == 200_000, turn
"""


def test_two_processes_at_once_never_meet_half_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(number)]) for number in (1, 2)]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert [p.name for p in (tmp_path / "kind").iterdir()] == ["same"]


def test_the_oldest_are_removed_and_kinds_do_not_mix(tmp_path, monkeypatch):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    one, other = Store("one", most=2), Store("other", most=2)
    other.save("kept", b"0")
    for name in "abc":
        one.save(name, name.encode())
    assert len(list((tmp_path / "one").iterdir())) == 2
    assert one.load("c") == b"c"
    assert other.load("kept") == b"0"
    assert one.load("kept") is None


def test_an_altered_file_and_no_folder_give_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    store = Store("kind", most=2)
    store.save("name", b"content")
    path = tmp_path / "kind" / "name"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert store.load("name") is None
    monkeypatch.setenv("ONCONEURAL_CACHE", "")
    store.save("name", b"content")
    assert store.folder() is None
    assert store.load("name") is None


def test_a_file_that_fails_half_way_leaves_nothing(tmp_path):
    path = tmp_path / "report"
    path.write_bytes(b"before")
    try:
        with atomic_file(path) as handle:
            handle.write(b"half")
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
