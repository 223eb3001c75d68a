"""The posterior over the emulator: prior, likelihood, and an affine-invariant ensemble sampler (emcee)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.emulator import Emulator
from onconeural.calibration.fit.likelihood import Likelihood, likelihood, moving_together
from onconeural.calibration.fit.target_rows import Target
from onconeural.calibration.parameters import Free, free_parameters
from onconeural.calibration.workers import on_one_thread

Array = NDArray[np.float64]

WALKERS_EACH, THIN = 4, 50


def lowest(free: Sequence[Free] | None = None) -> Array:
    """Lower bounds of the standardised parameters, (P,); minus infinity where there is none."""
    return np.array([-np.inf if one.low is None else one.low / one.sd for one in free or free_parameters()])


def emulated_likelihood(emulator: Emulator, wanted: Sequence[Target]) -> Likelihood:
    """The likelihood of targets that an emulator predicts."""
    return likelihood(wanted, emulator.variance, moving_together(emulator.slopes, wanted))


def fisher(emulator: Emulator, wanted: Sequence[Target]) -> Array:
    """Fisher information of the standardised parameters at the present values, (P, P): J' W J.

    J: slopes of the predictions; W: one over the variance of sampling, cohorts and emulator together.
    """
    weight = 1.0 / (np.array([t.sd for t in wanted]) ** 2 + emulator.variance)
    return np.asarray(emulator.slopes.T @ (emulator.slopes * weight[:, None]))


def log_posterior(z: Array, emulator: Emulator, chance: Likelihood, low: Array) -> Array:
    """Log posterior density up to a constant of standardised parameters, (m, P) -> (m,).

    The prior is standard normal, cut at ``low``.
    """
    prior = np.where((z < low).any(axis=1), -np.inf, -0.5 * (z**2).sum(axis=1))
    return np.asarray(prior + chance(emulator.predict(z)))


@on_one_thread
def sample(
    emulator: Emulator,
    wanted: Sequence[Target],
    seed: int,
    count: int,
    steps: int,
    free: Sequence[Free] | None = None,
    thin: int = THIN,
) -> Array:
    """``count`` draws of the standardised parameters from the emulated posterior, shape (count, P).

    ``steps`` of the sampler are made, and the first half of them is dropped; of the rest every ``thin``-th is kept.
    Sampler: emcee (Foreman-Mackey 2013), differential-evolution, snooker and stretch moves.
    """
    import emcee  # noqa: PLC0415 - an extra

    low, chance = lowest(free), emulated_likelihood(emulator, wanted)
    size = len(low)
    random = np.random.RandomState(seed)  # what emcee takes
    walkers = WALKERS_EACH * size
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(
        walkers, size, log_posterior, args=(emulator, chance, low), vectorize=True, moves=moves
    )
    sampler.random_state = random.get_state()
    start = 0.3 * random.standard_normal((walkers, size))
    sampler.run_mcmc(np.where(start < low, low + np.abs(start), start), steps)
    chain = sampler.get_chain(discard=steps // 2, thin=thin, flat=True)
    return np.asarray(chain[random.choice(len(chain), count, replace=False)])
