"""Which treatment words name, who of the simulated patients got it, and from which day."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings.columns import Flags, span, tumour_known
from onconeural.population import readings as read

Array = NDArray[np.float64]
OF_TUMOUR = (
    r"(tumour|cancer)_(\w+_)?(treat|therap|surg|resect|remov)|anti_?(tumour|cancer)|onco\w*(treat|therap|logic)|chemo|"
    r"radiotherap|surgery|resection|orchiectomy|oophorectomy|tumour_untreated"
)
SECOND_LINE = r"second_line|rituximab|cyclophosph"
OF_IMMUNITY = (
    r"immuno|immune_therap|immunosupp|steroid|cortico|prednis|ivig|immunoglobulin|plasma|plex|apheresis|first_line|"
    rf"{SECOND_LINE}"
)
NOT = r"(^|_)(no|non|not|without)_(\w+_)?"
EARLY = r"within|before|earl|(^|_)(lt|le|under|less_than)_?\d|<|(_|^)in_\d"
LATE = r"after|late|beyond|(^|_)(gt|ge|over|more_than)_?\d|>"


def by_tumour_treatment(sample: Sample) -> Flags:
    """Whose tumour is treated after onset."""
    return np.asarray(sample.course.treated >= 0)


def by_immunotherapy(sample: Sample) -> Flags:
    """Who gets immunotherapy."""
    return np.isfinite(sample.course.immune)


def _tumour_alone(sample: Sample) -> Flags:
    return by_tumour_treatment(sample) & ~by_immunotherapy(sample)


def _immunity_alone(sample: Sample) -> Flags:
    return by_immunotherapy(sample) & ~by_tumour_treatment(sample)


def _any(sample: Sample) -> Flags:
    return by_immunotherapy(sample) | by_tumour_treatment(sample)


def _as_needed(sample: Sample) -> Flags:
    return by_immunotherapy(sample) & (by_tumour_treatment(sample) | ~tumour_known(sample))


# Words of a treatment, and who got it; the first that is found counts.
_GIVEN: tuple[tuple[str, Callable[[Sample], Flags]], ...] = (
    (r"immuno\w*(and|plus|with)_tumour_\w*(where|if)_", _as_needed),
    (rf"{NOT}({OF_TUMOUR})|tumour_untreated", lambda s: ~by_tumour_treatment(s)),
    (rf"{NOT}({OF_IMMUNITY})", lambda s: ~by_immunotherapy(s)),
    (r"neither|^untreated|not_treated|(^|_)(no|without)_(\w+_)?(treatment|therapy)$|supportive", lambda s: ~_any(s)),
    (
        rf"^both|combin|({OF_IMMUNITY})\w*_(and|plus|with)_({OF_TUMOUR})|({OF_TUMOUR})\w*_(and|plus|with)_({OF_IMMUNITY})",
        lambda s: by_immunotherapy(s) & by_tumour_treatment(s),
    ),
    (rf"({OF_TUMOUR})\w*_(alone|only)|only_({OF_TUMOUR})", _tumour_alone),
    (rf"({OF_IMMUNITY})\w*_(alone|only)|only_({OF_IMMUNITY})", _immunity_alone),
    (OF_TUMOUR, by_tumour_treatment),
    (SECOND_LINE, lambda s: np.isfinite(s.course.second)),
    (OF_IMMUNITY, by_immunotherapy),
    (r"^treated$|^any_treatment", _any),
)


def given(sample: Sample, words: str) -> Flags | None:
    """Who got the treatment that words name, in time where they name one, shape (n,); None where they name none."""
    if (timed := _timed(sample, words)) is not None:
        return timed
    return next((who(sample) for pattern, who in _GIVEN if re.search(pattern, words)), None)


def start(sample: Sample, words: str) -> Array:
    """First day of the treatment that words name, else of any; of those untreated the diagnosis, where words say so."""
    course, any_treatment = sample.course, sample.origin("treatment")
    if re.search(rf"{NOT}({OF_TUMOUR}|{OF_IMMUNITY}|treat|therap)|untreated|neither|not_so_treated", words):
        return np.where(np.isnan(any_treatment), course.diagnosis, any_treatment)
    if re.search(rf"^both|({OF_IMMUNITY})\w*_(and|plus|with)_|_(and|plus|with)_({OF_IMMUNITY})", words):
        return any_treatment
    if re.search(OF_TUMOUR, words):
        return np.where(by_tumour_treatment(sample), course.treated, np.nan)
    if re.search(SECOND_LINE, words):
        return course.second
    return course.immune if re.search(OF_IMMUNITY, words) else any_treatment


def _timed(sample: Sample, words: str) -> Flags | None:
    """Who was treated, or diagnosed, early or late: by the months from onset in the words, else by the median delay."""
    treated, diagnosed = re.search(r"treat|therap|immuno|start", words), re.search(r"diagnos|delay|(^|_)dx", words)
    early, late = re.search(EARLY, words), re.search(LATE, words)
    if not (treated or diagnosed) or not (early or late) or re.search(r"onset(?!_to)", words):
        return None
    day = (sample.course.immune if "immuno" in words else sample.treatment) if treated else sample.course.diagnosis
    known = sample.diagnosed & np.isfinite(day)
    limit = span(words)
    if limit is None and not known.any():
        return None
    middle = float(np.median(day[known])) if limit is None else limit * read.MONTH
    return np.asarray(known & ((day <= middle) if early else (day > middle)))
