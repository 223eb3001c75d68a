"""How many patients of a published cohort have a known antibody: an input, and others are simulated without one."""

from __future__ import annotations

import re

from onconeural.calibration.published.antibody_rows import ANTIBODY_ROW, antibody_of, fraction, is_share
from onconeural.evidence import criteria
from onconeural.evidence.cohort_records import Cohort, Observable

ONCONEURAL = ("hu", "yo", "cv2_crmp5", "amphiphysin", "ma2")  # counted in the table of false positives
SURFACE = ("nmdar", "gababr", "ampar", "caspr2", "mglur1", "mglur5")  # antigens that an onconeural count leaves out
# Rows that say how many have any antibody, and those that leave out antibodies of surface antigens.
_ANTIBODY, _HELD = r"ab|abs|antibody|antibodies", r"_(positive|found|detected|present)"
_HAD = rf"(antibod(?:y|ies)|({_ANTIBODY}){_HELD})"
POSITIVE_ROW = re.compile(rf"^(any_)?({_ANTIBODY}|onconeural){_HELD}$|^sero_?positive$")
ONCONEURAL_ROW = re.compile(rf"^(well_characteri[sz]ed|onconeur(on)?al)_{_HAD}$")
SURFACE_ROW = re.compile(rf"^(neuronal_)?(cell_)?surface_{_HAD}$")
NEGATIVE_WORDS = re.compile(
    r"\b(?:none|neg(?:ative)?|seronegative)\b[^\d,;]{0,12}?(\d+(?:\.\d+)?)(\s?%)?", re.IGNORECASE
)
# Share without a known antibody where a series says that there are some but not how many: 145 of 457 patients of the
# calibration series that print it (vellore_pns97, hefei_pns48, gultekin2000_limbic50, mayo_limbic148,
# northchina_pns114; 20 to 56 %).
USUALLY_NEGATIVE = 145.0 / 457.0
# A series of everybody with a syndrome and a positive test, in which no tumour and no second opinion was asked for.
TESTED_POSITIVE = re.compile(r"\bwith (an )?(onconeur(on)?al|(anti)?neuronal|paraneoplastic) antibod", re.IGNORECASE)
BY_BLOT_AND_TISSUE = ("serum", "immunoblot_iif")  # specimen and technique of the tests counted


def positive_share(cohort: Cohort) -> float | None:
    """Share (0 to 1) of patients with any antibody, where it is printed.

    A row of onconeural antibodies leaves out those of surface antigens, which are added where they are counted.
    """
    if (any_antibody := _share_of(cohort, POSITIVE_ROW)) is not None:
        return any_antibody
    if (onconeural := onconeural_share(cohort)) is None:
        said = (found(cohort) for found in (_not_negative, _of_all, _counted))
        return next((share for share in said if share is not None), None)
    surface = _share_of(cohort, SURFACE_ROW)
    counted = [fraction(cohort, o) or 0.0 for o in cohort.observables if antibody_of(o) in SURFACE]
    return min(1.0, onconeural + (sum(counted) if surface is None else surface))


def onconeural_share(cohort: Cohort) -> float | None:
    """Share (0 to 1) of patients with onconeural antibodies, where a row counts these apart."""
    return _share_of(cohort, ONCONEURAL_ROW)


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


def _of_all(cohort: Cohort) -> float | None:
    """The share with the one antibody of a series, in a description such as "Hu 25 of 57", where n is 57."""
    found = re.search(r"\b(\d+)(?: of |/)(\d+)\b", cohort.antibody_text)
    one = len(cohort.antibody) == 2 and "negative" in cohort.antibody and "mixed" not in cohort.antibody
    return int(found.group(1)) / cohort.n if found and one and cohort.n == int(found.group(2)) else None


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


def false_positive_share(cohort: Cohort) -> float:
    """Share (0 to 1) whose positive test is false, where the test alone brought a patient into the series; else 0.

    As in routine care in the Netherlands (Kerstens 2024, criteria file antibody_reliability.yaml): of 199 sera positive
    by blot and by tissue for five onconeural antibodies, 44 were of patients with another disease. A blot alone errs in
    half (hdl 2445/176621), and in fewer of those who have the syndrome of the antibody (assumed: together as above).

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [round(false_positive_share(cohort(key)), 2) for key in ("bengaluru_ca32", "vellore_pns97")]
    [0.22, 0.0]
    """
    if not TESTED_POSITIVE.search(cohort.syndrome_text):
        return 0.0
    rows = [r for r in criteria("antibody_reliability")["tests"] if r["antibody"] in ONCONEURAL]
    counts = [r["counts"] for r in rows if (r["specimen"], r["technique"]) == BY_BLOT_AND_TISSUE]
    false, true = (sum(c[key] for c in counts) for key in ("fp", "tp"))
    return float(false / (false + true))


def of_those_with_antibodies(cohort: Cohort, seen: Observable) -> bool:
    """Whether a row is of as many patients as have an antibody, and not of all.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> neuropathy = cohort("antoine1999_neuropathy")
    >>> {of_those_with_antibodies(neuropathy, o) for o in neuropathy.observables if o.name == "rankin_max"}
    {True}
    """
    if re.search(r"negative", f"{seen.name}/{seen.group or ''}", re.IGNORECASE):
        return False
    positive = positive_share(cohort)
    rows = re.search(r"\bthe (\d+) rows\b", seen.note or "")  # of a printed table of patients
    n = seen.n or (int(rows.group(1)) if rows else None)
    return bool(positive and cohort.n and n and n != cohort.n and n == round(positive * cohort.n))
