"""Time a peer and our own engine in turns, so that a busy machine disturbs both alike; CPU time, one thread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from peers import Prepare, onconeural_own
from problems import Problem

LEAST = 0.2  # seconds of CPU in one measurement of a peer
OWN_PATIENTS = 2048
FEWEST = 16  # patients in one call of a slow peer


@dataclass(frozen=True)
class Timing:
    """Seconds of CPU for one patient in each round, and our own in the same round (mean of before and after)."""

    peer: list[float]
    own: list[float]

    def summary(self) -> dict[str, float]:
        ratios = [p / o for p, o in zip(self.peer, self.own, strict=True)]
        quartiles = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
        return {
            "ratio": statistics.median(ratios),
            "lower_quartile": quartiles[0],
            "upper_quartile": quartiles[2],
            "rounds": len(ratios),
            "patients_per_s": 1.0 / statistics.median(self.peer),
            "own_patients_per_s": 1.0 / statistics.median(self.own),
        }


def interleaved(
    problem: Problem, prepare: Prepare, tolerance: float, own_tolerance: float, rounds: int
) -> tuple[Timing, dict[str, float]]:
    """Own engine, peer, own engine, again and again: the same patients for both.

    Our own engine gets the peer's patients many times over, in a random order, so that patients that run side by side
    differ as they would in a population.
    """
    peer, patients, calls = _peer(problem, prepare, tolerance)
    order = np.random.default_rng(1).permutation(np.resize(patients, OWN_PATIENTS))
    own = OwnEngine(problem.take(order), own_tolerance)
    timing = Timing([], [])
    for _ in range(rounds):
        before = own.seconds()
        timing.peer.append(_cpu(lambda: [peer(tolerance) for _ in range(calls)]) / calls / len(patients))
        timing.own.append((before + own.seconds()) / 2)
    return timing, own.work()


class OwnEngine:
    """Our own engine on many patients, as often as one measurement needs."""

    def __init__(self, problem: Problem, tolerance: float) -> None:
        self.run, self.n, self.tolerance = onconeural_own.runner(problem), problem.n, tolerance
        self.steps = self.run(tolerance).steps

    def seconds(self) -> float:
        """CPU seconds of one patient."""
        return _cpu(lambda: self.run(self.tolerance)) / self.n

    def work(self) -> dict[str, float]:
        return {"attempts_per_patient": self.steps / self.n}


def _peer(problem: Problem, prepare: Prepare, tolerance: float):
    """The peer with as many patients, and as many calls, as make one measurement long enough."""
    patients = np.arange(min(FEWEST, problem.n))
    peer = prepare(problem.take(patients))
    peer(tolerance)  # compiles
    once = _cpu(lambda: peer(tolerance))
    if once < LEAST / 2 and problem.n > len(patients):
        patients = np.arange(problem.n)
        peer = prepare(problem)
        peer(tolerance)
        once = _cpu(lambda: peer(tolerance))
    return peer, patients, max(1, round(LEAST / once))


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
