"""How fast and how exact the array solver is on the disease model, and how long one forecast takes.

    python benchmarks/array_solver.py [--rounds 5] [--json]

Rounds are interleaved, so that a busy machine disturbs all rows alike; medians are printed. The error is the largest
over time and outputs, relative to the value or to 0.1 % of its maximum, against a run at rtol 1e-9.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np

from onconeural.case import load_case
from onconeural.engine.reference import reference
from onconeural.forecast import forecast
from onconeural.model import antibody, disease_model, doses, scales
from onconeural.population import plausible

EXAMPLE = Path(__file__).parents[1] / "examples" / "hu_sclc_67f.yaml"
OUTPUTS = ("mrs", "Tt", "Cbt", "G")
DAYS = np.arange(0.0, 1001.0, 10.0)
PATIENTS = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    jobs = {
        f"array solver, {name}, rtol {rtol:g}": _simulate(rtol, plan)
        for rtol in (1e-4, 1e-5)
        for name, plan in _plans()
    }
    jobs |= {f"scipy LSODA, {name}, rtol 1e-6": _lsoda(plan) for name, plan in _plans()}
    jobs["one forecast, 400 twins"] = lambda: forecast(load_case(EXAMPLE))
    times = {name: [] for name in jobs}
    for _ in range(options.rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - start)
    print(json.dumps(_report(times), indent=2) if options.json else _lines(_report(times)))


def _plans():
    dosed = [d for key in ("steroids", "ivig", "chemotherapy") for d in doses(key, 300.0)]
    return (("no doses", []), (f"{len(dosed)} doses", dosed))


def _people():
    return plausible(antibody("hu"), 1, 0, 40_000)


def _simulate(rtol, plan):
    parameters = {k: v[:PATIENTS] for k, v in _people().parameters.items()}
    return lambda: disease_model().simulate(
        DAYS[-1], parameters=parameters, doses=plan, outputs=OUTPUTS, times=DAYS, scales=scales(), rtol=rtol
    )


def _lsoda(plan):
    one = {k: float(v[0]) for k, v in _people().parameters.items()}
    return lambda: reference(
        disease_model(), DAYS[-1], parameters=one, doses=plan, outputs=OUTPUTS, times=DAYS, scales=scales(), rtol=1e-6
    )


def _error(rtol, plan):
    runs = [_simulate(r, plan)() for r in (1e-9, rtol)]
    worst = np.zeros(PATIENTS)
    for name in OUTPUTS:
        exact, ours = (r.values[name] for r in runs)
        floor = 1e-3 * np.abs(exact).max(axis=1, keepdims=True) + 1e-300
        worst = np.maximum(worst, np.max(np.abs(ours - exact) / (np.abs(exact) + floor), axis=1))
    return {"median": float(np.median(worst)), "p95": float(np.quantile(worst, 0.95)), "max": float(worst.max())}


def _report(times):
    rows = [{"what": name, "median_s": statistics.median(t), "rounds": len(t)} for name, t in times.items()]
    for row in rows:
        patients = PATIENTS if "array" in row["what"] else 1 if "LSODA" in row["what"] else None
        row["patients_per_s"] = patients / row["median_s"] if patients else None
    errors = [
        {"what": f"{name}, rtol {rtol:g}", **_error(rtol, plan)} for rtol in (1e-4, 1e-5) for name, plan in _plans()
    ]
    return {"speed": rows, "error": errors}


def _lines(report):
    speed = [
        f"{r['what']:45} {r['median_s']:8.2f} s"
        + (f" {r['patients_per_s']:8.0f} patients/s" if r["patients_per_s"] else "")
        for r in report["speed"]
    ]
    errors = [
        f"error, {e['what']:38} median {e['median']:.1e}  p95 {e['p95']:.1e}  max {e['max']:.1e}"
        for e in report["error"]
    ]
    return "\n".join([*speed, *errors])


if __name__ == "__main__":
    main()
