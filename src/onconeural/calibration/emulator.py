"""A fast stand-in for the simulation: each target as a sparse quadratic function of the free parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.parameters import free_parameters
from onconeural.calibration.target_rows import Target

Array = NDArray[np.float64]

FEWEST = 20  # simulated draws behind one regression


@dataclass(frozen=True)
class Emulator:
    """Predictions of K targets: y = features(z) b, with the variance that the regression leaves.

    ``columns``: which features each target uses; ``weights`` (K, features); ``offset`` and ``variance`` (K,).
    """

    weights: Array
    offset: Array
    variance: Array

    @property
    def slopes(self) -> Array:
        """Change of each target per prior standard deviation of each parameter, at the middle, (K, P)."""
        return self.weights[:, : self.weights.shape[1] // 2]

    def predict(self, z: Array) -> Array:
        """Means of shape (m, K) for standardised parameters z of shape (m, P)."""
        return features(z) @ self.weights.T + self.offset


def features(z: Array) -> Array:
    """The parameters and their squares, shape (m, 2 P).

    >>> features(np.array([[2.0, 1.0]])).tolist()
    [[2.0, 1.0, 3.0, 0.0]]
    """
    return np.hstack([z, z**2 - 1.0])


def fit_emulator(wanted: tuple[Target, ...], z: Array, simulated: Array) -> Emulator:
    """Regress simulated targets (m, K; NaN: none) on the draws z (m, P), one target at a time.

    Sparse Bayesian regression (automatic relevance determination; Wipf and Nagarajan 2008, as in scikit-learn). A
    target uses only the parameters that can move it; what the regression leaves is Monte-Carlo error and lack of fit.
    Raises ValueError where fewer than 20 draws give a target.
    """
    from sklearn.linear_model import ARDRegression  # noqa: PLC0415 - an extra, and slow to load

    names = [free.name for free in free_parameters()]
    all_features, size = features(z), len(names)
    weights, offset, variance = np.zeros((len(wanted), 2 * size)), np.zeros(len(wanted)), np.ones(len(wanted))
    for k, target in enumerate(wanted):
        known = np.isfinite(simulated[:, k])
        if known.sum() < FEWEST:
            raise ValueError(f"{target.id}: {int(known.sum())} simulated draws, expected {FEWEST} or more")
        moved = [names.index(free.name) for free in target.moved_by()]
        use = [*moved, *(size + i for i in moved)]
        model = ARDRegression().fit(all_features[known][:, use], simulated[known, k])
        weights[k, use], offset[k], variance[k] = model.coef_, model.intercept_, 1.0 / model.alpha_
    return Emulator(weights, offset, variance)
