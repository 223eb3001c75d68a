"""Machine code on disk: used again, and never when it could be somebody else's."""

import os

import pytest

from onconeural.engine import Model
from onconeural.engine.codegen import native
from onconeural.storage import Store

TEXT = "model m(); x = 1; k = 0.5; x' = -k*x; end"


@pytest.fixture
def place(monkeypatch, tmp_path):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    return tmp_path / "code"


@pytest.fixture
def compiled(monkeypatch):
    """Counts how often something is compiled."""
    texts = []
    compile_text = native._compile
    monkeypatch.setattr(native, "_compile", lambda text, level: texts.append(text) or compile_text(text, level))
    return texts


def value():
    return Model.from_antimony(TEXT).simulate(2.0, outputs=("x",), times=(2.0,)).values["x"][0, 0]


def test_a_model_is_compiled_once(place, compiled):
    first = value()
    assert len(compiled) == 2  # the solver and its outputs
    assert value() == first
    assert len(compiled) == 2


def test_an_altered_file_is_ignored(place, compiled):
    first = value()
    for file in place.iterdir():
        data = bytearray(file.read_bytes())
        data[-1] ^= 1
        file.write_bytes(bytes(data))
    assert value() == first
    assert len(compiled) == 4


def test_a_cut_file_is_ignored(place, compiled):
    first = value()
    for file in place.iterdir():
        file.write_bytes(file.read_bytes()[:10])
    assert value() == first
    assert len(compiled) == 4


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_others_may_write_is_ignored(place, compiled, what):
    value()
    for path in place.iterdir() if what == "file" else [place]:
        path.chmod(0o777)
    value()
    assert len(compiled) == 4


@pytest.mark.skipif(not hasattr(os, "chown") or os.getuid() != 0, reason="only the superuser can give files away")
def test_a_file_of_another_owner_is_ignored(place, compiled):
    value()
    for file in place.iterdir():
        os.chown(file, 12345, 12345)
    value()
    assert len(compiled) == 4


def test_an_empty_setting_keeps_nothing(monkeypatch, tmp_path, compiled):
    monkeypatch.setenv("ONCONEURAL_CACHE", "")
    monkeypatch.chdir(tmp_path)
    assert value() == value()
    assert len(compiled) == 4
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_does_no_harm(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path / "file"))
    assert value() == value()


def test_old_files_are_removed(place, monkeypatch):
    monkeypatch.setattr("onconeural.engine.codegen.native.code_cache", Store("code", most=3))
    for k in range(4):
        Model.from_antimony(TEXT.replace("0.5", f"0.{k + 1}").replace("-k*x", f"-k*x*{k + 2}")).simulate(1.0)
    assert len(list(place.iterdir())) <= 3
