"""The calibration as a whole: waves of simulated draws, an emulator, a posterior, and fresh patients to judge it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.fresh_patients import against_single_values, likeliest
from onconeural.calibration.fit.posterior import SCHEMA, hashes
from onconeural.calibration.fit.posterior_sampler import sample
from onconeural.calibration.fit.second_method import Marginals, compared, importance
from onconeural.calibration.fit.stages import Recipe, Run, Tell, as_draw
from onconeural.calibration.fit.target_rows import as_fitted, centres
from onconeural.calibration.parameters import free_parameters
from onconeural.calibration.workers import Workers

Array = NDArray[np.float64]

EMULATED = 400  # draws of the emulated posterior whose spread is reported


def calibrate(folder: Path, recipe: Recipe | None = None, tell: Tell | None = None, workers: int = 1) -> dict[str, Any]:
    """Run the calibration in a folder, or go on with it there; the same folder and recipe give the same bits.

    ``workers``: processes that simulate side by side; the bits do not depend on them. Returns the posterior as plain
    data. Raises ValueError where the folder holds another run, ChildProcessError where one of the processes was ended
    from outside, ModuleNotFoundError without the libraries of the extra ``calibration``.
    """
    chosen = recipe or Recipe()
    with Workers(workers) as pool:
        return _fitted(Run(folder, chosen, hashes(), tell or (lambda what, share: None), pool), chosen)


def _fitted(run: Run, chosen: Recipe) -> dict[str, Any]:
    """The posterior as data; its draws are the likeliest on fresh patients, the likeliest first."""
    emulator = run.waves()
    emulated = run.draws("posterior", lambda: sample(emulator, run.targets, chosen.seed + 1000, EMULATED, chosen.steps))
    run.tell("checking with a second method", run.done / chosen.simulations)
    second = run.kept("second", lambda: importance(emulator, run.targets, free_parameters(), chosen.seed).data())
    draws = emulated[: 2 * chosen.kept]
    fresh, error = run.simulate("fresh", draws, [chosen.fresh_seed] * len(draws), chosen.fresh_size)
    kept = likeliest(run, emulator, draws, fresh, error)[: chosen.kept]
    second_method = {
        "effective": second["effective"],
        "rows": [asdict(row) for row in compared(emulated, Marginals(**second), free_parameters())],
    }
    last = run.kept("last", lambda: against_single_values(run, emulator, draws[kept]))
    document = _document(run, chosen, draws[kept], fresh[kept], emulated)
    return document | {"second_method": second_method, "fresh_likelihood": last}


def _document(run: Run, recipe: Recipe, draws: Array, fresh: Array, emulated: Array) -> dict[str, Any]:
    names = list(as_draw(draws[0]))
    centre, sd = centres(run.targets)
    return {
        "schema_version": SCHEMA,
        "hashes": hashes(),
        "recipe": asdict(recipe),
        "fitted": as_fitted(run.targets),
        "prior_sd_left": {n: round(float(s), 3) for n, s in zip(names, emulated.std(axis=0), strict=True)},
        "distance": {
            t.id: round(float(np.nanmedian(fresh[:, k]) - centre[k]) / float(sd[k]), 2)
            for k, t in enumerate(run.targets)
            if not np.isnan(fresh[:, k]).all()
        },
        "draws": [{name: round(value, 5) for name, value in as_draw(z).items()} for z in draws],
    }
