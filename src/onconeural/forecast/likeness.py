"""Age, sex and kind of tumour: how twins are made to resemble this person, and where the published patients do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence import same_tumour, tumour_label
from onconeural.forecast.pool import Group
from onconeural.model import antibody, background_hazard
from onconeural.population import Diseased, Persons, age_density, share_female

Array = NDArray[np.float64]

RARE = 0.01  # share of a sex or of a tumour that no published patient has (assumed): rare, not impossible


def as_this_person(group: Group, age: float | None, sex: str | None) -> Group:
    """The group with the mortality of the case's age and sex; what is not stated stays each twin's own.

    The treatment of a twin before onset stays as it was drawn, whatever its age.
    """
    if age is None and sex is None:
        return group
    own = group.who
    ages = own.age if age is None else np.full(len(own.age), age)
    female = own.female if sex is None else np.full(len(own.age), sex == "F")
    hazard, decades = background_hazard(ages, female), _decades(group.people, ages)
    people = replace(group.people, parameters={**group.people.parameters, "h0": hazard, "dec": decades})
    return replace(group, people=people)


def _decades(people: Diseased, ages: Array) -> Array:
    """Age in decades from the median of the antibody's patients, shape (n,)."""
    median = {str(key): antibody(str(key)).age.median for key in np.unique(people.antibody)}
    return np.asarray((ages - np.array([median[str(key)] for key in people.antibody])) / 10.0)


def log_likeness(group: Group, *, age: float | None = None, sex: str | None = None, kind: str | None = None) -> Array:
    """Logarithm of the probability (density) of an age, a sex and a kind of tumour for each patient, shape (n,).

    Age and sex: as published for the antibody and the tumour. Kind of tumour: only twins with that one, where the
    antibody has it at all; else all its twins alike, and they count less beside those of an antibody that has it.
    """
    total = np.zeros(len(group))
    for key in np.unique(group.people.antibody):
        here = group.people.antibody == key
        total[here] = _of_one(str(key), group.who, here, age, sex, kind)
    return total


def _of_one(
    key: str, everyone: Persons, own: NDArray[np.bool_], age: float | None, sex: str | None, kind: str | None
) -> Array:
    record, total = antibody(key), np.zeros(int(np.count_nonzero(own)))
    tumour, tumour_free = everyone.tumour[own], everyone.tumour_free[own]
    fitting = _fitting(key, kind)
    if kind is not None and not fitting:
        total += np.log(RARE)
    for part in record.tumours:
        here = tumour == part.tumour
        if fitting and part.tumour not in fitting:
            total[here] = -np.inf
        if age is not None:
            densities = np.array([age_density(record, name, age) for name in (part.tumour, None)])
            total[here] += np.log(densities[tumour_free[here].astype(int)])
        if sex is not None:
            shares = [share_female(record, name) for name in (part.tumour, None)]
            chances = np.array([max(s if sex == "F" else 1.0 - s, RARE) for s in shares])
            total[here] += np.log(chances[tumour_free[here].astype(int)])
    return total


def _fitting(key: str, named: str | None) -> tuple[str, ...]:
    """Tumours of an antibody that the tumour of the case can be."""
    return tuple(t.tumour for t in antibody(key).tumours if named is not None and same_tumour(t.tumour, named))


def unlike(
    keys: tuple[str, ...], *, age: float | None = None, sex: str | None = None, kind: str | None = None
) -> Iterator[str]:
    """What sets this person apart from the published patients, one sentence each."""
    for key in keys:
        record = antibody(key)
        ages = [t.age or record.age for t in record.tumours] + ([record.age] if record.tumour_free else [])
        young, old = min(a.ends()[0] for a in ages), max(a.ends()[1] for a in ages)
        if age is not None and not young <= age <= old:
            yield f"{record.label}: the virtual patients are {young:g} to {old:g} years old; this age lies outside"
        if sex is not None and record.female.share in (0.0, 1.0) and (sex == "F") != record.female.share:
            only = "women" if record.female.share else "men"
            yield f"{record.label}: the published patients are all {only}; the twins are used all the same"
        if kind is not None and not _fitting(key, kind):
            said = ", ".join(tumour_label(t.tumour) for t in record.tumours)
            found = tumour_label(kind)
            yield f"{record.label}: {found} is not among the tumours of its twins ({said}); theirs are used instead"
