"""Age, sex and kind of tumour: how twins are made to resemble this person, and where the published patients do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence import same_tumour, tumour_label
from onconeural.forecast.history import History
from onconeural.model import antibody, background_hazard
from onconeural.population import Diseased, Persons, age_density, persons, share_female

Array = NDArray[np.float64]

RARE = 0.01  # share of a sex that no published patient has (assumed): rare, not impossible


def as_this_person(pool: Diseased, seed: int, history: History) -> Diseased:
    """The pool with the mortality of the case's age and sex; what is not stated stays each twin's own.

    The treatment of a twin before onset stays as it was drawn, whatever its age.
    """
    if history.age is None and history.sex is None:
        return pool
    hazard, decades = pool.parameters["h0"].copy(), pool.parameters["dec"].copy()
    for key in np.unique(pool.antibody):
        here = pool.antibody == key
        who = persons(antibody(str(key)), seed, pool.patient[here])
        age = who.age if history.age is None else np.full(len(who.age), history.age)
        female = who.female if history.sex is None else np.full(len(who.age), history.sex == "F")
        hazard[here] = background_hazard(age, female)
        decades[here] = (age - antibody(str(key)).age.median) / 10.0
    return replace(pool, parameters={**pool.parameters, "h0": hazard, "dec": decades})


def log_likeness(pool: Diseased, seed: int, history: History) -> Array:
    """Logarithm of the probability (density) of the case's age, sex and kind of tumour for each patient, shape (n,).

    Age and sex: as published for the antibody and the tumour. Kind of tumour: only twins with that one, where the
    antibody has it at all; else the kind is not used.
    """
    total = np.zeros(len(pool))
    for key in np.unique(pool.antibody):
        here = pool.antibody == key
        total[here] = _of_one(str(key), persons(antibody(str(key)), seed, pool.patient[here]), history)
    return total


def _of_one(key: str, who: Persons, history: History) -> Array:
    record, total = antibody(key), np.zeros(len(who.age))
    fitting = _fitting(key, history)
    for part in record.tumours:
        here = who.tumour == part.tumour
        if fitting and part.tumour not in fitting:
            total[here] = -np.inf
        if history.age is not None:
            total[here] += np.log(age_density(record, part.tumour, history.age))
        if history.sex is not None:
            shares = [share_female(record, kind) for kind in (part.tumour, None)]
            chances = np.array([max(s if history.sex == "F" else 1.0 - s, RARE) for s in shares])
            total[here] += np.log(chances[who.tumour_free[here].astype(int)])
    return total


def _fitting(key: str, history: History) -> tuple[str, ...]:
    """Tumours of an antibody that the tumour of the case can be."""
    named = history.tumour_kind
    return tuple(t.tumour for t in antibody(key).tumours if named is not None and same_tumour(t.tumour, named))


def unlike(keys: tuple[str, ...], history: History) -> Iterator[str]:
    """What sets this person apart from the published patients, one sentence each."""
    for key in keys:
        record = antibody(key)
        ages = [t.age or record.age for t in record.tumours]
        young, old = min(a.ends()[0] for a in ages), max(a.ends()[1] for a in ages)
        if history.age is not None and not young <= history.age <= old:
            yield f"{record.label}: the virtual patients are {young:g} to {old:g} years old; this age lies outside"
        if (
            history.sex is not None
            and record.female.share in (0.0, 1.0)
            and (history.sex == "F") != record.female.share
        ):
            only = "women" if record.female.share else "men"
            yield f"{record.label}: the published patients are all {only}; the twins are used all the same"
        if history.tumour_kind is not None and not _fitting(key, history):
            said = ", ".join(tumour_label(t.tumour) for t in record.tumours)
            found = tumour_label(history.tumour_kind)
            yield f"{record.label}: {found} is not among the tumours of its twins ({said}); theirs are used instead"
