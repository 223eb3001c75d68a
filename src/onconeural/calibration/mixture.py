"""Which antibodies make up a published cohort, and in which proportion."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.model import outside_domain, readings, stand_in

# The mixture of a cohort of paraneoplastic syndromes that names none: patients with the matching disease in the
# Netherlands 2016 to 2021, of antibodies that go with a tumour in most (Kerstens 2024, criteria file
# antibody_reliability.yaml: true positives; of 26 with P/Q VGCC antibodies the 84 % with a tumour). Tr was not tested.
USUAL = {
    "hu": 87.0,
    "cv2_crmp5": 35.0,
    "gababr": 26.0,
    "pq_vgcc": 22.0,
    "yo": 21.0,
    "amphiphysin": 9.0,
    "klhl11": 9.0,
    "ma2": 8.0,
    "ampar": 4.0,
    "ri": 3.0,
}
# Patients with small-cell lung cancer and a syndrome: antibodies among 24 of them (Gozzard 2015: HuD 41.7, P/Q VGCC 50,
# GABABR 12.5 %, some with two). The source is a calibration cohort.
WITH_SMALL_CELL = {"hu": 0.417, "pq_vgcc": 0.5, "gababr": 0.125}
RARE = 3.0  # patients, for an antibody that is not in that list (assumed)
NAMES = {
    "hu": ("Hu",),
    "yo": ("Yo",),
    "ri": ("Ri",),
    "ma2": ("Ma2",),
    "cv2_crmp5": ("CV2", "CRMP5", "CV2/CRMP5"),
    "tr_dner": ("Tr", "Tr/DNER"),
    "mglur1": ("mGluR1",),
    "klhl11": ("KLHL11",),
    "amphiphysin": ("amphiphysin", "Amphiphysin"),
    "nmdar": ("NMDAR",),
    "gababr": ("GABABR",),
    "ampar": ("AMPAR",),
    "pq_vgcc": ("VGCC", "P/Q VGCC"),
}
OUTSIDE = "outside the domain of the model"
BESIDE = ("mixed", "negative", "none", "sox1")  # no disease of their own in the model


@dataclass(frozen=True)
class Mixture:
    """Shares (they add up to 1) of settings sets in a cohort, and what was assumed about them."""

    parts: dict[str, float]
    assumed: str | None = None


def mixture(cohort: Cohort, seen: Observable | None = None) -> Mixture | str:
    """The settings sets of a cohort with their shares, or why there are none.

    A row that names one of the antibodies (in its group, or at the end of its name) is about that one. An antibody
    whose class is uncertain counts half in each reading.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> mixture(cohort("keimeguibert2000_ivig_cyc_mp")).parts["hu"].__round__(2)
    0.59
    """
    if "none" in cohort.antibody:
        return "patients without an antibody disease"
    own = _own(cohort, seen) if seen else None
    listed = [own] if own else [key for key in cohort.antibody if key not in BESIDE]
    if not listed and "mixed" not in cohort.antibody:
        return f"{OUTSIDE}: there is no disease without an antibody in it"
    if not listed and "SCLC" in cohort.syndrome_text:
        return _known(dict(WITH_SMALL_CELL), "antibodies as in another series with small-cell lung cancer")
    if not listed:
        return _known(dict(USUAL), "the cohort names no shares of antibodies; those of the Netherlands are assumed")
    named = {key: n for key in listed if (n := _printed(cohort.antibody_text, key)) is not None}
    if len(listed) == 1 or len(named) == len(listed):
        return _known({key: named.get(key, 1.0) for key in listed}, None)
    return _known({key: USUAL.get(key, RARE) for key in listed}, "shares of the antibodies are assumed")


def _own(cohort: Cohort, seen: Observable) -> str | None:
    words = {seen.group or "", seen.name.rsplit("_", 1)[-1]}
    lower = {word.lower() for word in words}
    found = [key for key, names in NAMES.items() if lower & {name.lower() for name in (key, *names)}]
    return found[0] if len(found) == 1 and found[0] in cohort.antibody else None


def _printed(text: str, key: str) -> float | None:
    for name in NAMES.get(key, ()):
        if found := re.search(rf"\b{re.escape(name)}\b\D{{0,3}}(\d+)", text):
            return float(found.group(1))
    return None


def _known(shares: dict[str, float], assumed: str | None) -> Mixture | str:
    parts: dict[str, float] = {}
    for key, amount in shares.items():
        if outside_domain(key):
            return f"{OUTSIDE} ({key}): {outside_domain(key)}"
        sets = readings(key) or ((stand_in(key) or "",) if stand_in(key) else ())
        if not sets:
            return f"{key}: no settings in the model"
        if key not in readings(key) and not readings(key):
            assumed = f"settings of {sets[0]} stand in for {key}"
        for one in sets:
            parts[one] = parts.get(one, 0.0) + amount / len(sets)
    total = sum(parts.values())
    return Mixture({key: amount / total for key, amount in parts.items()}, assumed)
