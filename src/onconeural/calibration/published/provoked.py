"""Whether a checkpoint inhibitor provoked the syndromes of a published cohort: by its tag, else by its words."""

from __future__ import annotations

import re

from onconeural.evidence.cohort_records import Cohort

CHECKPOINT = "ICI"  # tag of cohorts whose syndrome a checkpoint inhibitor provoked: their tumours were known
DRUGGED = re.compile(r"\b(ICIs?|checkpoint)\b")  # in the description of such a cohort without the tag
UNDRUGGED = re.compile(r"\b(no|non|without|before|vs\.?|versus|or)\b|naive", re.IGNORECASE)


def provoked_by_drug(cohort: Cohort) -> bool:
    """Whether a checkpoint inhibitor provoked the syndromes of a cohort: by its tag, else by its description.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> provoked_by_drug(cohort("graus2001_hu200"))
    False
    """
    described = (cohort.syndrome_text, cohort.design)
    said = any(DRUGGED.search(words) and not UNDRUGGED.search(words) for words in described)
    return CHECKPOINT in cohort.tags or said
