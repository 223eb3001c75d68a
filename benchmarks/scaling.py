"""Patients a second against their number, against states, doses and threads; and memory for a million patients.

    python benchmarks/scaling.py [--json] [--most 1000000]

Patients a second of processor time (of one core), the middle of three runs (one run from 100,000 patients on); for
threads it is wall time, which means little on a machine that is busy. The memory is what a run of ``--most`` patients
with reduced outputs needs at its peak beyond the arrays of the caller, measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from problems import Problem, benchmark

from onconeural import INTENDED_USE
from onconeural.engine import Dose, Mean, Model, Quantiles

Clock = Callable[[], float]

RTOL = 1e-4
MIDDLE = 2_000  # patients where their number is not what is asked
REDUCED = (Mean("healthy", 0.0, 1820.0), Quantiles("bound", (0.1, 0.5, 0.9)), Quantiles("antibody", (0.1, 0.5, 0.9)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--most", type=int, default=1_000_000, help="the largest number of patients")
    parser.add_argument("--memory-only", action="store_true", help=argparse.SUPPRESS)  # the process of its own
    options = parser.parse_args()
    if options.memory_only:
        print(_memory(options.most))
        return
    report = {
        "notice": INTENDED_USE,
        "patients": {n: _patients(n) for n in _sizes(options.most)},
        "states": {s: _rate(_chain(s)) for s in (5, 10, 20, 40, 80)},
        "doses": {d: _rate(_dosed(d)) for d in (0, 1, 5, 10, 30, 100)},
        "threads": {
            t: _rate(benchmark(8 * MIDDLE, dosed=False), threads=t, clock=time.perf_counter) for t in _threads()
        },
        "memory_mb": _memory_in_a_process(options.most),
    }
    print(json.dumps(report, indent=2) if options.json else _lines(report))


def _sizes(most: int) -> list[int]:
    return [n for n in (1_000, 10_000, 100_000, 1_000_000) if n <= most]


def _threads() -> list[int]:
    cores = len(os.sched_getaffinity(0))
    return [t for t in (1, 2, 4, 8, 16, 32) if t <= cores]


def _patients(n: int) -> float:
    """Patients a second of processor time, with reduced outputs."""
    return n / _seconds(lambda: _reduced(n), time.process_time, 1 if n >= 100_000 else 3)


def _reduced(n: int):
    """One run whose patients are drawn piece by piece: nobody holds all parameters."""
    problem = benchmark(2, dosed=False)
    return problem.model.simulate(
        problem.horizon, n=n, parameters=drawn, reduce=REDUCED, times=problem.times, scales=problem.scales, rtol=RTOL,
        keep_state=False,
    )  # fmt: skip


def drawn(first: int, last: int) -> dict[str, np.ndarray]:
    """Parameters of the patients first ... last - 1; a thousand different ones, again and again."""
    pool = _pool()
    rows = np.arange(first, last) % 1_000
    return {name: values[rows] for name, values in pool.items()}


_POOL: dict[str, np.ndarray] = {}


def _pool() -> dict[str, np.ndarray]:
    if not _POOL:
        _POOL.update(benchmark(1_000, dosed=False).parameters)
    return _POOL


def _rate(problem: Problem, threads: int = 1, clock: Clock = time.process_time) -> float:
    """Patients a second, with full curves of the outputs."""

    def run():
        return problem.model.simulate(
            problem.horizon, n=problem.n, parameters=problem.parameters, doses=problem.doses, outputs=problem.outputs,
            times=problem.times, scales=problem.scales, rtol=RTOL, threads=threads,
        )  # fmt: skip

    return problem.n / _seconds(run, clock, 3)


def _seconds(run: Callable[[], object], clock: Clock, times: int) -> float:
    if times > 1:
        run()  # compiles
    taken = []
    for _ in range(times):
        begun = clock()
        run()
        taken.append(clock() - begun)
    return statistics.median(taken)


def _chain(states: int) -> Problem:
    """A chain of saturating conversions with one slow loop back: as many states as asked for, each coupled to two."""
    lines = ["model chain(); kf = 3; kr = 0.8; kd = 0.01; s0 = 1"]
    for i in range(states):
        gain = f"kf*x{i - 1}/(1 + x{i - 1})" if i else f"0.02 + kd*x{states - 1}/(0.5 + x{states - 1})"
        lines.append(f"x{i} = s0; x{i}' = {gain} - kr*x{i} - kd*x{i}^2")
    model = Model.from_antimony("\n".join([*lines, "end"]))
    rng = np.random.default_rng(states)
    values = {k: v * np.exp(0.3 * rng.standard_normal(MIDDLE)) for k, v in model.parameters.items()}
    outputs = tuple(f"x{i}" for i in range(5))
    return replace(benchmark(MIDDLE, dosed=False), name="chain", model=model, parameters=values, outputs=outputs,
                   scales=None)  # fmt: skip


def _dosed(doses: int) -> Problem:
    """The benchmark model with doses at as many times, a week apart, from a day of each patient's own."""
    problem = benchmark(MIDDLE, dosed=False)
    start = np.random.default_rng(2).uniform(100.0, 400.0, MIDDLE)
    return replace(problem, doses=[Dose("steroid", start + 7.0 * k, 4.0) for k in range(doses)])


def _memory_in_a_process(patients: int) -> float | None:
    if not os.path.exists("/proc/self/clear_refs"):  # noqa: PTH110 Linux only
        return None
    words = [sys.executable, __file__, "--memory-only", "--most", str(patients)]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def _memory(patients: int) -> float:
    """Peak beyond what was there before, in MB; the code is compiled and the caller's pool is there before."""
    _reduced(5_000)
    with open("/proc/self/clear_refs", "w") as handle:  # noqa: PTH123 starts the peak anew
        handle.write("5")
    before = _status("VmRSS")
    run = _reduced(patients)
    assert len(run.status) == patients
    return (_status("VmHWM") - before) / 1024


def _status(field: str) -> int:
    with open("/proc/self/status") as handle:  # noqa: PTH123
        return next(int(line.split()[1]) for line in handle if line.startswith(field))


def _lines(report) -> str:
    lines = []
    for what in ("patients", "states", "doses", "threads"):
        lines += [f"{what:9} {key:>9,}  {rate:10,.0f} patients/s" for key, rate in report[what].items()]
    memory = report["memory_mb"]
    lines.append("memory beyond the caller's arrays: " + ("not measured" if memory is None else f"{memory:.0f} MB"))
    return "\n".join([*lines, report["notice"]])


if __name__ == "__main__":
    main()
