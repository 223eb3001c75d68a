"""Which antibody a row of a published cohort is about, and which share of patients it prints."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import sqrt

from onconeural.evidence.cohort_records import Cohort, Observable

NAMES = {
    "hu": ("Hu", "HuD", "ANNA1", "ANNA-1", "Hu/ANNA1", "Hu/ANNA-1"),
    "yo": ("Yo", "PCA1", "PCA-1", "CDR2"),
    "ri": ("Ri", "ANNA2", "ANNA-2"),
    "ma2": ("Ma2", "Ma2/Ta", "Ta", "Ma1/Ma2", "Ma", "PNMA2", "PNMA2/Ta", "PNMA1/PNMA2", "PNMA"),
    "cv2_crmp5": ("CV2", "CRMP5", "CRMP-5", "CV2/CRMP5", "CV2/CRMP-5"),
    "tr_dner": ("Tr", "Tr/DNER", "DNER"),
    "mglur1": ("mGluR1",),
    "klhl11": ("KLHL11",),
    "amphiphysin": ("amphiphysin", "Amphiphysin"),
    "mglur5": ("mGluR5",),
    "pca2_map1b": ("PCA2", "PCA-2", "MAP1B"),
    "nmdar": ("NMDAR", "NMDA", "NMDA-R", "NMDA receptor"),
    "gababr": ("GABABR", "GABAB", "GABA-B", "GABABR1", "GABA-B-R", "GABAB receptor", "GABA-B receptor"),
    "ampar": ("AMPAR", "AMPA", "AMPA receptor"),
    "caspr2": ("CASPR2", "CASPR-2"),
    "pq_vgcc": ("VGCC", "P/Q VGCC", "P/Q-VGCC", "P/Q-type VGCC", "VGCC P/Q"),
}
# Antibodies for which another one stands in, as descriptions of series that list them write them.
STANDING_IN = {"zic4": ("Zic4", "ZIC4"), "ma1": ("Ma1", "PNMA1"), "gfap": ("GFAP",), "gabaar": ("GABAAR", "GABAaR")}
ANTIBODY_ROW = re.compile(
    r"^(?:(?:frequenc\w+|distribution|types?|profile|spectrum)_of_(?:the_)?)?"
    r"(?:(?:positive|detected|specific|onconeural|onconeuronal|anti_?neuronal|neuronal|paraneoplastic|auto)_?)*"
    r"(ab|anti|antibody|antibodies)(_of_\w+?|_type|_subtype|_status|_profile|_frequency|_distribution|_detected|_found|_positivity)?(?:[_-](\w+))?$",
    re.IGNORECASE,
)
AMONG = re.compile(r"^(of (those|the \d+|\d+\b)|among)")


@lru_cache(maxsize=8192)  # each row asks for the words of all rows of its cohort
def named(words: str) -> str | None:
    """The antibody that a word means, if it means one.

    >>> named("CRMP-5"), named("anti-Hu patients"), named("Ma2 only"), named("limbic")
    ('cv2_crmp5', 'hu', 'ma2', None)
    """
    low = re.sub(
        r"^anti[-_ ]|([-_ ](positive|patients|antibod(y|ies)|abs?|seropositive|only|alone)|\+)+$", "", words.lower()
    )
    return _bare_names().get(_bare(low))


@cache
def _bare_names() -> dict[str, str]:
    """The antibody of each bare name; of two antibodies with one name the first."""
    return {_bare(name): key for key, names in reversed(NAMES.items()) for name in (key, *names)}


def _bare(words: str) -> str:
    """Letters and digits alone, CRMP-5 is CRMP5; but a minus at the end (``Hu-``) stays."""
    return re.sub(r"[^a-z0-9]+(?!$)|[^a-z0-9-]$", "", words.lower())


def negative_of(words: str) -> str | None:
    """The antibody that a group lacks, by its words.

    >>> negative_of("Hu-negative"), negative_of("hu-"), negative_of("negative")
    ('hu', 'hu', None)
    """
    found = re.match(r"^(?:anti[-_ ])?(.+?)(?:[-_ ]?(?:abs?|antibod\w+))?(?:[-_ ]neg(?:ative)?|-)$", words.lower())
    return named(found.group(1)) if found else None


def own_antibody(cohort: Cohort, seen: Observable) -> str | None:
    """The one antibody that a row is about: in its group or at the end of its name, and one that the cohort may hold.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> series = cohort("keimeguibert2000_ivig_cyc_mp")
    >>> {own for seen in series.observables if (own := own_antibody(series, seen))} <= set(series.antibody)
    True
    """
    found = {key for word in (seen.group or "", seen.name.rsplit("_", 1)[-1]) if (key := named(word))}
    own = found.pop() if len(found) == 1 else None
    return own if own in cohort.antibody or "mixed" in cohort.antibody else None


def is_antibody_row(seen: Observable) -> bool:
    """Whether a row says how many patients have one antibody.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [o.name for o in cohort("cai2022_china113").observables if is_antibody_row(o)]
    ['ab_Hu']
    """
    return antibody_of(seen) is not None


def antibody_of(seen: Observable) -> str | None:
    """The antibody whose share a row prints, None for any other row."""
    found = ANTIBODY_ROW.match(seen.name)
    words = (seen.group or found.group(3) or "") if found else "" if seen.group else seen.name  # anti-Hu, Hu_positive
    return named(words) if is_share(seen) else None


def is_share(seen: Observable) -> bool:
    """Whether a row is a verified percentage or count of patients."""
    return seen.kind in ("percent", "count") and isinstance(seen.value, int | float) and seen.verified


def fraction(cohort: Cohort, seen: Observable) -> float | None:
    """The share (0 to 1) that a percentage or count is; None for a count of unknown n."""
    value = float(seen.value or 0.0)
    if seen.kind == "percent":
        return value / 100.0
    n = seen.n or cohort.n
    return value / n if n else None


def share_error(p: float, n: float) -> float:
    """Standard error of a share of n patients; where nobody or everybody has it, as if one in n were different."""
    return sqrt(max(p * (1.0 - p), 1.0 / n) / n)
