"""What holds of published cohorts under given values, counted by antibody, and the counts that ship."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import hypot
from typing import Any

from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.comparison.predictive import MODEL_ERROR
from onconeural.calibration.comparison.tally import tally
from onconeural.calibration.comparison.validation import validate
from onconeural.calibration.fit.posterior import PosteriorError, hashes, shipped
from onconeural.evidence import cohorts

ROLES = ("calibration", "validation", "fresh")
APART = ROLES[1:]  # never fitted
SHIPPED = "data/judged.json"
MEASURE_AGAIN = "measure it again with `onconeural credibility --measure`"

Draw = Mapping[str, float]
Counts = dict[str, dict[str, Any]]  # by role, then "all" or an antibody


def judge(draws: Sequence[Draw], tell: Callable[[str, float], None] | None = None, workers: int = 1) -> Counts:
    """What holds and what does not, on patients that no fit has used; a draw without factors is the model as it is."""
    found: Counts = {}
    every = validate([c for c in cohorts().values() if c.role in ROLES], draws, tell=tell, workers=workers)
    for role in ROLES:
        rows = [row for row in every if row.role == role]
        names = sorted({row.antibody for row in rows if row.inside is not None})
        found[role] = {"all": vars(tally(rows))} | {
            name: vars(tally(row for row in rows if row.antibody == name)) for name in names
        }
    return found


def measured_on() -> dict[str, str]:
    """Fingerprints of what the counts belong to."""
    data = files("onconeural.evidence") / "data"
    return hashes() | {role: hashlib.sha256((data / f"{role}.yaml").read_bytes()).hexdigest() for role in APART}


def judgement(tell: Callable[[str, float], None] | None = None, workers: int = 1) -> dict[str, Any]:
    """Counts of the posterior that ships, or else of single values, and what they belong to, as data for a file."""
    found = shipped()
    draws = found.draws if found else ({},)
    spread = round(hypot(between_cohorts().tau, MODEL_ERROR), 3)
    return {
        "schema_version": 2,
        "hashes": measured_on(),
        "share_error": spread,
        "judged": judge(draws, tell, workers),
    }


def judged() -> Counts:
    """The counts that ship with the program; raises PosteriorError where they belong to another model or data."""
    counts: Counts = _shipped()["judged"]
    return counts


def share_error() -> float:
    """Standard deviation, on the logit scale, of a published share from the predicted one beyond its sampling error.

    The square root of the variance between cohorts and that of the model itself, which parts of the predictive interval
    of `validate` are; raises PosteriorError as ``judged`` does.
    """
    return float(_shipped()["share_error"])


@cache
def _shipped() -> dict[str, Any]:
    data = json.loads((files("onconeural.calibration") / SHIPPED).read_text(encoding="utf-8"))
    for name, now in measured_on().items():
        then = str(data["hashes"].get(name))
        if then != now:
            raise PosteriorError(
                f"{SHIPPED}: hashes.{name}: found {then[:12]}, expected {now[:12]} (this program); {MEASURE_AGAIN}"
            )
    return dict(data)
