"""A fast stand-in for the simulation: each target as a sparse polynomial of the free parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.target_rows import Target
from onconeural.calibration.parameters import Free, free_parameters
from onconeural.calibration.workers import on_one_thread

Array = NDArray[np.float64]
Terms = NDArray[np.intp]

FEWEST = 20  # simulated draws behind one regression


@dataclass(frozen=True)
class Emulator:
    """Predictions of K targets from P standardised parameters: y = terms(z) b, and the variance of their error.

    ``terms`` (F, 3): each a product of three columns, where column 0 is 1 and column i is parameter i; ``weights``
    (K, F); ``offset`` and ``variance`` (K,): what the regression leaves, and the Monte-Carlo error of what it learnt.
    """

    terms: Terms
    weights: Array
    offset: Array
    variance: Array

    @property
    def slopes(self) -> Array:
        """Change of each target per prior standard deviation of each parameter, at the middle, (K, P)."""
        linear = (self.terms[:, :2] == 0).all(axis=1)
        return np.asarray(self.weights[:, linear])

    def only(self, targets: Sequence[int]) -> Emulator:
        """The same for some of the targets, by their numbers."""
        rows = list(targets)
        return Emulator(self.terms, self.weights[rows], self.offset[rows], self.variance[rows])

    def predict(self, z: Array) -> Array:
        """Means of shape (m, K) for standardised parameters z of shape (m, P)."""
        return values(self.terms, z) @ self.weights.T + self.offset


def squares(size: int) -> Terms:
    """Each of ``size`` parameters and its square: many parameters, few draws."""
    alone = range(1, size + 1)
    return np.array([*((0, 0, i) for i in alone), *((0, i, i) for i in alone)])


def cubic(size: int) -> Terms:
    """All products of up to three parameters: few parameters, many draws."""
    rows = list(combinations_with_replacement(range(size + 1), 3))[1:]
    return np.array(sorted(rows, key=lambda row: sum(i > 0 for i in row)))


def values(terms: Terms, z: Array) -> Array:
    """The terms of draws z (m, P), shape (m, F).

    >>> values(squares(2), np.array([[2.0, 3.0]])).tolist()
    [[2.0, 3.0, 4.0, 9.0]]
    """
    columns = np.hstack([np.ones((len(z), 1)), z])
    return np.asarray(columns[:, terms[:, 0]] * columns[:, terms[:, 1]] * columns[:, terms[:, 2]])


@on_one_thread
def fit_emulator(
    wanted: Sequence[Target],
    z: Array,
    simulated: Array,
    error: Array,
    free: Sequence[Free] | None = None,
    terms: Terms | None = None,
) -> Emulator:
    """Regress simulated targets (m, K; NaN: none) on the draws z (m, P), one target at a time.

    Sparse Bayesian regression (automatic relevance determination; Wipf and Nagarajan 2008, as in scikit-learn). A
    target uses only the parameters that can move it. ``error`` (m, K): Monte-Carlo error of the simulation; all draws
    share their random numbers, so the regression learns it, and it is added to what the regression leaves. Raises
    ValueError where fewer than 20 draws give a target.
    """
    from sklearn.linear_model import ARDRegression  # noqa: PLC0415 - an extra, and slow to load

    names = [one.name for one in free or free_parameters()]
    chosen = squares(len(names)) if terms is None else terms
    everything, count = values(chosen, z), len(wanted)
    weights, offset, variance = np.zeros((count, len(chosen))), np.zeros(count), np.ones(count)
    for k, target in enumerate(wanted):
        known = np.isfinite(simulated[:, k])
        if known.sum() < FEWEST:
            raise ValueError(f"{target.id}: {int(known.sum())} simulated draws, expected {FEWEST} or more")
        moved = [0, *(names.index(one.name) + 1 for one in target.moved_by() if one.name in names)]
        use = np.flatnonzero(np.isin(chosen, moved).all(axis=1))
        model = ARDRegression().fit(everything[known][:, use], simulated[known, k])
        weights[k, use], offset[k] = model.coef_, model.intercept_
        variance[k] = 1.0 / model.alpha_ + float(np.median(error[known, k])) ** 2
    return Emulator(chosen, weights, offset, variance)
