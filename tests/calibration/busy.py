"""Work for the tests of processes: functions of a module, so that other processes find them."""

from __future__ import annotations

import os
import signal
import time
from math import sqrt
from pathlib import Path

from onconeural.calibration.workers import Workers
from onconeural.engine.ensemble import available_threads


def squared(number):
    """The square, who computed it, and how many threads its simulations would have; the first is the slowest."""
    time.sleep(0.2 / (1 + number))
    return number * number, os.getpid(), available_threads()


def root(number):
    """A square root and who took it."""
    if number < 0:
        raise ValueError(f"no root of {number}")
    return sqrt(number), os.getpid()


def killed(number):
    """A process that something outside ends."""
    os.kill(os.getpid(), signal.SIGKILL)


def asleep(folder, number):
    """Leave the name of this process and sleep for longer than any test waits."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(1000.0)


def waiting(folder):
    """Wait for two workers that sleep."""
    from functools import partial

    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores Ctrl-C
    with Workers(2) as workers:
        list(workers.each(partial(asleep, folder), range(2)))


def note(told, what, share):
    """Keep what was told."""
    told.append((what, share))
