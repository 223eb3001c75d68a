"""Checks of the calibration: what targets can decide, weights on patients, and results that ship."""

from __future__ import annotations

import json

import numpy as np
import pytest

from onconeural.calibration import check_document, credibility_page, stored, targets
from onconeural.calibration.checks import identifiability, strata
from onconeural.calibration.checks import stored_checks as store
from onconeural.calibration.fit import stages
from onconeural.calibration.fit.posterior import hashes
from onconeural.calibration.patients.resampling import taken
from onconeural.population import cohort
from tests.calibration.stand_in import RECIPE

pytest.importorskip("sklearn")


@pytest.fixture
def few(monkeypatch):
    """Ten targets, moved by kN alone, so that only kN can be decided."""
    chosen = tuple(t for t in targets() if t.sets == ("hu",))[:10]
    sd = next(one.sd for one in stages.free_parameters() if one.name == "kN")
    monkeypatch.setattr(stages, "targets", lambda: chosen)
    monkeypatch.setattr(
        stages,
        "simulate_targets",
        lambda wanted, simulator: {t.id: [t.centre + 2.0 * simulator.draw["kN"] / sd, 0.05] for t in wanted},
    )
    monkeypatch.setattr(identifiability, "ITERATIONS", 4)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_only_what_moves_the_targets_is_identifiable(few, tmp_path):
    found = identifiability.identify(tmp_path, RECIPE)
    verdicts = {p.name: p.verdict for p in found.profiles}
    assert verdicts.pop("kN") == "practically identifiable"
    assert set(verdicts.values()) == {"not identifiable from these targets"}
    assert found.decided == 1
    assert found.directions[0].parts["kN"] == pytest.approx(1.0, abs=0.01)
    kn = next(p for p in found.profiles if p.name == "kN")
    assert kn.sd_left < 0.2
    assert -0.1 < kn.low < kn.high < 0.1  # the truth is 0; the emulator of a small recipe is a little off


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_first_wave_of_a_calibration_is_used_again(few, tmp_path, monkeypatch):
    identifiability.identify(tmp_path, RECIPE)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    monkeypatch.setattr(stages, "simulate_targets", None)  # nothing may be simulated again
    identifiability.identify(tmp_path, RECIPE)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_patients_are_taken_as_often_as_asked():
    people = cohort("gababr", 1500)
    twice = taken(people, np.array([3, 3, 0]))
    assert len(twice.people) == len(twice.course) == 3
    assert twice.people.patient.tolist() == people.people.patient[[3, 3, 0]].tolist()
    assert np.array_equal(twice.course.mrs[0], people.course.mrs[3], equal_nan=True)


def test_weights_are_tried_on_fresh_patients_and_cohorts_left_out(monkeypatch):
    monkeypatch.setattr(strata, "FITTED", ("gababr",))
    found = {trial.how: trial for trial in strata.trials(200)}
    assert found["equal"].effective == 1.0
    for trial in found.values():
        assert 0 <= trial.inside <= trial.targets
        assert 0.0 < trial.effective <= 1.0
    fitted = found["score strata, fitted on all"]
    assert sum(fitted.weights) == pytest.approx(1.0, abs=0.01)
    assert strata.trials(200) == tuple(found.values())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "data" / "checks").mkdir(parents=True)
    monkeypatch.setattr(store, "files", lambda package: tmp_path)
    return tmp_path / "data" / "checks"


def test_a_stored_result_is_fresh_until_something_changes(folder):
    data = check_document("weights", {"patients": 1}, {"sums": {}})
    (folder / "weights.json").write_text(json.dumps(data), encoding="utf-8")
    assert stored("weights").note == ""
    data["hashes"] |= {"model": "0" * 64, "cohorts": "0" * 64}
    (folder / "weights.json").write_text(json.dumps(data), encoding="utf-8")
    assert "**Stale**: the model and the calibration cohorts changed" in stored("weights").note
    assert "onconeural weights" in stored("weights").note
    assert stored("recovery") is None


def test_every_shipped_result_is_marked_or_of_this_model():
    page = credibility_page()
    assert "Research software. Not medical advice." in page
    for name in store.CHECKS:
        result = stored(name)
        if result is not None:
            assert bool(result.note) == bool(result.changed)
            assert not result.note or result.note in page
    assert set(store.WORDS) == set(hashes())
