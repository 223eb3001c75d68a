import hashlib
import os
from pathlib import Path

import pytest

from onconeural.evidence import UnknownKeyError, criteria, evidence_hash
from onconeural.evidence.files import FILES, load

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ONCONEURAL_SHARED", ROOT.parent / "shared"))
COPIES = ["evidence/sources.yaml", "evidence/claims.yaml", "evidence/codes.yaml", "criteria/pns_care.yaml"]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared data in {SHARED}")
@pytest.mark.parametrize("name", COPIES)
def test_a_shipped_file_is_a_true_copy(name):
    shipped = ROOT / "src" / "onconeural" / "evidence" / "data" / Path(name).name
    assert shipped.read_bytes() == (SHARED / name).read_bytes()


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

    code = "import onconeural.evidence.files as f, onconeural.evidence; print(f.load.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
