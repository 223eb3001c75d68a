"""A calibration that is stopped goes on with the same bits; a folder of another run is refused."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from onconeural.calibration import Recipe, whole_run
from onconeural.calibration.fit import stages
from onconeural.calibration.workers import Workers
from onconeural.cli.app import app
from tests.calibration.stand_in import RECIPE, cheap

pytest.importorskip("emcee")
pytest.importorskip("sklearn")


class StoppedError(Exception):
    """Stands for a kill."""


@pytest.fixture
def simulated(monkeypatch):
    calls = {"left": 10**6}

    def counted(wanted, simulator):
        calls["left"] -= 1
        if calls["left"] < 0:
            raise StoppedError
        return cheap(wanted, simulator)

    few = stages.targets()[:8]
    monkeypatch.setattr(stages, "targets", lambda: few)
    monkeypatch.setattr(stages, "simulate_targets", counted)
    return calls


def test_a_run_that_is_stopped_again_and_again_ends_with_the_same_bits(tmp_path, simulated):
    whole = whole_run.calibrate(tmp_path / "whole", RECIPE)
    for pieces in (7, 26):
        folder, found = tmp_path / f"stopped{pieces}", None
        while found is None:
            simulated["left"] = pieces
            try:
                found = whole_run.calibrate(folder, RECIPE)
            except StoppedError:
                continue
        assert json.dumps(found) == json.dumps(whole)


@pytest.mark.parametrize(("off", "words"), [(0.0, "which is better: use --posterior none"), (2.0, "single values")])
def test_a_fit_says_whether_it_beats_single_values_on_fresh_patients(tmp_path, simulated, monkeypatch, off, words):
    """Single values meet each statistic exactly, or are as far off as the first parameter can mend."""

    def moved(wanted, simulator):
        return {t.id: [t.centre + off - simulator.draw["n4"], 0.1] for t in wanted}

    monkeypatch.setattr(stages, "simulate_targets", moved)
    monkeypatch.setattr(Recipe, "small", classmethod(lambda cls: RECIPE))
    given = ["--quick", "--resume", str(tmp_path / "run"), "--out", str(tmp_path / "found.json"), "--workers", "1"]
    done = CliRunner().invoke(app, ["calibrate", *given])
    assert done.exit_code == 0
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["fresh_likelihood"]
    assert (found["draws"] > found["single_values"]) == (off > 0.0)
    assert words in done.stdout
    assert ("use --posterior none" in done.stdout) == (off == 0.0)
    lines = done.stderr.splitlines()
    assert all(a != b for a, b in pairwise(lines))


def test_a_folder_of_another_recipe_is_refused(tmp_path, simulated):
    simulated["left"] = 1
    with pytest.raises(StoppedError):
        whole_run.calibrate(tmp_path, RECIPE)
    with pytest.raises(ValueError, match="another recipe"):
        whole_run.calibrate(tmp_path, Recipe(waves=(25,)))


def test_a_target_that_hardly_any_draw_gives_is_left_out_and_named(tmp_path, simulated, monkeypatch):
    rare, told = stages.targets()[0].id, []

    def without(wanted, simulator):
        return cheap(wanted, simulator) | {t.id: None for t in wanted if t.id == rare}

    monkeypatch.setattr(stages, "simulate_targets", without)
    with Workers() as workers:
        run = stages.Run(tmp_path, RECIPE, {}, lambda what, share: told.append(what), workers)
        emulator = run.waves()
    assert emulator.weights.shape[0] == len(run.targets) == 7
    assert rare not in {t.id for t in run.targets}
    assert f"left out: {rare}, given by fewer than 20 draws" in told
