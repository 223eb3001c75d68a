"""The virtual population: weights over plausible patients, so that sex, age and tumours are as published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.raking import raked
from onconeural.calibration.patients.weighing import kish
from onconeural.model import antibody
from onconeural.population import Cohort, persons
from onconeural.population import readings as read

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXACT = 1e-4  # error with which the marginals are met: practically none


@dataclass(frozen=True)
class Weighted:
    """Weights (n,) of the patients of a cohort, adding up to 1 over those diagnosed, and the marginals that they meet.

    ``marginals``: name, share published, share before weighting (both 0 to 1). ``effective``: Kish's effective sample
    size, (sum w)^2 / sum w^2.
    """

    weights: Array
    marginals: tuple[tuple[str, float, float], ...]
    effective: float


def virtual_population(found: Cohort) -> Weighted:
    """Weigh the diagnosed patients of a cohort by raking: weights nearest to equal ones that meet the marginals.

    The marginals are those of the antibody's record: share of women, age above the published median, and share in whom
    a tumour is found. A marginal that the simulated patients cannot meet (nobody on one side) is left out.

    >>> from onconeural.population import cohort
    >>> people = virtual_population(cohort("gababr", 1000))
    >>> bool(0.0 < people.effective <= len(people.weights))
    True
    """
    record = antibody(found.antibody)
    who = read.diagnosed(found.course)
    people = persons(record, found.seed, found.people.patient)
    wanted = {
        "women": (people.female, record.female.share),
        "tumour found": (np.isfinite(found.course.tumour_found), record.with_tumour.share),
        "age above the published median": (people.age > record.age.median, 0.5),
    }
    usable = {n: (flags, share) for n, (flags, share) in wanted.items() if _possible(flags[who], share)}
    rows = np.array([flags[who] for flags, _ in usable.values()], dtype=float).reshape(len(usable), -1)
    weights = np.zeros(len(who))
    if who.any():
        shares = [share for _, share in usable.values()]
        weights[who] = raked(np.ones(int(who.sum())), rows, shares, np.full(len(shares), EXACT))
    before = {name: float(flags[who].mean()) for name, (flags, _) in usable.items()}
    marginals = tuple((name, share, before[name]) for name, (_, share) in usable.items())
    return Weighted(weights, marginals, kish(weights))


def _possible(flags: Flags, share: float) -> bool:
    return bool(len(flags)) and 0.0 < flags.mean() < 1.0 and 0.0 < share < 1.0
