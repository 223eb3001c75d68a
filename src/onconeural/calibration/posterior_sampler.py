"""The posterior over the emulator: prior, robust likelihood, and an affine-invariant ensemble sampler (emcee)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.emulator import Emulator
from onconeural.calibration.parameters import free_parameters
from onconeural.calibration.target_rows import Target

Array = NDArray[np.float64]

TAILS = 4.0  # degrees of freedom: one target that the model cannot reach does not pull all others (assumed)
WALKERS_EACH, THIN = 4, 50


def log_likelihood(predicted: Array, extra: Array, centre: Array, sd: Array) -> Array:
    """Sum over targets of the log density of Student's t at the published value, up to a constant, shape (m,).

    ``predicted`` (m, K), ``extra`` (K,) the variance of the prediction, ``centre`` and ``sd`` (K,) of the targets.

    >>> bool(log_likelihood(np.zeros((1, 1)), np.zeros(1), np.zeros(1), np.ones(1))[0] == 0.0)
    True
    """
    variance = sd**2 + extra
    squared = (predicted - centre) ** 2 / variance
    return np.asarray(-((TAILS + 1.0) / 2.0 * np.log1p(squared / TAILS) + 0.5 * np.log(variance)).sum(axis=1))


def sample(emulator: Emulator, wanted: tuple[Target, ...], seed: int, count: int, steps: int) -> Array:
    """``count`` draws of the standardised parameters from the emulated posterior, shape (count, P).

    ``steps`` of the sampler are made, and the first half of them is dropped.

    The prior is standard normal. Sampler: emcee (Foreman-Mackey 2013), stretch and differential-evolution moves.
    """
    import emcee  # noqa: PLC0415 - an extra

    size = emulator.weights.shape[1] // 2
    centre, sd = np.array([t.centre for t in wanted]), np.array([t.sd for t in wanted])

    def log_posterior(z: Array) -> Array:
        prior = np.where((z < low).any(axis=1), -np.inf, -0.5 * (z**2).sum(axis=1))
        return np.asarray(prior + log_likelihood(emulator.predict(z), emulator.variance, centre, sd))

    low = np.array([-np.inf if free.low is None else free.low / free.sd for free in free_parameters()])
    random = np.random.RandomState(seed)  # what emcee takes
    walkers = WALKERS_EACH * size
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, size, log_posterior, vectorize=True, moves=moves)
    sampler.random_state = random.get_state()
    start = 0.3 * random.standard_normal((walkers, size))
    sampler.run_mcmc(np.where(start < low, low + np.abs(start), start), steps)
    chain = sampler.get_chain(discard=steps // 2, thin=THIN, flat=True)
    return np.asarray(chain[random.choice(len(chain), count, replace=False)])
