"""What every reading is made of: columns of patients, shares, the months that a row speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.patients_in_names import TIMES
from onconeural.evidence.cohort_records import Observable
from onconeural.model import antibody
from onconeural.population import readings as read
from onconeural.population.course_record import GRID

Columns = dict[str, NDArray[np.generic]]
Flags = NDArray[np.bool_]
Array = NDArray[np.float64]
UNITS = {"m": 1.0, "y": 12.0, "w": 7 / read.MONTH, "d": 1 / read.MONTH}  # months in a unit of time
UNIT_FIRST = r"(?<![a-z0-9])(m|months?|weeks?|days?|years?)_?(\d{1,3})(?![a-z0-9])"  # at_week_8, M12
# Words of a name that say from when time counts, where the row has no origin of its own.
FROM = (
    (
        r"(from|since|after|of)_(the_)?(\w+_)?(tumour|cancer)_(dx|diagnosis|detection)"
        r"|(from|since)_(the_)?(tumour|cancer)$|^(tumour|cancer)(_(dx|diagnosis|detection))?_to",
        "tumour",
    ),
    (r"(from|since|after|of)_(the_)?(\w+_)?(onset|symptom)|^(neuro\w*_)?onset_to", "onset"),
    (
        r"(from|since|after|of)_(the_)?(\w+_)?(dx|diagnosis|admission)|^(dx|diagnosis|admission|presentation)_to",
        "diagnosis",
    ),
    (
        r"(from|since|after|of)_(the_)?(start_of_)?(immuno\w*|treatment|therapy|enrol)|^(immuno\w*|treatment)_to",
        "treatment",
    ),
)

# Words of a row that counts whom it took longer than the time named.
LATER = re.compile(r"_(gt|ge|over|after|more_than|later_than|longer_than|beyond)_|_g[te]\d|>")


def among(sample: Sample, y: Flags, of: Flags | None = None) -> Columns:
    """A share: what happened (y) among the patients of the cohort."""
    who = sample.who if of is None else sample.who & of
    return {"y": y[who]}


def tumour_known(sample: Sample) -> Flags:
    """Whose tumour is found while the publication observes them."""
    return np.isfinite(sample.tumour_seen)


def small_cell(sample: Sample) -> Array:
    """Whose tumour is a small-cell lung cancer, 1 or 0, of those with a tumour found; NaN for all others.

    In a series of one antibody that has no other tumour, those without one are the others, and so 0.
    """
    several = sample.publication.antibody != (sample.antibody,)
    known, others = tumour_known(sample), several or len(antibody(sample.cohort.antibody).tumours) > 1
    return np.where(known | (not others), (known & (sample.tumour == "sclc")).astype(float), np.nan)


def months(sample: Sample, seen: Observable) -> float:
    """The months after the origin that a row speaks of: printed, in its name, or the follow-up."""
    found = span(seen.name)
    return seen.time_months if seen.time_months is not None else sample.follow_up.usual if found is None else found


def last_day(sample: Sample, seen: Observable) -> Array:
    """The day that a row speaks of, shape (n,): its printed time after the origin, else the last visit of each patient.

    Who is lost to follow-up counts as he was when last seen: what happens later is in no publication.
    """
    start = origin(sample, seen)
    if seen.time_months is None and span(seen.name) is None:
        return np.where(np.isfinite(start), np.fmin(np.fmax(sample.followed, start), GRID[-1]), np.nan)
    return np.asarray(np.minimum(start + months(sample, seen) * read.MONTH, GRID[-1]))


def span(words: str) -> float | None:
    """The months that words name, None where they name no time.

    >>> span("died_by_2y"), span("treated within 8 weeks").__round__(2), span("mRS_month_6"), span("died")
    (24.0, 1.84, 6.0, None)
    """
    found = re.search(rf"(\d+(?:\.\d+)?)[ _-]?({TIMES})(?![a-z])", words.lower())
    if found is not None:
        return float(found.group(1)) * UNITS[found.group(2)[0]]
    after = re.search(UNIT_FIRST, words.lower())
    return None if after is None else float(after.group(2)) * UNITS[after.group(1)[0]]


def origin(sample: Sample, seen: Observable, otherwise: str = "diagnosis") -> Array:
    """The day from which a row counts, shape (n,): its printed origin, that in its name, or the usual one."""
    printed = (seen.time_origin or "").lower()
    if printed and not printed.startswith("not stated"):
        return sample.origin(printed)
    named = next((start for words, start in FROM if re.search(words, seen.name.lower())), otherwise)
    return sample.origin(named)


Reading = Callable[[Sample, Observable], Columns]
Row = tuple[str, Reading, str]  # words in a name, the reading, and what it takes the publication to mean
