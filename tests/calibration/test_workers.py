"""Processes that simulate side by side: the same results in order, and none that outlives the one that asked."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from onconeural.calibration import validate
from onconeural.calibration.workers import Workers
from onconeural.engine.ensemble import available_threads
from onconeural.evidence.cohort_records import cohort
from tests.calibration import busy

PATIENCE = 60.0


def until(wanted):
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not wanted() and time.monotonic() < end:
        time.sleep(0.02)
    assert wanted()


def alive(pid):
    """Whether a process runs (one that ended and was not waited for yet does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"


def test_results_come_with_their_position_from_processes_that_share_the_processors():
    with Workers(2) as workers:
        found = dict(workers.each(busy.squared, range(5)))
        assert {i: value for i, (value, _, _) in found.items()} == {i: i * i for i in range(5)}
        assert os.getpid() not in {pid for _, pid, _ in found.values()}
        assert {threads for _, _, threads in found.values()} == {max(1, available_threads() // 2)}


def test_what_the_work_raises_is_raised_and_ends_the_others():
    pids = []
    with pytest.raises(ValueError, match="no root of -1"), Workers(2) as workers:
        for _, pid in workers.each(busy.root, [4, 9, -1, 16]):
            pids.append(pid)
    until(lambda: not any(map(alive, pids)))


def test_a_process_that_is_killed_is_named_and_not_waited_for():
    with pytest.raises(ChildProcessError, match="ended from outside"), Workers(2) as workers:
        list(workers.each(busy.killed, range(3)))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_their_parent(tmp_path, how):
    context = multiprocessing.get_context("spawn")
    parent = context.Process(target=busy.waiting, args=(str(tmp_path),))
    parent.start()
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    os.kill(parent.pid, how)
    parent.join(PATIENCE)
    assert parent.exitcode not in (None, 0)
    until(lambda: not any(alive(path.name) for path in tmp_path.iterdir()))


def test_rows_do_not_depend_on_the_number_of_workers():
    chosen = [cohort("campana2022_tr85")]
    draws = [{}, {"kN": 0.2}, {"kN": -0.2}]
    told = []
    alone, side_by_side = (validate(chosen, draws, size=40, workers=n, tell=partial(busy.note, told)) for n in (1, 2))
    assert alone == side_by_side
    assert all(0.0 <= share <= 1.0 for _, share in told)
