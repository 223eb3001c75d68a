"""Which treatment words name, who of the simulated patients got it, and from which day."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.at_treatment import by_immunotherapy
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.patients_in_names import TIMES
from onconeural.calibration.readings.columns import Flags, origin, span, tumour_known
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Array = NDArray[np.float64]
OF_TUMOUR = (
    r"(tumour|cancer|teratoma|thymoma)_(\w+_)?(treat|therap|surg|resect|remov|excis)|anti_?(tumour|cancer)|onco\w*(treat|therap|logic)|chemo|"
    r"radiotherap|surgery|resection|[a-z]+ectomy|tumour_untreated|"
    r"(treated|resected|removed|excised)_(tumour|cancer|teratoma|thymoma)"
)
SECOND_LINE = r"second_line|rituximab|cyclophosph"
OF_IMMUNITY = (
    r"immuno|ivmp|(?<![a-z])im?t$|immune_therap|immunosupp|steroid|cortico|prednis|ivig|immunoglobulin|plasma|plex|(?<![a-z])pe(?![a-z])|apheresis|first_line|"
    rf"{SECOND_LINE}"
)
NOT = r"(^|_)(no|non|not|without)_(\w+_)?"
EARLY = r"within|before|(?<![a-z])earl|(^|_)(lt|le|under|less_than)_?\d|<|(_|^)in_\d"
ONLY_A_TIME = rf"^(within|after|lt|le|gt|ge|[<>]=?)_?\d+_?(?!y)({TIMES})$"  # then it is the time to treatment
BETWEEN = rf"(\d+)(?:_to_|-)(\d+)(_?(?:{TIMES}))(?![a-z])"  # treated_1-3_months
LATE = (
    r"after(?!_(surg|resect|remov|chemo|radio|immuno|steroid|ivig|plasma|plex|rituximab|[a-z]+ectomy))|"
    r"(?<![a-z])late(?!st)|delayed|beyond|(^|_)(gt|ge|over|more_than)_?\d|>"
)


def by_tumour_treatment(sample: Sample) -> Flags:
    """Whose tumour is treated after onset."""
    return np.asarray(sample.course.treated >= 0)


def second_start(sample: Sample) -> Array:
    """Day of the second line; where the care of an antibody has none, its drugs are given as the first (assumed)."""
    second = sample.course.second
    return second if np.isfinite(second).any() else sample.course.immune


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
    (r"(^|_)naive($|_)", lambda s: ~_any(s)),
    (r"immuno\w*(and|plus|with)_tumour_\w*(where|if)_", _as_needed),
    (
        rf"{NOT}({OF_TUMOUR})|tumour_untreated|un(treated|resected|removed)_(tumour|cancer|teratoma|thymoma)",
        lambda s: ~by_tumour_treatment(s),
    ),
    (
        rf"{NOT}({SECOND_LINE})|first_line\w*_(only|alone)|only_first_line",
        lambda s: by_immunotherapy(s) & np.isnan(s.course.second),
    ),
    (rf"{NOT}({OF_IMMUNITY})", lambda s: ~by_immunotherapy(s)),
    (r"neither|^untreated|not_treated|(^|_)(no|without)_(\w+_)?(treatment|therapy)$|supportive", lambda s: ~_any(s)),
    (
        rf"^both|combin|({OF_IMMUNITY})\w*_(and|plus|with)_({OF_TUMOUR})|({OF_TUMOUR})\w*_(and|plus|with)_({OF_IMMUNITY})",
        lambda s: by_immunotherapy(s) & by_tumour_treatment(s),
    ),
    (rf"({OF_TUMOUR})\w*_(alone|only)|only_({OF_TUMOUR})", _tumour_alone),
    (rf"({OF_IMMUNITY})\w*_(alone|only)|only_({OF_IMMUNITY})", _immunity_alone),
    (OF_TUMOUR, by_tumour_treatment),
    (SECOND_LINE, lambda s: np.isfinite(second_start(s))),
    (OF_IMMUNITY, by_immunotherapy),
    (r"^treated$|^any_treatment", _any),
)


def given(sample: Sample, words: str) -> Flags | None:
    """Who got the treatment that words name, in time where they name one, shape (n,); None where they name none."""
    if (timed := _timed(sample, words)) is not None:
        return timed
    return next((who(sample) for pattern, who in _GIVEN if re.search(pattern, words)), None)


def _first_day(sample: Sample, words: str) -> Array:
    """First day of the treatment that words name, else of any; of those untreated the diagnosis, where words say so."""
    course, any_treatment = sample.course, sample.origin("treatment")
    if re.search(rf"{NOT}({OF_TUMOUR}|{OF_IMMUNITY}|treat|therap)|untreated|neither|not_so_treated", words):
        return np.where(np.isnan(any_treatment), course.diagnosis, any_treatment)
    if re.search(rf"^both|({OF_IMMUNITY})\w*_(and|plus|with)_|_(and|plus|with)_({OF_IMMUNITY})", words):
        return any_treatment
    if re.search(OF_TUMOUR, words):
        return np.where(by_tumour_treatment(sample), course.treated, np.nan)
    if re.search(SECOND_LINE, words):
        return second_start(sample)
    return course.immune if re.search(OF_IMMUNITY, words) else any_treatment


def _timed(sample: Sample, words: str) -> Flags | None:
    """Who was treated, or diagnosed, early or late: by the months from onset in the words, else by the median delay."""
    treated, diagnosed = (
        re.search(rf"treat|therap|start|{ONLY_A_TIME}|{OF_IMMUNITY}|{OF_TUMOUR}", words),
        re.search(r"diagnos|delay|(^|_)dx", words),
    )
    between = re.search(BETWEEN, words)
    early, late = re.search(EARLY, words), re.search(LATE, words)
    if not (treated or diagnosed) or not (early or late or between) or re.search(r"onset(?!_to)", words):
        return None
    day = _day_of(sample, words) if treated else sample.course.diagnosis
    known = sample.diagnosed & np.isfinite(day)
    if between:
        first, last = (span(between.group(k) + between.group(3)) or 0.0 for k in (1, 2))
        return np.asarray(known & (day > first * read.MONTH) & (day <= last * read.MONTH))
    limit = span(words)
    if limit is None and not known.any():
        return None
    middle = float(np.median(day[known])) if limit is None else limit * read.MONTH
    return np.asarray(known & ((day <= middle) if early else (day > middle)))


def _day_of(sample: Sample, words: str) -> Array:
    """Day of the second line, of immunotherapy, of tumour treatment where words name that alone, else of any."""
    if re.search(SECOND_LINE, words):
        return second_start(sample)
    if re.search("immuno", words):
        return sample.course.immune
    of_tumour = re.search(OF_TUMOUR, words) and not re.search(OF_IMMUNITY, words)
    return np.where(by_tumour_treatment(sample), sample.course.treated, np.nan) if of_tumour else sample.treatment


def start_of(sample: Sample, seen: Observable) -> Array:
    """Day of the start of the treatment that a row names, else of any; where it counts from elsewhere, that moment."""
    printed = (seen.time_origin or "").lower()
    named = not printed or printed.startswith("not stated")
    return _first_day(sample, _words(seen)) if named else origin(sample, seen, "treatment")


def _words(seen: Observable) -> str:
    """The words of a row that may name a treatment: its group, else what follows ``with``, ``after`` and the like."""
    if seen.group:
        return seen.group.lower()
    found = re.search(r"_(?:with|after|under|following|on|to|if|by|without)_(.+)$", seen.name.lower())
    if found is None:
        return seen.name.lower() if re.search(rf"{OF_TUMOUR}|{OF_IMMUNITY}", seen.name.lower()) else ""
    return f"no_{found.group(1)}" if "_without_" in found.group() else found.group(1)


def treated_of(sample: Sample, seen: Observable) -> tuple[Flags, Flags]:
    """Who got the treatment that the name says, and of whom the row is: of these, or of all where it counts of all.

    Where another row counts what came of immunotherapy, tumour treatment is that without it: patients count once.
    """
    words, everybody = _words(seen), np.ones(len(sample.course), dtype=bool)
    got = None if seen.group or not words else given(sample, words)
    if got is None:
        return everybody, everybody
    if seen.kind != "count" or seen.n is not None:
        return got, got
    rival = any("immuno" in o.name and o.n is None and o.name != seen.name for o in _of_stem(sample, seen))
    return (got & ~by_immunotherapy(sample) if rival and "tumour" in words else got), everybody


def _of_stem(sample: Sample, seen: Observable) -> list[Observable]:
    stem = seen.name.split("_")[0]
    return [o for o in sample.publication.observables if o.kind == "count" and o.name.split("_")[0] == stem]
