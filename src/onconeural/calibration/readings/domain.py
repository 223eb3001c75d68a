"""Rows about patients whom the model does not have: their disease has no tumour, or is that of another antibody."""

from __future__ import annotations

import re

from onconeural.calibration.published.wording import plain
from onconeural.calibration.readings.areas import is_junction
from onconeural.evidence.cohort_records import Cohort, Observable

NOT_PARANEOPLASTIC = r"^(non_?paraneoplastic|not_paraneoplastic|idiopathic|autoimmune_without_(tumour|cancer))"
JUNCTION = "pq_vgcc"


def not_of_model(publication: Cohort, seen: Observable) -> str | None:
    """Why a row is about patients whom the model does not have, or None.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> limbic = cohort("mayo_limbic148")
    >>> {o.group for o in limbic.observables if o.name == "mRS_last" and not_of_model(limbic, o)}
    {'nonparaneoplastic'}
    """
    one = plain(seen)
    group = (one.group or "").lower()
    several = len(publication.antibody) > 1 or "mixed" in publication.antibody
    if several and "negative" in publication.antibody and re.search(NOT_PARANEOPLASTIC, group):
        return "patients without a tumour who have no antibody of the model"
    if publication.antibody == (JUNCTION,) and not publication.syndrome_text.startswith("SCLC"):
        if "lambert_eaton" not in publication.syndrome and "lems" not in publication.syndrome_text.lower():
            return "P/Q VGCC antibodies without Lambert-Eaton syndrome are no disease of the model"
        if re.search(r"^(no|non|without)_?(tumour|cancer|sclc|paraneo)|idiopathic|^autoimmune", group):
            return "Lambert-Eaton syndrome of the model goes with a tumour"
        if re.search(r"without (small|sclc|tumou?r|cancer)", publication.syndrome_text.lower()):
            return "Lambert-Eaton syndrome of the model goes with a tumour"
    classes = re.match(r"\w*(syndrome|presentation|phenotype|manifestation)", one.name.lower())
    others = "mixed" not in publication.antibody and JUNCTION not in publication.antibody
    if classes and others and is_junction(one):
        return "the syndrome of an antibody that the series is not about"
    return None
