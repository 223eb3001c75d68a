"""Does the inference find what is there? Recovery of known parameters and calibration of ranks, on the Hu block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.checks.block import DRAWS, KEPT, SIZE, Block, Tell, as_published, hu_block
from onconeural.calibration.fit.posterior_sampler import lowest
from onconeural.calibration.workers import Workers

Array = NDArray[np.float64]

REPLICATES, SEED = 100, 7
BINS = 10  # of ranks, in the test of their uniformity
ODD = 0.01  # p value below which the ranks of the whole block are called uneven; divided by the number of parameters
NARROWER = 0.8  # share of the prior's standard deviation below which the targets have said something
LEAST = 0.5  # correlation of truth and estimate from which a parameter is called recovered
LINES = (50, 80, 95)  # % of the posterior intervals whose coverage is counted


@dataclass(frozen=True)
class Recovered:
    """How one parameter was found again over all replicates, in prior standard deviations.

    ``correlation`` of true values and posterior means; ``sd_left``: mean posterior standard deviation; ``bias``: mean
    of posterior mean minus truth; ``covered``: share (%) of replicates whose 50, 80 and 95 % intervals hold the truth;
    ``p``: chi-squared test that the ranks of the truth among 99 draws are uniform; ``ks``: Kolmogorov and Smirnov's.
    """

    name: str
    symbol: str
    correlation: float
    sd_left: float
    bias: float
    covered: dict[str, float]
    ranks: tuple[int, ...]
    p: float
    ks: float
    verdict: str


def recover(
    replicates: int = REPLICATES, draws: int = DRAWS, size: int = SIZE, tell: Tell | None = None, workers: int = 1
) -> tuple[Recovered, ...]:
    """Draw parameters from the prior, simulate cohorts with them, fit these, and look where the truth lies.

    Simulation-based calibration (Talts 2018, recalled): if the inference is right, the rank of the truth among draws of
    the posterior is uniform. The published numbers are drawn from the exact simulation of fresh patients, so that the
    error of the emulator is tested too. Raises ModuleNotFoundError without the extra ``calibration``.
    """
    say = tell or (lambda what, share: None)
    found: dict[int, tuple[Array, Array]] = {}
    with Workers(workers) as pool:
        block = hu_block(draws, size, lambda what, share: say(what, 0.4 * share), pool)
        for i, one in pool.each(partial(_replicate, block, size), range(replicates)):
            found[i] = one
            say(f"replicate {len(found)} of {replicates}", 0.4 + 0.6 * len(found) / replicates)
    truth, draws_of = (np.array([found[i][k] for i in range(replicates)]) for k in range(2))
    ranks = (draws_of < truth[:, None]).sum(axis=1)
    table = (truth, draws_of.mean(axis=1), draws_of.std(axis=1, ddof=1), ranks)
    return tuple(_judged(block, i, *(column[:, i] for column in table)) for i in range(len(block.free)))


def _replicate(block: Block, size: int, number: int) -> tuple[Array, Array]:
    random = np.random.default_rng([SEED, number])
    z = random.standard_normal(len(block.free))
    low = lowest(block.free)
    while np.any(z < low):
        z = np.where(z < low, random.standard_normal(len(z)), z)
    wanted = as_published(block, z, random, 1000 + number, size)
    return z, block.posterior(wanted, number)


def _judged(block: Block, i: int, truth: Array, mean: Array, sd: Array, rank: NDArray[np.intp]) -> Recovered:
    from scipy.stats import chisquare, kstest  # noqa: PLC0415 - an extra

    counts = np.histogram(rank, bins=BINS, range=(0, KEPT + 1))[0]
    p = float(chisquare(counts).pvalue)
    ks = float(kstest((rank + 0.5) / (KEPT + 1), "uniform").pvalue)
    away = np.abs(2 * (rank + 0.5) / (KEPT + 1) - 1.0)
    covered = {f"{line}": round(100.0 * float(np.mean(away <= line / 100.0)), 1) for line in LINES}
    r, left = float(np.corrcoef(truth, mean)[0, 1]), float(sd.mean())
    one, ranks = block.free[i], tuple(int(x) for x in rank)
    even = min(p, ks) >= ODD / len(block.free)
    bias = float((mean - truth).mean())
    return Recovered(one.name, one.symbol, r, left, bias, covered, ranks, p, ks, _words(even, left, r))


def _words(even: bool, left: float, r: float) -> str:
    found = "recovered" if left < NARROWER and r > LEAST else "not recovered: these targets hardly speak of it"
    return found if even else f"{found}; ranks uneven: the posterior is not calibrated"


def as_data(found: Sequence[Recovered]) -> dict[str, Any]:
    """The result as plain data."""
    return {"replicates": len(found[0].ranks), "draws": KEPT, "parameters": [asdict(one) for one in found]}
