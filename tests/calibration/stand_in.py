"""A calibration whose simulation costs nothing, for tests that stop it."""

from __future__ import annotations

import warnings
from pathlib import Path

from onconeural.calibration import Recipe, second_method, stages, whole_run

RECIPE = Recipe(waves=(24, 4), size=40, kept=2, fresh_size=40, steps=300)


def cheap(wanted, simulator):
    """Each target moves with the sum of the draw."""
    shift = sum(simulator.draw.values())
    return {t.id: [t.centre + 0.01 * (i % 7) * shift, 0.1] for i, t in enumerate(wanted)}


def calibrated(folder: str) -> None:
    """Run the whole calibration on a few targets, and leave the result beside the folder."""
    warnings.simplefilter("ignore", RuntimeWarning)
    few = stages.targets()[:8]
    stages.targets = lambda: few
    stages.simulate_targets = cheap
    whole_run.judge = lambda draws, tell=None: {}
    second_method.ROUNDS, second_method.SIZE = 2, 2000
    found = whole_run.calibrate(Path(folder), RECIPE)
    stages.write_whole(Path(folder + ".json"), found)
