"""Who is in a subgroup that a row names: patients with a tumour, of one sex, of one age, treated, with one syndrome."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.age_and_sex import ADULT
from onconeural.calibration.published.intervals import CATEGORIES, RATIOS
from onconeural.calibration.published.printed_mix import TUMOURS, named
from onconeural.calibration.readings.areas import AREAS
from onconeural.calibration.readings.columns import tumour_known
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Flags = NDArray[np.bool_]
Who = Callable[[Sample], Flags]

# Rows whose group is a class, a moment or an antibody, not a subgroup.
NO_SUBGROUP = re.compile(
    rf"^({'|'.join(CATEGORIES)}|pcd_|pleocytosis|adl_|after_|(mrs|rankin)_(first|second)_line|cause_)"
)
EVERYBODY = ("all", "total", "overall", "whole", "everybody", "pns", "cohort")


def _syndrome_of(sample: Sample) -> NDArray[np.str_]:
    return read.syndrome(sample.course)


def _immune(sample: Sample) -> Flags:
    return np.isfinite(sample.course.immune)


def _treated(sample: Sample) -> Flags:
    return np.isfinite(np.where(sample.course.treated >= 0, sample.course.treated, np.nan))


def _dead(sample: Sample) -> Flags:
    return np.asarray(sample.course.death <= np.maximum(sample.followed, sample.course.diagnosis))


# The first that is found in the name of the group counts.
_WHO: tuple[tuple[str, Who], ...] = (
    (r"^(no|non|without)_?(tumour|cancer|malign|paraneo)|idiopathic|tumour_negative", lambda s: ~tumour_known(s)),
    (r"(no|without)_(tumour_treatment|chemo)|tumour_untreated", lambda s: ~_treated(s)),
    (r"tumour_treat|chemo|oncolog", _treated),
    (r"^(with_)?(any_)?(tumour|cancer|malignancy|paraneoplastic)(_found|_positive)?$|^sclc_lems$", tumour_known),
    (r"(neuro\w*|pns)_first", lambda s: np.asarray(s.tumour_seen >= 0)),
    (r"(tumour|cancer)_first", lambda s: np.asarray(s.tumour_seen < 0)),
    (r"(no|without)_immuno|^untreated", lambda s: ~_immune(s)),
    (r"immuno|^treated", _immune),
    (r"^(female|women|woman|f)$", lambda s: s.female),
    (r"^(child(ren)?|p(a)?ediatric\w*)$", lambda s: s.age < ADULT),
    (r"^adults?$", lambda s: s.age >= ADULT),
    (r"^(male|men|man|m)$", lambda s: ~s.female),
    (r"^pns_only$|peripheral_only", lambda s: _syndrome_of(s) == "peripheral"),
    (r"^(died|dead|deceased|non_?survivors?)$", _dead),
    (r"^(survived|survivors?|alive)$", lambda s: ~_dead(s)),
    (r"^cns$|central", lambda s: _syndrome_of(s) != "peripheral"),
)


def subgroup(sample: Sample, seen: Observable) -> Flags | None:
    """Who of the simulated patients is in the subgroup of a row, shape (n,); None where the row is about everybody.

    Raises ValueError for a subgroup that the simulation does not know.
    """
    name, words = seen.name.lower(), (seen.group or "").lower()
    if not words and re.search(r"_(no|without)_(tumour|cancer)$", name):
        return ~tumour_known(sample)
    if not words or words in EVERYBODY or seen.kind in RATIOS or NO_SUBGROUP.match(name) or named(words):
        return None
    for pattern, who in _WHO:
        if re.search(pattern, words):
            return who(sample)
    found = _graded(sample, words) if "mrs" in words or "rankin" in words else _aged(sample, words)
    found = _with_area(sample, words) if found is None else found
    if found is None:
        raise ValueError(f"the model does not tell the subgroup {seen.group} apart")
    return found


def _aged(sample: Sample, words: str) -> Flags | None:
    limit = re.search(r"(lt|le|under|below|younger|<=?|ge|gt|over|above|older|>=?)_?(than_)?(\d+)", words)
    if limit is None:
        return None
    below = limit.group(1) in ("lt", "le", "under", "below", "younger", "<", "<=")
    old = sample.age >= float(limit.group(3))
    return np.asarray(~old if below else old)


def _graded(sample: Sample, words: str) -> Flags | None:
    limit = re.search(r"(lt|le|<=?|ge|gt|>=?)_?(\d)", words)
    if limit is None:
        return None
    grade, k = sample.grade, float(limit.group(2))
    by = {"lt": grade < k, "<": grade < k, "le": grade <= k, "<=": grade <= k, "ge": grade >= k, ">=": grade >= k}
    return np.asarray(by.get(limit.group(1), grade > k))


def _with_area(sample: Sample, words: str) -> Flags | None:
    area = next((area for pattern, area in AREAS.items() if re.search(pattern, words)), None)
    if area is not None:
        return np.asarray(_syndrome_of(sample) == area)
    kinds = next((kinds for pattern, kinds in TUMOURS if re.search(pattern, words)), None)
    if kinds is None:
        return None
    has = np.asarray(tumour_known(sample) & np.isin(sample.tumour, kinds))
    return ~has if re.match(r"(no|non|without)_", words) else has
