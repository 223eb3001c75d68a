"""The Hu block: five free parameters and the anti-Hu cohorts, small enough to test the inference itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.comparison.scale import from_scale
from onconeural.calibration.fit.emulator import Emulator, cubic, fit_emulator
from onconeural.calibration.fit.exclusive import among_the_rest, exclusive
from onconeural.calibration.fit.likelihood import T_SCALE, TAILS
from onconeural.calibration.fit.posterior_sampler import emulated_likelihood, lowest, sample
from onconeural.calibration.fit.stages import design
from onconeural.calibration.fit.target_rows import Target, simulate_targets, targets
from onconeural.calibration.parameters import Free, free_parameters
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.workers import Workers

Array = NDArray[np.float64]
Tell = Callable[[str, float], None]

# Injury, time to diagnosis, the tumour's own symptoms, death by disability and death by tumour: one of each mechanism
# that the anti-Hu cohorts speak of (chosen by hand before any recovery was run).
NAMES = ("kN", "kdx", "Tsym", "hn", "hT")
DRAWS, SIZE, SEED = 160, 300, 11
STEPS, THIN, KEPT = 800, 8, 99


@dataclass(frozen=True)
class Block:
    """Free parameters, the targets that they are fitted to, and an emulator of these."""

    free: tuple[Free, ...]
    targets: tuple[Target, ...]
    emulator: Emulator

    def posterior(self, wanted: tuple[Target, ...], seed: int) -> Array:
        """99 draws of the posterior given some of the targets, nearly independent, (99, P)."""
        return sample(self.emulated(wanted), wanted, seed, KEPT, STEPS, self.free, THIN)

    def emulated(self, wanted: tuple[Target, ...]) -> Emulator:
        """The emulator of some of the targets."""
        names = [t.id for t in self.targets]
        return self.emulator.only([names.index(t.id) for t in wanted])


def hu_targets() -> tuple[Target, ...]:
    """The targets that rest on anti-Hu patients alone.

    >>> {t.sets for t in hu_targets()}
    {('hu',)}
    """
    return tuple(t for t in targets() if t.sets == ("hu",))


def hu_block(draws: int = DRAWS, size: int = SIZE, tell: Tell | None = None, workers: Workers | None = None) -> Block:
    """Simulate a design of the five parameters (the others stay as they are) and fit the emulator."""
    say = tell or (lambda what, share: None)
    free = tuple(one for name in NAMES for one in free_parameters() if one.name == name)
    wanted, z = hu_targets(), np.maximum(design(len(free), draws, SEED, 1.0), lowest(free))
    rows: dict[int, Array] = {}
    work = partial(simulated, free, wanted, seed=SEED, size=size)
    for i, row in (workers or Workers()).each(work, list(z)):
        rows[i] = row
        say(f"draw {len(rows)} of {draws}", len(rows) / draws)
    y = np.array([rows[i] for i in range(len(z))])
    return Block(free, wanted, fit_emulator(wanted, z, y[:, :, 0], y[:, :, 1], free, cubic(len(free))))


def simulated(free: tuple[Free, ...], wanted: tuple[Target, ...], z: Array, seed: int, size: int) -> Array:
    """Predictions on their scale and Monte-Carlo errors of standardised parameters z (P,), shape (K, 2)."""
    draw = {one.name: float(one.sd * x) for one, x in zip(free, z, strict=True)}
    found = simulate_targets(wanted, Simulator(draw, seed, size))
    return np.array([found[t.id] or [np.nan, np.nan] for t in wanted])


def as_published(block: Block, z: Array, random: np.random.Generator, seed: int, size: int) -> tuple[Target, ...]:
    """Targets as cohorts would have published them if z (P,) were true: fresh patients, cohorts and samples.

    A statistic that the fresh patients do not give is left out.
    """
    chance = emulated_likelihood(block.emulator, block.targets)
    true = simulated(block.free, block.targets, z, seed, size)[:, 0]
    effects = random.standard_normal(int(chance.cohort.max()) + 1)[chance.cohort]
    own = np.sqrt(np.maximum(between_cohorts().tau ** 2 - chance.loading**2, 0.0))
    true = true + chance.loading * effects + own * T_SCALE * random.standard_t(TAILS, len(true))
    families = exclusive(block.targets)
    family = {int(i): number for number, rows in enumerate(families) for i in rows}
    taken = [0] * len(families)
    found = []
    for i, (target, x) in enumerate(zip(block.targets, among_the_rest(true, families), strict=True)):
        if np.isfinite(x):
            found.append(_drawn(target, float(x), taken[family[i]] if i in family else 0, random))
        if i in family and np.isfinite(x):
            taken[family[i]] += found[-1].published.count or 0
    return tuple(found)


def _drawn(target: Target, x: float, taken: int, random: np.random.Generator) -> Target:
    """The target with a value drawn where the true one is x on the scale; ``taken``: patients of other categories."""
    n = target.published.n
    if target.published.count is None or n is None:
        return replace(target, centre=x + target.sampling * float(random.standard_normal()))
    count = int(random.binomial(max(n - taken, 0), from_scale(x, "%") / 100.0))
    return replace(target, published=replace(target.published, count=count, value=100.0 * count / n))
