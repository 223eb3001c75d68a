"""diffrax: an implicit method (Kvaerno5) for all patients at once under vmap and jit, in double precision.

Without doses only: a restart at times that differ between patients has no plain form under vmap.
"""

from __future__ import annotations

import math

import numpy as np
from problems import Problem

from peers.equations import Equations, equations


def prepare(problem: Problem):
    import diffrax
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    found = equations(problem)
    hoist = _function("hoist", "t, y, p", found.hoisted, math)
    for row in found.parameters:
        hoist(0.0, row, row)
    rates, outputs = _stacked(found, len(problem.outputs), jnp)
    times = jnp.asarray(problem.times)

    def one(first, p, rtol):
        return diffrax.diffeqsolve(
            diffrax.ODETerm(rates), diffrax.Kvaerno5(), 0.0, problem.horizon, 0.01, first, p, max_steps=100_000,
            stepsize_controller=diffrax.PIDController(rtol=rtol, atol=1e-2 * rtol), throw=False,
            saveat=diffrax.SaveAt(ts=times, fn=outputs),
        ).ys  # fmt: skip

    everyone = jax.jit(jax.vmap(one, in_axes=(0, 0, None)))
    return lambda rtol: np.asarray(everyone(jnp.asarray(found.first), jnp.asarray(found.parameters), rtol))


def _stacked(found: Equations, outputs: int, jnp):
    """The equations as functions that return one array."""
    write_rates = _function("rates", "t, y, p, dy", found.rates, jnp)
    write_outputs = _function("outputs", "t, y, p, out", found.outputs, jnp)

    def rates(t, y, p):
        dy = [None] * len(found.states)
        write_rates(t, y, p, dy)
        return jnp.stack(dy)

    def observe(t, y, p):
        out = [None] * outputs
        write_outputs(t, y, p, out)
        return jnp.stack(out)

    return rates, observe


def _function(name: str, arguments: str, body: str, functions):
    space = {"m": functions}
    exec(compile(f"def {name}({arguments}):\n{body}\n", f"<{name}>", "exec"), space)
    return space[name]
