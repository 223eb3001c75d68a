"""Random numbers that depend on (seed, patient, purpose) alone: never on the cohort, its order or its size."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BLOCK = 8192  # patients per stream; part of the definition of the draws: changing it changes every result


def uniform(seed: int, purpose: str, patients: NDArray[np.int64]) -> Array:
    """One number in (0, 1) per patient.

    >>> a = uniform(1, "death", np.array([5, 70000]))
    >>> b = uniform(1, "death", np.array([70000]))
    >>> bool(a[1] == b[0])
    True
    """
    return _draw(seed, purpose, patients, normal=False)


def normal(seed: int, purpose: str, patients: NDArray[np.int64]) -> Array:
    """One standard normal number per patient."""
    return _draw(seed, purpose, patients, normal=True)


def exponential(seed: int, purpose: str, patients: NDArray[np.int64]) -> Array:
    """One exponential number with mean 1 per patient."""
    return np.asarray(-np.log1p(-uniform(seed, purpose, patients)))


def _draw(seed: int, purpose: str, patients: NDArray[np.int64], *, normal: bool) -> Array:
    out = np.empty(len(patients))
    block = patients // BLOCK
    for b in np.unique(block):
        here = block == b
        stream = _stream(seed, purpose, int(b))
        values = stream.standard_normal(BLOCK) if normal else stream.random(BLOCK)
        out[here] = values[patients[here] % BLOCK]
    return out


def _stream(seed: int, purpose: str, block: int) -> np.random.Generator:
    key = int.from_bytes(hashlib.sha256(purpose.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, key, block])))
