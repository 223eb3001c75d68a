"""Our own engine, through its public interface, on one thread; the events of the model included."""

from __future__ import annotations

import numpy as np

from problems import Problem


def prepare(problem: Problem):
    def solve(rtol: float) -> np.ndarray:
        run = problem.model.simulate(
            problem.horizon,
            n=problem.n,
            parameters=problem.parameters,
            doses=problem.doses,
            outputs=problem.outputs,
            times=problem.times,
            scales=problem.scales,
            rtol=rtol,
            threads=1,
        )
        return np.stack([run.values[o] for o in problem.outputs], axis=2)

    return solve
