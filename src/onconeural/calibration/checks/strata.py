"""Do weights on patients bring simulated cohorts nearer to published ones? Fitted on some cohorts, tried on others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.comparison.predict import predict
from onconeural.calibration.comparison.scale import to_scale
from onconeural.calibration.fit.target_rows import FITTED, Target, targets
from onconeural.calibration.patients.resampling import resampled, taken
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.patients.weighing import kish
from onconeural.calibration.patients.weights import virtual_population
from onconeural.calibration.published.trials import trial_drugs
from onconeural.calibration.published.wording import plain
from onconeural.calibration.readings.columns import months
from onconeural.calibration.readings.definition import Definition, definition
from onconeural.calibration.readings.statistic import of_times
from onconeural.calibration.readings.subgroups import subgroup
from onconeural.calibration.workers import Workers
from onconeural.model import antibody
from onconeural.population import Cohort
from onconeural.population.plausible import search_score

Array = NDArray[np.float64]
Tell = Callable[[str, float], None]

STRATA = 5  # fifths of the patients by the score of their onset: the likelier an onset, the faster the disease
SIZE, FITTED_ON, TRIED_ON = 600, 21, 22  # patients with disease for each antibody, and seeds: the second is fresh
PULL = 1.0  # weight of the divergence from equal weights, per target (assumed)


@dataclass(frozen=True)
class Trial:
    """One way to weigh the patients of one antibody, tried on fresh patients.

    ``inside``: targets of ``targets`` whose prediction lies in the published interval; ``distance``: root mean square
    of prediction minus published value, in standard deviations of the target. ``effective``: Kish's sample size as a
    share of the patients. ``weights``: of the strata, from the lowest score to the highest; none without strata.
    """

    antibody: str
    how: str
    targets: int
    inside: int
    distance: float
    effective: float
    weights: tuple[float, ...]


def trials(size: int = SIZE, tell: Tell | None = None, workers: int = 1) -> tuple[Trial, ...]:
    """Equal weights, raked weights, and weights of score strata, for every antibody with fitted targets of its own.

    Weights of strata that predict a cohort were fitted without it. Only calibration cohorts are looked at.
    """
    found: dict[int, list[Trial]] = {}
    keys = [key for key in FITTED if any(t.sets == (key,) for t in targets())]
    with Workers(workers) as pool:
        for i, tried in pool.each(partial(_of_antibody, size), keys):
            found[i] = tried
            if tell is not None:
                tell(keys[i], len(found) / len(keys))
    return tuple(trial for i in range(len(keys)) for trial in found[i])


def _of_antibody(size: int, key: str) -> list[Trial]:
    wanted = [t for t in targets() if t.sets == (key,) and not trial_drugs(t.publication)]
    old, fresh = (Simulator({}, seed, size).cohort(key) for seed in (FITTED_ON, TRIED_ON))
    edges = np.quantile(_score(old), np.linspace(0, 1, STRATA + 1)[1:-1])
    table = _table(old, edges, wanted)
    equal = np.full(STRATA, 1.0 / STRATA)
    every = _fit(table, wanted)
    apart = {name: _fit(table, wanted, name) for name in {t.publication.id for t in wanted}}
    raked = virtual_population(fresh).weights
    ways: list[tuple[str, Callable[[Target], Array], Array]] = [
        ("equal", lambda t: np.ones(len(fresh.people)), equal),
        ("raked to sex, age and tumours", lambda t: raked, np.empty(0)),
        ("score strata, fitted on all", lambda t: _each(fresh, edges, every), every),
        ("score strata, fitted on other cohorts", lambda t: _each(fresh, edges, apart[t.publication.id]), every),
    ]
    return [_trial(key, how, weights, strata, fresh, wanted) for how, weights, strata in ways]


def _trial(
    key: str, how: str, weights: Callable[[Target], Array], strata: Array, fresh: Cohort, wanted: Sequence[Target]
) -> Trial:
    away, inside, effective = [], 0, []
    for t in wanted:
        w = weights(t)
        effective.append(kish(w) / max(int(np.count_nonzero(w)), 1))
        value = _predicted(fresh, w, t)
        low, high = float(t.published.low or 0.0), float(t.published.high or np.inf)
        inside += value is not None and low <= value <= high
        away.append(3.0 if value is None else (to_scale(value, t.published.unit) - t.centre) / t.sd)
    distance = float(np.sqrt(np.mean(np.minimum(np.abs(away), 3.0) ** 2)))
    shown = () if how == "equal" else tuple(round(float(x), 3) for x in strata)
    return Trial(key, how, len(wanted), inside, round(distance, 3), round(float(np.mean(effective)), 3), shown)


def _predicted(people: Cohort, weights: Array, target: Target) -> float | None:
    """A target's prediction from patients taken as often as their weights say (systematic resampling)."""
    simulator = Simulator({}, people.seed, 1)
    simulator.keep(target.sets[0], taken(people, resampled(weights)))
    try:
        return predict(target.publication, target.seen, simulator).value
    except ValueError:
        return None


def _score(people: Cohort) -> Array:
    return search_score(antibody(people.antibody), people.seed, people.people.patient)


def _each(people: Cohort, edges: Array, weights: Array) -> Array:
    """The weight of every patient, from that of the patient's stratum."""
    return np.asarray(weights[np.searchsorted(edges, _score(people))])


def _table(people: Cohort, edges: Array, wanted: Sequence[Target]) -> list[tuple[Array, Array] | None]:
    """For each target the share (0 to 1) in every stratum and the patients behind it; None where it is no share."""
    number = np.searchsorted(edges, _score(people))
    strata = [taken(people, np.flatnonzero(number == s)) for s in range(STRATA)]
    return [_shares(strata, t) for t in wanted]


def _shares(strata: Sequence[Cohort], target: Target) -> tuple[Array, Array] | None:
    how, seen = definition(target.seen), plain(target.seen)
    if not isinstance(how, Definition) or target.published.unit != "%":
        return None
    shares, sizes = np.zeros(STRATA), np.zeros(STRATA)
    for s, part in enumerate(strata):
        sample = Sample(part, target.publication)
        sample = replace(sample, part=subgroup(sample, seen))
        columns = how.read(sample, seen)
        sizes[s] = len(next(iter(columns.values())))
        if sizes[s] and "y" in columns:
            shares[s] = float(columns["y"].astype(float).mean())
        elif sizes[s]:
            shares[s] = of_times(columns, seen, months(sample, seen)).value / 100.0
    return shares, sizes


def _fit(table: Sequence[tuple[Array, Array] | None], wanted: Sequence[Target], without: str = "") -> Array:
    """Weights of the strata that bring the targets near, not far from equal ones (entropy; Hainmueller 2012, recalled).

    Least sum over targets of ((prediction - published) / sd)^2 + pull sum w ln(w S), cohort ``without`` left out.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - an extra

    used = [(row, t) for row, t in zip(table, wanted, strict=True) if row is not None and t.publication.id != without]
    if not used:
        return np.full(STRATA, 1.0 / STRATA)

    def cost(logs: Array) -> float:
        """What is minimised, of the logarithms of the weights; a target counts as three errors away at the most."""
        w = np.exp(logs - logs.max())
        w /= w.sum()
        away = [(_share(w, *row) - t.centre) / t.sd for row, t in used]
        return float(np.sum(np.minimum(np.square(away), 9.0)) + PULL * len(used) * np.sum(w * np.log(w * STRATA)))

    logs = minimize(cost, np.zeros(STRATA), method="Nelder-Mead", options={"maxiter": 2000, "xatol": 1e-4}).x
    w = np.exp(logs - logs.max())
    return np.asarray(w / w.sum())


def _share(w: Array, shares: Array, sizes: Array) -> float:
    return to_scale(100.0 * float(w @ (sizes * shares)) / max(float(w @ sizes), 1e-12), "%")


def as_data(found: Sequence[Trial]) -> dict[str, Any]:
    """The result as plain data, with the sums over antibodies."""
    sums = {
        how: {
            "inside": sum(t.inside for t in found if t.how == how),
            "targets": sum(t.targets for t in found if t.how == how),
        }
        for how in dict.fromkeys(t.how for t in found)
    }
    return {"sums": sums, "trials": [asdict(t) for t in found]}
