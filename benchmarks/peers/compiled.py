"""The equations as functions that numba has compiled."""

from __future__ import annotations

import math

import numba
import numpy as np
from problems import Problem

from peers.equations import Equations, equations

FLAGS = {"error_model": "numpy", "fastmath": {"contract", "nsz", "arcp"}}  # what our own engine allows itself too


def compiled(problem: Problem, *, plain: bool = False):
    """The equations with their parameters complete, and numba functions rates(t, y, p, dy), outputs(t, y, p, out)."""
    found = equations(problem, plain=plain)
    hoist = _function("hoist", "t, y, p", found.hoisted)
    for row in found.parameters:
        hoist(0.0, row, row)
    return found, _function("rates", "t, y, p, dy", found.rates), _function("outputs", "t, y, p, out", found.outputs)


def stop_table(problem: Problem, found: Equations):
    """The interruptions of all patients as one table (n, stops, [time, row, keep, amount]) and their numbers (n,).

    Amounts are in units of the scale of their state; a row behind the states is a place in p.
    """
    rows = {problem.model.states.index(s): i for i, s in enumerate(found.states)}
    size = len(problem.model.states)
    plans = [problem.stops(i) for i in range(problem.n)]
    table = np.zeros((problem.n, max(map(len, plans), default=0), 4))
    for i, plan in enumerate(plans):
        for k, s in enumerate(plan):
            if s.row < size:
                row, unit = rows[s.row], found.scale[rows[s.row]]
            else:
                row, unit = len(found.states) + found.infusion_at + s.row - size, 1.0
            table[i, k] = s.time, row, s.keep, s.amount / unit
    return table, np.array([len(p) for p in plans])


def _function(name: str, arguments: str, body: str):
    space = {"m": math}
    exec(compile(f"def {name}({arguments}):\n{body}\n", f"<{name}>", "exec"), space)
    return numba.njit(**FLAGS)(space[name])
