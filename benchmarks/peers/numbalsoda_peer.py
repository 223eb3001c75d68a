"""numbalsoda: LSODA with a compiled right-hand side, in a compiled loop over patients; a dose is a restart."""

from __future__ import annotations

import numpy as np
from problems import Problem

from peers.compiled import FLAGS, compiled, stop_table

ATOL = 1e-2  # times the relative tolerance, for states in units of their scale
PLAIN_ATOL = 1e-5  # for states in their own units: one number for all of them


def prepare(problem: Problem, *, plain: bool = False):
    import numba
    import numbalsoda

    found, rates, outputs = compiled(problem, plain=plain)
    table, counts = stop_table(problem, found)
    size, width = len(found.states), found.parameters.shape[1]

    @numba.cfunc(numbalsoda.lsoda_sig)
    def callback(t, y, dy, p):
        rates(t, numba.carray(y, (size,)), numba.carray(p, (width,)), numba.carray(dy, (size,)))

    everyone = _loop(callback.address, numbalsoda.lsoda, outputs, PLAIN_ATOL if plain else ATOL)

    def solve(rtol: float) -> np.ndarray:
        out = np.full((problem.n, len(problem.times), len(problem.outputs)), np.nan)
        everyone(found.first, found.parameters, problem.times, problem.horizon, table, counts, rtol, out)
        return out

    return solve


def _loop(address: int, lsoda, outputs, atol: float):  # noqa: C901 numba wants its functions inside
    """The compiled loop over patients, and over the stretches between the doses of each."""
    import numba

    @numba.njit(**FLAGS)
    def stretch(y, p, start, end, times, rtol, out):
        """From one stop to the next; the state there, or nothing where LSODA failed."""
        points = np.empty(len(times) + 2)
        points[0], points[-1] = start, end
        points[1:-1] = times
        course, fine = lsoda(address, y, points, p, rtol, atol * rtol, 100000)
        if not fine:
            return course[:0]
        for k in range(len(times)):
            outputs(times[k], course[k + 1], p, out[k])
        return course[-1:]

    @numba.njit(**FLAGS)
    def give(y, p, stop):
        row = int(stop[1])
        if row < len(y):
            y[row] = y[row] * stop[2] + stop[3]
        else:
            p[row - len(y)] += stop[3]

    @numba.njit(**FLAGS)
    def everyone(first, parameters, times, horizon, table, counts, rtol, out):
        for i in range(len(out)):
            y, p, t, at, stop = first[i].copy(), parameters[i].copy(), 0.0, 0, 0
            while t < horizon:
                end = table[i, stop, 0] if stop < counts[i] else horizon
                upto = np.searchsorted(times, end, side="left") if end < horizon else len(times)
                last = stretch(y, p, t, end, times[at:upto], rtol, out[i, at:upto])
                if len(last) == 0:
                    break
                y, t, at = last[0].copy(), end, upto
                while stop < counts[i] and table[i, stop, 0] == t:
                    give(y, p, table[i, stop])
                    stop += 1

    return everyone
