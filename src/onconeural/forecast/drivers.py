"""The drivers: what each fact of the case contributes, by leaving it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.course import Course, run_arms
from onconeural.forecast.facts import Alive
from onconeural.forecast.gathering import Gathered, Progress
from onconeural.forecast.history import History
from onconeural.forecast.horizon import grid
from onconeural.forecast.lanes import Arm
from onconeural.forecast.outcomes import reference
from onconeural.forecast.paired import unpaired
from onconeural.forecast.result import Driver
from onconeural.forecast.strategy_record import Strategy
from onconeural.forecast.twins import TwinSet, sample

Array = NDArray[np.float64]

FEWER = 300  # twins for each fact that is left out


def drivers(
    gathered: Gathered, strategies: tuple[Strategy, ...], history: History, progress: Progress
) -> tuple[Driver, ...]:
    """The contribution of each fact, the one that moves most weight first.

    For each fact the same pool is weighed again without it, twins are drawn, and every strategy begins on the forecast
    day. Treatments already given are part of every twin's life and are not left out. ``moved`` is half the sum of the
    absolute changes of weight.
    """
    less = list(_without(history))
    full, weight = _answer(gathered, history, history, strategies), gathered.weights(history)
    found = []
    for i, (fact, rest) in enumerate(less):
        moved = float(np.abs(weight - gathered.weights(rest)).sum() / 2.0)
        found.append(_driver(fact, moved, full, _answer(gathered, rest, history, strategies)))
        progress((i + 1) / len(less))
    return tuple(sorted(found, key=lambda d: -d.moved))


def _without(history: History) -> Iterator[tuple[str, History]]:
    """Each fact, and the history without it."""
    for fact in history.facts:
        if not isinstance(fact, Alive):  # whoever asks is alive
            yield fact.words, replace(history, facts=tuple(f for f in history.facts if f is not fact))


def _answer(
    gathered: Gathered, known: History, history: History, strategies: tuple[Strategy, ...]
) -> tuple[TwinSet, Course | None]:
    """Twins weighted by ``known``, under every strategy; what is done to them follows the whole ``history``."""
    twins = sample(gathered, known, FEWER)
    if len(twins) == 0:
        return twins, None
    arms = tuple(Arm(s, history.day) for s in strategies)
    return twins, run_arms(twins, arms, history, grid(history.day), lambda share: None)


def _driver(
    fact: str, moved: float, full: tuple[TwinSet, Course | None], less: tuple[TwinSet, Course | None]
) -> Driver:
    (with_it, one), (without, two) = full, less
    assert one is not None and two is not None  # noqa: S101 whoever fits all facts fits all but one
    effective = (min(with_it.effective, float(FEWER)), min(without.effective, float(FEWER)))
    base = reference(one)
    changes = [unpaired(a, b, effective) for a, b in zip(_gains(one), _gains(two), strict=True)]
    most = max((i for i in range(len(changes)) if i != base), key=lambda i: abs(changes[i].value), default=base)
    return Driver(
        fact=fact,
        moved=moved,
        effective_without=effective[1],
        mean_mrs=unpaired(one.mean_mrs[base], two.mean_mrs[base], effective),
        strategy=one.arms[most].strategy.id,
        gain_mrs=changes[most],
    )


def _gains(course: Course) -> Array:
    """Gain of each arm against doing nothing in each twin, steps of mean mRS."""
    average = course.mean_mrs
    return np.asarray(average[reference(course)] - average)
