"""Simulated patients of a publication, each as often as the age, sex, antibodies and tumours that it prints ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.at_entry import of_entry
from onconeural.calibration.patients.at_treatment import kept as could_be_treated
from onconeural.calibration.patients.at_treatment import of_treatment
from onconeural.calibration.patients.certainty import of_fact
from onconeural.calibration.patients.mixture import Mixture
from onconeural.calibration.patients.raking import Marginal, raked
from onconeural.calibration.patients.resampling import resampled, taken
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.patients.settled import settled
from onconeural.calibration.published.age_and_sex import PersonFact
from onconeural.calibration.published.certainty_classes import ClassFact
from onconeural.calibration.published.entry import EntryFact
from onconeural.calibration.published.treated import TreatmentFact

Array = NDArray[np.float64]
Fact = PersonFact | EntryFact | ClassFact | TreatmentFact

# Effective patients that the weights for age and sex leave at the least (assumed): a tenth, and 100 (which give a share
# a Monte-Carlo error of 5 points), or four fifths of fewer.
TENTH, HUNDRED, FOUR_FIFTHS = 0.1, 100.0, 0.8
WIDER = 1.1  # factor on the errors of printed values, again and again until so many are left
FIXED = 1e-3  # error with which the shares of the parts are kept while age and sex are met
WHAT = {
    "women": "sex",
    "certainty": "certainty",
    "entry": "disability on entry",
    "treatment": "treatment",
}  # what a printed fact is about, if it is not age
MET = 2.0  # standard errors from the printed value within which it counts as met


@dataclass(frozen=True)
class Drawn:
    """The simulated patients of each part of a publication, the weight of each, and how age and sex were met."""

    parts: tuple[tuple[Sample, float], ...]
    words: str = ""


@dataclass(frozen=True)
class _Seen:
    """A printed fact, what each simulated patient adds to it, shape (n,), and its standard error."""

    fact: Fact
    values: Array
    sd: float

    @property
    def told_apart(self) -> bool:
        """Whether the patients differ in it, so that weights can move it."""
        return bool(self.values.std() > 0.0)

    def met(self, weights: Array) -> bool:
        """Whether patients with these weights, shape (n,), agree with what is printed."""
        away = float(weights @ self.values / weights.sum()) - self.fact.value
        return (-away if self.at_least else abs(away)) <= MET * self.sd

    @property
    def at_least(self) -> bool:
        """Whether any larger value agrees with what is printed too."""
        return isinstance(self.fact, EntryFact | TreatmentFact) and self.fact.form == "least"

    def asks(self, equal: Array) -> bool:
        """Whether patients with their usual weights, shape (n,), fall short of it and have to be moved."""
        return not self.at_least or float(equal @ self.values) < self.fact.value

    def row(self, wider: float) -> Marginal:
        """The fact for the raking; ages are brought to the size of shares."""
        unit = float(self.values.std())
        return (self.values - self.fact.value) / unit, 0.0, wider * self.sd / unit


def drawn(mix: Mixture, samples: Sequence[Sample]) -> Drawn:
    """Simulated patients that agree with what the publication prints; ``samples``: of each part of the mixture.

    First the shares of the parts: they follow antibodies, tumours and sex, because sex goes with the tumour. Then the
    patients within the parts, where age or sex is printed: the weights nearest to equal ones (least Kullback-Leibler
    divergence) that meet both. Age does not choose the antibody: it differs as much between countries and years.
    """
    cells = mix.cells()
    sizes = np.array([int(s.who.sum()) for s in samples])
    chosen = [n / max(int(s.diagnosed.sum()), 1) for n, s in zip(sizes, samples, strict=True)]
    women = [float(s.female[s.who].mean()) if n else 0.0 for s, n in zip(samples, sizes, strict=True)]
    classed = [
        [float(of_fact(s, f)[s.who].mean()) if n else 0.0 for s, n in zip(samples, sizes, strict=True)]
        for f in mix.classes
    ]
    parts = settled(mix, cells, chosen, women if mix.persons else None, classed)
    each = np.array([p.share for p in parts]) / np.maximum(sizes, 1)
    if not (mix.persons or mix.entry or mix.classes or mix.treated) or not (each @ sizes):
        return Drawn(tuple((sample, float(w)) for sample, w in zip(samples, each, strict=True)))
    part = np.repeat(np.arange(len(cells)), sizes)
    equal = each[part] / each[part].sum()
    kept = [((part == k).astype(float), float(equal[part == k].sum()), FIXED) for k in np.unique(part)[1:]]
    seen = _seen(mix, samples)
    weights, words = _weights(equal, kept, seen)
    if mix.treated:
        # Who could be treated stays as these weights have left it, so that treatment brings no outcome along.
        seen += [_Seen(f, of_treatment(samples, f, weights), f.sd) for f in mix.treated]
        weights, words = _weights(equal, kept, seen, could_be_treated(samples, mix.treated, weights))
    return Drawn(_as_often(samples, [weights[part == k] for k in range(len(cells))]), words)


def _seen(mix: Mixture, samples: Sequence[Sample]) -> list[_Seen]:
    age, female = (np.concatenate([getattr(s, name)[s.who] for s in samples]) for name in ("age", "female"))
    both: list[tuple[Fact, Array]] = [(f, f.of_patients(age, female)) for f in mix.persons]
    both += [(f, np.concatenate([of_entry(s, f)[s.who] for s in samples])) for f in mix.entry]
    both += [(f, np.concatenate([of_fact(s, f)[s.who] for s in samples]).astype(float)) for f in mix.classes]
    return [_Seen(f, x, float(x.std()) / f.n**0.5 if f.sd is None else f.sd) for f, x in both]


def _least(effective: float) -> float:
    return max(TENTH * effective, min(HUNDRED, FOUR_FIFTHS * effective))


def _weights(equal: Array, kept: list[Marginal], seen: list[_Seen], firm: Sequence[Marginal] = ()) -> tuple[Array, str]:
    """Weights (n,) of patients that meet the facts while the shares of parts are kept, and words about it.

    A fact in which all patients are alike is left out, and so is a least share that they have anyway. The errors of the
    facts, and of the sums that are ``firm``, are widened until enough effective patients are left.
    """
    told, wider, least = [s for s in seen if s.told_apart and s.asks(equal)], 1.0, _least(kish(equal))
    weights = _met(equal, kept, told, firm, wider)
    while told and kish(weights) < least:
        wider *= WIDER
        weights = _met(equal, kept, told, firm, wider)
    return weights, _words(seen, weights, wider)


def _met(equal: Array, kept: list[Marginal], told: list[_Seen], firm: Sequence[Marginal], wider: float) -> Array:
    return _raked(equal, kept + [(x, c, wider * sd) for x, c, sd in firm] + [s.row(wider) for s in told])


def _words(seen: list[_Seen], weights: Array, wider: float) -> str:
    """Whether age and sex are as printed, what is not, and what it cost."""
    what = sorted({WHAT.get(s.fact.of, "age") for s in seen})
    away = [s.fact.label for s in seen if not s.met(weights)]
    words = [f"{' and '.join(what)} as printed" + (f", except the {' and the '.join(away)}" if away else "")]
    if wider > 1.0:
        words.append(f"errors {wider:.1f} times as wide, to keep {kish(weights):.0f} effective patients")
    return ", ".join(words)


def _raked(equal: Array, rows: list[Marginal]) -> Array:
    return raked(equal, *(np.array(column, dtype=float) for column in zip(*rows, strict=True))) if rows else equal


def kish(weights: Array) -> float:
    """The effective number of patients with these weights (n,): (sum w)^2 / sum w^2 (Kish 1965, recalled).

    >>> kish(np.array([1.0, 1.0, 0.0]))
    2.0
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def _as_often(samples: Sequence[Sample], weights: Sequence[Array]) -> tuple[tuple[Sample, float], ...]:
    """The samples with every patient as often as the weight says; the diagnosed who were not selected weigh as usual.

    Patients are taken in the order of part, sex and age, so that these are met nearly exactly.
    """
    every = np.concatenate([_of_diagnosed(s, w) for s, w in zip(samples, weights, strict=True)])
    number = np.repeat(np.arange(len(samples)), [int(s.diagnosed.sum()) for s in samples])
    patient = np.concatenate([np.flatnonzero(s.diagnosed) for s in samples])
    age, female = (np.concatenate([getattr(s, name)[s.diagnosed] for s in samples]) for name in ("age", "female"))
    rows = resampled(every, np.lexsort((age, female, number)))
    found = [_again(s, patient[rows[number[rows] == k]], weights[k]) for k, s in enumerate(samples)]
    return tuple((sample, 1.0) for sample in found if sample is not None)


def _of_diagnosed(sample: Sample, weights: Array) -> Array:
    """Weights of all who are diagnosed, from those of the patients selected."""
    found = np.full(len(sample.who), float(weights.mean()) if len(weights) else 0.0)
    found[sample.who] = weights
    return found[sample.diagnosed]


def _again(sample: Sample, index: NDArray[np.intp], weights: Array) -> Sample | None:
    """The patients of these indices, how many of them are effective, and nothing where there are none."""
    selected = int(sample.who[index].sum())
    if not selected:
        return None
    return replace(sample, cohort=taken(sample.cohort, index), effective=min(kish(weights) / selected, 1.0))
