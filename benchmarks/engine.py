"""How fast the engine is against other solvers, at the same accuracy, without and with doses.

    python benchmarks/engine.py [--json] [--rounds 15] [--model benchmark] [--peers numbalsoda libroadrunner]

Needs the peers: pip install 'onconeural[benchmarks]' (numbalsoda is built on your machine and needs a Fortran
compiler). diffrax is measured too where it is installed. Every solver gets the same equations, patients, doses and
outputs. Its tolerance is the one at which the 95th percentile of a patient's error is 1e-4 (see accuracy.py); then it
is timed in turns with our engine (see timing.py). At that tolerance the errors of 2,000 patients are printed: 95th and
99.9th percentile, the largest, and the number of the patient who has it (--tail 0 leaves that out). The models run
without their events, which no output depends on; what the events cost our engine is printed. The numbers of the
benchmark model are invented: it measures speed only.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
from dataclasses import replace
from functools import cached_property

import accuracy
import hardware
import numpy as np
from cold_start import cold_start
from peers import Solve, available, can
from problems import MODELS, Problem, awake, without_events
from timing import OWN_PATIENTS, OwnEngine, interleaved

from onconeural import INTENDED_USE

PATIENTS = 256  # of fewer, the 95th percentile would rest on three or four patients
TAIL = 2_000  # on which the largest errors are measured
TIGHT = 1e-11
OWN = "onconeural"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--model", choices=MODELS, nargs="*", default=list(MODELS))
    parser.add_argument("--doses", choices=("none", "doses"), nargs="*", default=["none", "doses"])
    parser.add_argument("--peers", choices=[p for p in available() if p != OWN], nargs="*", default=None)
    parser.add_argument("--awake", action="store_true", help="states that stay at zero are left out for every solver")
    parser.add_argument("--patients", type=int, default=PATIENTS, help="patients on whom accuracy is matched")
    parser.add_argument("--tail", type=int, default=TAIL, help="patients whose largest errors are measured")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    report = {"notice": INTENDED_USE, "machine": _machine(), "problems": {}, "cold_start_s": cold_start()}
    for name in options.model:
        for kind in options.doses:
            problem = MODELS[name](max(options.patients, options.tail), dosed=kind == "doses")
            _say(problem.name)
            peak = report["machine"]["peak_gflops"]
            problem = _awake(problem) if options.awake else problem
            report["problems"][problem.name] = _problem(problem, options, peak)
    print(json.dumps(report, indent=2, default=str) if options.json else _lines(report))


def _machine() -> dict[str, object]:
    lanes, peak = hardware.lanes_of_this_machine(real=hardware.SINGLE), hardware.peak_gflops()
    return {"processor": hardware.processor(), "python": platform.python_version(), "lanes": lanes, "peak_gflops": peak}


def _awake(problem: Problem) -> Problem:
    model = awake(problem.model, frozenset(dose.state for dose in problem.doses))
    return replace(problem, name=f"{problem.name}, awake", model=model)


def _problem(everyone: Problem, options: argparse.Namespace, peak: float) -> dict[str, object]:
    """Every solver on the same equations without events; what the events cost us is a number of its own."""
    complete = everyone.take(np.arange(options.patients))
    problem = replace(complete, model=without_events(complete.model))
    tail = _Tail(replace(everyone, model=problem.model), options.tail)
    solvers = available()
    own = solvers.pop(OWN)(problem)
    reference = _reference(problem)
    _say("  own accuracy")
    mine = accuracy.matched(own, reference)
    found: dict[str, object] = {
        "states": len(problem.model.states),
        "stops": len({s.time for s in problem.stops(0)}),
        "own": {
            **_accuracy(mine, own, reference),
            "tail": tail.of(OWN, mine["tolerance"]),
            "with_events_takes": _events_cost(complete, problem, mine["tolerance"]),
        },
        "peers": {},
    }
    for name, prepare in solvers.items():
        if (options.peers is not None and name not in options.peers) or not can(name, problem):
            continue
        _say(f"  {name}")
        solve = prepare(problem)
        theirs = accuracy.matched(solve, reference)
        entry = found["peers"][name] = _accuracy(theirs, solve, reference)
        if theirs["tolerance"] is None:
            entry["ratio"] = None
            continue
        entry["tail"] = tail.of(name, theirs["tolerance"])
        timing, work = interleaved(problem, prepare, theirs["tolerance"], mine["tolerance"], options.rounds)
        entry |= timing.summary()
        found["own"] |= _rate(problem, work, entry["own_patients_per_s"], peak)
    return found


class _Tail:
    """The errors of many patients, at the tolerance of each solver."""

    def __init__(self, problem: Problem, patients: int) -> None:
        self.problem, self.patients = problem.take(np.arange(patients)), patients

    @cached_property
    def reference(self) -> np.ndarray:
        return _reference(self.problem)

    def of(self, name: str, tolerance: float) -> dict[str, float] | None:
        if not self.patients:
            return None
        return accuracy.tail(accuracy.errors(available()[name](self.problem)(tolerance), self.reference))


def _events_cost(complete: Problem, problem: Problem, tolerance: float) -> float:
    """How much longer our engine takes with the events of the model, as a factor."""
    order = np.resize(np.arange(problem.n), OWN_PATIENTS)
    with_events, without = (OwnEngine(p.take(order), tolerance) for p in (complete, problem))
    return statistics.median(with_events.seconds() / without.seconds() for _ in range(5))


def _reference(problem: Problem):
    """A run at tight tolerance by SciPy's LSODA, which shares no code with our solver."""
    from peers import scipy_peer

    return scipy_peer.prepare(problem)(TIGHT)


def _accuracy(found: dict[str, object], solve: Solve, reference) -> dict[str, object]:
    """Tolerance, and the error that it really gives."""
    tolerance = found["tolerance"]
    if tolerance is None:
        return {"tolerance": None, "scan": found["scan"]}
    errors = accuracy.errors(solve(tolerance), reference)
    percentile = accuracy.percentile_of(errors)
    return {"tolerance": tolerance, "error_p95": percentile, "error_max": float(errors.max()), "scan": found["scan"]}


def _rate(problem: Problem, work: dict[str, float], per_s: float, peak: float) -> dict[str, float]:
    flops = hardware.flops_per_attempt(problem.model, problem.infused, {d.state for d in problem.doses})
    if flops is None:
        return {**work, "patients_per_s": per_s}
    gflops = flops * work["attempts_per_patient"] * per_s / 1e9
    return {
        **work,
        "patients_per_s": per_s,
        "flops_per_attempt": flops,
        "gflops": gflops,
        "share_of_peak": gflops / peak,
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _lines(report) -> str:
    machine, cold = report["machine"], report["cold_start_s"]
    lines = [f"{machine['processor']}, {machine['lanes']} lanes, peak {machine['peak_gflops']:.1f} GFLOP/s a core"]
    lines += [f"file to first result, {name}: {seconds:.2f} s" for name, seconds in cold.items()]
    for name, found in report["problems"].items():
        own = found["own"]
        rate = f", {own['patients_per_s']:,.0f} patients/s" if "patients_per_s" in own else ""
        speed = f", {own['gflops']:.1f} GFLOP/s, {own['share_of_peak']:.0%} of the peak" if "gflops" in own else ""
        speed += f", with events {own['with_events_takes']:.2f} times as long"
        lines.append(f"{name} ({found['states']} states, {found['stops']} stops){rate}{speed}")
        lines += [_tail_line(own)]
        lines += [_peer_line(peer, entry) + "\n" + _tail_line(entry) for peer, entry in found["peers"].items()]
    return "\n".join([*lines, report["notice"]])


def _peer_line(name: str, entry: dict[str, object]) -> str:
    if entry["ratio"] is None:
        return f"  {name:22} does not reach an error of {accuracy.TARGET:g}"
    return (
        f"  {name:22} {entry['patients_per_s']:9,.1f} patients/s, ours is {entry['ratio']:7.1f} times as fast "
        f"(lower quartile {entry['lower_quartile']:.1f}, {entry['rounds']} rounds, p95 error {entry['error_p95']:.1e})"
    )


def _tail_line(entry: dict[str, object]) -> str:
    found = entry.get("tail")
    if not found:
        return "    largest errors not measured"
    return (
        f"    errors of {found['patients']:,} patients: 95 % {found['p95']:.1e}, 99.9 % {found['p999']:.1e}, "
        f"largest {found['max']:.1e} (patient {found['worst']})"
    )


if __name__ == "__main__":
    main()
