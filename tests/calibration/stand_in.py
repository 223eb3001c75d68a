"""A calibration whose simulation costs nothing, for tests that stop it."""

from __future__ import annotations

from onconeural.calibration import Recipe
from onconeural.calibration.fit import second_method, stages
from onconeural.cli.app import app

RECIPE = Recipe(waves=(24, 4), size=40, kept=2, fresh_size=40, steps=300)


def cheap(wanted, simulator):
    """Each target moves with the sum of the draw."""
    shift = sum(simulator.draw.values())
    return {t.id: [t.centre + 0.01 * (i % 7) * shift, 0.1] for i, t in enumerate(wanted)}


def calibrated(folder: str, workers: int = 2) -> None:
    """`onconeural calibrate` on a few targets, with the result beside the folder."""
    few = stages.targets()[:8]
    stages.targets = lambda: few
    stages.simulate_targets = cheap
    second_method.ROUNDS, second_method.SIZE = 2, 2000
    stages.Recipe.small = classmethod(lambda cls: RECIPE)
    given = ["calibrate", "--quick", "--resume", folder, "--out", folder + ".json", "--workers", str(workers)]
    app(given, standalone_mode=False)
