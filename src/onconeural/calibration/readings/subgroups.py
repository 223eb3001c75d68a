"""Who is in the subgroup that a row of a publication names, beside its other rows."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.antibody_rows import named
from onconeural.calibration.published.patients_in_names import TIMES
from onconeural.calibration.published.tumour_names import tumours_meant
from onconeural.calibration.published.wording import RATIOS, is_class, spelt
from onconeural.calibration.readings.columns import tumour_known
from onconeural.calibration.readings.people import LATE_ONSET, people
from onconeural.evidence.cohort_records import Observable

Flags = NDArray[np.bool_]
OTHER_TUMOURS = r"^(an_|all_|any_)?other_(tumour|cancer|malignanc|neoplasm)\w*$"
TIME = re.compile(rf"\d+(?:\.\d+)?_?(?:{TIMES})(?![a-z])")
REST = r"^(the_)?(others?|rest|remaining|remainder|not_so_treated|all_others|other_patients)$"


def subgroup(sample: Sample, seen: Observable) -> Flags | None:
    """Who of the simulated patients is in the subgroup of a row, shape (n,); None where the row is about everybody.

    Raises ValueError for a subgroup that the simulation does not know.
    """
    name, words = seen.name.lower(), (seen.group or "").lower()
    if seen.kind in RATIOS:
        return None
    if not words and re.search(r"(?<!^)_(no|without)_(tumour|cancer)$", name):
        return ~tumour_known(sample)
    if not words or is_class(seen) or named(words):
        return None
    if re.search(OTHER_TUMOURS, words):
        return _other_tumours(sample, seen)
    found = _rest(sample, seen) if re.search(REST, words) else people(sample, _exclusive(sample, seen, words))
    if found is None:
        raise ValueError(f"the model does not tell the subgroup {seen.group} apart")
    return found


def _others(sample: Sample, seen: Observable) -> list[str]:
    """The groups of the other rows of this name in the publication."""
    rows = (spelt(o) for o in sample.publication.observables)
    groups = {(o.group or "").lower() for o in rows if o.name == seen.name and o.kind == seen.kind}
    return sorted(groups - {"", (seen.group or "").lower()})


def _rest(sample: Sample, seen: Observable) -> Flags | None:
    """All but those of the only other group of this name."""
    other = _others(sample, seen)
    who = subgroup(sample, replace(seen, group=other[0])) if len(other) == 1 else None
    return None if who is None else ~who


def _other_tumours(sample: Sample, seen: Observable) -> Flags:
    """Those with a tumour of none of the kinds that the other rows of this name have."""
    kinds = [kind for other in _others(sample, seen) for kind in tumours_meant(other)]
    if not kinds:
        raise ValueError(f"the model does not tell the subgroup {seen.group} apart: no row of its name has a tumour")
    return np.asarray(tumour_known(sample) & ~np.isin(sample.tumour, kinds))


def _exclusive(sample: Sample, seen: Observable, words: str) -> str:
    """A treatment alone, where another row of this name is about both; late begins where early ends, old likewise."""
    other = _others(sample, seen)
    if (when := re.search("early|late|delayed", words)) and not TIME.search(words):
        limit = next((found.group() for o in other if (found := TIME.search(o))), None)
        side = "within" if when.group() == "early" else "after"
        return words if limit is None else f"{words}_{side}_{limit}"
    if re.search("immuno|tumour", words) and any(re.search("^both|combin|_(and|plus)_", o) for o in other):
        return words if re.search("^both|combin|_(and|plus)_|alone|only", words) else f"{words}_alone"
    if words == "older_adults" and "young_adults" in other:
        return f"age_ge_{LATE_ONSET:g}"
    return words
