"""How likely published statistics are, given what the model predicts for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.fit.exclusive import among_the_rest, exclusive, of_the_rest
from onconeural.calibration.fit.target_rows import Target

Array = NDArray[np.float64]

TAILS = 4.0  # degrees of freedom: one target that the model cannot reach does not pull all others (assumed)
T_SCALE = sqrt((TAILS - 2.0) / TAILS)  # of the Student's t whose standard deviation is 1
STEP, REACH, BEYOND = 0.05, 9.0, 4.0  # grid of predictions on their scale, and how far errors go beyond it
EFFECTS, _CHANCES = np.polynomial.hermite_e.hermegauss(9)  # quadrature over the effect of a cohort
LOG_CHANCES = np.log(_CHANCES / _CHANCES.sum())
LEAST = 0.08  # own error of a row below which the grid would be too coarse


@dataclass(frozen=True)
class Likelihood:
    """Log likelihood of K published statistics as a function of their predictions, shape (m, K) -> (m,).

    p(y | x) = prod over cohorts of E_u prod over its rows of g_k(x_k + l_k u), u ~ N(0, 1). ``u`` is the effect of the
    cohort, which its rows share; ``loading`` l (K,). ``tables`` (K, grid): ln g_k, the row's sampling distribution
    blurred by its own error. ``cohort`` (K,): number of the cohort of each row. ``families``: rows of exclusive
    categories (`exclusive`), whose share is taken among the patients whom the rows before do not hold.
    """

    tables: Array
    loading: Array
    cohort: NDArray[np.intp]
    families: tuple[NDArray[np.intp], ...] = ()

    def __call__(self, predicted: Array) -> Array:
        """Log likelihood of predictions on their scale, (m, K) -> (m,)."""
        found = self.rows(predicted + EFFECTS[:, None, None] * self.loading)
        starts = np.flatnonzero(np.diff(self.cohort, prepend=-1))
        of_cohorts = np.add.reduceat(found, starts, axis=2) + LOG_CHANCES[:, None, None]
        return np.asarray(np.logaddexp.reduce(of_cohorts, axis=0).sum(axis=1))

    def rows(self, predicted: Array) -> Array:
        """The logarithm of g_k, linear between the points of the grid, (..., K) -> (..., K)."""
        predicted = among_the_rest(predicted, self.families)
        place = np.clip((predicted + REACH) / STEP, 0.0, self.tables.shape[1] - 1.001)
        left = place.astype(np.intp)
        k = np.arange(self.tables.shape[0])
        part = place - left
        return np.asarray((1.0 - part) * self.tables[k, left] + part * self.tables[k, left + 1])


def likelihood(wanted: Sequence[Target], variance: Array, together: Array) -> Likelihood:
    """The likelihood of targets, ordered by cohort.

    Counts are binomial; times and ratios are normal on the logarithm (log-normal), mRS points normal, with the standard
    error that the publication prints or implies (for a median: of order statistics). A row's own error has Student's t
    with 4 degrees of freedom; its variance is ``variance`` (K,) of the prediction (Monte-Carlo error, emulator) plus
    the part of the variance between cohorts that the row does not share. ``together`` (K,), -1 to 1: how far a row
    moves with the others of its cohort. Exclusive categories are multinomial: the product of binomials of each among
    the patients whom the ones before do not hold; what is left over after the last is a category too.
    """
    tau = between_cohorts().tau
    own = np.sqrt(variance + tau**2 * (1.0 - together**2))
    names = [t.publication.id for t in wanted]
    numbers = np.array([list(dict.fromkeys(names)).index(name) for name in names])
    if np.any(np.diff(numbers) < 0):
        raise ValueError("targets: found rows of one cohort apart, expected them together")
    families = exclusive(wanted)
    left = of_the_rest(wanted, families)
    tables = np.array([_blurred(t, n, max(float(sd), LEAST)) for t, n, sd in zip(wanted, left, own, strict=True)])
    return Likelihood(tables, tau * together, numbers, families)


def moving_together(slopes: Array, wanted: Sequence[Target]) -> Array:
    """How far each row moves with the others of its cohort, (K,): the first factor of their correlation in the model.

    ``slopes`` (K, P): change of each prediction per prior standard deviation of each parameter. Cohorts differ as
    patients with other parameters would: where the model moves two rows together, an effect of the cohort does. A row
    that is alone in its cohort shares nothing (0), and so does one that no parameter moves.
    """
    names = np.array([t.publication.id for t in wanted])
    size = np.linalg.norm(slopes, axis=1, keepdims=True)
    unit = np.divide(slopes, size, out=np.zeros_like(slopes), where=size > 0)
    found = np.zeros(len(wanted))
    for name in dict.fromkeys(names.tolist()):
        here = np.flatnonzero(names == name)
        values, vectors = np.linalg.eigh(unit[here] @ unit[here].T)
        if len(here) > 1:
            found[here] = np.clip(sqrt(max(values[-1], 0.0)) * vectors[:, -1], -1.0, 1.0)
    return found


def _blurred(target: Target, n: int | None, own: float) -> Array:
    """The sampling distribution as a logarithm over the grid of predictions, blurred by the row's own error."""
    x = np.arange(-REACH, REACH + STEP / 2, STEP)
    wide = np.arange(-REACH - BEYOND, REACH + BEYOND + STEP / 2, STEP)
    kernel = (1.0 + ((wide - x[:, None]) / (own * T_SCALE)) ** 2 / TAILS) ** (-(TAILS + 1.0) / 2.0)
    kernel /= kernel.sum(axis=1, keepdims=True)
    return np.asarray(np.log(kernel @ np.exp(_sampling(target, n, wide)) + 1e-300))


def _sampling(target: Target, n: int | None, x: Array) -> Array:
    """Log density (or probability) of the published value where the true one is x, both on the scale."""
    count = target.published.count
    if count is not None and n is not None:
        constant = lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
        return np.asarray(constant - count * np.logaddexp(0.0, -x) - (n - count) * np.logaddexp(0.0, x))
    return np.asarray(-0.5 * ((x - target.centre) / target.sampling) ** 2 - np.log(target.sampling * sqrt(2.0 * pi)))
