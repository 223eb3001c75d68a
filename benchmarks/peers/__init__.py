"""The solvers that are compared. Each is used as an informed user would, on the same equations and patients."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from problems import Problem

Solve = Callable[[float], np.ndarray]  # relative tolerance -> outputs (n, times, outputs)
Prepare = Callable[[Problem], Solve]


def available() -> dict[str, Prepare]:
    """Every peer whose library is installed, by name."""
    from peers import diffrax_peer, numbalsoda_peer, onconeural_own, roadrunner_peer, scipy_peer

    found = {"onconeural": ((), onconeural_own.prepare)}
    found["numbalsoda"] = (("numba", "numbalsoda"), numbalsoda_peer.prepare)
    found["libroadrunner"] = (("roadrunner",), roadrunner_peer.prepare)
    found["scipy_lsoda"] = (("numba", "scipy"), scipy_peer.prepare)
    found["diffrax"] = (("jax", "diffrax"), diffrax_peer.prepare)
    return {name: prepare for name, (needs, prepare) in found.items() if all(find_spec(n) for n in needs)}
