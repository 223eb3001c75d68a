"""Shares of the parts of a cohort that agree with what it prints of antibodies, tumours, sex and certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.mixture import JUNCTION, Mixture, Part
from onconeural.calibration.patients.raking import raked
from onconeural.calibration.published.printed_tumours import TumourShare
from onconeural.model import antibody, without_antibody

EXACT = 0.005  # error with which a share of antibodies that the cohort prints is met
# How many patients the usual shares are worth beside printed tumours (assumed: the share of Hu is 39 % in the
# Netherlands, 26 and 28 % in two other series, that of Yo 9, 17 and 30 %; counts of so many would differ as much).
WORTH = 10.0


def settled(
    mix: Mixture,
    cells: Sequence[Part],
    chosen: Sequence[float],
    women: Sequence[float] | None = None,
    classed: Sequence[Sequence[float]] = (),
) -> tuple[Part, ...]:
    """The parts with the shares that agree with what the cohort prints.

    ``chosen``: share of each part that the cohort selected; ``women``: share of women in each, where the printed
    sex is to count; ``classed``: share of each class of ``classes`` in each part.
    """
    prior = np.array([p.share for p in cells])
    prior = _split(cells, prior, chosen) if mix.selected else prior * chosen
    if len(cells) < 2 or not prior.sum():
        return tuple(cells)
    rows = [(_among_those_with(cells, sets, share), 0.0, EXACT) for sets, share in mix.printed]
    if mix.negative is not None:
        rows.append((np.array([float(p.settings in without_antibody()) for p in cells]), mix.negative, EXACT))
    rows += [(_with(mix, cells, t), 0.0 if t.among else t.share, sqrt(WORTH) * t.sd) for t in mix.tumours]
    sexes = [fact for fact in mix.persons if fact.of == "women" and fact.sd] if women is not None else []
    rows += [(np.asarray(women), fact.value, sqrt(WORTH) * float(fact.sd or 0.0)) for fact in sexes]
    rows += [(np.asarray(r), f.value, sqrt(WORTH) * f.sd) for f, r in zip(mix.classes, classed, strict=False)]
    if rows:
        prior = raked(prior, *(np.array(column, dtype=float) for column in zip(*rows, strict=True)))
    return tuple(replace(p, share=float(w)) for p, w in zip(cells, prior / prior.sum(), strict=True))


def _split(cells: Sequence[Part], shares: NDArray[np.float64], chosen: Sequence[float]) -> NDArray[np.float64]:
    """Shares (n,) in which patients without an antibody have the diseases that were selected, as many as before."""
    none = np.array([p.settings in without_antibody() for p in cells])
    picked = shares * np.where(none, chosen, 1.0)
    left = picked[none].sum()
    return np.where(none & (left > 0.0), picked * shares[none].sum() / max(left, 1e-12), shares)


def _among_those_with(cells: Sequence[Part], sets: tuple[str, ...], share: float) -> NDArray[np.float64]:
    """How much each part adds to the difference from a printed share (0 to 1) among those with an antibody."""
    known = np.array([float(p.settings not in without_antibody()) for p in cells])
    return np.array([float(p.settings in sets) for p in cells]) - share * known


def _with(mix: Mixture, cells: Sequence[Part], seen: TumourShare) -> NDArray[np.float64]:
    """How much each part adds to a printed share of tumours; to its difference from the share where it is ``among``."""
    found = np.array([1.0 if mix.all_known else _found(p.settings) for p in cells])
    return np.asarray(found * ([_share_with(p, seen) for p in cells] - np.array(seen.share if seen.among else 0.0)))


def _found(key: str) -> float:
    return 1.0 if key == JUNCTION else antibody(key).with_tumour.share


def _share_with(part: Part, seen: TumourShare) -> float:
    kinds = {t.tumour: t.share for t in antibody(part.settings).tumours}
    return float(part.tumour in seen.tumours) if part.tumour else sum(kinds.get(t, 0.0) for t in seen.tumours)
