"""Twins: virtual patients of the right antibody, weighted by everything that the case says up to the forecast day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Result
from onconeural.forecast.history import History
from onconeural.forecast.likeness import as_this_person, log_likeness
from onconeural.forecast.pool import pool as draw_pool
from onconeural.model import areas, disease_model, involved_below, scales
from onconeural.population import PRECISION, Diseased, exponential, join, uniform

Array = NDArray[np.float64]
Progress = Callable[[float], None]

MRS_SD = 0.7  # one reading of the modified Rankin scale around the model's value (assumed)
WRONG_AREA = 0.02  # chance that a syndrome is named after an area that is not the one affected most (assumed)
POOL = 20  # patients in the pool for each twin wanted; the facts of one patient may select one in a hundred
MISFIT = 9.0  # mean squared distance from the readings, in units of MRS_SD, beyond which no twin resembles the case
FLOOR = 50.0  # effective twins below which the facts do not decide
RTOL = 1e-4
# One list for every run of a forecast, since machine code belongs to a list.
OUTPUTS = ("mrs", "Tt", "sens", "Hneu", "Htum", "Hbg", "Hsym", "Hinc", *(f"f_{a.letter}" for a in areas()))


@dataclass(frozen=True)
class TwinSet:
    """n twins on the forecast day.

    ``state`` (S, n); ``mrs`` (n,); ``function`` (areas, n) of each area, 0 to 1; ``death`` (n,) is the cumulative
    hazard at which a twin dies; ``visible_from`` (n,) is the tumour size in cells that the next search finds;
    ``effective`` counts independent twins behind the weights, none where they are far from the mRS readings;
    ``factors`` multiply parameters from then on.
    """

    people: Diseased
    state: Array
    mrs: Array
    function: Array
    death: Array
    visible_from: Array
    effective: float
    pool: int
    failed: int
    factors: Mapping[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Gathered:
    """The pool of virtual patients on the forecast day, before the facts weigh them."""

    pool: Diseased
    run: Result
    seed: int
    factors: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)

    def weights(self, history: History) -> Array:
        """Weight of each patient of the pool by the facts, shape (n,); they add up to 1, or are 0 where nobody fits.

        w_i = s_a p(facts | patient i) p(person | patient i) / n_a, with n_a patients and share s_a of antibody a.
        """
        pool, run = self.pool, self.run
        names, which, counts = np.unique(pool.antibody, return_inverse=True, return_counts=True)
        share = np.array([self.shares.get(str(name), 1.0) for name in names]) / counts
        logs = log_likelihood(pool, run, history) + log_likeness(pool, self.seed, history)
        weight = np.where(run.failed | ~np.isfinite(logs), 0.0, np.exp(logs) * share[which])
        total = float(weight.sum())
        return weight / total if total > 0.0 else weight


def effective_number(weight: Array) -> float:
    """How many patients of equal weight say as much: 1 / sum of squares of weights that add up to 1.

    >>> effective_number(np.array([0.5, 0.5, 0.0]))
    2.0
    """
    squares = float(np.sum(weight**2))
    return 1.0 / squares if squares > 0.0 else 0.0


def gather(
    keys: tuple[str, ...],
    history: History,
    seed: int,
    count: int,
    progress: Progress,
    factors: Mapping[str, float] | None = None,
    shares: Sequence[float] = (),
) -> Gathered:
    """The pool for ``count`` twins, in equal parts of the antibody settings, run to the forecast day.

    ``factors`` multiply parameters of the twins from the forecast day on, by symbol. ``shares``: weight of each
    antibody before the facts, equal when left out.
    """
    wanted = max(POOL * count // len(keys), 200)
    parts = [draw_pool(key, seed, wanted, _part(progress, i, len(keys))) for i, key in enumerate(keys)]
    people = as_this_person(join(parts), seed, history)
    return Gathered(
        people, _to_forecast_day(people, history), seed, factors or {}, dict(zip(keys, shares, strict=False))
    )


def sample(gathered: Gathered, history: History, count: int) -> TwinSet:
    """Draw ``count`` twins from the pool in proportion to their weights."""
    weight = gathered.weights(history)
    if not np.any(weight):
        return _nobody(gathered.pool, gathered.run)
    offset = float(uniform(gathered.seed, "resample", np.zeros(1, dtype=np.int64))[0])
    chosen = _resample(weight, count, offset)
    readings = max(len(history.mrs), 1)
    apart = float(np.mean(misfit(gathered.run, history)[chosen])) / readings
    return _twins(gathered, history, chosen, effective_number(weight) if apart < MISFIT else 0.0)


def draw_twins(
    keys: tuple[str, ...],
    history: History,
    seed: int,
    count: int,
    progress: Progress,
    shares: Sequence[float] = (),
) -> TwinSet:
    """Draw a pool of diseased patients, weight it by the facts, and resample ``count`` twins from it."""
    return sample(gather(keys, history, seed, count, progress, shares=shares), history, count)


def misfit(run: Result, history: History) -> Array:
    """Sum of squared mRS differences in units of the reading error, for each patient of the pool, shape (n,)."""
    at = {day: k for k, day in enumerate(run.times)}
    total = np.zeros(len(run.end_time))
    for day, observed in history.mrs:
        total += ((run.values["mrs"][:, at[day]] - observed) / MRS_SD) ** 2
    return total


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
    total = np.where(np.isfinite(run.events["lethal_burden"]), -np.inf, total) - misfit(run, history) / 2.0
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


def _part(progress: Progress, part: int, parts: int) -> Progress:
    return lambda share: progress((part + share) / parts)


def _to_forecast_day(pool: Diseased, history: History) -> Result:
    return disease_model().simulate(
        history.day,
        parameters=pool.parameters,
        state=pool.state,
        doses=history.doses(pool),
        outputs=OUTPUTS,
        times=history.times(),
        stop_at=("lethal_burden",),
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )


def _resample(weight: Array, count: int, offset: float) -> NDArray[np.intp]:
    """Systematic resampling: each patient appears in proportion to its weight."""
    edges = np.cumsum(weight)
    edges[-1] = 1.0
    return np.searchsorted(edges, (np.arange(count) + offset) / count)


def _twins(gathered: Gathered, history: History, chosen: NDArray[np.intp], effective: float) -> TwinSet:
    pool, run, seed = gathered.pool, gathered.run, gathered.seed
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
        np.stack([run.values[f"f_{a.letter}"][chosen, -1] for a in areas()]),
        death,
        visible,
        effective,
        len(pool),
        pool.failed + int(run.failed.sum()),
        gathered.factors,
    )


def _nobody(pool: Diseased, run: Result) -> TwinSet:
    none = np.zeros(0, dtype=np.intp)
    empty = np.zeros(0)
    function = np.zeros((len(areas()), 0))
    return TwinSet(pool.take(none), run.end_state[:, none], empty, function, empty, empty, 0.0, len(pool), pool.failed)
