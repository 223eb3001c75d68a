"""What every reading is made of: columns of patients, shares, the months that a row speaks of."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Columns = dict[str, NDArray[np.generic]]
Flags = NDArray[np.bool_]
TIMES = r"m(?:o(?:nths?)?)?|y(?:rs?|ears?)?|w(?:ks?|eeks?)?|d(?:ays?)?"  # units in a name, as in 12m, 1y, 2_years


def among(sample: Sample, y: Flags, of: Flags | None = None) -> Columns:
    """A share: what happened (y) among the patients of the cohort."""
    who = sample.who if of is None else sample.who & of
    return {"y": y[who]}


def tumour_known(sample: Sample) -> Flags:
    """Whose tumour is found while the publication observes them."""
    return np.isfinite(sample.tumour_seen)


def months(sample: Sample, seen: Observable) -> float:
    """The months after the origin that a row speaks of: printed, in its name, or the follow-up."""
    if seen.time_months is not None:
        return seen.time_months
    found = re.search(rf"(\d+)[ _-]?({TIMES})($|_)", seen.name.lower())
    if found is None:
        return sample.last_seen
    unit = {"m": 1.0, "y": 12.0, "w": 7 / read.MONTH, "d": 1 / read.MONTH}
    return float(found.group(1)) * unit[found.group(2)[0]]
