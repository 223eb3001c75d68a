"""numbalsoda: LSODA with a compiled right-hand side, in a compiled loop over patients; a dose is a restart."""

from __future__ import annotations

import numpy as np

from peers.compiled import FLAGS, compiled, stop_table
from problems import Problem


def prepare(problem: Problem):
    import numba
    import numbalsoda

    found, rates, outputs = compiled(problem)
    table, counts = stop_table(problem, found)
    size, width = len(found.states), found.parameters.shape[1]

    @numba.cfunc(numbalsoda.lsoda_sig)
    def callback(t, y, dy, p):
        rates(t, numba.carray(y, (size,)), numba.carray(p, (width,)), numba.carray(dy, (size,)))

    address, lsoda = callback.address, numbalsoda.lsoda

    @numba.njit(**FLAGS)
    def everyone(first, parameters, times, horizon, table, counts, rtol, out):
        for i in range(len(out)):
            y, p, t, at, stop = first[i].copy(), parameters[i].copy(), 0.0, 0, 0
            while t < horizon:
                end = table[i, stop, 0] if stop < counts[i] else horizon
                upto = at
                while upto < len(times) and times[upto] < end:
                    upto += 1
                points = np.empty(upto - at + 2)
                points[0], points[-1] = t, end
                points[1:-1] = times[at:upto]
                found, fine = lsoda(address, y, points, p, rtol, 1e-2 * rtol, 100000)
                if not fine:
                    break
                for k in range(at, upto):
                    outputs(times[k], found[k - at + 1], p, out[i, k])
                y, t, at = found[-1].copy(), end, upto
                while stop < counts[i] and table[i, stop, 0] == t:
                    row = int(table[i, stop, 1])
                    if row < len(y):
                        y[row] = y[row] * table[i, stop, 2] + table[i, stop, 3]
                    else:
                        p[row - len(y)] += table[i, stop, 3]
                    stop += 1
            if t == horizon:
                for k in range(at, len(times)):
                    outputs(times[k], y, p, out[i, k])

    def solve(rtol: float) -> np.ndarray:
        out = np.full((problem.n, len(problem.times), len(problem.outputs)), np.nan)
        everyone(found.first, found.parameters, problem.times, problem.horizon, table, counts, rtol, out)
        return out

    return solve
