"""What a published cohort prints about its tumours: inputs, like its antibodies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onconeural.calibration.published.antibody_rows import AMONG, fraction, is_share, share_error
from onconeural.calibration.published.wording import spelt
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
    (r"non.?hodgkin|leuk", ()),  # no tumour of the model
    (r"hodgkin|lymphoma", ("hodgkin_lymphoma",)),
    (r"thymoma|thymic", ("thymoma",)),
    (r"testi|germ|seminoma|gct", ("testicular_germ_cell_tumour",)),
)
KIND = r"n?sclc|teratoma|thymoma|seminoma|(lung|breast|ovarian)_cancer"
CLASS_ROW = re.compile(r"^(tumour|cancer|neoplasm|malignancy)(s|_types?)?$|^histology$", re.IGNORECASE)
# Words that name a tumour by themselves, words that do so before "cancer" and the like, and these; a row called after
# nothing else is about the mix of tumours.
_ALONE = (
    r"n?sclc|(?:non_?)?small_cell(?:_lung)?|oat_cell|lung|breast|ovar(?:y|ian)|testi(?:s|cular)|(?:non_?)?hodgkin(?:s)?|lymphoma|teratoma|"
    r"thymoma|(?:non_?)?seminoma|germinoma|germ_cell|gct|melanoma|(?:multiple_)?myeloma|neuroblastoma|(?:adeno|lympho|cystadeno)?carcinoma|sarcoma|"
    r"mesothelioma|leuka?emia|carcinoid|merkel_cell"
)
_ORGAN = (
    r"bronch\w+?|pulmonary|mammary|fallopian(?:_tube)?|tubal|peritoneal|gyn|gyna?ecological|gyna?ecologic|pelvic|extra_?(?:testicular|gonadal)|mediastinal|"
    r"thymus|thymic|endometri(?:um|al)|uter(?:us|ine)|cervical|prostate|prostatic|bladder|urothelial|renal|kidney|colon|colorectal|rectal|gastric|"
    r"gastrointestinal|stomach|oesophageal|pancreatic|liver|hepatic|hepatocellular|thyroid|skin|head_and_neck|ha?ematological|ha?ematologic|"
    r"neuroendocrine|squamous(?:_cell)?|serous|large_cell|epithelial|ductal"
)
_GENERAL = r"tumour|cancer|malignanc(?:y|ies)|neoplasm|neoplasia|carcinoma|adenocarcinoma|lymphoma|germ_cell"
_BESIDE = r"primary|regressed|mature|mixed|invasive|high_grade|or|and|plus|other|cell|disease|histology"
_PROVEN = (
    r"(?:\w+?_)?(?:proven|confirmed|found|detected|diagnosed|identified|verified|present|suspected)(?:_or_suspected)?|associated|"
    r"(?:of|in|among)_(?:all_)?(?:the_)?(?:tumour|cancer|neoplasm|malignanc(?:y|ies))s?"
)
_WORD = rf"(?:{_ALONE}|{_ORGAN}|{_GENERAL}|{_BESIDE})s?"
TUMOUR_NAME = re.compile(
    rf"^(?=(?:\w+_)?(?:(?:{_ALONE})s?(?:_|$)|(?:{_ORGAN})_(?:\w+_)?(?:{_GENERAL})))(?:{_WORD}_)*{_WORD}(?:_(?:{_PROVEN}))?$",
    re.IGNORECASE,
)
AMONG_TUMOURS = re.compile(
    r"_(?:of|in|among)_(?:all_)?(?:the_)?(?:tumour|cancer|neoplasm|malignanc)\w*$", re.IGNORECASE
)
FOUND_AT_ALL = re.compile(
    rf"^((tumour|cancer|malignancy|neoplasm)s?|{KIND})(_(found|detected|identified|diagnosed|present|confirmed|proven))?$",
    re.IGNORECASE,
)
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
    apart = [row.share for row in rows if not any(set(row.tumours) < set(o.tumours) for o in rows if row.tumours)]
    among = any(row.among for row in rows) or sum(apart) > WHOLE  # small-cell is counted in lung
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
    found, by_then = max((share for share, _ in _with_tumour(cohort)), default=0.0), fraction(cohort, seen)
    if not found or not cohort.n or by_then is None or by_then <= found + ROUNDED:
        return None
    return round(found * cohort.n)


def _with_tumour(cohort: Cohort) -> list[tuple[float, int]]:
    """The share (0 to 1) with a tumour at all and how many these are, by each row that says so."""
    rows = [o for o in map(spelt, cohort.observables) if FOUND_AT_ALL.match(o.name) and not o.group and is_share(o)]
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
    of_those = seen.n is not None and seen.n != cohort.n and seen.n in [k for _, k in _with_tumour(cohort)]
    among = of_those or bool(AMONG.match(seen.note or "") or AMONG_TUMOURS.search(seen.name))
    return [TumourShare(tumours_meant(seen.name if short else seen.group or ""), share, n, among)]


def is_tumour_row(seen: Observable) -> bool:
    """Whether a row says how many patients have one tumour, by its name or its group.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [o.group for o in cohort("graus2001_hu200").observables if is_tumour_row(o)]
    ['SCLC']
    """
    name = spelt(seen).name
    return named_tumour(name) or bool(CLASS_ROW.match(name))


def named_tumour(words: str) -> bool:
    """Whether the name of a row is that of one or more tumours, and nothing else: the mix of tumours, an input.

    >>> [named_tumour(w) for w in ("breast_carcinoma", "SCLC_confirmed", "lung_cancer_within_1y", "tumour_found")]
    [True, True, False, False]
    """
    return bool(TUMOUR_NAME.match(words))


def tumours_meant(words: str) -> tuple[str, ...]:
    """The tumours of the model that words mean; none where they mean no tumour of it.

    >>> tumours_meant("ovarian_cancer_at_1y"), tumours_meant("kidney")
    (('ovarian_carcinoma',), ())
    """
    return next((kinds for pattern, kinds in TUMOURS if re.search(pattern, words.lower())), ())
