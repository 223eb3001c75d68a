"""Shares of the parts of a cohort that agree with what it prints, and are otherwise near to what is usual."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Marginal = tuple[Array, float, float]  # what each patient adds to a sum, the sum, its error

STEPS, ENOUGH = 60, 1e-9


def raked(prior: ArrayLike, marginals: ArrayLike, wanted: ArrayLike, sd: ArrayLike) -> Array:
    """Shares w (m,), adding up to 1, nearest to the prior ones that meet k printed sums within their error.

    Least sum w ln(w / prior) + sum over j of (a_j w - c_j)^2 / (2 s_j^2), with rows a_j of ``marginals`` (k, m),
    ``wanted`` c (k,) and ``sd`` s (k,) > 0, all shares from 0 to 1. With s near 0 this is raking (Deming and Stephan
    1940, recalled); the error lets sums that cannot be met together be met as well as possible. Solved by Newton's
    method on the dual, w ~ prior exp(l a).

    >>> raked([0.5, 0.5], [[1.0, 0.0]], [0.2], [0.001]).round(3).tolist()
    [0.2, 0.8]
    """
    a, c, s2 = np.asarray(marginals, dtype=float), np.asarray(wanted, dtype=float), np.square(np.asarray(sd, float))
    first = np.asarray(prior, dtype=float) / np.sum(prior)
    tilt = np.zeros(len(c))
    for _ in range(STEPS):
        w, best = _tilted(first, a, c, s2, tilt)
        slope = c - s2 * tilt - a @ w
        if np.abs(slope).max(initial=0.0) < ENOUGH:
            break
        step = np.linalg.solve(np.diag(s2) + (a * w) @ a.T - np.outer(a @ w, a @ w), slope)
        while _tilted(first, a, c, s2, tilt + step)[1] < best and np.abs(step).max() > ENOUGH:
            step = step / 2.0
        tilt = tilt + step
    return _tilted(first, a, c, s2, tilt)[0]


def _tilted(prior: Array, a: Array, c: Array, s2: Array, tilt: Array) -> tuple[Array, float]:
    """The tilted shares, and the value of the dual, which is to be as large as possible."""
    log = np.log(np.maximum(prior, 1e-300)) + tilt @ a
    whole = float(np.logaddexp.reduce(log))
    return np.asarray(np.exp(log - whole)), float(tilt @ c - 0.5 * s2 @ tilt**2) - whole
