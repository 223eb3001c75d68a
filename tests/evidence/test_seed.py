"""The shipped evidence holds the whole seed, number for number."""

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


def read(path):
    return yaml.safe_load((SHARED / path).read_text(encoding="utf-8"))


@needs_shared
@pytest.mark.parametrize(("path", "name", "part", "key"), SEED)
def test_every_record_of_the_seed_is_there_unchanged(path, name, part, key):
    shipped = {record[key]: record for record in load(name)[part]}
    for record in read(path)[part]:
        assert shipped[record[key]] == record


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
