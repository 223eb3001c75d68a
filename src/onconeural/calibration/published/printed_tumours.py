"""What a published cohort prints about its tumours: inputs, like its antibodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onconeural.calibration.published.antibody_rows import AMONG, fraction, is_share, share_error
from onconeural.calibration.published.patients_in_names import with_patients
from onconeural.calibration.published.tumour_names import is_tumour_row, named_tumour, tumours_meant
from onconeural.calibration.published.wording import spelt
from onconeural.evidence.cohort_records import Cohort, Observable

KIND = r"n?sclc|teratoma|thymoma|seminoma|(lung|breast|ovarian)_cancer"
AMONG_TUMOURS = re.compile(
    r"_(?:of|in|among)_(?:all_)?(?:the_)?(?:tumour|cancer|neoplasm|malignanc)\w*$", re.IGNORECASE
)
_FOUND = "(_(found|detected|identified|diagnosed|present|confirmed|proven))?$"
_ANY = "(tumour|cancer|malignancy|neoplasm)s?"
ANY_TUMOUR = re.compile(rf"^{_ANY}{_FOUND}", re.IGNORECASE)
FOUND_AT_ALL = re.compile(rf"^({_ANY}|{KIND}){_FOUND}", re.IGNORECASE)
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
    rows = _merged([row for seen in cohort.observables for row in _tumours_of(cohort, seen)])
    among = any(row.among for row in rows) or _more_than_found(cohort, rows)
    lacking = min(sum(row.share for row in rows if not known & set(row.tumours)), 0.9)
    found = []
    for row in rows:
        if known & set(row.tumours):
            p = min(row.share / (1.0 - lacking), 1.0)
            found.append(TumourShare(row.tumours, p, share_error(p, row.sd), among))
    return tuple(found)


def _merged(rows: list[TumourShare]) -> list[TumourShare]:
    """One share of each tumour: rows of one (seminoma, other germ cell tumour) add up where they can (assumed).

    Rows that add up to more than all patients print the same one twice, and the largest counts.
    """
    found: list[TumourShare] = []
    for kinds in dict.fromkeys(row.tumours for row in rows):
        same = [row for row in rows if row.tumours == kinds]
        total, largest = sum(row.share for row in same), max(same, key=lambda row: row.share)
        once = [replace(largest, share=total if total <= 1.0 else largest.share, among=any(row.among for row in same))]
        found += once if kinds else same
    return found


def _more_than_found(cohort: Cohort, rows: list[TumourShare]) -> bool:
    """Whether printed tumours add up to more patients than have one, so that they are shares of those with a tumour."""
    apart = [row.share for row in rows if not any(set(row.tumours) < set(o.tumours) for o in rows if row.tumours)]
    found = max((share for share, _ in _with_tumour(cohort, ANY_TUMOUR)), default=WHOLE)
    return sum(apart) > min(WHOLE, found + ROUNDED)  # small-cell is counted in lung


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
    found = max((share for share, _ in _with_tumour(cohort, FOUND_AT_ALL)), default=0.0)
    by_then = fraction(cohort, seen)
    if not found or not cohort.n or by_then is None or by_then <= found + ROUNDED:
        return None
    return round(found * cohort.n)


def _with_tumour(cohort: Cohort, name: re.Pattern[str]) -> list[tuple[float, int]]:
    """The share (0 to 1) with a tumour at all and how many these are, by each row that says so."""
    rows = [o for o in map(spelt, cohort.observables) if name.match(o.name) and not o.group and is_share(o)]
    shares = [(share, o.n or cohort.n or 0) for o in rows if (share := fraction(cohort, o)) is not None]
    return [(share, round(share * n)) for share, n in shares]


def _tumours_of(cohort: Cohort, seen: Observable) -> list[TumourShare]:
    """What a row says about tumours: itself, or each count of a list such as "lung 4, kidney 1"; its n stands as sd."""
    seen = spelt(seen)
    if not is_tumour_row(seen) or not seen.verified or "/" in (seen.group or ""):
        return []
    n = float(seen.n or cohort.n or 1)
    if isinstance(seen.value, str):
        listed = re.findall(r"([a-z][\w ]*?) (\d+)\b", seen.value, re.IGNORECASE)
        return [TumourShare(tumours_meant(words), float(count) / n, n, among=False) for words, count in listed]
    share, short = fraction(cohort, seen) if is_share(seen) else None, named_tumour(seen.name)
    if share is None or short == bool(seen.group):  # a group is of patients, or the row counts all tumours
        return []
    of_those = seen.n is not None and seen.n != cohort.n and seen.n in [k for _, k in _with_tumour(cohort, ANY_TUMOUR)]
    among = of_those or bool(AMONG.match(seen.note or "") or AMONG_TUMOURS.search(seen.name))
    kinds = tumours_meant(seen.name if short else seen.group or "")
    of_some = not kinds and with_patients(seen).name == "tumour_found"  # tumour/women: how many of them have one
    return [] if of_some else [TumourShare(kinds, share, n, among)]
