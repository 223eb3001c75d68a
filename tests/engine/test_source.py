"""What a model file was translated into is kept: the same system as from the file, and never somebody else's."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from onconeural.engine import Model, ModelError
from onconeural.engine import source as sources
from onconeural.engine.source import Source
from onconeural.engine.system_json import from_json, to_json
from onconeural.storage import Store

DECAY = "model m(); x = 1; k = 0.5; x' = -k*x; at x < 0.5: x = 2*k; end"
SUITE = Path(__file__).parents[3] / "shared" / "sbml-suite" / "cases.zip"


@pytest.fixture
def place(monkeypatch, tmp_path):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    return tmp_path / "system"


@pytest.fixture
def reads(monkeypatch):
    """Counts how often a text is read."""
    found = []
    read = Source._read
    monkeypatch.setattr(Source, "_read", lambda self: found.append(self.text) or read(self))
    return found


def test_a_text_is_read_once(place, reads):
    first = Model.from_antimony(DECAY)
    second = Model.from_antimony(DECAY)
    assert len(reads) == 1
    assert second.system == first.system
    assert list(second.system.parameters) == list(first.system.parameters)
    assert second.sbml == first.sbml


def test_the_two_languages_are_kept_apart(place, reads):
    sbml = Model.from_antimony(DECAY).sbml
    assert Model.from_sbml(sbml).system == Model.from_antimony(DECAY).system
    with pytest.raises(ModelError):
        Model.from_sbml(DECAY)
    assert len(reads) == 3


def test_what_was_kept_needs_no_library(place):
    Model.from_antimony(DECAY)
    program = (
        "import sys\nfrom onconeural.engine import Model\n"
        f"run = Model.from_antimony({DECAY!r}).simulate(1.0, outputs=('x',), times=(1.0,))\n"
        "assert 0.6 < run.values['x'][0, 0] < 0.61\n"
        "assert not {'libsbml', 'antimony'} & set(sys.modules), 'a library was loaded'"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-1] + b" "),
        lambda file: file.write_bytes(file.read_bytes()[:10]),
        lambda file: file.chmod(0o666),
        lambda file: Store("system", 9).save(file.name, b"no JSON"),
        lambda file: Store("system", 9).save(file.name, b'{"name": "m"}'),
        lambda file: Store("system", 9).save(file.name, b"[" * 100_000),
    ],
    ids=["altered", "cut", "writable by others", "no JSON", "another document", "too deep"],
)
def test_what_is_not_ours_is_read_again(place, reads, spoil):
    first = Model.from_antimony(DECAY).system
    (file,) = place.iterdir()
    spoil(file)
    assert Model.from_antimony(DECAY).system == first
    assert len(reads) == 2


def test_another_reader_reads_again(place, reads, monkeypatch):
    Model.from_antimony(DECAY)
    monkeypatch.setattr(sources, "_reader", lambda: "a later version")
    Model.from_antimony(DECAY)
    assert len(reads) == 2


def test_nothing_is_kept_of_a_text_that_is_refused(place):
    for _ in range(2):
        with pytest.raises(ModelError, match="not valid Antimony"):
            Model.from_antimony("model m(; end")
    assert not place.exists()


def test_nor_of_an_endless_one(place, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST", 10)
    Model.from_antimony(DECAY)
    assert not place.exists()


@pytest.mark.skipif(not SUITE.is_file(), reason=f"no SBML test cases in {SUITE}")
def test_systems_of_the_test_suite_are_the_same_after_json():
    """By their text, in which not-a-number equals itself and each digit shows."""
    with zipfile.ZipFile(SUITE) as archive:
        names = sorted(n for n in archive.namelist() if n.endswith("model.xml"))[::10]
        same = [_same(archive.read(name).decode()) for name in names]
    assert sum(s is True for s in same) > 50
    assert False not in same


def _same(text):
    try:
        system = Source(text, "sbml")._read()
    except ModelError:
        return None
    return repr(from_json(to_json(system))) == repr(system)
