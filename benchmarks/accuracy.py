"""How exact a solver is on a problem, and the tolerance at which it is as exact as asked for."""

from __future__ import annotations

import numpy as np
from peers import Solve

TARGET = 1e-4  # 95th percentile of the error of a patient
QUANTILE = 0.95
REFINEMENTS, CLOSE = 4, 0.1
TOLERANCES = tuple(10.0 ** (-k / 2) for k in range(5, 19))  # 3e-3 to 1e-9, coarse first


def errors(values: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Error of each patient: the largest over times and outputs of |y - ref| / (|ref| + 0.001 max |ref|), shape (n,).

    What a solver did not return counts as an error without end.
    """
    floor = 1e-3 * np.abs(reference).max(axis=1, keepdims=True) + 1e-300
    found = np.abs(values - reference) / (np.abs(reference) + floor)
    return np.where(np.isnan(found), np.inf, found).max(axis=(1, 2))


def percentile(values: np.ndarray, reference: np.ndarray) -> float:
    return percentile_of(errors(values, reference))


def percentile_of(found: np.ndarray) -> float:
    """The 95th percentile: an error that really occurred, the next higher one."""
    return float(np.quantile(found, QUANTILE, method="higher"))


def tail(found: np.ndarray) -> dict[str, float]:
    """The errors of many patients: 95th and 99.9th percentile, the largest, and which patient has it."""
    far = float(np.quantile(found, 0.999, method="higher"))
    worst = int(found.argmax())
    return {
        "patients": len(found),
        "p95": percentile_of(found),
        "p999": far,
        "max": float(found[worst]),
        "worst": worst,
    }


def matched(solve: Solve, reference: np.ndarray) -> dict[str, object]:
    """Scan tolerances from coarse to fine; the tolerance at the target by interpolation of the logarithms.

    The tolerance found is tried, and the interpolation repeated with it, until its error is within 10 % of the target.
    ``tolerance`` is None when the solver does not get there.
    """
    scan: list[tuple[float, float]] = []
    for tolerance in TOLERANCES:
        scan.append((tolerance, percentile(solve(tolerance), reference)))
        if len(scan) >= 2 and max(error for _, error in scan[-2:]) < TARGET:
            break  # two in a row: the first was not met by luck
    tolerance = _at_target(scan)
    for _ in range(REFINEMENTS):
        if tolerance is None or any(t == tolerance for t, _ in scan):
            break
        error = percentile(solve(tolerance), reference)
        scan = sorted([*scan, (tolerance, error)], reverse=True)
        if abs(error / TARGET - 1.0) < CLOSE:
            break
        tolerance = _at_target(scan)
    return {"scan": scan, "tolerance": tolerance}


def _at_target(scan: list[tuple[float, float]]) -> float | None:
    for (coarse, high), (fine, low) in zip(scan[::-1][1:], scan[::-1], strict=False):
        if high >= TARGET > low:
            share = (np.log(TARGET) - np.log(low)) / (np.log(min(high, 1e3)) - np.log(low))
            return float(np.exp(np.log(fine) + share * (np.log(coarse) - np.log(fine))))
    return scan[0][0] if scan[0][1] < TARGET else None
