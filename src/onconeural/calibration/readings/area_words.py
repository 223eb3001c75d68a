"""Which areas of the nervous system the words of a row mean, and whether it counts classes or signs."""

from __future__ import annotations

import re

from onconeural.calibration.published.wording import OF_SIGNS
from onconeural.evidence.cohort_records import Cohort as Publication
from onconeural.evidence.cohort_records import Observable

AREAS = {  # words in the name of a group, and the area they mean
    r"limbic|diencephal|(^|[/_])le($|_)": "limbic",
    r"brainstem|rhombenceph|bulbar|(^|[/_])be$": "brainstem",
    r"cerebell|ataxia|pcd|(^|/)(cd|rpcs)$": "cerebellum",
    r"multifocal|pem|encephalomyel|several_areas|"
    r"(^|/)(em|combined|multiple|mixed|overlap\w*|two_or_more)$": "multifocal",
    r"sensory|sensorimotor|neuropath|"
    r"neuronopath|ganglion|dorsal_root|[sp]sn|snn|peripheral|(^|[/_])sn($|_)": "peripheral",
}
SUM_OF_SIGNS = 150.0  # %: shares that add up to more than this are of signs, not of the main syndrome (assumed)


def is_junction(seen: Observable) -> bool:
    """Whether a row is about the neuromuscular junction.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> any(is_junction(o) for o in cohort("graus2001_hu200").observables)
    False
    """
    return bool(
        re.search(r"lems|lambert|myasthen|neuromuscular_junction|(^|_)nmj(_|$)", (seen.group or seen.name).lower())
    )


def tells_apart(seen: Observable) -> bool:
    """Whether the group or name of a row means the junction, or one of the target areas."""
    return is_junction(seen) or bool(areas_named(seen))


def areas_named(seen: Observable) -> list[str]:
    """The areas in the group of a row, else in its name: then the group is of patients.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> areas_named(next(o for o in cohort("graus2001_hu200").observables if o.group == "cerebellar_ataxia"))
    ['cerebellum']
    """
    words = "cerebellar" if seen.name == "pcd_fraction_by_ab" else words_of_areas(seen)
    return [area for pattern, area in AREAS.items() if re.search(pattern, words)]


def words_of_areas(seen: Observable) -> str:
    """The words that say which area is meant, lower case: of the group where it names one, else of the row."""
    group = (seen.group or "").lower()
    return group if any(re.search(pattern, group) for pattern in AREAS) else seen.name.lower()


def counts_classes(publication: Publication, seen: Observable) -> bool:
    """Whether every patient has one class, and there is one for several areas: then a class is a predominant area.

    A series that tells classical syndromes from others has the classes of 2004, and encephalomyelitis among them.
    """
    rows = [o for o in publication.observables if o.name == seen.name]
    several = any("multifocal" in areas_named(o) for o in rows) or any(map(_classical, publication.observables))
    return several and not counts_signs(publication, seen)


def _classical(seen: Observable) -> bool:
    return bool(re.match(r"^(non_?)?classic(al)?_syndromes?$", seen.name.lower()))


def counts_signs(publication: Publication, seen: Observable) -> bool:
    """Whether any sign of an area counts: the row says present, or all shares printed add up to far more than one."""
    name = seen.name.lower()
    if "present" in (seen.group or "") or "involv" in name or re.match(rf"{OF_SIGNS}$", name):
        return True
    if seen.name == "presentation":
        return not each_has_a_class(publication, seen)
    if "predominant" in (seen.note or "") or re.search("at presentation|dominant", seen.group or ""):
        return False
    rows = [o for o in publication.observables if o.name == seen.name]
    unit = 100.0 / (publication.n or 1)
    shares = [float(o.value) * (unit if o.kind == "count" else 1.0) for o in rows if isinstance(o.value, int | float)]
    return sum(shares) > SUM_OF_SIGNS


def each_has_a_class(publication: Publication, seen: Observable) -> bool:
    """Whether the counts of all classes of a row add up to the cohort, so that every patient has one class."""
    rows = [o for o in publication.observables if o.name == seen.name and o.kind == "count"]
    return sum(float(o.value) for o in rows if isinstance(o.value, int | float)) == publication.n
