"""What draws are worth on patients that their fit has not used: which are kept, and whether they beat single values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.emulator import Emulator
from onconeural.calibration.fit.likelihood import likelihood, moving_together
from onconeural.calibration.fit.stages import Run
from onconeural.calibration.fit.target_rows import Target, centres

Array = NDArray[np.float64]

FAR = 3.0  # standard deviations from its value at which a statistic counts that too few patients give
APART = 1000  # seeds of the last comparison begin so far behind that of the fresh patients


def likeliest(run: Run, emulator: Emulator, draws: Array, fresh: Array, error: Array) -> NDArray[np.intp]:
    """Indices of the draws, the likeliest on fresh patients first: what the emulator got wrong falls out.

    ``fresh``, ``error`` (m, K): simulated targets of the draws (m, P) and their Monte-Carlo errors, NaN: too few.
    """
    chances = _chances(run.targets, emulator, fresh, _usual(error))
    return np.argsort(-(chances - 0.5 * (draws**2).sum(axis=1)), kind="stable")


def against_single_values(run: Run, emulator: Emulator, draws: Array) -> dict[str, float]:
    """Log likelihood of the mean prediction of the draws, and of single values, on patients that chose neither.

    Each draw has patients of its own, and single values are simulated on the same ones, as often.
    """
    recipe = run.recipe
    seeds = [recipe.fresh_seed + APART + i for i in range(len(draws))]
    found, errors = {}, []
    for name, z in (("draws", draws), ("single_values", np.zeros_like(draws))):
        rows, error = run.simulate(f"last_{name}", z, seeds, recipe.fresh_size)
        found[name] = _mean_prediction(rows)
        errors.append(_usual(error) / np.sqrt(len(draws)))
    both = np.array(list(found.values()))
    chances = _chances(run.targets, emulator, both, np.maximum(*errors))
    return {name: round(float(chance), 2) for name, chance in zip(found, chances, strict=True)}


def _usual(error: Array) -> Array:
    """The median Monte-Carlo error of each statistic, (m, K) -> (K,); 1 where no draw has patients enough."""
    known = np.isfinite(error).any(axis=0)
    found = np.ones(error.shape[1])
    found[known] = np.nanmedian(error[:, known], axis=0)
    return found


def _mean_prediction(rows: Array) -> Array:
    """The mean over draws, (m, K) -> (K,); NaN where half of them or more have too few patients."""
    known = np.isfinite(rows)
    mean = np.where(known, rows, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(2 * known.sum(axis=0) > len(rows), mean, np.nan)


def _chances(wanted: Sequence[Target], emulator: Emulator, predicted: Array, error: Array) -> Array:
    """Log likelihood of predictions (m, K) with Monte-Carlo errors (K,), shape (m,)."""
    centre, sd = centres(wanted)
    chance = likelihood(wanted, error**2, moving_together(emulator.slopes, wanted))
    return chance(np.where(np.isnan(predicted), centre + FAR * sd, predicted))
