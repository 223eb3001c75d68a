"""The shipped evidence holds the whole seed, number for number."""

import hashlib
import os
from pathlib import Path

import pytest
import yaml

from onconeural.evidence.files import load
from onconeural.report.trace import whole_base

SHARED = Path(os.environ.get("ONCONEURAL_SHARED", Path(__file__).resolve().parents[3] / "shared"))
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the shared data are not at {SHARED}")
SEED = [
    ("evidence/sources.yaml", "sources.yaml", "sources", "key"),
    ("evidence/claims.yaml", "claims.yaml", "claims", "id"),
    ("cohorts/calibration.yaml", "calibration.yaml", "cohorts", "id"),
    ("cohorts/validation.yaml", "validation.yaml", "cohorts", "id"),
]
# The seed as it was taken over on 2026-11-22. The base has been kept here since: a later seed is no reference for it.
TAKEN_OVER = {
    "evidence/sources.yaml": "45f337074e41d904",
    "evidence/claims.yaml": "49f22702fd1e302f",
    "cohorts/calibration.yaml": "c064db355bc79933",
    "cohorts/validation.yaml": "8ab2830c63550c95",
    "cohorts/fit_notes.yaml": "b2ed6b38e960762d",
    "criteria/antibody_reliability.yaml": "f07ecbd871b0f95b",
    "criteria/ape2.yaml": "d647c56f3dc93917",
    "criteria/delta_p.yaml": "dfb968c97197c766",
    "criteria/neos.yaml": "5692ad3cd064b073",
    "criteria/pns_care.yaml": "aa4847edd541e880",
    "criteria/tumour_search.yaml": "c3b397774376f609",
}
# By record and row: what was put right here, and why. Every other number is that of the seed.
CORRECTED = {
    ("antoine1999_neuropathy", "groupI_delay"): {"n": 7},  # its note lists the seven patients of group I
}


def corrected(record):
    """A record of the seed with what was put right here."""
    rows = [row | CORRECTED.get((record.get("id"), row.get("name")), {}) for row in record.get("observables", [])]
    return record | {"observables": rows} if rows else record


def read(path):
    content = (SHARED / path).read_bytes()
    if hashlib.sha256(content).hexdigest()[:16] != TAKEN_OVER[path]:
        pytest.skip(f"{path} has changed since it was taken over on 2026-11-22: merge it by hand")
    return yaml.safe_load(content)


@needs_shared
@pytest.mark.parametrize(("path", "name", "part", "key"), SEED)
def test_every_record_of_the_seed_is_there_unchanged(path, name, part, key):
    shipped = {record[key]: record for record in load(name)[part]}
    for record in read(path)[part]:
        assert shipped[record[key]] == corrected(record)


@needs_shared
def test_the_fit_targets_are_those_of_the_seed():
    assert load("fit_notes.yaml") == read("cohorts/fit_notes.yaml")
    assert len(whole_base()[0].targets) == len(load("fit_notes.yaml")["targets"])


@needs_shared
@pytest.mark.parametrize("name", ["antibody_reliability", "ape2", "delta_p", "neos", "pns_care", "tumour_search"])
def test_every_sourced_row_of_the_criteria_is_a_record(name):
    from onconeural.evidence.criteria_rows import criterion_entries

    rows = list(criterion_entries(f"{name}.yaml", read(f"criteria/{name}.yaml"), {}, own=True))
    ids = {entry.id for entry in whole_base()[0].criteria}
    assert rows
    assert {entry.id for entry in rows} <= ids
