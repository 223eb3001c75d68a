"""Twins: virtual patients of the right antibody, weighted by everything that the case says up to the forecast day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.facts import Disability
from onconeural.forecast.gathering import Gathered, Progress, effective_number, gather
from onconeural.forecast.history import History
from onconeural.forecast.past import FUNCTIONS, HAZARDS
from onconeural.model import areas, disease_model
from onconeural.population import Diseased, exponential, uniform

Array = NDArray[np.float64]

MISFIT = 9.0  # mean squared distance from the readings, in units of their error, beyond which no twin is like the case
FLOOR = 50.0  # effective twins below which the facts do not decide


@dataclass(frozen=True)
class TwinSet:
    """n twins on the forecast day.

    ``state`` (S, n); ``mrs`` (n,); ``function`` (areas, n) of each area, 0 to 1; ``death`` (n,) is the cumulative
    hazard at which a twin dies; ``visible_from`` (n,) is the tumour size in cells that the next search finds;
    ``kinds`` (n,) of tumour; ``effective`` counts independent twins behind the weights, none where they are far from
    the mRS readings; ``factors`` multiply parameters from then on; ``unlike``: readings
    that no virtual patient comes near.
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
    kinds: NDArray[np.str_]
    factors: Mapping[str, float] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.people)


def sample(gathered: Gathered, history: History, count: int) -> TwinSet:
    """Draw ``count`` twins from the pool in proportion to their weights."""
    weight = gathered.weights(history)
    if not np.any(weight):
        return _nobody(gathered)
    offset = float(uniform(gathered.seed, "resample", np.zeros(1, dtype=np.int64))[0])
    chosen = resample(weight, count, offset)
    apart = {fact: float(np.mean(fact.misfit(gathered.past)[chosen])) for fact in history.mrs}
    alike = not apart or float(np.mean(list(apart.values()))) < MISFIT
    drawn = _twins(gathered, history, chosen, effective_number(weight) if alike else 0.0)
    return (
        drawn
        if alike
        else replace(drawn, unlike=tuple(_unlike(gathered, chosen, f) for f in apart if apart[f] > MISFIT))
    )


def _unlike(gathered: Gathered, chosen: NDArray[np.intp], reading: Disability) -> str:
    own = float(np.median(gathered.past.on("mrs", reading.day)[chosen]))
    return f"{reading.words}: even the virtual patients nearest to this one have {own:.1f}"


def draw_twins(
    keys: tuple[str, ...],
    history: History,
    seed: int,
    count: int,
    progress: Progress,
    shares: Sequence[float] = (),
) -> TwinSet:
    """Gather a pool of diseased patients, weight it by the facts, and draw ``count`` twins from it."""
    return sample(gather(keys, history, seed, count, progress, shares=shares), history, count)


def resample(weight: Array, count: int, offset: float) -> NDArray[np.intp]:
    """Systematic resampling: each patient appears in proportion to its weight; ``offset`` from 0 to 1.

    >>> resample(np.array([0.5, 0.0, 0.5]), 4, 0.5).tolist()
    [0, 0, 2, 2]
    """
    edges = np.cumsum(weight)
    edges[-1] = 1.0
    return np.searchsorted(edges, (np.arange(count) + offset) / count, side="right").clip(0, len(weight) - 1)


def _twins(gathered: Gathered, history: History, chosen: NDArray[np.intp], effective: float) -> TwinSet:
    past, people = gathered.past, gathered.pool.take(chosen)
    state = past.state[:, chosen]
    rows = [disease_model().states.index(h) for h in HAZARDS]
    number = np.arange(len(chosen), dtype=np.int64)
    missed = history.search.missed(past)[chosen]
    level = missed + (1.0 - missed) * uniform(gathered.seed, "tumour_search", number)
    return TwinSet(
        people,
        state,
        past.on("mrs")[chosen],
        np.stack([past.on(name)[chosen] for name in FUNCTIONS]),
        state[rows].sum(axis=0) + exponential(gathered.seed, "death", number),
        people.parameters["Tdet"] * np.sqrt(level / (1.0 - level)),
        effective,
        len(past),
        gathered.pool.failed + int(past.failed.sum()),
        past.group.who.tumour[chosen],
        gathered.factors,
    )


def _nobody(gathered: Gathered) -> TwinSet:
    none, empty = np.zeros(0, dtype=np.intp), np.zeros(0)
    function = np.zeros((len(areas()), 0))
    people, state = gathered.pool.take(none), gathered.past.state[:, none]
    counts = (0.0, len(gathered.past), gathered.pool.failed)
    return TwinSet(people, state, empty, function, empty, empty, *counts, np.zeros(0, dtype=np.str_))
