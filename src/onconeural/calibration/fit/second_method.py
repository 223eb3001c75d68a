"""A second, different method for the same posterior: importance sampling against the ensemble sampler (emcee)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.emulator import Emulator
from onconeural.calibration.fit.posterior_sampler import emulated_likelihood, fisher, log_posterior, lowest
from onconeural.calibration.fit.target_rows import Target
from onconeural.calibration.parameters import Free
from onconeural.calibration.workers import on_one_thread

Array = NDArray[np.float64]

ROUNDS, SIZE = 8, 40_000  # rounds of adaptation, and draws in each
HEAVY, WIDER = 6.0, 1.1  # degrees of freedom of the proposal, and its width against the weighted draws
ENOUGH = 0.02  # share of effective draws behind a round's covariance
FEWEST = 200.0  # effective draws below which the check says nothing
SHIFT, RATIO = 0.25, 1.25  # difference of means in standard deviations, and ratio of these, up to which methods agree


@dataclass(frozen=True)
class Marginals:
    """Means and standard deviations of the standardised parameters, each P long, and the effective number of draws."""

    mean: list[float]
    sd: list[float]
    effective: float

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Compared:
    """One parameter under two methods, in prior standard deviations; ``shift``: difference of means per deviation."""

    name: str
    first_mean: float
    first_sd: float
    second_mean: float
    second_sd: float
    shift: float
    agree: bool


@on_one_thread
def importance(emulator: Emulator, wanted: Sequence[Target], free: Sequence[Free], seed: int) -> Marginals:
    """Marginals of the posterior by adaptive importance sampling; the effective number is Kish's.

    Independent draws from a multivariate t, weighted by posterior over proposal; its mean and covariance are then those
    of the weighted draws, and so on (population Monte Carlo; Cappe 2004, recalled). No Markov chain is involved. It
    begins with the normal approximation J' W J + I. Raises ModuleNotFoundError without scipy.
    """
    from scipy.stats import multivariate_t  # noqa: PLC0415 - an extra

    chance, low = emulated_likelihood(emulator, wanted), lowest(free)
    random = np.random.default_rng(seed)
    mean, spread = np.zeros(len(free)), np.linalg.inv(fisher(emulator, wanted) + np.eye(len(free)))
    z, weights = mean[None, :], np.ones(1)
    for _ in range(ROUNDS):
        proposal = multivariate_t(mean, WIDER * spread, df=HEAVY)
        z = np.asarray(proposal.rvs(SIZE, random_state=random))
        log = log_posterior(z, emulator, chance, low) - proposal.logpdf(z)
        weights = np.exp(log - log.max())
        weights /= weights.sum()
        gentle = weights ** _gentle(weights)
        gentle /= gentle.sum()
        mean = gentle @ z
        spread = (z - mean).T @ ((z - mean) * gentle[:, None]) + 1e-6 * np.eye(len(free))
    middle = weights @ z
    sd = np.sqrt(weights @ (z - middle) ** 2)
    return Marginals(middle.tolist(), sd.tolist(), float(1.0 / (weights**2).sum()))


def _gentle(weights: Array) -> float:
    """The power, 1 at most, at which enough weights count to estimate a covariance."""
    for power in (1.0, 0.7, 0.5, 0.35, 0.25, 0.15):
        tempered = weights**power
        if tempered.sum() ** 2 / (tempered**2).sum() >= ENOUGH * len(weights):
            return float(power)
    return 0.1


def compared(first: Array, second: Marginals, free: Sequence[Free]) -> tuple[Compared, ...]:
    """A sample of the posterior (m, P) and marginals by the second method, side by side.

    Methods agree where the second rests on 200 effective draws or more, means differ by no more than a quarter of the
    smaller standard deviation, and these by no more than a quarter.

    >>> from onconeural.calibration import free_parameters
    >>> z = np.linspace(-1.0, 1.0, 100)[:, None]
    >>> compared(z, Marginals([1.0], [0.6], 5000.0), free_parameters()[:1])[0].agree
    False
    """
    rows = []
    for i, one in enumerate(free):
        means, sds = (float(first[:, i].mean()), second.mean[i]), (float(first[:, i].std()), second.sd[i])
        shift = abs(means[0] - means[1]) / max(min(sds), 1e-9)
        agree = second.effective >= FEWEST and shift <= SHIFT and max(sds) <= RATIO * min(sds)
        rows.append(Compared(one.name, means[0], sds[0], means[1], sds[1], shift, agree))
    return tuple(rows)
