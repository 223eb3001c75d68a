"""Virtual patients from onset to the forecast day: what was recorded of them on the days of the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from onconeural.engine import Dose
from onconeural.forecast.pool import Group, together
from onconeural.model import areas, disease_model, scales
from onconeural.population import PRECISION, RTOL, Diseased

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FUNCTIONS = tuple(f"f_{area.letter}" for area in areas())
HAZARDS = ("Hneu", "Htum", "Hbg")  # of death
SILENT = ("Hsym", "Hinc")  # of finding the tumour without looking for it
# One list for every case, since machine code belongs to a list.
RECORDED = ("mrs", "sens", *HAZARDS, *SILENT, *FUNCTIONS, "Cbt", "Pc", "Ab", "Ac")


@dataclass(frozen=True)
class Past:
    """n patients on ``days`` (from onset): recorded values (n, days) by name, and their state (S, n) on the last day.

    ``gone`` (n,): the tumour had killed them. ``chance`` (n,): with which a patient was taken.
    """

    group: Group
    seed: int
    days: Array
    values: dict[str, Array]
    state: Array
    failed: Flags
    gone: Flags
    chance: Array

    @property
    def people(self) -> Diseased:
        """The patients at onset."""
        return self.group.people

    def __len__(self) -> int:
        return len(self.group)

    def on(self, name: str, day: float | None = None) -> Array:
        """One recorded value on a day that was asked for, by default the last, shape (n,)."""
        return self.values[name][:, -1 if day is None else self._at(day)]

    def until(self, name: str, day: float) -> Array:
        """The same on every recorded day up to one, shape (n, days)."""
        return self.values[name][:, : self._at(day) + 1]

    def since_onset(self, names: Sequence[str], day: float | None = None) -> Array:
        """Sum of cumulative hazards since onset, shape (n,)."""
        rows = [disease_model().states.index(name) for name in names]
        first = self.people.state[rows].sum(axis=0)
        return np.asarray(sum(self.on(name, day) for name in names) - first)

    def involved(self, below: float, day: float | None = None) -> Flags:
        """Which areas have less function than ``below``, shape (n, areas)."""
        return np.stack([self.on(name, day) < below for name in FUNCTIONS], axis=1)

    def score(self, name: str, day: float) -> Array:
        """Normal score of a value among the living patients of the same antibody on that day, shape (n,).

        The score of a patient is the normal quantile of the share of patients with less; 0 is the middle one.
        """
        value, scores = self.on(name, day), np.zeros(len(self))
        weight = np.exp(-self.since_onset(HAZARDS, day)) / self.chance
        weight = np.where(self.failed | self.gone | ~np.isfinite(value), 0.0, weight)
        for key in np.unique(self.people.antibody):
            here = np.flatnonzero((self.people.antibody == key) & (weight > 0.0))
            if len(here):
                scores[here] = _normal(_shares_below(value[here], weight[here]))
        return scores

    def _at(self, day: float) -> int:
        return int(np.searchsorted(self.days, day - 1e-9))


def live(group: Group, seed: int, days: Array, doses: Sequence[Dose], chance: Array) -> Past:
    """Simulate patients from onset to the last of ``days``, with the doses that each was given."""
    run = disease_model().simulate(
        float(days[-1]),
        parameters=group.people.parameters,
        state=group.people.state,
        doses=doses,
        outputs=RECORDED,
        times=days,
        stop_at=("lethal_burden",),
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
    gone = np.isfinite(run.events["lethal_burden"])
    return Past(group, seed, days, dict(run.values), run.end_state, run.failed, gone, chance)


def joined(parts: Sequence[Past]) -> Past:
    """Several groups with the same days as one."""
    if len(parts) == 1:
        return parts[0]
    flat = {f.name: [getattr(p, f.name) for p in parts] for f in fields(Past)}
    return Past(
        group=together(flat["group"]),
        seed=parts[0].seed,
        days=parts[0].days,
        values={name: np.concatenate([v[name] for v in flat["values"]]) for name in RECORDED},
        state=np.concatenate(flat["state"], axis=1),
        failed=np.concatenate(flat["failed"]),
        gone=np.concatenate(flat["gone"]),
        chance=np.concatenate(flat["chance"]),
    )


def _shares_below(value: Array, weight: Array) -> Array:
    """Weighted share of the values that are lower; equal values share their places."""
    levels, place = np.unique(value, return_inverse=True)
    mass = np.bincount(place, weights=weight, minlength=len(levels))
    below = np.cumsum(mass) - mass / 2.0
    return np.asarray((below / mass.sum())[place])


def _normal(share: Array) -> Array:
    """Quantile of the standard normal distribution, by straight lines between 2,001 exact ones."""
    return np.interp(share, *_quantiles())


@cache
def _quantiles() -> tuple[Array, Array]:
    shares = np.linspace(0.0, 1.0, 2003)[1:-1]
    return shares, np.array([NormalDist().inv_cdf(float(s)) for s in shares])
