"""Age, sex and tumour of each virtual patient, drawn from what is published for the antibody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.model import Age, Antibody, Treated, tumour
from onconeural.population.draws import normal, uniform

Array = NDArray[np.float64]

# Age in years at which half of the patients are left untreated, set by hand: of patients with small-cell lung cancer of
# 75 years or more, 48 % got no chemotherapy (Janssen-Heijnen 2011, doi:10.1093/annonc/mdq448).
UNTREATED_AGE, UNTREATED_WIDTH = 81.0, 5.0


@dataclass(frozen=True)
class Persons:
    """Age at onset in years, sex, kind of tumour and whether there is none, each of shape (n,).

    Patients without a tumour have a kind all the same: the settings that they are simulated with.
    """

    age: Array
    female: NDArray[np.bool_]
    tumour: NDArray[np.str_]
    tumour_free: NDArray[np.bool_]


def persons(antibody: Antibody, seed: int, patients: NDArray[np.int64]) -> Persons:
    """Who the patients with these numbers are; it depends on seed, patient and antibody alone.

    >>> from onconeural.model import antibody
    >>> bool(persons(antibody("yo"), 1, np.arange(5)).female.all())
    True
    """
    kinds = _tumours(antibody, seed, patients)
    none = np.zeros(len(patients), dtype=bool)
    if antibody.tumour_free is not None:
        none = uniform(seed, "tumour_free", patients) < antibody.tumour_free.share
    share = np.empty(len(patients))
    age = np.empty(len(patients))
    z = normal(seed, "age", patients)
    for part in antibody.tumours:
        here = kinds == part.tumour
        share[here] = np.where(none[here], share_female(antibody, None), share_female(antibody, part.tumour))
        age[here] = np.where(none[here], _age(antibody.age, z[here]), _age(_age_of(antibody, part.tumour), z[here]))
    return Persons(age, uniform(seed, "sex", patients) < share, kinds, none)


def share_female(antibody: Antibody, kind: str | None) -> float:
    """Share of women (0 to 1) among patients with a kind of tumour, or without one (None).

    Where a tumour has one sex, that sex; the others have the share that makes up the published total.
    """
    sex = {"F": 1.0, "M": 0.0}.get(tumour(kind).sex or "") if kind else None
    if sex is not None:
        return sex
    found = antibody.with_tumour.share if antibody.tumour_free else 1.0
    total = antibody.female.share
    bound = {s: found * sum(t.share for t in antibody.tumours if tumour(t.tumour).sex == s) for s in ("F", "M")}
    rest = 1.0 - bound["F"] - bound["M"]
    return min(max((total - bound["F"]) / rest, 0.0), 1.0) if rest > 0.0 else total


def age_density(antibody: Antibody, kind: str | None, age: float) -> float:
    """Probability density (1/year) of an age at onset in years with an antibody and a kind of tumour (None: none)."""
    record = _age_of(antibody, kind)
    sd = record.spread()[int(age > record.median)]
    return float(np.exp(-(((age - record.median) / sd) ** 2) / 2.0) / (sd * np.sqrt(2.0 * np.pi)))


@dataclass(frozen=True)
class Care:
    """Shares (0 to 1) as in a tumour's record (``Treated``), for n patients, each of shape (n,)."""

    local: Array
    chemotherapy: Array
    unfit: Array
    relapse: Array


def treated(antibody: Antibody, who: Persons) -> Care:
    """How often the tumours of n patients are treated, and how.

    The old are treated less often: p / (1 + exp((age - 81) / 5)), with p the share of the tumour's record.
    """
    shares = {name: np.empty(len(who.age)) for name in Treated.model_fields}
    for part in antibody.tumours:
        given, here = antibody.treated_with(part.tumour), who.tumour == part.tumour
        for name, share in shares.items():
            share[here] = getattr(given, name)
    young = 1.0 / (1.0 + np.exp((who.age - UNTREATED_AGE) / UNTREATED_WIDTH))
    old_less_often = ("local", "chemotherapy", "relapse")
    return Care(**{k: np.asarray(v * young if k in old_less_often else v) for k, v in shares.items()})


def visible_size(seed: int, patients: NDArray[np.int64], detectable: Array) -> Array:
    """Cells that a test sees in each patient, (n,): half of the tumours of the size ``detectable`` (Tdet) are seen."""
    luck = uniform(seed, "search", patients)
    return np.asarray(detectable * np.sqrt(luck / (1.0 - luck)))


def _tumours(antibody: Antibody, seed: int, patients: NDArray[np.int64]) -> NDArray[np.str_]:
    drawn = np.array([t.share if t.drawn is None else t.drawn for t in antibody.tumours])
    edges = np.cumsum(drawn / drawn.sum())[:-1]
    names = np.array([t.tumour for t in antibody.tumours])
    return np.asarray(names[np.searchsorted(edges, uniform(seed, "tumour", patients), side="right")])


def _age_of(antibody: Antibody, kind: str | None) -> Age:
    """The published ages of patients with a kind of tumour; those of the antibody where there is none of its own."""
    return next((t.age for t in antibody.tumours if t.tumour == kind and t.age), antibody.age)


def _age(record: Age, z: Array) -> Array:
    below, above = record.spread()
    return np.clip(record.median + z * np.where(z < 0.0, below, above), *record.ends())
