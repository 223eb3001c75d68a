"""Interventions as data, in clinical units: look one up by id or by a name in a case, and get its doses."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from onconeural.engine import Dose
from onconeural.evidence import kinds_of_treatment, treatment_keys
from onconeural.model.drug_record import Caution, DrugFile, Intervention, ReferenceAdult
from onconeural.model.registry import load


@cache
def _file() -> DrugFile:
    return DrugFile.model_validate(load("drugs.yaml"))


def interventions() -> tuple[Intervention, ...]:
    """Every intervention that the model knows.

    >>> len(interventions()) > 15
    True
    """
    return _file().interventions


def reference_adult() -> ReferenceAdult:
    """The adult for whom doses per kg or m2 were turned into amounts (assumed)."""
    return _file().reference_adult


@cache
def intervention(key: str) -> Intervention:
    """An intervention by its id; KeyError when there is none."""
    for record in _file().interventions:
        if record.id == key:
            return record
    raise KeyError(key)


def cautions(key: str) -> tuple[Caution, ...]:
    """What to beware of: the cautions of an intervention and of its parts, each once; KeyError when there is none.

    >>> [c.source for c in cautions("steroids")][0]
    'scheichel2021'
    """
    record = intervention(key)
    inside = (caution for part in record.parts for caution in cautions(part.id))
    return tuple(dict.fromkeys((*record.cautions, *inside)))


def interventions_named(name: str) -> tuple[str, ...]:
    """The interventions that a treatment name in a case file stands for; empty when the model has none.

    >>> interventions_named("plasmapheresis"), interventions_named("carboplatin and etoposide")
    (('plasma_exchange',), ('chemotherapy',))
    >>> interventions_named("tumour_treatment")
    ('local_tumour_treatment', 'chemotherapy')
    """
    return tuple(dict.fromkeys(i for key in treatment_keys(name) for i in _standing_for(key)))


def _standing_for(treatment: str) -> tuple[str, ...]:
    if treatment in _file().combinations:
        return _file().combinations[treatment]
    found = tuple(i.id for i in _file().interventions if treatment == i.id or treatment in i.names)
    return found or tuple(i for kind in kinds_of_treatment(treatment) for i in _standing_for(kind))


def doses(key: str, start: ArrayLike, dose: float | None = None) -> list[Dose]:
    """All doses of an intervention that starts on day ``start`` (one number, or one per patient; NaN: not given).

    ``dose``: one administration in the clinical unit of the record, if not the usual one; effects scale in proportion
    (assumed). Raises KeyError for an unknown intervention, ValueError for a dose that makes no sense.

    >>> [float(d.time) for d in doses("rituximab", 10.0)]
    [10.0, 24.0]
    >>> doses("surgery", 0.0, dose=0.9)[0].amount
    0.9
    """
    record = intervention(key)
    if record.parts:
        if dose is not None:
            raise ValueError(f"{key}: found a dose, expected none, since it is made of {len(record.parts)} part(s)")
        return [d for part in record.parts for d in doses(part.id, np.asarray(start, dtype=np.float64) + part.day)]
    factor = 1.0 if dose is None else _factor(record, dose)
    return [given for effect in record.doses for given in effect.doses(start, factor)]


def _factor(record: Intervention, dose: float) -> float:
    assert record.dose is not None  # noqa: S101 a record with effects has a dose
    most = {"share of the tumour": 1.0, "% of plasma IgG": 100.0}.get(record.dose.unit, np.inf)
    if not 0.0 <= dose <= most:
        raise ValueError(f"{record.id}: found {dose:g} {record.dose.unit}, expected 0 to {most:g}")
    return dose / record.dose.amount
