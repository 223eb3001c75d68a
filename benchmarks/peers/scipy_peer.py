"""SciPy's LSODA (odeint, the faster of its two interfaces) with a right-hand side compiled by numba."""

from __future__ import annotations

import numpy as np

from peers.compiled import compiled, stop_table
from problems import Problem


def prepare(problem: Problem):
    import numba
    from scipy.integrate import odeint

    found, rates, outputs = compiled(problem)
    table, counts = stop_table(problem, found)

    @numba.njit
    def rate(t, y, p):
        dy = np.empty_like(y)
        rates(t, y, p, dy)
        return dy

    @numba.njit
    def observe(times, states, p, out):
        for k in range(len(times)):
            outputs(times[k], states[k], p, out[k])

    def one(i: int, rtol: float, out: np.ndarray) -> None:
        y, p, t, at = found.first[i].copy(), found.parameters[i].copy(), 0.0, 0
        plan = table[i, : counts[i]]
        for end in (*np.unique(plan[:, 0]), problem.horizon):
            last = len(problem.times) if end == problem.horizon else int(np.searchsorted(problem.times, end))
            points = np.concatenate([[t], problem.times[at:last], [end]])
            course, info = odeint(rate, y, points, (p,), rtol=rtol, atol=1e-2 * rtol, tfirst=True, mxstep=100_000,
                                  full_output=True)  # fmt: skip
            if "successful" not in info["message"]:
                return
            observe(problem.times[at:last], course[1:-1], p, out[at:last])
            y, t, at = course[-1].copy(), end, last
            for _, row, keep, amount in plan[plan[:, 0] == end]:
                if row < len(y):
                    y[int(row)] = y[int(row)] * keep + amount
                else:
                    p[int(row) - len(y)] += amount

    def solve(rtol: float) -> np.ndarray:
        out = np.full((problem.n, len(problem.times), len(problem.outputs)), np.nan)
        for i in range(problem.n):
            one(i, rtol, out[i])
        return out

    return solve
