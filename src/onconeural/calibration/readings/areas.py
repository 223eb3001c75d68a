"""Observables of the areas of the nervous system that are affected."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.limits import limit
from onconeural.calibration.readings.area_words import (
    AREAS,
    areas_named,
    counts_classes,
    counts_signs,
    each_has_a_class,
    is_junction,
    words_of_areas,
)
from onconeural.calibration.readings.columns import Columns, Flags, among, months, origin
from onconeural.evidence.cohort_records import Observable
from onconeural.model import areas, involved_below
from onconeural.population import readings as read

NUMBERED = ("peripheral", "limbic", "brainstem", "cerebellum")  # order of the areas in the columns of a course
AT_DIAGNOSIS = r"_(at|on)_(the_)?(dx|diagnosis|presentation|admission|baseline|onset)|_dx$"
ALONE = r"isolated|pure|_only$|_alone$|(limited|confined|restricted)_to"


def several_areas_then(sample: Sample) -> Flags:
    """Whether two or more areas are involved at diagnosis."""
    return involved_then(sample) >= 2


def involved_then(sample: Sample) -> NDArray[np.intp]:
    """How many areas are involved at diagnosis, shape (n,)."""
    return np.asarray((sample.lost > 1.0 - involved_below()).sum(axis=1))


def beyond(sample: Sample, seen: Observable) -> Columns:
    """Share with another area than the one named (limbic system or cerebellum) involved within five years."""
    one = "limbic" if "limbic" in seen.name.lower() else "cerebellum"
    low = np.where(np.isnan(sample.course.area), 1.0, sample.course.area).min(axis=2)
    return among(sample, (np.delete(low, NUMBERED.index(one), axis=1) < involved_below()).any(axis=1))


def predominant_of_all(sample: Sample, seen: Observable) -> Columns:
    """Share with a syndrome among all patients with the antibody, also those whom the series did not select."""
    who = sample.diagnosed if sample.part is None else sample.diagnosed & sample.part
    return {"y": _has_area(sample, areas_named(seen), any_sign=False)[who]}


def central(sample: Sample) -> Flags:
    """Whose limbic system, brainstem or cerebellum is involved at diagnosis."""
    rows = [i for i, area in enumerate(areas()) if area.id != "peripheral"]
    return np.asarray((sample.lost[:, rows] > 1.0 - involved_below()).any(axis=1))


def central_share(sample: Sample, seen: Observable) -> Columns:
    """Share with the limbic system, brainstem or cerebellum involved at diagnosis, or ever where the row says so."""
    if not re.search(r"during_(the_)?(\w+_)?(course|follow|disease|illness)|(^|_)ever(_|$)", seen.name.lower()):
        return among(sample, central(sample))
    rows = [i for i, area in enumerate(areas()) if area.id != "peripheral"]
    low = np.where(np.isnan(sample.course.area), 1.0, sample.course.area).min(axis=2)
    return among(sample, (low[:, rows] < involved_below()).any(axis=1))


def new_area(sample: Sample, seen: Observable) -> Columns:
    """Share in whom an area that is not involved at the origin (diagnosis) becomes involved by the time of the row."""
    start = origin(sample, seen)
    return among(sample, read.new_area(sample.course, start, months(sample, seen)), np.isfinite(start))


def several_areas(sample: Sample, seen: Observable) -> Columns:
    """Share with two or more areas (or as many as the row names) involved within five years."""
    least = re.search(r"(ge|gt|>=?|^)_?(\d)(?!_?[mwdy])", seen.name.lower().replace("three", "3"))
    k = int(least.group(2)) + (least.group(1) in ("gt", ">")) if least else 2
    return among(sample, _involved(sample, seen) >= k)


def one_area(sample: Sample, seen: Observable) -> Columns:
    """Share with one area alone involved at diagnosis: the one that the group of the row names, else any."""
    named = areas_named(seen)
    has = _has_area(sample, named, any_sign=True) if named else np.ones(len(sample.course), dtype=bool)
    return among(sample, has & (involved_then(sample) <= 1))


def _involved(sample: Sample, seen: Observable) -> NDArray[np.intp]:
    """How many areas are involved, shape (n,): at the diagnosis where the row says so, else at some time."""
    return involved_then(sample) if re.search(AT_DIAGNOSIS, seen.name.lower()) else read.involved_ever(sample.course)


def number_of_areas(sample: Sample, seen: Observable) -> Columns:
    """Share with as many areas involved as the group of the row says."""
    words, k = (seen.group or "").lower(), _involved(sample, seen)
    named = limit(words)
    if named is not None:
        return among(sample, named.holds(k.astype(float)))
    if re.search("several|multiple|more", words):
        return among(sample, k >= 2)
    found = re.search(r"\d|one|two|three|four|single", words)
    wanted = {"one": 1, "single": 1, "two": 2, "three": 3, "four": 4}
    return among(sample, k == (wanted.get(found.group()) or int(found.group()) if found else 1))


def areas_involved(sample: Sample, seen: Observable) -> Columns:
    """Number of areas involved."""
    return {"x": _involved(sample, seen)[sample.who].astype(float)}


def sites(sample: Sample, seen: Observable) -> Columns:
    """Share with the central nervous system alone, the peripheral nervous system alone, or both involved."""
    words, cns = (seen.group or seen.name).lower(), central(sample)
    peripheral = sample.lost[:, NUMBERED.index("peripheral")]
    pns = (peripheral > 1.0 - involved_below()) | (read.syndrome(sample.course) == "peripheral")
    if "_and_" in words:
        return among(sample, cns & pns)
    return among(sample, (cns & ~pns) if re.match("cns|central", words) else (pns & ~cns))


def syndrome(sample: Sample, seen: Observable) -> Columns:
    """Share with an area (or one of several) predominant at diagnosis, or involved where the row means any sign.

    Where a series has no class for several areas, who has lost about as much in a second area counts in both; where
    its classes hold everybody, each patient has one class, that of the area that has lost most.
    """
    if is_junction(seen):
        return among(sample, np.full(len(sample.course), sample.at_junction))
    names = areas_named(seen)
    if not names:
        raise ValueError(f"the four target areas do not tell {seen.group or seen.name} apart")
    if sample.at_junction:  # the nerve ending is no part of a neuropathy
        return among(sample, np.zeros(len(sample.course), dtype=bool))
    if "multifocal" in names or counts_classes(sample.publication, seen):
        return among(sample, np.isin(read.syndrome(sample.course), [*names, *_rest_of_classes(sample, seen)]))
    if seen.kind == "count" and each_has_a_class(sample.publication, seen):
        return among(sample, np.isin(np.array(NUMBERED)[np.argmax(sample.lost, axis=1)], names))
    return among(sample, _affected(sample, seen, names))


def _affected(sample: Sample, seen: Observable, names: list[str]) -> Flags:
    """Who has one of the areas: alone, with another (``SN_plus``), or all that are named, where the row says so."""
    any_sign, words = counts_signs(sample.publication, seen), words_of_areas(seen)
    has, several = _has_area(sample, names, any_sign or words.endswith("_plus")), several_areas_then(sample)
    if re.search("_(and|plus)_", words) and len(names) > 1:
        return np.asarray(np.all([_has_area(sample, [one], any_sign=True) for one in names], axis=0))
    if words.endswith("_plus"):
        return has & several
    return has & ~several if re.search(ALONE, words) else has


def _has_area(sample: Sample, names: list[str], any_sign: bool) -> Flags:
    """Who has lost most, or about as much, in one of the areas at diagnosis; ``any_sign``: who has lost anything."""
    rows = [NUMBERED.index(name) for name in names]
    lost = sample.lost
    least = 1.0 - involved_below()
    if not any_sign:
        least = np.maximum(least, read.EQUAL_SHARE * lost.max(axis=1))
    return np.asarray((lost[:, rows].max(axis=1) > least) | (np.argmax(lost, axis=1)[:, None] == rows).any(axis=1))


def _rest_of_classes(sample: Sample, seen: Observable) -> set[str]:
    """Areas without a class of their own in a series whose classes hold everybody: its encephalomyelitis has them."""
    rows = [o for o in sample.publication.observables if o.name == seen.name and o.kind == "count"]
    named = {area for o in rows for area in areas_named(o)}
    whole = each_has_a_class(sample.publication, seen)
    return set(AREAS.values()) - named if whole and "multifocal" in areas_named(seen) else set()
