"""A calibration that is killed at any moment goes on with the same bits."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time

import pytest

from tests.calibration.stand_in import calibrated

pytest.importorskip("emcee")
pytest.importorskip("sklearn")

KILLS, PATIENCE = 20, 240.0
SIDE_BY_SIDE = 5  # every so manieth process simulates with two workers, which takes seconds to begin


@pytest.fixture(scope="module")
def start():
    """Start a calibration in a process of its own; the libraries are loaded once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.calibration.stand_in", "emcee", "sklearn.linear_model", "scipy.stats"])

    def begin(folder, workers):
        process = context.Process(target=calibrated, args=(str(folder), workers))
        process.start()
        return process

    return begin


def finished(process):
    process.join(PATIENCE)
    assert process.exitcode == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_sigkill_at_twenty_random_points_and_a_resume_give_the_same_bits(tmp_path, start):
    finished(start(tmp_path / "warm", 1))
    took = {}
    for workers in (1, 2):
        begun = time.monotonic()
        finished(start(tmp_path / f"whole{workers}", workers))
        took[workers] = time.monotonic() - begun
    whole = (tmp_path / "whole1.json").read_bytes()
    assert (tmp_path / "whole2.json").read_bytes() == whole
    points, killed, runs, begun = random.Random(8), 0, 0, 0
    while killed < KILLS:
        runs += 1
        folder = tmp_path / f"killed{runs}"
        while not folder.with_suffix(".json").exists():
            begun += 1
            workers = 1 if begun % SIDE_BY_SIDE else 2
            process = start(folder, workers)
            if killed < KILLS:
                process.join(points.uniform(0.0, 1.2 * took[workers]))
            if killed < KILLS and process.is_alive():
                process.kill()
                process.join()
                killed += process.exitcode == -signal.SIGKILL
            else:
                finished(process)
        assert folder.with_suffix(".json").read_bytes() == whole
