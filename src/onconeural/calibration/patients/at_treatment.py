"""Who of the simulated patients was treated, and who could have been: treatment shares move the first alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.raking import Marginal
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.treated import Part, TreatmentFact
from onconeural.calibration.published.treatment_words import What
from onconeural.model import antibody
from onconeural.population import readings as read
from onconeural.population.course import IMMUNE_DELAY, SECOND_AFTER, SECOND_FROM_MRS, UNFIT_MRS
from onconeural.population.course_record import GRID
from onconeural.population.relapse import TREATMENT_DELAY

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Who = Callable[[Sample], Flags]

FIRM = 1e-3  # error with which the share of those who could be treated is kept


def by_immunotherapy(sample: Sample) -> Flags:
    """Who gets immunotherapy."""
    return np.isfinite(sample.course.immune)


def _by_tumour_treatment(sample: Sample) -> Flags:
    """Whose tumour is treated as far as the publication can know, before onset too."""
    return np.asarray(sample.course.treated <= sample.followed)


def _second_line(sample: Sample) -> Flags:
    return np.isfinite(sample.course.second)


def _with_tumour(sample: Sample) -> Flags:
    return np.isfinite(sample.tumour_seen)


def _everybody(sample: Sample) -> Flags:
    return np.ones(len(sample.course), dtype=bool)


GOT: dict[What, Who] = {
    "immunotherapy": by_immunotherapy,
    "second": _second_line,
    "tumour": _by_tumour_treatment,
    "any": lambda s: by_immunotherapy(s) | _by_tumour_treatment(s),
    "both": lambda s: by_immunotherapy(s) & _by_tumour_treatment(s),
    "immunotherapy_alone": lambda s: by_immunotherapy(s) & ~_by_tumour_treatment(s),
    "tumour_alone": lambda s: _by_tumour_treatment(s) & ~by_immunotherapy(s),
}


def _lives_until(sample: Sample, day: Array) -> Flags:
    return np.asarray(day <= np.fmin(sample.course.death, GRID[-1]))


def _could_start(sample: Sample) -> Flags:
    return _lives_until(sample, sample.course.diagnosis + IMMUNE_DELAY)


def _first_line_failed(sample: Sample) -> Flags:
    """Who is still disabled four weeks after the first line, or was when it was given again, after a relapse."""
    later = sample.course.immune + SECOND_AFTER
    return np.asarray((read.at(sample.course.mrs, later) >= SECOND_FROM_MRS) | _second_line(sample))


def _tumour_treatable(sample: Sample) -> Flags:
    """Whose tumour is found, and who then lives until the treatment and is not too disabled for it."""
    course = sample.course
    ill = read.at(course.mrs, course.tumour_found) >= UNFIT_MRS
    fit = ~ill | (antibody(sample.cohort.antibody).reading == "surface")
    return _with_tumour(sample) & fit & _lives_until(sample, course.tumour_found + TREATMENT_DELAY)


PARTS: dict[Part, Who] = {
    "everybody": _everybody,
    "with_tumour": _with_tumour,
    "first_line": by_immunotherapy,
    "first_line_failed": _first_line_failed,
}
# Who could get a treatment, among whom, and which printed shares say how many of them did.
COULD: tuple[tuple[Who, Who, tuple[What, ...]], ...] = (
    (_could_start, _everybody, ("immunotherapy", "both", "immunotherapy_alone", "any")),
    (_with_tumour, _everybody, ("tumour", "both", "tumour_alone")),
    (_tumour_treatable, _with_tumour, ("tumour", "both", "tumour_alone")),
    (_first_line_failed, by_immunotherapy, ("second",)),
)


def of_treatment(samples: Sequence[Sample], fact: TreatmentFact, weights: Array) -> Array:
    """What each selected patient adds to a printed share, shape (n,); its mean with ``weights`` is to be the share.

    Of a share among a part of the patients, the others add nothing to the difference from it.
    """
    got, part = (_of(samples, who).astype(float) for who in (GOT[fact.what], PARTS[fact.among]))
    size = float(weights @ part / weights.sum())
    return fact.value + part * (got - fact.value) / size if size else np.zeros(len(part))


def kept(samples: Sequence[Sample], facts: Sequence[TreatmentFact], weights: Array) -> list[Marginal]:
    """That as many patients could be treated as with ``weights`` (n,): who is chosen among them is by lot.

    It is left out where more patients were treated than could be: then the series has more of these.
    """
    found = []
    for could, among, whats in COULD:
        able, part = (_of(samples, who).astype(float) for who in (could, among))
        size, some = float(weights @ part), float(weights @ (able * part))
        printed = max((f.value for f in facts if f.what in whats and f.among == "everybody"), default=0.0)
        share = some / size if size else 0.0
        if 0.0 < share < 1.0 and printed <= some:
            found.append((part * (able - share), 0.0, FIRM))
    return found


def _of(samples: Sequence[Sample], who: Who) -> Flags:
    return np.concatenate([who(s)[s.who] for s in samples])
