"""What a published cohort prints about its antibodies and tumours: inputs, like age and sex."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
SURFACE = ("nmdar", "gababr", "ampar", "caspr2", "mglur1", "mglur5")  # antigens that an onconeural count leaves out
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
# Rows that say how many have any antibody, and those that leave out antibodies of surface antigens.
POSITIVE_ROW = re.compile(r"^(ab|antibody|onconeural)_positive$|^seropositive$")
ONCONEURAL_ROW = re.compile(r"^(well_characteri[sz]ed|onconeur(on)?al)_antibodies$")
SURFACE_ROW = re.compile(r"^(neuronal_)?(cell_)?surface_antibodies$")
NEGATIVE_WORDS = re.compile(
    r"\b(?:none|neg(?:ative)?|seronegative)\b[^\d,;]{0,12}?(\d+(?:\.\d+)?)(\s?%)?", re.IGNORECASE
)
# Share without a known antibody where a series says that there are some but not how many: 145 of 457 patients of the
# calibration series that print it (vellore_pns97, hefei_pns48, gultekin2000_limbic50, mayo_limbic148,
# northchina_pns114; 20 to 56 %).
USUALLY_NEGATIVE = 145.0 / 457.0
MOST = re.compile(r"\bmost (often|frequent(ly)?|common(ly)?)\b")
MENTIONED = 3  # antibodies in a description of names alone, from which on it lists all that were found
CHOSEN_TUMOUR = re.compile(r"\bwith ([\w ,-]*?(?:cancer|carcinoma|SCLC|lymphoma|thymoma|teratoma|tumou?r))")
ALL_HAVE = 0.003  # error with which a tumour that all patients were chosen for is met
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

    Where a part of the patients has no antibody, the shares are of the others. A row that names two antibodies
    ("Hu or Yo") is in ``joint_shares``.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> antibody_shares(cohort("uchuya1996_ivig"))["yo"].__round__(2)
    0.18
    """
    rows = {key: share for o in cohort.observables if (key := _antibody_of(o)) and (share := _of_positive(cohort, o))}
    found = rows or _as_of_positive(cohort, _described(cohort))
    return {key: share / max(1.0, sum(found.values())) for key, share in found.items()}


def joint_shares(cohort: Cohort) -> dict[tuple[str, ...], float]:
    """Shares (0 to 1) of the patients with an antibody who have one of several, where a row counts these together.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> {keys: round(share, 2) for keys, share in joint_shares(cohort("pumch_pns60")).items()}
    {('hu', 'yo'): 0.59}
    """
    rows = {keys: o for o in cohort.observables if (keys := _joined(o))}
    return {keys: min(1.0, share) for keys, o in rows.items() if (share := _of_positive(cohort, o))}


def _joined(seen: Observable) -> tuple[str, ...]:
    """The antibodies of a row whose group joins them by "or"; none unless all of them are known."""
    words = re.split(r" or ", seen.group or "") if ANTIBODY_ROW.match(seen.name) and is_share(seen) else []
    keys = tuple(named(word) or "" for word in words)
    return keys if len(keys) > 1 and all(keys) else ()


def _of_positive(cohort: Cohort, seen: Observable) -> float | None:
    """The share of a row among the patients with an antibody.

    A row "of those with antibodies" is that share already, unless its n is that of onconeural antibodies alone.
    """
    share, positive = fraction(cohort, seen), positive_share(cohort)
    if share is None or not positive or "Ab+" in cohort.antibody_text:
        return share
    onconeural = _share_of(cohort, ONCONEURAL_ROW)
    among = bool(AMONG.match(seen.note or ""))
    if among and onconeural and cohort.n and seen.n == round(onconeural * cohort.n):
        return share * onconeural / positive
    return share if among else share / positive


def _as_of_positive(cohort: Cohort, described: dict[str, float]) -> dict[str, float]:
    """Shares in a description are of all patients where they leave room for those without an antibody."""
    positive = positive_share(cohort)
    if not positive or "Ab+" in cohort.antibody_text or sum(described.values()) > positive:
        return described
    return {key: share / positive for key, share in described.items()}


def positive_share(cohort: Cohort) -> float | None:
    """Share (0 to 1) of patients with any antibody, where it is printed.

    A row of onconeural antibodies leaves out those of surface antigens, which are added where they are counted.
    """
    if (any_antibody := _share_of(cohort, POSITIVE_ROW)) is not None:
        return any_antibody
    if (onconeural := _share_of(cohort, ONCONEURAL_ROW)) is None:
        said = _not_negative(cohort)
        return _counted(cohort) if said is None else said
    surface = _share_of(cohort, SURFACE_ROW)
    counted = [fraction(cohort, o) or 0.0 for o in cohort.observables if _antibody_of(o) in SURFACE]
    return min(1.0, onconeural + (sum(counted) if surface is None else surface))


def _share_of(cohort: Cohort, name: re.Pattern[str]) -> float | None:
    rows = [o for o in cohort.observables if name.match(o.name) and not o.group]
    return next((share for o in rows if is_share(o) and (share := fraction(cohort, o))), None)


def _counted(cohort: Cohort) -> float | None:
    """All antibodies together where rows count two or more of them and the rest has none."""
    rows = [o for o in cohort.observables if ANTIBODY_ROW.match(o.name) and o.group and is_share(o)]
    if "negative" not in cohort.antibody or len(rows) < 2:
        return None
    return min(1.0, sum(fraction(cohort, o) or 0.0 for o in rows))


def _not_negative(cohort: Cohort) -> float | None:
    """One less the share without an antibody in a description such as "amphiphysin 9, none 9"."""
    found = NEGATIVE_WORDS.search(cohort.antibody_text)
    if found is None or not (found.group(2) or cohort.n):
        return None
    return 1.0 - min(1.0, float(found.group(1)) / (100.0 if found.group(2) else float(cohort.n or 1)))


def negative_share(cohort: Cohort) -> float:
    """Share (0 to 1) of patients without a known antibody: printed, usual where the series only says so, else 0.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [round(negative_share(cohort(key)), 2) for key in ("flanagan2011_myelopathy31", "dalmau1992_hu71")]
    [0.29, 0.0]
    """
    if "negative" not in cohort.antibody:
        return 0.0
    positive = positive_share(cohort)
    return USUALLY_NEGATIVE if positive is None else 1.0 - positive


def of_those_with_antibodies(cohort: Cohort, seen: Observable) -> bool:
    """Whether a row is of as many patients as have an antibody, and not of all.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> neuropathy = cohort("antoine1999_neuropathy")
    >>> {of_those_with_antibodies(neuropathy, o) for o in neuropathy.observables if o.name == "rankin_max"}
    {True}
    """
    positive = positive_share(cohort)
    return bool(positive and cohort.n and seen.n and seen.n != cohort.n and seen.n == round(positive * cohort.n))


def usual_here(cohort: Cohort, usual: Mapping[str, float]) -> dict[str, float]:
    """Usual shares as far as the description of a cohort allows: of the antibodies that it lists, or in its order.

    A description of names alone ("Yo, Hu, Ri") lists those that were found. Antibodies that it calls the most frequent
    have the largest of the usual shares, and the others keep their order.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> usual_here(cohort("vellore_pns97"), {"hu": 9.0, "yo": 4.0, "ma2": 1.0, "ri": 2.0})
    {'yo': 9.0, 'ma2': 4.0, 'hu': 2.0, 'ri': 1.0}
    """
    if listed := {key for key in _listed(cohort) if key in usual}:
        return {key: share for key, share in usual.items() if key in listed}
    clauses = [clause for clause in re.split(r"[;:]", cohort.antibody_text) if MOST.search(clause)]
    first = [key for clause in clauses for key in _mentioned(clause) if key in usual]
    rest = sorted((key for key in usual if key not in first), key=lambda key: -usual[key])
    return dict(zip([*first, *rest], sorted(usual.values(), reverse=True), strict=True)) if first else dict(usual)


def _mentioned(words: str) -> list[str]:
    """The antibodies that words name, in their order."""
    tokens = re.split(r",| and ", MOST.sub(",", words))
    return list(dict.fromkeys(key for token in tokens if (key := named(token.strip()))))


def _listed(cohort: Cohort) -> list[str]:
    tokens = [token.strip() for token in cohort.antibody_text.split(",")]
    found = _mentioned(cohort.antibody_text)
    names_alone = all(token and " " not in token for token in tokens)
    return found if names_alone and len(found) >= MENTIONED else []


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


def chosen_tumour(cohort: Cohort) -> TumourShare | None:
    """The tumour that all patients of a series have because it was chosen by it ("PNS with ovarian cancer").

    >>> from onconeural.evidence.cohort_records import cohort
    >>> chosen_tumour(cohort("ovary_pns15")).tumours
    ('ovarian_carcinoma',)
    """
    found = CHOSEN_TUMOUR.search(cohort.syndrome_text)
    kinds = _meant(found.group(1)) if found else ()
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
        return [TumourShare(_meant(words), float(count) / n, n, among=False) for words, count in listed]
    short = bool(_meant(seen.name))  # a row that is called after its tumour; then a group is of patients
    share = fraction(cohort, seen) if is_share(seen) else None
    if share is None or (short and seen.group):
        return []
    words = seen.name if short else seen.group or ""
    return [TumourShare(_meant(words), share, n, bool(AMONG.match(seen.note or "")))]


def _meant(words: str) -> tuple[str, ...]:
    return next((kinds for pattern, kinds in TUMOURS if re.search(pattern, words.lower())), ())
