import hashlib

import pytest

from onconeural.evidence import UnknownKeyError, criteria, evidence_hash
from onconeural.evidence.files import FILES, load


def test_every_shipped_file_is_in_the_hash():
    from importlib.resources import files

    shipped = {item.name for item in (files("onconeural.evidence") / "data").iterdir()}
    assert shipped == set(FILES)


def test_the_hash_changes_with_one_byte(monkeypatch):
    from onconeural.evidence import files

    before = evidence_hash()
    read = files._bytes
    monkeypatch.setattr(files, "_bytes", lambda name: read(name) + (b"#" if name == "codes.yaml" else b""))
    assert evidence_hash.__wrapped__() != before
    assert len(before) == len(hashlib.sha256().hexdigest())


def test_unknown_criteria_name_the_nearest():
    with pytest.raises(UnknownKeyError, match="did you mean 'pns_care'"):
        criteria("pnscare")


def test_a_file_is_parsed_once():
    assert load("codes.yaml") is load("codes.yaml")


def test_importing_the_evidence_reads_no_claims():
    import subprocess
    import sys

    code = "import onconeural.evidence.files as f, onconeural.evidence; print(f.packaged.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
