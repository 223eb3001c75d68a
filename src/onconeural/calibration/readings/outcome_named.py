"""The outcomes of a ratio that words name, and who of the simulated patients has them."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import DISCHARGE, Sample
from onconeural.calibration.published.grades import DISABLED, band, grade_named
from onconeural.calibration.published.tumour_names import tumours_meant
from onconeural.calibration.readings import columns as k
from onconeural.calibration.readings import treatment as t
from onconeural.calibration.readings.moments import grade_when
from onconeural.calibration.readings.stability import held
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Judged = tuple[NDArray[np.generic], NDArray[np.bool_]]


def _graded(sample: Sample, seen: Observable, good: bool) -> Judged:
    grade = grade_when(sample, seen)
    return (grade <= 2) if good else (grade > 2), sample.who & np.isfinite(grade)


def _whole(sample: Sample, seen: Observable, whole: bool) -> Judged:
    """With mRS 0 or 1, as a full recovery is read elsewhere, or not."""
    grade = grade_when(sample, seen)
    return (grade <= 1) == whole, sample.who & np.isfinite(grade)


def _between(sample: Sample, seen: Observable) -> Judged:
    """With an mRS between the grades that the name gives; the dead have 6."""
    (low, high), grade = band(seen.name), grade_when(sample, seen)
    return (grade >= low) & (grade <= high), sample.who & np.isfinite(grade)


def _disabled(sample: Sample, seen: Observable) -> Judged:
    """With a grade that the words name, else mRS 3 to 5, among the living."""
    grade = grade_when(sample, seen)
    return grade >= grade_named(seen.name.lower(), DISABLED), sample.who & (grade <= 5)


def _better(sample: Sample, seen: Observable) -> Judged:
    """Better after the start of treatment; at discharge a month after immunotherapy, else after the diagnosis."""
    course, start, window = sample.course, sample.treatment, t.WINDOW
    if "discharge" in seen.name:
        start, window = np.where(np.isnan(course.immune), course.diagnosis, course.immune), DISCHARGE
    return read.improved(course, start, window), sample.who & np.isfinite(read.at(course.mrs, start))


def _not_better(sample: Sample, seen: Observable) -> Judged:
    better, who = _better(sample, seen)
    return ~better.astype(bool), who


def _worse(sample: Sample) -> Judged:
    stable, who = held(sample)
    return ~stable.astype(bool), who


def _dead(sample: Sample, seen: Observable) -> Judged:
    return sample.course.death <= k.last_day(sample, seen), sample.who & np.isfinite(k.origin(sample, seen))


def _found(sample: Sample, seen: Observable) -> Judged:
    """With a tumour found, of the kind that the outcome names, else of any."""
    kinds = tumours_meant(seen.name)
    return k.tumour_known(sample) & (np.isin(sample.tumour, kinds) if kinds else True), sample.who


# Words of an outcome, and its reading.
OUTCOMES: tuple[tuple[str, Callable[[Sample, Observable], Judged]], ...] = (
    (r"death|died|mortality|dying|fatal", _dead),
    (
        r"poor_(\w+_)?response|(no|non|un|not)_?(improv|respon)|refractory|(treatment|therapy|first_line)_fail",
        _not_better,
    ),
    (
        r"(?<!in)(complete|full)_(\w+_)?(recover|remission)|(no|without)_(sequel|residual)",
        lambda s, o: _whole(s, o, whole=True),
    ),
    (
        r"incomplete_(\w+_)?(recover|remission)|sequel|residual(_symptoms|_deficit)?",
        lambda s, o: _whole(s, o, whole=False),
    ),
    (r"good_(\w+_)?response", _better),
    (r"good|(?<!un)favou?rable|independ|success", lambda s, o: _graded(s, o, good=True)),
    (r"mrs_?3_5|disab|(?<!in)depend|wheelchair|bedridden", _disabled),
    (r"(mrs|rankin)_?(l[te]|g[te]|[<>]=?)_?[0-6]|mrs_?[0-6]_[0-6]", _between),
    (r"poor|bad|unfavou?rable", lambda s, o: _graded(s, o, good=False)),
    (r"(improv\w*?_or_stab|stab\w*?_or_improv|not_wors)", lambda s, o: held(s)),
    (r"improv|respon|recover", _better),
    (r"stab", lambda s, o: held(s)),
    (r"wors|deterior|progress|declin", lambda s, o: _worse(s)),
    (r"relapse", lambda s, o: (read.relapse(s.course), s.who)),
    (r"severe", lambda s, o: _graded(s, o, good=False)),
    (
        r"^((underlying|associated|any)_)?(tumour|cancer|malignancy|n?sclc|(ovarian_)?teratoma|thymoma|"
        r"(lung|breast|ovarian)_cancer)(_(found|detect|identif|presen|diagnos))?",
        _found,
    ),
)
# An outcome that only the note names: "for good outcome", "predictor of relapse".
NOTED = re.compile(
    r"(?i)\b(?:for|of|outcome:)\s+((?:good|poor|(?:un)?favou?rable)(?: outcome)?|death|mortality|relapse|"
    r"improvement(?: or stabili[sz]ation)?|improv\w+|stabili[sz]ation|worsening)\b"
)
