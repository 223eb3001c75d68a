"""SciPy's LSODA (odeint, the faster of its two interfaces) with a right-hand side compiled by numba."""

from __future__ import annotations

import numpy as np
from problems import Problem

from peers.compiled import compiled, stop_table


def prepare(problem: Problem):
    walk = _Walk(problem)

    def solve(rtol: float) -> np.ndarray:
        out = np.full((problem.n, len(problem.times), len(problem.outputs)), np.nan)
        for i in range(problem.n):
            walk.one(i, rtol, out[i])
        return out

    return solve


class _Walk:
    """One patient after the other, from stop to stop."""

    def __init__(self, problem: Problem) -> None:
        import numba

        self.problem = problem
        self.found, rates, outputs = compiled(problem)
        self.table, self.counts = stop_table(problem, self.found)

        @numba.njit
        def rate(t, y, p):
            dy = np.empty_like(y)
            rates(t, y, p, dy)
            return dy

        @numba.njit
        def observe(times, states, p, out):
            for k in range(len(times)):
                outputs(times[k], states[k], p, out[k])

        self.rate, self.observe = rate, observe

    def one(self, patient: int, rtol: float, out: np.ndarray) -> None:
        times, horizon = self.problem.times, self.problem.horizon
        y, p, t, at = self.found.first[patient].copy(), self.found.parameters[patient].copy(), 0.0, 0
        plan = self.table[patient, : self.counts[patient]]
        for end in (*np.unique(plan[:, 0]), horizon):
            upto = len(times) if end == horizon else int(np.searchsorted(times, end))
            course = self._stretch(y, p, np.concatenate([[t], times[at:upto], [end]]), rtol)
            if course is None:
                return
            self.observe(times[at:upto], course[1:-1], p, out[at:upto])
            y, t, at = course[-1].copy(), end, upto
            for stop in plan[plan[:, 0] == end]:
                self._give(y, p, stop)

    def _stretch(self, y: np.ndarray, p: np.ndarray, points: np.ndarray, rtol: float) -> np.ndarray | None:
        from scipy.integrate import odeint

        course, info = odeint(
            self.rate, y, points, (p,), rtol=rtol, atol=1e-2 * rtol, tfirst=True, mxstep=100_000, full_output=True
        )
        return course if "successful" in info["message"] else None

    def _give(self, y: np.ndarray, p: np.ndarray, stop: np.ndarray) -> None:
        row = int(stop[1])
        if row < len(y):
            y[row] = y[row] * stop[2] + stop[3]
        else:
            p[row - len(y)] += stop[3]
