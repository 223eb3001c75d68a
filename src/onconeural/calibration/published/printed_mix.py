"""What a published cohort prints about its antibodies and tumours: inputs, like age and sex."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import sqrt

from onconeural.evidence.cohort_records import Cohort, Observable

NAMES = {
    "hu": ("Hu", "HuD", "ANNA1", "ANNA-1", "Hu/ANNA1", "Hu/ANNA-1"),
    "yo": ("Yo", "PCA1", "PCA-1", "CDR2"),
    "ri": ("Ri", "ANNA2", "ANNA-2"),
    "ma2": ("Ma2", "Ma2/Ta", "Ta", "Ma1/Ma2", "Ma"),
    "cv2_crmp5": ("CV2", "CRMP5", "CV2/CRMP5"),
    "tr_dner": ("Tr", "Tr/DNER", "DNER"),
    "mglur1": ("mGluR1",),
    "klhl11": ("KLHL11",),
    "amphiphysin": ("amphiphysin", "Amphiphysin"),
    "mglur5": ("mGluR5",),
    "pca2_map1b": ("PCA2", "PCA-2", "MAP1B"),
    "nmdar": ("NMDAR", "NMDA", "NMDA-R"),
    "gababr": ("GABABR", "GABAB", "GABA-B", "GABABR1"),
    "ampar": ("AMPAR", "AMPA"),
    "caspr2": ("CASPR2",),
    "pq_vgcc": ("VGCC", "P/Q VGCC", "P/Q-VGCC"),
}
# Words in the name of a tumour, and the tumours of the model that they mean; the first that matches counts.
TUMOURS = (
    (r"nsclc|non.?small|adenocarcinoma_lung|lung_adeno", ("nsclc",)),
    (r"sclc|small.?cell", ("sclc",)),
    (r"lung|bronch", ("sclc", "nsclc")),
    (r"teratoma", ("ovarian_teratoma",)),
    (r"(gyn|ovar).*breast|breast.*(gyn|ovar)", ("breast_carcinoma", "ovarian_carcinoma")),
    (r"breast|mamma", ("breast_carcinoma",)),
    (r"ovar|gyn|tub", ("ovarian_carcinoma",)),
    (r"hodgkin|lymphoma", ("hodgkin_lymphoma",)),
    (r"thymoma|thymic", ("thymoma",)),
    (r"testi|germ|seminoma|gct", ("testicular_germ_cell_tumour",)),
)
ANTIBODY_ROW = re.compile(r"^(ab|anti|antibody|antibodies)(_of_\w+?)?(?:[_-](\w+))?$", re.IGNORECASE)
TUMOUR_ROW = re.compile(
    r"^(tumou?r|cancer)(s|_types?)?$|^histology$|^(n?sclc|teratoma|thymoma|seminoma|(lung|breast|ovarian)_cancer)$",
    re.IGNORECASE,
)
AMONG = re.compile(r"^(of (those|the \d+|\d+\b)|among)")
WHOLE = 0.97  # printed tumours that add up to more than this are all tumours found, not shares of all patients


@dataclass(frozen=True)
class TumourShare:
    """A printed share (0 to 1) of patients with one of these tumours, with its standard error.

    ``among``: of those with a tumour, not of all patients.
    """

    tumours: tuple[str, ...]
    share: float
    sd: float
    among: bool


def named(words: str) -> str | None:
    """The antibody that a word means, if it means one.

    >>> named("CRMP5"), named("anti-Hu patients"), named("limbic")
    ('cv2_crmp5', 'hu', None)
    """
    low = re.sub(r"^anti[-_ ]|([-_ ](positive|patients|antibod(y|ies)|abs?|seropositive)|\+)+$", "", words.lower())
    return next((key for key, names in NAMES.items() if low in {key, *(name.lower() for name in names)}), None)


def is_antibody_row(seen: Observable) -> bool:
    """Whether a row says how many patients have one antibody.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [o.name for o in cohort("cai2022_china113").observables if is_antibody_row(o)]
    ['ab_Hu']
    """
    return _antibody_of(seen) is not None


def _antibody_of(seen: Observable) -> str | None:
    found = ANTIBODY_ROW.match(seen.name)
    return None if found is None or not is_share(seen) else named(seen.group or found.group(3) or "")


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


def antibody_shares(cohort: Cohort) -> dict[str, float]:
    """Shares (0 to 1) of patients with an antibody, by antibody: those of rows, else those in the cohort's description.

    Where a part of the patients has no antibody, the shares are of the others: those are the ones simulated.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> antibody_shares(cohort("uchuya1996_ivig"))["yo"].__round__(2)
    0.18
    """
    rows = {key: share for o in cohort.observables if (key := _antibody_of(o)) and (share := fraction(cohort, o))}
    found = rows or _described(cohort)
    positive = positive_share(cohort)
    if positive and "Ab+" not in cohort.antibody_text and sum(found.values()) <= positive:
        found = {key: share / positive for key, share in found.items()}
    return {key: share / max(1.0, sum(found.values())) for key, share in found.items()}


def positive_share(cohort: Cohort) -> float | None:
    """Share (0 to 1) of patients with any antibody, where it is printed."""
    rows = [o for o in cohort.observables if re.match(r"^(ab|antibody|onconeural)_positive$", o.name) and not o.group]
    return next((share for o in rows if is_share(o) and (share := fraction(cohort, o))), None)


def _described(cohort: Cohort) -> dict[str, float]:
    """Shares in a description such as "Hu 18, Yo 4" or "Yo 30%"; counts are of the patients with an antibody."""
    percent: dict[str, float] = {}
    counts: dict[str, float] = {}
    for key, names in NAMES.items():
        for name in names:
            found = re.search(rf"\b{re.escape(name)}\b[\s:=()]{{0,3}}(\d+(?:\.\d+)?)(\s?%)?", cohort.antibody_text)
            if found:
                (percent if found.group(2) else counts)[key] = float(found.group(1))
                break
    if percent:
        return {key: value / 100.0 for key, value in percent.items()}
    complete = counts.keys() >= {key for key in cohort.antibody if key in NAMES} and "mixed" not in cohort.antibody
    whole = sum(counts.values()) if complete or not cohort.n else max(cohort.n, sum(counts.values()))
    return {key: value / whole for key, value in counts.items()}


def tumour_shares(cohort: Cohort, known: set[str]) -> tuple[TumourShare, ...]:
    """Printed shares of tumours that the model knows for these antibodies (``known``); tumours it lacks are left out.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [t.tumours for t in tumour_shares(cohort("dimauro_cleveland_cv2_27"), {"sclc", "thymoma"})]
    [('sclc',), ('thymoma',)]
    """
    rows = [row for seen in cohort.observables for row in _tumours_of(cohort, seen)]
    among = any(row.among for row in rows) or sum(row.share for row in rows) > WHOLE
    lacking = min(sum(row.share for row in rows if not known & set(row.tumours)), 0.9)
    found = []
    for row in rows:
        if known & set(row.tumours):
            p = min(row.share / (1.0 - lacking), 1.0)
            found.append(TumourShare(row.tumours, p, share_error(p, row.sd), among))
    return tuple(found)


def share_error(p: float, n: float) -> float:
    """Standard error of a share of n patients; where nobody or everybody has it, as if one in n were different."""
    return sqrt(max(p * (1.0 - p), 1.0 / n) / n)


def _tumours_of(cohort: Cohort, seen: Observable) -> list[TumourShare]:
    """What a row says about tumours: itself, or each count of a list such as "lung 4, kidney 1"; its n stands as sd."""
    if not TUMOUR_ROW.match(seen.name) or not seen.verified or "/" in (seen.group or ""):
        return []
    n = float(seen.n or cohort.n or 1)
    if isinstance(seen.value, str):
        listed = re.findall(r"([a-z][\w ]*?) (\d+)\b", seen.value, re.IGNORECASE)
        return [TumourShare(tumours_meant(words), float(count) / n, n, among=False) for words, count in listed]
    short = bool(tumours_meant(seen.name))  # a row that is called after its tumour; then a group is of patients
    share = fraction(cohort, seen) if is_share(seen) else None
    if share is None or (short and seen.group):
        return []
    words = seen.name if short else seen.group or ""
    return [TumourShare(tumours_meant(words), share, n, bool(AMONG.match(seen.note or "")))]


def tumours_meant(words: str) -> tuple[str, ...]:
    """The tumours of the model that words mean; none where they mean no tumour of it.

    >>> tumours_meant("ovarian_cancer_at_1y"), tumours_meant("kidney")
    (('ovarian_carcinoma',), ())
    """
    return next((kinds for pattern, kinds in TUMOURS if re.search(pattern, words.lower())), ())
