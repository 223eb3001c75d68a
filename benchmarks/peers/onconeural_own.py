"""Our own engine, through its public interface, on one thread."""

from __future__ import annotations

import numpy as np
from problems import Problem


def prepare(problem: Problem):
    run = runner(problem)

    def solve(rtol: float) -> np.ndarray:
        values = run(rtol).values
        return np.stack([values[o] for o in problem.outputs], axis=2)

    return solve


def runner(problem: Problem):
    """What is timed: one call, with its result as the user gets it."""
    return lambda rtol: problem.model.simulate(
        problem.horizon,
        n=problem.n,
        parameters=problem.parameters,
        doses=problem.doses,
        outputs=problem.outputs,
        times=problem.times,
        scales=problem.scales,
        rtol=rtol,
        threads=1,
        precision="single",
    )
