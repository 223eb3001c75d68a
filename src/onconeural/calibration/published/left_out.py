"""Patients of a published series whose antibody the model lacks: how many they are, and which rows are about them."""

from __future__ import annotations

import re

from onconeural.calibration.published.antibody_rows import fraction, is_share
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.model import outside_domain, readings, stand_in

# A part of a series below this share is left out, and the others stand for all of it (assumed).
SMALL_PART = 0.2
LACKED = {  # antibodies that the model lacks, as descriptions and rows write them
    "lgi1": ("LGI1", "LGI-1"),
    "gad65": ("GAD65", "GAD-65", "GAD"),
    "glyr": ("GlyR", "glycine receptor"),
    "dppx": ("DPPX",),
    "iglon5": ("IgLON5",),
    "aqp4": ("AQP4",),
    "mog": ("MOG",),
    "gfap": ("GFAP",),
    "gabaar": ("GABAAR", "GABAaR", "GABAA"),
    "recoverin": ("recoverin", "Recoverin"),
    "titin": ("titin", "Titin"),
    "achr": ("AChR",),
    "ak5": ("AK5",),
}
# Its stand-in is for a patient with a tumour; in a series most have none (a lower-risk antibody of PNS-Care 2021).
WITHOUT_TUMOUR = {"gad65": "most patients with it have no tumour, and the model is driven by a tumour"}
AFTER = r"[-_ ]?(positive|patients|antibod(y|ies)|abs?|seropositive|\+)*$"
OF_ANTIBODIES = re.compile(r"^(auto)?(ab|abs|anti|antibod(y|ies))(_\w+)?$", re.IGNORECASE)


def lacked(key: str) -> str | None:
    """Why the model has no series of patients with an antibody; None for one that it has, or with a stand-in.

    >>> lacked("hu"), lacked("zic4"), lacked("recoverin")
    (None, None, 'no settings in the model')
    """
    why = outside_domain(key) or WITHOUT_TUMOUR.get(key)
    return why or (None if readings(key) or stand_in(key) else "no settings in the model")


def lacked_name(words: str) -> str | None:
    """The antibody that words name, where it is one that the model lacks.

    >>> lacked_name("anti-LGI1 antibodies"), lacked_name("Hu"), lacked_name("women")
    ('lgi1', None, None)
    """
    low = re.sub(AFTER, "", re.sub(r"^anti[-_ ]", "", words.lower()))
    return next((key for key, names in LACKED.items() if low in {key, *(name.lower() for name in names)}), None)


def share_lacked(cohort: Cohort, key: str) -> float | None:
    """The printed share (0 to 1) of all patients with an antibody that the model lacks; None where none is printed.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> round(share_lacked(cohort("china_ae778"), "lgi1"), 3)
    0.206
    """
    for seen in cohort.observables:
        words = seen.group if seen.group and OF_ANTIBODIES.match(seen.name) else None if seen.group else seen.name
        if words and is_share(seen) and lacked_name(re.sub(r"^(ab|anti|antibody)_", "", words)) == key:
            return fraction(cohort, seen)
    for name in LACKED.get(key, (key,)):
        found = re.search(rf"\b{re.escape(name)}\b[\s:=()]{{0,3}}(\d+(?:\.\d+)?)(\s?%)?", cohort.antibody_text)
        if found and (found.group(2) or cohort.n):
            return float(found.group(1)) / (100.0 if found.group(2) else float(cohort.n or 1))
    return None


def small_part(cohort: Cohort, keys: list[str]) -> float | None:
    """The share of all who have one of these antibodies, where it is printed for each and small; else None."""
    shares = [share_lacked(cohort, key) for key in keys]
    total = sum(share for share in shares if share is not None)
    return total if None not in shares and total < SMALL_PART else None


def left_out(keys: list[str], share: float | None) -> str:
    """Which part of a series is left out, in words; empty for none."""
    return f"{100.0 * share:.0f} % with {' or '.join(keys)} antibodies are left out (assumed)" if share else ""


def large_part(cohort: Cohort) -> str | None:
    """An antibody that the model lacks and that a description counts in a fifth or more of a mixed series, or None."""
    shares = {key: share_lacked(cohort, key) or 0.0 for key in LACKED if lacked(key)}
    key = max(shares, key=lambda one: shares[one])
    return key if shares[key] >= SMALL_PART else None


def about_lacked(seen: Observable) -> str | None:
    """The antibody that the model lacks and that a row is about: in its group, or at the end of its name."""
    key = lacked_name(seen.group or "") or lacked_name(seen.name.rsplit("_", 1)[-1])
    return key if key and lacked(key) else None
