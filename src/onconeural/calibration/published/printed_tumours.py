"""What a published cohort prints about its tumours: inputs, like its antibodies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onconeural.calibration.published.antibody_rows import AMONG, fraction, is_share, share_error
from onconeural.evidence.cohort_records import Cohort, Observable

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
KIND = r"n?sclc|teratoma|thymoma|seminoma|(lung|breast|ovarian)_cancer"
TUMOUR_ROW = re.compile(
    rf"^(tumou?r|cancer|neoplasm|malignancy)(s|_types?)?$|^histology$|^({KIND})(_(\w+_)?(proven|confirmed|found|detected))?$",
    re.IGNORECASE,
)
FOUND_AT_ALL = re.compile(rf"^(tumou?r|cancer|malignancy|{KIND})(_found|_detected|_identified)?$", re.IGNORECASE)
FOUND_BY_A_TIME = re.compile(rf"{FOUND_AT_ALL.pattern.rstrip('$')}_(within|by|at|in)_\d", re.IGNORECASE)
ROUNDED = 0.01  # by which a printed share may be above that of which it is a part
CHOSEN_TUMOUR = re.compile(r"\bwith ([\w ,-]*?(?:cancer|carcinoma|SCLC|lymphoma|thymoma|teratoma|tumou?r))")
ALL_HAVE = 0.003  # error with which a tumour that all patients were chosen for is met
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


def chosen_tumour(cohort: Cohort) -> TumourShare | None:
    """The tumour that all patients of a series have because it was chosen by it ("PNS with ovarian cancer").

    >>> from onconeural.evidence.cohort_records import cohort
    >>> chosen_tumour(cohort("ovary_pns15")).tumours
    ('ovarian_carcinoma',)
    """
    found = CHOSEN_TUMOUR.search(cohort.syndrome_text)
    kinds = tumours_meant(found.group(1)) if found else ()
    return TumourShare(kinds, 1.0, ALL_HAVE, among=True) if kinds else None


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


def tumours_behind(cohort: Cohort, seen: Observable) -> int | None:
    """How many patients have a tumour, where a share found by a time is of these: it is larger than theirs of all.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("sillevissmitt2002_hu73")
    >>> found = next(o for o in hu.observables if o.name == "tumour_found")
    >>> [tumours_behind(hu, replace(found, name="tumour_within_1y", value=v)) for v in (80, 95)]
    [None, 62]
    """
    if not FOUND_BY_A_TIME.match(seen.name) or seen.group or seen.n is not None or not is_share(seen):
        return None
    rows = [o for o in cohort.observables if FOUND_AT_ALL.match(o.name) and not o.group and is_share(o)]
    found = [share for o in rows if (share := fraction(cohort, o)) is not None]
    by_then = fraction(cohort, seen)
    if not found or not cohort.n or by_then is None or by_then <= max(found) + ROUNDED:
        return None
    return round(max(found) * cohort.n)


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
