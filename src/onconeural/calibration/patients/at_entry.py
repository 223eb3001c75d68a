"""How disabled the simulated patients are when they come to a series."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.entry import EntryFact
from onconeural.population import readings as read

Array = NDArray[np.float64]


def of_entry(sample: Sample, fact: EntryFact) -> Array:
    """What each simulated patient adds to a printed fact about entry, shape (n,); its mean is to be the fact's value.

    Admission is the day of the diagnosis. Who is never treated is seen on that day too.
    """
    grade = sample.grade
    if fact.at == "treatment":
        begun = read.rated(sample.course, sample.origin("treatment"))
        grade = np.where(np.isfinite(begun), begun, grade)
    if fact.form == "mean":
        return grade
    return np.asarray((grade >= fact.low) & (grade <= fact.high), dtype=float)
