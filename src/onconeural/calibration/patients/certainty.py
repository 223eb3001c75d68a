"""What the work-up would call the simulated patients of a series: definite, probable or possible."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.certainty_classes import ClassFact, Rule
from onconeural.case import Case
from onconeural.evidence import criteria
from onconeural.model import antibody, called, without_antibody
from onconeural.population import readings as read
from onconeural.workup import criteria_2004, pns_care

# What a syndrome is called by the area that is affected most; the classes of both criteria go by the phenotype.
PHENOTYPES = {
    "peripheral": "sensory_neuronopathy",
    "limbic": "limbic_encephalitis",
    "brainstem": "brainstem_encephalitis",
    "cerebellum": "rapidly_progressive_cerebellar_syndrome",
    "multifocal": "encephalomyelitis",
}

# Days after onset on which a series classes its patients (assumed): within two years, when no tumour counts one point.
CLASSED = 365.0


def certainty(sample: Sample, rule: Rule) -> NDArray[np.str_]:
    """The class of each patient, shape (n,): definite, probable or possible.

    A tumour that is found is one that the antibody goes with, or that the series held to be the cause (assumed).
    Whom the criteria leave undecided, or call none, is possible: the series held them to have a syndrome (assumed).
    """
    syndrome = read.syndrome(sample.course)
    tumour = np.where(np.isfinite(sample.tumour_seen), sample.tumour, "")
    keys = np.char.add(np.char.add(syndrome.astype(str), "/"), tumour)
    found = {key: _called(sample.cohort.antibody, *key.split("/"), rule) for key in np.unique(keys)}
    return np.array([found[key] for key in keys], dtype=np.str_)


@cache
def _called(key: str, area: str, tumour: str, rule: Rule) -> str:
    own = () if key in without_antibody() else ({"name": key.partition("@")[0], "confirmed": True},)
    case = Case.model_validate(
        {
            "case_id": "simulated",
            "phenotype": called(key) or PHENOTYPES.get(area, "other_defined"),
            "antibodies": own,
            "cancer": {"found": bool(tumour), "type": tumour or None, "consistent": bool(tumour) or None},
        }
    )
    category = pns_care(case, CLASSED).category if rule == "2021" else criteria_2004(case, CLASSED).category
    return str(category) if category in ("definite", "probable") else "possible"


def in_class(sample: Sample, category: str, rule: Rule, beside: tuple[str, ...]) -> NDArray[np.bool_]:
    """Who is in a class of certainty, shape (n,).

    Where a series has a class of autoimmune encephalitis beside them, those are the patients with encephalitis by a
    surface antibody, known or not, in whom no tumour is found; the other classes have the rest (assumed).
    """
    surface = antibody(sample.cohort.antibody).reading == "surface"
    other = np.zeros(len(sample.course), dtype=bool)
    if surface and "autoimmune_encephalitis" in (category, *beside):
        area = np.isin(read.syndrome(sample.course), ("limbic", "multifocal"))
        other = np.asarray(area & ~np.isfinite(sample.tumour_seen))
    if category == "autoimmune_encephalitis":
        return other
    return np.asarray((certainty(sample, rule) == category) & ~other)


def risk_of(sample: Sample) -> str | None:
    """The class of the antibody by how often it goes with cancer (high, intermediate, lower), None without one."""
    rows = criteria("pns_care")["antibodies"]
    return next((str(row["risk"]) for row in rows if row["id"] == sample.antibody), None)


def of_fact(sample: Sample, fact: ClassFact) -> NDArray[np.bool_]:
    """Who of the simulated patients is in the class of a printed share, shape (n,)."""
    return in_class(sample, fact.category, fact.rule, fact.beside)
