"""By which syndrome a published cohort chose its patients."""

from __future__ import annotations

from onconeural.evidence.cohort_records import Cohort
from onconeural.model import areas_of_phenotype

OTHERS = "mixed_or_other"


def areas_chosen(cohort: Cohort) -> set[str]:
    """Areas of the syndromes that a series of several antibodies was selected for.

    None where it has one antibody, or where it holds other syndromes too (``mixed_or_other`` beside those named).

    >>> from onconeural.evidence.cohort_records import cohort
    >>> areas_chosen(cohort("gultekin2000_limbic50")), areas_chosen(cohort("feng2022_gababr37"))
    ({'limbic'}, set())
    """
    one = len(cohort.antibody) == 1 and cohort.antibody != ("mixed",)
    if one or OTHERS in cohort.syndrome:
        return set()
    return {area.id for name in cohort.syndrome for area in areas_of_phenotype(name)}
