"""Twins: virtual patients of the right antibody, weighted by everything that the case says up to the forecast day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Result
from onconeural.forecast.history import History
from onconeural.forecast.likeness import as_this_person, log_likeness
from onconeural.model import antibody, areas, disease_model, involved_below, scales
from onconeural.population import Diseased, diseased, exponential, join, uniform

Array = NDArray[np.float64]
Progress = Callable[[float], None]

MRS_SD = 0.7  # one reading of the modified Rankin scale around the model's value (assumed)
WRONG_AREA = 0.02  # chance that a syndrome is named after an area that is not the one affected most (assumed)
POOL, POOL_NAMED, POOL_MOST = 4, 16, 12_000  # ill patients drawn for each twin, where an area is named, and at most
MISFIT = 9.0  # mean squared distance from the readings, in units of MRS_SD, beyond which no twin resembles the case
FLOOR = 50.0  # effective twins below which the facts do not decide
HITS = 0.3  # guess: share of the patients simulated who fall ill; only how much is drawn at a time depends on it
LEAST_SEARCH, MOST_SEARCHED = 4096, 400_000  # plausible patients per draw at least, and per antibody at most
RTOL = 1e-4


@dataclass(frozen=True)
class TwinSet:
    """n twins on the forecast day.

    ``state`` (S, n); ``mrs`` (n,); ``death`` (n,) is the cumulative hazard at which a twin dies; ``visible_from`` (n,)
    is the tumour size in cells that the next search finds; ``effective`` counts distinct twins behind the weights.
    """

    people: Diseased
    state: Array
    mrs: Array
    death: Array
    visible_from: Array
    effective: float
    pool: int
    failed: int

    def __len__(self) -> int:
        return len(self.people)


def draw_twins(keys: tuple[str, ...], history: History, seed: int, count: int, progress: Progress) -> TwinSet:
    """Draw a pool of diseased patients, weight it by the facts, and resample ``count`` twins from it."""
    told = _forward(progress)
    drawn = (POOL_NAMED if len(history.areas) == 1 else POOL) * count
    wanted = max(min(drawn, POOL_MOST), count, 200 * len(keys)) // len(keys)
    pool = join([_pool(key, seed, wanted, told, i, len(keys)) for i, key in enumerate(keys)])
    pool = as_this_person(pool, seed, history)
    run = _to_forecast_day(pool, history)
    share = np.array([1.0 / np.count_nonzero(pool.antibody == a) for a in pool.antibody])
    weight = share * np.exp(log_likelihood(pool, run, history) + log_likeness(pool, seed, history))
    weight = np.where(run.failed | ~np.isfinite(weight), 0.0, weight)
    total = float(weight.sum())
    if total <= 0.0:
        return _nobody(pool, run)
    weight /= total
    chosen = _resample(weight, count, float(uniform(seed, "resample", np.zeros(1, dtype=np.int64))[0]))
    effective = 1.0 / float(np.sum(weight**2)) if _misfit(run, history, weight) < MISFIT else 0.0
    return _twins(pool, run, history, chosen, seed, effective)


def _misfit(run: Result, history: History, weight: Array) -> float:
    """Weighted mean squared distance of the twins from the readings of the mRS; 0 without a reading."""
    at = {day: k for k, day in enumerate(run.times)}
    apart = [((run.values["mrs"][:, at[day]] - seen) / MRS_SD) ** 2 for day, seen in history.mrs]
    with_weight = weight > 0
    return float(np.mean([np.sum(a[with_weight] * weight[with_weight]) for a in apart])) if apart else 0.0


def log_likelihood(pool: Diseased, run: Result, history: History) -> Array:
    """Logarithm of the probability of the facts for each patient of the pool, shape (n,).

    Alive: minus the hazard since onset. mRS: normal reading error. Tumour found on a day: the sensitivity of a test on
    that day and no finding before; not found: one minus the sensitivity on the forecast day. Phenotype: the area that
    it names has lost most function.
    """
    hazards = ("Hneu", "Htum", "Hbg")
    at = {day: k for k, day in enumerate(run.times)}
    last = len(run.times) - 1
    total = -sum(run.values[h][:, last] - _first(pool, h) for h in hazards)
    total = np.where(np.isfinite(run.events["lethal_burden"]), -np.inf, total)
    for day, observed in history.mrs:
        total = total - (run.values["mrs"][:, at[day]] - observed) ** 2 / (2.0 * MRS_SD**2)
    return np.asarray(total + _syndrome(run, history, last) + _tumour(pool, run, history, at, last))


def _syndrome(run: Result, history: History, last: int) -> Array:
    """Whether the area that the phenotype names is the one affected most (several: two or more are involved)."""
    function = np.stack([run.values[f"f_{a.letter}"][:, last] for a in areas()], axis=1)
    if not history.areas:
        return np.zeros(len(function))
    if len(history.areas) > 1:
        right = np.count_nonzero(function < involved_below(), axis=1) > 1
    else:
        right = np.array([a.id for a in areas()])[np.argmin(function, axis=1)] == history.areas[0]
    return np.asarray(np.log(np.where(right, 1.0 - WRONG_AREA, WRONG_AREA)))


def _tumour(pool: Diseased, run: Result, history: History, at: dict[float, int], last: int) -> Array:
    known_before = np.isfinite(pool.tumour_found)
    fits = np.zeros(len(pool))
    if history.before_onset is not None:
        fits = np.where(known_before == history.before_onset, 0.0, -np.inf)
    if history.tumour == "unstated" or history.before_onset:
        return fits
    day = history.tumour_day
    k = at[day] if day is not None and day >= 0 else last
    sensitivity = np.clip(run.values["sens"][:, k], 0.0, 1.0)
    with np.errstate(divide="ignore"):
        if history.tumour == "unknown":
            return np.asarray(fits + np.log1p(-sensitivity))
        quiet = sum(run.values[h][:, k] - _first(pool, h) for h in ("Hsym", "Hinc"))
        found = np.log(sensitivity) - (quiet if day is not None else 0.0)
    return np.asarray(fits + np.where(known_before, 0.0, found))


def _first(pool: Diseased, state: str) -> Array:
    return np.asarray(pool.state[disease_model().states.index(state)])


def _pool(key: str, seed: int, wanted: int, progress: Progress, part: int, parts: int) -> Diseased:
    """Draw plausible patients until enough of them fall ill."""
    record = antibody(key)
    groups: list[Diseased] = []
    searched, ill, size = 0, 0, wanted / (HITS * record.onset_search.share)
    while ill < wanted and searched < MOST_SEARCHED:
        step = int(np.clip(size, LEAST_SEARCH, MOST_SEARCHED - searched))
        report = _stretch(progress, part / parts, min(ill / wanted, 1.0) / parts, 1.0 / parts)
        groups.append(diseased(record, seed, searched, step, report))
        searched, ill = searched + step, ill + len(groups[-1])
        size = 1.1 * searched * (wanted - ill) / max(ill, 1)
    return join(groups)


def _forward(progress: Progress) -> Progress:
    """Progress that never goes back: a further draw begins where the one before it had hoped to be done."""
    furthest = 0.0

    def report(share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, share)
        progress(furthest)

    return report


def _stretch(progress: Progress, base: float, done: float, size: float) -> Progress:
    return lambda share: progress(base + done + (size - done) * share)


def _to_forecast_day(pool: Diseased, history: History) -> Result:
    return disease_model().simulate(
        history.day,
        parameters=pool.parameters,
        state=pool.state,
        doses=history.doses(pool),
        outputs=("mrs", "Tt", "sens", "Hneu", "Htum", "Hbg", "Hsym", "Hinc", *(f"f_{a.letter}" for a in areas())),
        times=history.times(),
        stop_at=("lethal_burden",),
        scales=scales(),
        rtol=RTOL,
    )


def _resample(weight: Array, count: int, offset: float) -> NDArray[np.intp]:
    """Systematic resampling: each patient appears in proportion to its weight."""
    edges = np.cumsum(weight)
    edges[-1] = 1.0
    return np.searchsorted(edges, (np.arange(count) + offset) / count)


def _twins(
    pool: Diseased, run: Result, history: History, chosen: NDArray[np.intp], seed: int, effective: float
) -> TwinSet:
    people = pool.take(chosen)
    state = run.end_state[:, chosen]
    rows = [disease_model().states.index(h) for h in ("Hneu", "Htum", "Hbg")]
    number = np.arange(len(chosen), dtype=np.int64)
    seen = run.values["sens"][chosen, -1] if history.tumour == "unknown" else 0.0
    level = seen + (1.0 - seen) * uniform(seed, "tumour_search", number)
    visible = people.parameters["Tdet"] * np.sqrt(level / (1.0 - level))
    death = state[rows].sum(axis=0) + exponential(seed, "death", number)
    return TwinSet(
        people,
        state,
        run.values["mrs"][chosen, -1],
        death,
        visible,
        effective,
        len(pool),
        pool.failed + int(run.failed.sum()),
    )


def _nobody(pool: Diseased, run: Result) -> TwinSet:
    none = np.zeros(0, dtype=np.intp)
    empty = np.zeros(0)
    return TwinSet(pool.take(none), run.end_state[:, none], empty, empty, empty, 0.0, len(pool), pool.failed)
