"""What the calibration targets can decide: directions, profiles and verdicts, before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.checks.symmetries import Symmetry, symmetries
from onconeural.calibration.fit.emulator import Emulator
from onconeural.calibration.fit.likelihood import Likelihood
from onconeural.calibration.fit.posterior import hashes
from onconeural.calibration.fit.posterior_sampler import emulated_likelihood, fisher, lowest
from onconeural.calibration.fit.stages import Recipe, Run, Tell
from onconeural.calibration.parameters import Free, free_parameters
from onconeural.calibration.workers import Workers, on_one_thread
from onconeural.model import areas, disease_model, interventions

Array = NDArray[np.float64]

WIDE, STEPS = 2.0, 4  # a profile reaches so many prior standard deviations each way, in so many steps
DROP = 1.92  # fall of the log likelihood at the end of a 95 % profile interval: half of chi squared at 0.95, 1 df
SMALL = 0.05  # prior sd within which the gradient is taken
ITERATIONS = 40  # of the optimiser at each point of a profile
LINKED = 0.25  # correlation from which two parameters are called linked
INFORMED = 0.75  # share of the prior left if all others were known, below which the targets move with a parameter


@dataclass(frozen=True)
class Profile:
    """What the targets say about one free parameter, in prior standard deviations from the present value.

    ``low`` and ``high``: 95 % profile-likelihood interval, None where the likelihood does not fall enough within 2.
    ``sd_left``: share of the prior standard deviation that is left when prior and targets are joined; ``alone``: the
    same if all others were known. ``linked``: parameters that the targets tie it to, strongest first.
    """

    name: str
    symbol: str
    low: float | None
    high: float | None
    sd_left: float
    alone: float
    linked: tuple[str, ...]
    verdict: str


@dataclass(frozen=True)
class Direction:
    """A combination of parameters: ``information`` is its Fisher information in units of the prior's (1: as much)."""

    information: float
    parts: dict[str, float]


@dataclass(frozen=True)
class Identifiability:
    """Symmetries of the equations, those left among the free parameters, directions and profiles."""

    equations: tuple[Symmetry, ...]
    among_free: tuple[Symmetry, ...]
    targets: int
    directions: tuple[Direction, ...]
    profiles: tuple[Profile, ...]

    @property
    def decided(self) -> int:
        """Number of directions about which the targets say more than the prior."""
        return sum(d.information > 1.0 for d in self.directions)


def structure() -> tuple[tuple[Symmetry, ...], tuple[Symmetry, ...]]:
    """Scaling symmetries of the disease model: of all its parameters, and those among the free ones alone.

    Seen or given are: time, mRS, function of each area, thresholds of hazards, and whatever doses add to.
    """
    model = disease_model()
    given = {effect.state for one in interventions() for effect in one.doses if effect.amount}
    thresholds = {name for name in model.parameters if name in ("Edx", "Esym", "Einc", "Edeath")}
    seen = {"mrs", "t_onset", *(f"f_{a.letter}" for a in areas()), *given, *thresholds}
    free = dict.fromkeys(one.symbol for one in free_parameters() if one.of == "value")
    names = [*(n for n in model.parameters if n not in free), *free]
    fixed = seen | {n for n in model.parameters if n not in free}
    return symmetries(model.sbml, sorted(seen), names), symmetries(model.sbml, sorted(fixed), tuple(free))


def identify(folder: Path, recipe: Recipe | None = None, tell: Tell | None = None, workers: int = 1) -> Identifiability:
    """What the targets can decide, from the first wave of a calibration in a folder (simulated there if need be).

    Raises ValueError where the folder holds another run, ModuleNotFoundError without the extra ``calibration``.
    """
    say = tell or (lambda what, share: None)
    chosen = recipe or Recipe()
    part = 0.8 * chosen.simulations / chosen.waves[0]
    with Workers(workers) as pool:
        run = Run(folder, chosen, hashes(), lambda what, share: say(what, part * share), pool)
        emulator = run.waves(1)
        chance, free = emulated_likelihood(emulator, run.targets), free_parameters()
        information = fisher(emulator, run.targets)
        best, profiles = _climb(np.zeros(len(free)), None, emulator, chance), {}
        for i, found in pool.each(partial(_profile, best, emulator, chance, information), range(len(free))):
            profiles[i] = found
            say(f"profile of {free[i].name}", 0.8 + 0.2 * len(profiles) / len(free))
    whole, left = structure()
    directions = _directions(information, free)
    return Identifiability(whole, left, len(run.targets), directions, tuple(profiles[i] for i in range(len(free))))


def _directions(information: Array, free: Sequence[Free]) -> tuple[Direction, ...]:
    values, vectors = np.linalg.eigh(information)
    found = []
    for value, vector in zip(values[::-1], vectors.T[::-1], strict=True):
        order = np.argsort(-np.abs(vector))[:4]
        sign = np.sign(vector[order[0]])
        found.append(
            Direction(float(max(value, 0.0)), {free[i].name: round(float(sign * vector[i]), 2) for i in order})
        )
    return tuple(found)


@on_one_thread
def _profile(best: tuple[Array, float], emulator: Emulator, chance: Likelihood, information: Array, i: int) -> Profile:
    one = free_parameters()[i]
    joined = np.linalg.inv(information + np.eye(len(information)))
    sd_left, alone = float(np.sqrt(joined[i, i])), float(1.0 / np.sqrt(1.0 + information[i, i]))
    r = joined[i] / np.sqrt(np.diag(joined) * joined[i, i])
    near = [j for j in np.argsort(-np.abs(r)) if j != i and abs(r[j]) >= LINKED][:3]
    linked = tuple(free_parameters()[j].name for j in near)
    low, high = (_end(i, sign, best, emulator, chance) for sign in (-1.0, 1.0))
    return Profile(one.name, one.symbol, low, high, sd_left, alone, linked, _words((low, high), alone, linked))


def _end(i: int, sign: float, best: tuple[Array, float], emulator: Emulator, chance: Likelihood) -> float | None:
    """Where the profile has fallen by 1.92 on one side, linear between steps; None within two prior deviations."""
    z, before, last = best[0].copy(), 0.0, float(best[0][i])
    for step in np.linspace(last, sign * WIDE, STEPS + 1)[1:]:
        z[i] = step
        z, value = _climb(z, i, emulator, chance)
        fall = best[1] - value
        if fall >= DROP:
            return float(last + (step - last) * (DROP - before) / max(fall - before, 1e-9))
        before, last = fall, float(step)
    return None


def _climb(start: Array, fixed: int | None, emulator: Emulator, chance: Likelihood) -> tuple[Array, float]:
    """The most likely parameters within the box of two prior deviations, one of them kept where it is."""
    from scipy.optimize import minimize  # noqa: PLC0415 - an extra

    low = np.maximum(lowest(), -WIDE)
    box = [(v, v) if i == fixed else (a, WIDE) for i, (v, a) in enumerate(zip(start, low, strict=True))]
    moves = SMALL * np.eye(len(start))

    def down(z: Array) -> tuple[float, Array]:
        """What is minimised: less the log-likelihood, and its slope by differences on both sides."""
        value = chance(emulator.predict(np.vstack([z, z + moves, z - moves])))
        n = len(z)
        return -float(value[0]), np.asarray((value[n + 1 :] - value[1 : n + 1]) / (2 * SMALL))

    found = minimize(
        down, np.maximum(start, low), jac=True, bounds=box, method="L-BFGS-B", options={"maxiter": ITERATIONS}
    )
    return np.asarray(found.x), -float(found.fun)


def _words(ends: Sequence[float | None], alone: float, linked: tuple[str, ...]) -> str:
    if None not in ends:
        return "practically identifiable"
    if ends[0] is not None or ends[1] is not None:
        return f"bounded {'above' if ends[1] is not None else 'below'} only"
    if alone < INFORMED and linked:
        return f"seen only together with {' and '.join(linked)}"
    return "not identifiable from these targets"


def as_data(found: Identifiability) -> dict[str, Any]:
    """The result as plain data."""
    data = asdict(found)
    for name in ("equations", "among_free"):
        data[name] = [{"powers": s.powers, "words": s.words} for s in getattr(found, name)]
    return data | {"decided": found.decided}
