"""The pool behind the twins: drawn until enough of it resembles the case, most of it where that is likely."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.facts import Fact
from onconeural.forecast.history import History
from onconeural.forecast.likeness import as_this_person
from onconeural.forecast.past import Past, joined, live
from onconeural.forecast.pool import MOST_BLOCKS, Group, block, together
from onconeural.model import areas, disease_model
from onconeural.population import Diseased, uniform

Array = NDArray[np.float64]
Progress = Callable[[float], None]

PILOT = 3_000  # patients of whom nobody is left out, in equal parts of the antibody settings
ENOUGH = 1.1  # effective patients aimed at, times the twins wanted
MARGIN = 1.2  # more are drawn than a group says, because small groups promise too much
ROUNDS = 4
MOST_FOLD = 8.0  # growth of the pool in one round
GENEROUS = 4.0  # times what variance at a fixed number of simulations asks for: a patient costs less than a lost one
LEAST_CHANCE = 0.05  # of a stratum, so that no kind of patient is missing where a fact is left out
SMOOTHING = 10.0  # patients whose weight is the average one, added to each stratum
SIZES = (0.05, 0.5)  # sensitivity of a search at onset: borders of the strata


@dataclass(frozen=True)
class Gathered:
    """Virtual patients on the forecast day, before the facts weigh them.

    ``drawn``: how many of each antibody were drawn, those left out by chance among them.
    """

    past: Past
    drawn: Mapping[str, int]
    factors: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    _known: dict[Fact, Array] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def pool(self) -> Diseased:
        """The patients at onset."""
        return self.past.people

    @property
    def seed(self) -> int:
        """The seed of their draws."""
        return self.past.seed

    def weights(self, history: History) -> Array:
        """Weight of each patient of the pool by the facts, shape (n,); they add up to 1, or are 0 where nobody fits.

        w_i = s_a / n_a * product over facts of p(fact | patient i) / p(patient i was not left out), with n_a patients
        drawn and share s_a of antibody a.
        """
        weight = self.unscaled(history)
        total = float(weight.sum())
        return weight / total if total > 0.0 else weight

    def unscaled(self, history: History) -> Array:
        """The same before they are made to add up to 1, shape (n,)."""
        past = self.past
        logs = np.where(past.failed, -np.inf, 0.0) - np.log(past.chance)
        for fact in history.facts:
            if fact not in self._known:  # a case is weighed many times, with one fact less each time
                self._known[fact] = fact.log_probability(past)
            logs = logs + self._known[fact]
        names, which = np.unique(past.people.antibody, return_inverse=True)
        share = np.array([self.shares.get(str(name), 1.0) / self.drawn[str(name)] for name in names])
        logs = np.where(np.isnan(logs), -np.inf, logs)
        return np.asarray(np.exp(logs) * share[which])


def effective_number(weight: Array) -> float:
    """How many patients of equal weight say as much: (sum of weights)^2 / sum of their squares.

    >>> effective_number(np.array([0.5, 0.5, 0.0]))
    2.0
    """
    squares = float(np.sum(weight**2))
    return float(np.sum(weight)) ** 2 / squares if squares > 0.0 else 0.0


def gather(
    keys: tuple[str, ...],
    history: History,
    seed: int,
    count: int,
    progress: Progress,
    factors: Mapping[str, float] | None = None,
    shares: Sequence[float] = (),
) -> Gathered:
    """A pool for ``count`` twins, run to the forecast day: drawn until as many patients resemble the case, or no more.

    The first patients are all simulated. They show which strata, known at onset, hold the weight; of later patients in
    other strata only a share is simulated, and these count for more (importance sampling), so nothing is biased.
    ``factors`` multiply parameters of the twins from the forecast day on, by symbol. ``shares``: weight of each
    antibody before the facts, equal when left out.
    """
    given = dict(zip(keys, shares, strict=False))
    supply = _Supply(keys, seed)
    first = {key: -(-PILOT // len(keys)) for key in keys}
    groups = supply.take(first, _part(progress, 0, ROUNDS))
    everyone = together(groups)
    found = Gathered(_live(everyone, np.ones(len(everyone)), history, seed), dict(supply.taken), factors or {}, given)
    for turn in range(1, ROUNDS):
        more = _wanted(found, history, count, supply)
        if not any(more.values()):
            break
        groups = supply.take(more, _part(progress, turn, ROUNDS))
        later = _live(*_thinned(groups, _Strata(found, history), seed), history=history, seed=seed)
        found = Gathered(joined((found.past, later)), dict(supply.taken), factors or {}, given)
    progress(1.0)
    return found


class _Supply:
    """Patients of each antibody in the order of their numbers, from whole blocks of the pool."""

    def __init__(self, keys: tuple[str, ...], seed: int) -> None:
        self.keys, self.seed = keys, seed
        self.most = max(MOST_BLOCKS // len(keys), 1)
        self.taken: dict[str, int] = dict.fromkeys(keys, 0)
        self._blocks: dict[str, list[Group]] = {key: [] for key in keys}

    def take(self, more: Mapping[str, int], progress: Progress) -> list[Group]:
        """The next patients of each antibody, fewer where no block is left."""
        wanted = [key for key in self.keys if more[key]]
        parts = [self._next(key, more[key], _part(progress, i, len(wanted))) for i, key in enumerate(wanted)]
        return [group for groups in parts for group in groups]

    def left(self, key: str) -> bool:
        """Whether there are further patients of an antibody."""
        return len(self._blocks[key]) < self.most or self.taken[key] < sum(map(len, self._blocks[key]))

    def _next(self, key: str, more: int, progress: Progress) -> list[Group]:
        held = self._blocks[key]
        first, last = self.taken[key], self.taken[key] + more
        while sum(map(len, held)) < last and len(held) < self.most:
            done = min(sum(map(len, held)) / last, 1.0)
            held.append(block(key, self.seed, len(held), _after(progress, done)))
        ends = np.cumsum([0, *map(len, held)])
        spans = [(g, max(first - a, 0), min(last - a, len(g))) for g, a in zip(held, ends, strict=False)]
        self.taken[key] = min(last, int(ends[-1]))
        return [g.part(a, b) for g, a, b in spans if a < b]


def _wanted(found: Gathered, history: History, count: int, supply: _Supply) -> dict[str, int]:
    """How many further patients of each antibody to draw: none of one that carries hardly any weight."""
    weight = found.weights(history)
    effective = effective_number(weight)
    missing = ENOUGH * count / max(effective, 1e-9)
    if missing <= 1.0:
        return dict.fromkeys(supply.keys, 0)
    fold = min(MARGIN * missing, MOST_FOLD) - 1.0
    carried = {key: float(weight[found.pool.antibody == key].sum()) for key in supply.keys}
    few = LEAST_CHANCE * max(carried.values()) if effective >= 1.0 else 0.0
    return {
        key: int(fold * supply.taken[key]) if supply.left(key) and carried[key] >= few else 0 for key in supply.keys
    }


class _Strata:
    """Groups of patients by what is known at onset, and how much of each is worth simulating."""

    def __init__(self, found: Gathered, history: History) -> None:
        weight = found.unscaled(history) * found.past.chance  # of one patient, whatever its chance was
        self.names, place = np.unique(_labels(found.pool), return_inverse=True)
        counts = np.bincount(place, weights=1.0 / found.past.chance)
        squares = np.bincount(place, weights=weight**2 / found.past.chance)
        mean = float(squares.sum() / counts.sum())
        worth = np.sqrt((squares + SMOOTHING * mean) / (counts + SMOOTHING))
        best = float(worth.max())
        self.chance = np.clip(GENEROUS * worth / best, LEAST_CHANCE, 1.0) if best > 0.0 else np.ones(len(worth))

    def chances(self, people: Diseased) -> Array:
        """Chance with which each patient is simulated, shape (n,): in proportion to the root mean square weight."""
        labels = _labels(people)
        place = np.clip(np.searchsorted(self.names, labels), 0, len(self.names) - 1)
        return np.where(self.names[place] == labels, self.chance[place], 1.0)


def _labels(people: Diseased) -> NDArray[np.str_]:
    """The stratum of each patient: antibody, worst area, tumour found before onset or not, and its size."""
    row = disease_model().states.index
    left = [people.state[row(f"N_{a.letter}")] + 0.5 * people.state[row(f"J_{a.letter}")] for a in areas()]
    size = (people.state[row("T")] + people.state[row("Z")]) / people.parameters["Tdet"]
    seen = np.searchsorted(SIZES, size**2 / (1.0 + size**2))
    parts = (np.argmin(left, axis=0), np.isfinite(people.tumour_found).astype(int), seen)
    code = np.char.add(np.char.add(*(p.astype(str) for p in parts[:2])), parts[2].astype(str))
    return np.asarray(np.char.add(people.antibody.astype(str), code))


def _thinned(groups: Sequence[Group], strata: _Strata, seed: int) -> tuple[Group, Array]:
    """The patients who are simulated, and the chance with which each was."""
    kept, chances = [], []
    for group in groups:
        chance = strata.chances(group.people)
        here = np.flatnonzero(uniform(seed, "kept_in_pool", group.people.patient) < chance)
        kept.append(group.take(here))
        chances.append(chance[here])
    return together(kept), np.concatenate(chances)


def _live(group: Group, chance: Array, history: History, seed: int) -> Past:
    alike = as_this_person(group, history.age, history.sex)
    return live(alike, seed, history.times(), history.doses(alike.people), chance)


def _part(progress: Progress, part: int, parts: int) -> Progress:
    return lambda share: progress((part + share) / parts)


def _after(progress: Progress, done: float) -> Progress:
    return lambda share: progress(done + (1.0 - done) * share)
