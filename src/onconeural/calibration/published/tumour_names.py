"""Rows called after a tumour: which tumours of the model the words mean, and whether they name nothing else."""

from __future__ import annotations

import re

from onconeural.calibration.published.wording import spelt
from onconeural.evidence.cohort_records import Observable

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

    >>> tumours_meant("ovarian_cancer_at_1y"), tumours_meant("SCLC or thymoma"), tumours_meant("kidney")
    (('ovarian_carcinoma',), ('sclc', 'thymoma'), ())
    """
    parts = re.split(r"[_ ,](?:or|and|plus)[_ ]|/", words.lower())
    found = [next((kinds for pattern, kinds in TUMOURS if re.search(pattern, part)), ()) for part in parts]
    return tuple(dict.fromkeys(kind for kinds in found for kind in kinds))
