"""Which free parameters decide the outcomes that a clinician cares about: elementary effects (Morris 1991)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.parameters import Free, free_parameters, with_draw
from onconeural.model import antibody
from onconeural.population import Cohort, cohort
from onconeural.population import readings as read
from onconeural.population.estimates import mean, share

Array = NDArray[np.float64]

LEVELS, REACH = 4, 1.0  # grid levels; parameters move within so many prior standard deviations


def _grade_after_a_year(found: Cohort) -> float:
    day = found.course.diagnosis + 12 * read.MONTH
    return mean(read.at(found.course.mrs, day)[read.diagnosed(found.course)]).value


def _new_area(found: Cohort) -> float:
    new = read.new_area(found.course, found.course.diagnosis, 12)
    return share(new, read.diagnosed(found.course)).value


def _found(found: Cohort) -> float:
    return share(np.isfinite(found.course.tumour_found), read.diagnosed(found.course)).value


def _alive_after_a_year(found: Cohort) -> float:
    return read.alive_from_diagnosis(found.course, 12.0).value


OUTCOMES: dict[str, tuple[str, Callable[[Cohort], float]]] = {
    "mrs_year": ("mRS 12 months after diagnosis, mean of those alive", _grade_after_a_year),
    "alive_12": ("alive 12 months after diagnosis, %", _alive_after_a_year),
    "new_area_12": ("a new area within 12 months of diagnosis, %", _new_area),
    "tumour_found": ("tumour found, %", _found),
}


@dataclass(frozen=True)
class Influence:
    """Influence of one parameter on one outcome, in units of the outcome.

    ``mu_star``: mean absolute elementary effect, ``low`` and ``high`` its 95 % interval; ``sigma``: standard deviation
    of the effects (interaction, or a curve that bends).
    """

    outcome: str
    parameter: str
    mu_star: float
    low: float
    high: float
    sigma: float


def influences(
    key: str,
    trajectories: int = 4,
    patients: int = 100,
    seed: int = 5,
    tell: Callable[[str, float], None] | None = None,
) -> tuple[Influence, ...]:
    """Morris's elementary effects of the free parameters of one antibody, the strongest first for each outcome.

    Method and code: SALib (Herman and Usher 2017). The same patients are simulated in every run. Raises KeyError for an
    antibody without settings, ModuleNotFoundError without SALib.
    """
    from SALib.analyze import morris as analysis  # noqa: PLC0415 - an extra
    from SALib.sample import morris as design  # noqa: PLC0415

    record = antibody(key)
    free = [one for one in free_parameters() if one.moves(record)]
    bounds = [[-REACH * one.sd, REACH * one.sd] for one in free]
    problem = {"num_vars": len(free), "names": [one.name for one in free], "bounds": bounds}
    points = design.sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    outcomes = np.array([_run(key, free, x, patients, seed, tell, i / len(points)) for i, x in enumerate(points)])
    found: list[Influence] = []
    for column, outcome in enumerate(OUTCOMES):
        y = _filled(outcomes[:, column])
        result = analysis.analyze(problem, points, y, num_levels=LEVELS, seed=seed)
        found += _sorted(outcome, free, result)
    return tuple(found)


def _run(
    key: str,
    free: list[Free],
    x: Array,
    patients: int,
    seed: int,
    tell: Callable[[str, float], None] | None,
    share_done: float,
) -> list[float]:
    if tell is not None:
        tell(f"simulating {key}", share_done)
    record = with_draw(antibody(key), {one.name: float(v) for one, v in zip(free, x, strict=True)})
    drawn = cohort(record, max(int(patients / (0.35 * antibody(key).onset_search.share)), 1), seed)
    return [float(value(drawn)) for _, value in OUTCOMES.values()]


def _filled(y: Array) -> Array:
    """An outcome that a run could not give takes the middle of the others: no effect, rather than a false one."""
    middle = float(np.nanmedian(y)) if np.isfinite(y).any() else 0.0
    return np.where(np.isfinite(y), y, middle)


def _sorted(outcome: str, free: list[Free], result: dict[str, list[float]]) -> list[Influence]:
    rows = []
    for i, one in enumerate(free):
        mu, half = float(result["mu_star"][i]), float(result["mu_star_conf"][i])
        rows.append(Influence(outcome, one.name, mu, max(mu - half, 0.0), mu + half, float(result["sigma"][i])))
    return sorted(rows, key=lambda row: -row.mu_star)
