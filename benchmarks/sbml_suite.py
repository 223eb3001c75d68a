"""Run cases of the SBML Test Suite and count them: passed, unsupported (by feature), failed.

    python benchmarks/sbml_suite.py ../shared/sbml-suite/cases.zip [--json] [--only 00001,00002] [--jobs 2]

A case passes when every value is within the suite's own tolerances: |x - expected| <= absolute + relative * |expected|.
"""

import argparse
import csv
import io
import json
import multiprocessing
import time
import zipfile
from collections import Counter

import numpy as np

from onconeural.engine import Model, ModelError

RTOL = 1e-9
MOST_STEPS = 400_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("zip", help="the cases: NNNNN/model.xml, settings.txt, results.csv")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="case numbers, separated by commas")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options = parser.parse_args()
    with zipfile.ZipFile(options.zip) as archive:
        names = sorted({n.split("/")[0] for n in archive.namelist() if n.endswith("model.xml")})
    wanted = [n for n in names if not options.only or n in options.only.split(",")]
    start = time.perf_counter()
    with multiprocessing.Pool(options.jobs) as pool:
        results = pool.map(_run, [(options.zip, name) for name in wanted], chunksize=8)
    report = _report(results, time.perf_counter() - start)
    print(json.dumps(report, indent=2) if options.json else _lines(report))


def _run(job):
    path, name = job
    with zipfile.ZipFile(path) as archive:
        read = {f: archive.read(f"{name}/{f}").decode() for f in ("model.xml", "settings.txt", "results.csv")}
    try:
        model = Model.from_sbml(read["model.xml"])
        return name, *_compare(model, _settings(read["settings.txt"]), read["results.csv"])
    except ModelError as error:
        return name, "unsupported", str(error)
    except Exception as error:  # a crash is a failed case, and the others go on
        return name, "failed", f"{type(error).__name__}: {error}"


def _settings(text):
    pairs = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return {k.strip(): v.strip() for k, v in pairs.items()}


def _listed(text):
    return [x.strip() for x in text.split(",") if x.strip()]


def _compare(model, settings, expected):
    start, duration, steps = float(settings["start"]), float(settings["duration"]), int(settings["steps"])
    rows = list(csv.reader(io.StringIO(expected)))
    columns = [c.strip() for c in rows[0][1:]]
    wanted = np.array([[_number(x) for x in row] for row in rows[1:] if row])
    outputs = [_output(model, c, settings) for c in columns]
    absolute, relative = float(settings["absolute"]), float(settings["relative"])
    times = np.linspace(start, start + duration, steps + 1) if duration else np.array([start])
    run = model.simulate(
        start + duration, outputs=tuple(dict.fromkeys(outputs)), times=times, rtol=RTOL,
        scales=dict.fromkeys(model.states, max(absolute, 1e-18) * 1e-1 / RTOL), max_steps=MOST_STEPS,
    )  # fmt: skip
    if run.failures:
        return "failed", str(run.failures[0])
    ours = np.stack([run.values[o][0] for o in outputs], axis=1)
    close = np.abs(ours - wanted[:, 1:]) <= absolute + relative * np.abs(wanted[:, 1:])
    same = close | (ours == wanted[:, 1:]) | (np.isnan(ours) & np.isnan(wanted[:, 1:]))
    if same.all():
        return "passed", ""
    row, column = np.argwhere(~same)[0]
    found, due = ours[row, column], wanted[row, column + 1]
    return "failed", f"{columns[column]} at {times[row]:g}: {found:.8g}, expected {due:.8g}"


def _number(text):
    return float(text.strip().replace("INF", "inf"))


def _output(model, name, settings):
    if name in _listed(settings.get("amount", "")) and f"{name}.amount" in model.outputs:
        return f"{name}.amount"
    if name in _listed(settings.get("concentration", "")) and f"{name}.concentration" in model.outputs:
        return f"{name}.concentration"
    return name


def _report(results, seconds):
    counts = Counter(status for _, status, _ in results)
    features = Counter(_feature(why) for _, status, why in results if status == "unsupported")
    failed = {name: why for name, status, why in results if status == "failed"}
    total = len(results)
    return {
        "cases": total,
        "passed": counts["passed"],
        "passed_percent": round(100 * counts["passed"] / max(total, 1), 1),
        "unsupported": dict(features.most_common()),
        "unsupported_count": counts["unsupported"],
        "failed": failed,
        "failed_count": counts["failed"],
        "seconds": round(seconds, 1),
    }


def _feature(why):
    """The first reason, without ids and lines."""
    return why.removeprefix("not simulated: ").split(" (")[0].split(" '")[0][:60]


def _lines(report):
    lines = [f"cases {report['cases']}, in {report['seconds']} s"]
    lines.append(f"passed {report['passed']} ({report['passed_percent']} %)")
    lines.append(f"unsupported {report['unsupported_count']}")
    lines += [f"  {count:4} {feature}" for feature, count in report["unsupported"].items()]
    lines.append(f"failed {report['failed_count']}")
    lines += [f"  {name}: {why[:150]}" for name, why in report["failed"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
