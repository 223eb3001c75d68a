"""The solvers that are compared. Each is used as an informed user would, on the same equations and patients."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import numpy as np
from problems import Problem

Solve = Callable[[float], np.ndarray]  # relative tolerance -> outputs (n, times, outputs)
Prepare = Callable[[Problem], Solve]


def available() -> dict[str, Prepare]:
    """Every solver whose libraries are installed, by name, our own first.

    ``plain`` is a peer as most scripts use it, without what was done here to help it (see equations.py).
    """
    from peers import diffrax_peer, numbalsoda_peer, onconeural_own, roadrunner_peer, scipy_peer

    known = {
        "onconeural": ((), onconeural_own.prepare),
        "numbalsoda": (("numba", "numbalsoda"), numbalsoda_peer.prepare),
        "libroadrunner": (("roadrunner",), roadrunner_peer.prepare),
        "scipy_lsoda": (("numba", "scipy"), scipy_peer.prepare),
        "numbalsoda_plain": (("numba", "numbalsoda"), partial(numbalsoda_peer.prepare, plain=True)),
        "libroadrunner_plain": (("roadrunner",), partial(roadrunner_peer.prepare, plain=True)),
        "diffrax": (("jax", "diffrax"), diffrax_peer.prepare),
    }
    return {name: prepare for name, (needs, prepare) in known.items() if all(map(find_spec, needs))}


def can(name: str, problem: Problem) -> bool:
    """Whether a solver knows what the problem needs."""
    return name != "diffrax" or not problem.doses
