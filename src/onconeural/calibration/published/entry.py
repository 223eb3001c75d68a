"""How disabled the patients of a published cohort were when they came to it: an input, like age and sex.

A row counts as an input where it is of all patients, gives grades of the modified Rankin scale (mRS, 0 to 6), and its
moment is that on which a patient enters the series: admission, baseline, enrolment, or the start of treatment. Severity
at onset, at the diagnosis and on the worst day is not: how the disease runs until then is what the model predicts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, sqrt
from typing import Literal

from onconeural.calibration.published.antibody_rows import fraction, is_share, share_error
from onconeural.calibration.published.grades import DEAD, band
from onconeural.calibration.published.intervals import deviation
from onconeural.calibration.published.wording import plain
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number

Moment = Literal["admission", "treatment"]
# Moments of entry in a name; a second treatment, before the illness, the worst day and what came later are none.
AT_TREATMENT = (
    r"enrol|inclusion|treatment_start|start_of_|(^|_)at_(the_)?((immuno|any)_?)?(treat|therapy|start)|"
    r"(^|_)(before|pre|prior_to)(_|treat|$)"
)
AT_ADMISSION = r"baseline|admission"
NO_ENTRY = (
    r"second|third|relapse|discharge|after|since|from_|change|improv|response|(?<!prior)_to_|good|poor|"
    r"favourable|outcome|onset|diagnos|disease|illness|morbid|symptom|nadir|peak|worst|max"
)
# Words such as severe mean other grades in other papers: in graus1992_plex 10 of 11 begin so, 4 of 5 stable ones mild.
SCALE = re.compile(r"(^|_)(mrs|rankin)(_|$)")


@dataclass(frozen=True)
class EntryFact:
    """A printed fact about disability on entry, with its standard error.

    ``form``: "share", of grades from ``low`` to ``high`` (0 to 1); "least", the same share or a larger one; "mean", the
    mean grade, whose ``sd`` is None where no spread is printed, and then follows from ``n``.
    """

    form: Literal["share", "least", "mean"]
    value: float
    sd: float | None
    n: int
    at: Moment
    low: float = 0.0
    high: float = DEAD

    of = "entry"

    @property
    def label(self) -> str:
        """The fact in words."""
        return "mean mRS on entry" if self.form == "mean" else f"share with mRS {self.low:g} to {self.high:g} on entry"


def on_entry(cohort: Cohort, seen: Observable) -> bool:
    """Whether a row says how disabled all patients were on entry, so that it is an input.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> trial = cohort("natalizumab2021_hu20")
    >>> [o.name for o in trial.observables if on_entry(trial, o)]
    ['mRS_at_baseline']
    """
    return bool(_facts(cohort, seen))


@lru_cache(maxsize=256)  # asked for by each row of a cohort
def entry_facts(cohort: Cohort) -> tuple[EntryFact, ...]:
    """What a cohort prints about disability on entry; the first row that gives a fact counts.

    A median of whole grades says that at least half have it or more, and at least half it or less; a quartile likewise.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [(fact.label, fact.form, fact.value) for fact in entry_facts(cohort("shenzhen2021_nmdar31"))]
    [('share with mRS 4 to 6 on entry', 'least', 0.5), ('share with mRS 0 to 4 on entry', 'least', 0.5)]
    """
    found: dict[tuple[str, float, float], EntryFact] = {}
    for seen in cohort.observables:
        for fact in _facts(cohort, seen):
            found.setdefault((fact.form, fact.low, fact.high), fact)
    return tuple(found.values())


def _facts(cohort: Cohort, seen: Observable) -> list[EntryFact]:
    one, n = plain(seen), seen.n or cohort.n
    name = one.name.lower()
    at = _moment(name)
    if at is None or one.group or not n or not seen.verified or seen.comparator in ("<", ">") or not SCALE.search(name):
        return []
    if is_share(seen):
        return _share(cohort, seen, name, n, at)
    if not is_number(seen.value) or seen.kind not in ("median", "mean"):
        return []
    return _mean(seen, n, at) if seen.kind == "mean" else _quartiles(seen, n, at)


def _moment(name: str) -> Moment | None:
    if re.search(NO_ENTRY, name):
        return None
    if re.search(AT_TREATMENT, name):
        return "treatment"
    return "admission" if re.search(AT_ADMISSION, name) else None


def _share(cohort: Cohort, seen: Observable, name: str, n: int, at: Moment) -> list[EntryFact]:
    share = fraction(cohort, seen)
    if share is None or not 0.0 <= share <= 1.0:
        return []
    try:
        low, high = band(name)
    except ValueError:
        return []
    return [EntryFact("share", share, share_error(share, n), n, at, low, high)]


def _mean(seen: Observable, n: int, at: Moment) -> list[EntryFact]:
    sd = deviation(seen, n)
    return [EntryFact("mean", float(seen.value or 0.0), None if sd is None else sd / sqrt(n), n, at)]


def _quartiles(seen: Observable, n: int, at: Moment) -> list[EntryFact]:
    ends = seen.interval
    pairs = [(float(seen.value or 0.0), 0.5)]
    if ends is not None and ends.type == "iqr":
        pairs += [(end, q) for end, q in ((ends.low, 0.25), (ends.high, 0.75)) if end is not None]
    found = []
    for grade, q in pairs:
        sd = sqrt(q * (1.0 - q) / (n + 2))  # of a share above an order statistic: a beta distribution's
        found.append(EntryFact("least", 1.0 - q, sd, n, at, low=ceil(grade)))
        found.append(EntryFact("least", q, sd, n, at, high=floor(grade)))
    return found
