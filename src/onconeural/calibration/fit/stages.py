"""The stages of a calibration, each kept in a folder so that a stopped run goes on with the same bits."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.fit.emulator import FEWEST, Emulator, fit_emulator
from onconeural.calibration.fit.posterior_sampler import sample
from onconeural.calibration.fit.target_rows import Simulated, Target, simulate_targets, targets
from onconeural.calibration.parameters import free_parameters
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.workers import Workers
from onconeural.storage import write_atomically

Array = NDArray[np.float64]
Tell = Callable[[str, float], None]
Simulate = Callable[[tuple[Target, ...], Simulator], Simulated]


@dataclass(frozen=True)
class Recipe:
    """What decides the result: draws of each wave, patients, draws kept, steps of the sampler, and seeds."""

    waves: tuple[int, ...] = (128, 48, 48)
    size: int = 300
    kept: int = 20
    fresh_size: int = 400
    steps: int = 3000
    seed: int = 1
    fresh_seed: int = 2

    @classmethod
    def small(cls) -> Recipe:
        """A recipe of a few minutes, to see that it works; its numbers mean little."""
        return cls(waves=(40, 8), size=80, kept=3, fresh_size=80, steps=300)

    @property
    def simulations(self) -> int:
        """Number of simulated draws, those on fresh patients and single values included."""
        return sum(self.waves) + 4 * self.kept


class Run:
    """One calibration in a folder; every simulated draw is a file that is there whole or not at all."""

    def __init__(self, folder: Path, recipe: Recipe, hashes: dict[str, str], tell: Tell, workers: Workers) -> None:
        """Open or begin a run; raises ValueError where the folder holds another recipe, model or evidence."""
        self.folder, self.recipe, self.tell, self.workers = folder, recipe, tell, workers
        _begin(folder, {"recipe": asdict(recipe), "hashes": hashes})  # first of all: the targets take seconds to read
        self.targets = targets()
        self.done, self.simulated, self.seconds = 0, 0, 0.0
        self._sds = np.array([free.sd for free in free_parameters()])

    def waves(self, last: int | None = None) -> Emulator:
        """The emulator of all waves, or of those up to the ``last``; each but the first is drawn from the posterior."""
        stages: list[tuple[Array, Array, Array]] = []
        for number, count in enumerate(self.recipe.waves[:last]):
            draws = self.draws(f"wave{number + 1}", partial(self._wave, stages, count))
            rows, errors = self.simulate(f"wave{number + 1}", draws, [self.recipe.seed] * count, self.recipe.size)
            if number == 0:
                given = np.isfinite(rows).sum(axis=0) >= FEWEST
                self._leave_out(given)
                rows, errors = rows[:, given], errors[:, given]
            stages.append((draws, rows, errors))
        return self._emulator(stages)

    def _emulator(self, stages: list[tuple[Array, Array, Array]]) -> Emulator:
        z, y, error = (np.vstack(column) for column in zip(*stages, strict=True))
        return fit_emulator(self.targets, z, y, error)

    def _leave_out(self, given: NDArray[np.bool_]) -> None:
        """Go on without the targets for which too few draws of the first wave have patients."""
        for target, kept in zip(self.targets, given, strict=True):
            if not kept:
                self.tell(
                    f"left out: {target.id}, given by fewer than {FEWEST} draws", self.done / self.recipe.simulations
                )
        self.targets = tuple(target for target, kept in zip(self.targets, given, strict=True) if kept)

    def draws(self, stage: str, make: Callable[[], Array]) -> Array:
        """The standardised draws of a stage (m, P): those of the folder, else made and kept there."""
        return np.array(self.kept(f"{stage}-draws", lambda: make().tolist()), dtype=float)

    def kept(self, name: str, make: Callable[[], object]) -> Any:  # noqa: ANN401 - any JSON
        """The result of a stage: that of the folder, else made and kept there."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            write_whole(path, make())
        return _read(path)

    def _wave(self, stages: list[tuple[Array, Array, Array]], count: int) -> Array:
        number = len(stages)
        if number == 0:
            return design(len(self._sds), count, self.recipe.seed)
        self.tell(f"sampling after wave {number}", self.done / self.recipe.simulations)
        return sample(self._emulator(stages), self.targets, self.recipe.seed + 100 * number, count, self.recipe.steps)

    def simulate(self, stage: str, draws: Array, seeds: Sequence[int], size: int) -> tuple[Array, Array]:
        """Simulated targets of standardised draws (m, P), and their Monte-Carlo errors, each (m, K); NaN: too few.

        ``seeds`` (m,): of the patients of each draw; ``size``: how many of them, about.
        """
        paths = [self.folder / f"{stage}-{i:03d}.json" for i in range(len(draws))]
        left = [i for i, path in enumerate(paths) if not path.exists()]
        self.done += len(draws) - len(left)
        one = partial(_simulated, simulate_targets, self.targets, size)
        for k, (found, seconds) in self.workers.each(one, [(draws[i], seeds[i]) for i in left]):
            write_whole(paths[left[k]], found)
            self.done, self.simulated, self.seconds = self.done + 1, self.simulated + 1, self.seconds + seconds
            self._report(stage)
        rows = [_read(path) for path in paths]
        both = np.array([[row[t.id] or [np.nan, np.nan] for t in self.targets] for row in rows], dtype=float)
        return both[:, :, 0], both[:, :, 1]

    def _report(self, stage: str) -> None:
        left = self.recipe.simulations - self.done
        minutes = self.seconds / self.simulated * left / self.workers.count / 60
        words = f"about {minutes:.0f} min of simulation left"
        share = self.done / self.recipe.simulations
        self.tell(f"{stage}, draw {self.done} of {self.recipe.simulations}, {words}", share)


def _begin(folder: Path, asked: dict[str, Any]) -> None:
    """Write down which run a folder holds; raises ValueError where it holds another one."""
    start, written = folder / "recipe.json", json.loads(json.dumps(asked))
    if start.exists() and _read(start) != written:
        raise ValueError(f"{start}: found another recipe, model or evidence; expected those of this run (new folder?)")
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(start, written)


def _read(path: Path) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        raise ValueError(
            f"{path}: found no JSON; expected what a calibration wrote (without the file it is made again)"
        ) from None


def _simulated(
    simulate: Simulate, wanted: tuple[Target, ...], size: int, numbered: tuple[Array, int]
) -> tuple[Simulated, float]:
    """The targets under one standardised draw on the patients of one seed, and the seconds that it took."""
    began = time.monotonic()
    z, seed = numbered
    found = simulate(wanted, Simulator(as_draw(z), seed, size))
    return found, time.monotonic() - began


def design(size: int, count: int, seed: int, reach: float = 0.8) -> Array:
    """A space-filling design of standard normal priors (Sobol, scrambled), ``reach`` times as wide, (count, size)."""
    from scipy.stats import norm, qmc  # noqa: PLC0415 - an extra

    points = qmc.Sobol(size, rng=seed).random_base2(int(np.ceil(np.log2(count))))[:count]
    return np.asarray(reach * norm.ppf(np.clip(points, 1e-4, 1 - 1e-4)))


def as_draw(z: Array) -> dict[str, float]:
    """Logarithms of factors by name from standardised parameters (P,)."""
    return {free.name: float(free.sd * x) for free, x in zip(free_parameters(), z, strict=True)}


def write_whole(path: Path, content: object) -> None:
    """Write JSON so that a file is there whole or not at all, also when the process is killed."""
    write_atomically(path, json.dumps(content, indent=1, allow_nan=False, sort_keys=True).encode())
