"""How far cohorts of one disease differ beyond sampling: a random-effects estimate from calibration cohorts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.comparison.predict import countable, meaning, obstacle
from onconeural.calibration.comparison.scale import half_width, to_scale
from onconeural.calibration.patients.mixture import Mixture, mixture
from onconeural.calibration.published.age_and_sex import of_children
from onconeural.calibration.published.intervals import published
from onconeural.calibration.readings.area_words import AREAS, counts_classes
from onconeural.evidence.cohort_records import Cohort, Observable, cohorts
from onconeural.model import areas_of_phenotype

Array = NDArray[np.float64]
Key = tuple[object, ...]

RESAMPLES, SEED = 2000, 1  # of the groups, for the interval of tau


@dataclass(frozen=True)
class Heterogeneity:
    """Spread between cohorts that print the same statistic of the same disease.

    ``tau``: standard deviation on the scale of a statistic (logit of a share, logarithm of a time or ratio).
    ``low``, ``high``: its 95 % interval (bootstrap over the groups). ``groups`` statistics printed by two or more
    cohorts, ``rows`` behind them; ``q`` (Cochran) and its degrees of freedom ``df``; ``share``: I^2, the share of the
    differences that sampling does not explain (0 to 1).
    """

    tau: float
    low: float
    high: float
    groups: int
    rows: int
    q: float
    df: int

    @property
    def share(self) -> float:
        """I^2 = (Q - df) / Q, not below 0."""
        return max(self.q - self.df, 0.0) / self.q if self.q else 0.0


@cache
def between_cohorts() -> Heterogeneity:
    """The heterogeneity of the calibration cohorts; validation cohorts are not looked at.

    >>> 0.0 <= between_cohorts().tau < 1.0
    True
    """
    return heterogeneity(_groups())


def heterogeneity(groups: Iterable[tuple[Array, Array]]) -> Heterogeneity:
    """Pool the method of moments (DerSimonian and Laird 1986) over groups of (values, standard errors), each (k,).

    tau^2 = sum (Q - df) / sum C over the groups, with Q = sum w (y - m)^2, C = sum w - sum w^2 / sum w, w = 1 / se^2.

    >>> heterogeneity([(np.array([0.0, 2.0]), np.array([1.0, 1.0]))]).tau
    1.0
    """
    found = [_moments(y, 1.0 / se**2) for y, se in groups if len(y) > 1]
    q, df, c = np.array(found).T.reshape(3, -1)
    chosen = np.random.default_rng(SEED).integers(0, max(len(found), 1), (RESAMPLES, len(found)))
    taus = _tau(q[chosen].sum(axis=1), df[chosen].sum(axis=1), c[chosen].sum(axis=1))
    low, high = np.quantile(taus, [0.025, 0.975])
    tau = float(_tau(q.sum(), df.sum(), c.sum()))
    rows = int(df.sum()) + len(found)
    return Heterogeneity(tau, float(low), float(high), len(found), rows, float(q.sum()), int(df.sum()))


def _moments(y: Array, w: Array) -> tuple[float, float, float]:
    """Q, its degrees of freedom, and C of one group with weights w."""
    q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
    return q, len(y) - 1.0, float(w.sum() - (w**2).sum() / w.sum())


def _tau(q: Array, df: Array, c: Array) -> Array:
    return np.sqrt(np.divide(np.maximum(q - df, 0.0), c, out=np.zeros_like(c), where=c > 0.0))


def _groups() -> list[tuple[Array, Array]]:
    """Values and standard errors of rows that mean the same, one row a cohort."""
    found: dict[Key, dict[str, tuple[float, float]]] = {}
    for publication in cohorts().values():
        for seen in publication.observables if publication.role == "calibration" else ():
            if countable(publication, seen) and obstacle(publication, seen) is None:
                row = _estimate(publication, seen)
                found.setdefault(_key(publication, seen), {}).setdefault(publication.id, row)
    return [
        (np.array([y for y, _ in rows.values()]), np.array([se for _, se in rows.values()]))
        for rows in found.values()
        if len(rows) > 1
    ]


def _estimate(publication: Cohort, seen: Observable) -> tuple[float, float]:
    row = published(publication, seen)
    low, high = float(row.low or 0.0), float(row.high or 0.0)
    middle = (to_scale(low, row.unit) + to_scale(high, row.unit)) / 2.0  # finite also where nobody or everybody has it
    return middle, half_width(low, high, row.unit)


def _key(publication: Cohort, seen: Observable) -> Key:
    """What makes two rows the same statistic of the same patients.

    The patients: antibodies and their shares, in whole percent; the area of a series chosen by one; children or all
    ages. The statistic: reading, area (predominant, present, or not said), time and unit.
    """
    mix = mixture(publication, seen)
    parts = tuple(sorted((key, round(100 * w)) for key, w in mix.parts.items())) if isinstance(mix, Mixture) else ()
    group = (seen.group or "").lower()
    areas = tuple(area for words, area in AREAS.items() if re.search(words, group))
    return (
        parts,
        _chosen_by(publication),
        of_children(publication),
        meaning(publication, seen),
        areas or group,
        "present" in group,
        bool(areas) and counts_classes(publication, seen),
        seen.time_months,
        published(publication, seen).unit,
    )


def _chosen_by(publication: Cohort) -> tuple[str, ...]:
    """The area of a series that was chosen by one syndrome of one area; none for all others."""
    areas = areas_of_phenotype(publication.syndrome[0]) if len(publication.syndrome) == 1 else ()
    return tuple(area.id for area in areas) if len(areas) == 1 else ()
