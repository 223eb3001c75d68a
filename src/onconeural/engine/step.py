"""One step of the explicit Runge-Kutta pair, for many patients at once, each with a step size of its own."""

from __future__ import annotations

import numpy as np

from onconeural.engine.compiler import Compiled
from onconeural.engine.flight import Array, Controls, Flight, Mask
from onconeural.engine.tableau import DORMAND_PRINCE

GROW, SHRINK, SAFETY = 5.0, 0.2, 0.9


def rates(model: Compiled, flight: Flight, t: Array, y: Array, out: Array) -> None:
    """Rates of change of the states at (t, y), infusions included, into ``out`` (S, k)."""
    model.rates(t, y, flight.parameters, out)
    for j, row in enumerate(flight.doses.infused):
        out[row] += y[len(model.states) + j]


def attempt(model: Compiled, flight: Flight, step: Array, controls: Controls) -> tuple[Array, Array]:
    """Try a step: the new state, and its error in units of the tolerance (the largest component; 1 is allowed)."""
    n = len(model.states)
    now, y = flight.y[:n], flight.y.copy()
    for i, weights in enumerate(DORMAND_PRINCE.stages):
        np.add(now, step * _combine(weights, flight.stage), out=y[:n])
        rates(model, flight, flight.t + DORMAND_PRINCE.nodes[i] * step, y, flight.stage[i + 1])
    scale = controls.atol + controls.rtol * np.maximum(np.abs(now), np.abs(y[:n]))
    ratio = np.abs(step * _combine(DORMAND_PRINCE.error, flight.stage)) / scale
    ratio[model.still] = 0.0  # also where such a state is infinite or not a number
    error = np.max(ratio, axis=0, initial=0.0)
    return y, np.where(np.isfinite(error), error, np.inf)


def limit(h: Array, room: Array) -> tuple[Array, Mask]:
    """Step sizes that end on the next stop, without a sliver before it; and which of them reach it."""
    reaches = h >= room * (1.0 - 1e-9)
    step = np.where(reaches, room, np.where(h > 0.5 * room, 0.5 * room, h))
    return step, reaches


def next_size(step: Array, h: Array, error: Array, accepted: Mask) -> Array:
    """The size of the next step: by the error, and not smaller because a stop cut this one short."""
    factor = np.clip(SAFETY * np.power(error, -1.0 / DORMAND_PRINCE.order), SHRINK, GROW)
    return np.where(accepted, np.maximum(step * factor, np.where(step < h, h, 0.0)), step * factor)


def overshoot(step: Array, before: Array, after: Array, changed: Mask) -> Array:
    """How long ago the first of the comparisons that changed in a step did so (linear estimate; 0 if none did)."""
    share = np.where(changed, before / (before - after), 1.0)
    share = np.where(np.isfinite(share), np.clip(share, 0.0, 1.0), 0.5)
    return np.asarray(step * (1.0 - share.min(axis=0, initial=1.0)))


def onto_change(step: Array, past: Array, tolerance: Array) -> Array:
    """The size of a step that would end just after that change."""
    return np.maximum(np.maximum(step - past, 0.1 * step) + 0.5 * tolerance, tolerance)


def _combine(weights: tuple[float, ...], stage: Array) -> Array:
    """Weighted sum of stages, always in the same order, so that results do not depend on the batch."""
    total: Array = weights[0] * stage[0]
    for weight, value in zip(weights[1:], stage[1:], strict=False):
        if weight:
            total += weight * value
    return total
