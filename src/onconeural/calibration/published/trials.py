"""Which drugs everybody in a published series got by design; others were treated as practised."""

from __future__ import annotations

import re

from onconeural.calibration.published.follow_up import TRIAL
from onconeural.evidence.cohort_records import Cohort

# Words in the id of a cohort, or in the design of a trial without a control, and the drug that everybody in it got.
DRUGS = (
    (r"ivig|immunoglobulin", "ivig"),
    (r"(?<![a-z])plex|plasma.?exchange|apheresis", "plasma_exchange"),
    (r"cyclophosph|(?<![a-z])cyc(?![a-z])|^graus1992_plex ", "cyclophosphamide"),  # there beside plasma exchange
    (r"methylpred|steroid|(?<![a-z])(iv)?mp(?![a-z])", "steroids"),
    (r"rituximab|(?<![a-z])rtx(?![a-z])", "rituximab"),
    (r"natalizumab|(?<![a-z])natali(?![a-z])", "natalizumab"),
    (r"sirolimus|(?<![a-z])siro(?![a-z])", "sirolimus"),
    (r"tacrolimus|(?<![a-z])tacro(?![a-z])", "tacrolimus"),
    (r"efgartigimod", "efgartigimod"),
)
COMPARED = re.compile(r"randomi[sz]ed|placebo|(?<!un)controlled", re.IGNORECASE)


def trial_drugs(cohort: Cohort) -> tuple[str, ...]:
    """The drugs that everybody in a cohort got, none where it was treated as practised.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> trial_drugs(cohort("uchuya1996_ivig")), trial_drugs(cohort("graus2001_hu200"))
    (('ivig',), ())
    """
    of_all = TRIAL.search(cohort.design) and not COMPARED.search(cohort.design)
    words = f"{cohort.id} {cohort.design if of_all else ''}".lower()
    return tuple(drug for pattern, drug in DRUGS if re.search(pattern, words))
