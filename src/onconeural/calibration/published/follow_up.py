"""How long a publication followed its patients: what it prints, and what is assumed where it prints nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number
from onconeural.population.readings import MONTH

ASSUMED = 24.0  # months of follow-up where none is printed (assumed; the ten series that print it: median 22)
IN_MONTHS = {"months": 1.0, "weeks": 7 / MONTH, "days": 1 / MONTH, "years": 12.0}
FOLLOWED = re.compile(
    r"^(median_|mean_)?(duration_of_|length_of_)?follow_?up(_(median|mean|duration|time|months|length))?$"
)
LEAST = re.compile(r"(min(imum|imal)?|least|shortest)_followup$|followup_(min(imum|imal)?|at_least|ge|gt)$")
# Words in the design of a cohort.
TRIAL = re.compile(r"open.label|phase ([1-4]|I)|single.arm|uncontrolled|randomi[sz]ed|\btrial\b", re.IGNORECASE)


@dataclass(frozen=True)
class PrintedFollowUp:
    """Months of follow-up: the printed median, that of everybody, and the last visit of a trial; None where unknown."""

    median: float | None
    least: float
    trial: float | None

    @property
    def usual(self) -> float:
        """The printed median, else the last visit of a trial, else assumed."""
        return next((months for months in (self.median, self.trial) if months is not None), ASSUMED)

    @property
    def printed(self) -> bool:
        """Whether the publication says how long its patients were followed."""
        return self.median is not None or self.trial is not None or self.least > 0.0


def printed_follow_up(cohort: Cohort) -> PrintedFollowUp:
    """How long the patients of a publication were followed, in months from the diagnosis.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> children, adults = cohort("fudan_nmdar_children34"), cohort("sillevissmitt2002_hu73")
    >>> printed_follow_up(children).least, printed_follow_up(adults).usual
    (6.0, 24.0)
    """
    return PrintedFollowUp(_median(cohort), _least(cohort), _of_trial(cohort))


def _median(cohort: Cohort) -> float | None:
    for seen in cohort.observables:
        if _is_followup(seen) and is_number(seen.value) and (seen.value or 0) > 0 and seen.unit in IN_MONTHS:
            return float(seen.value or 0.0) * IN_MONTHS[seen.unit]
    return None


def _least(cohort: Cohort) -> float:
    """The printed least, or the lower end of a printed range; else 0."""
    for seen in cohort.observables:
        ends = seen.interval
        if seen.group or seen.unit not in IN_MONTHS:
            continue
        if LEAST.match(seen.name) and is_number(seen.value):
            return float(seen.value or 0.0) * IN_MONTHS[seen.unit]
        if _is_followup(seen) and ends is not None and ends.type == "range" and ends.low is not None:
            return ends.low * IN_MONTHS[seen.unit]
    return 0.0


def _of_trial(cohort: Cohort) -> float | None:
    """The last visit of a trial that prints no follow-up: the latest time of its rows."""
    times = [seen.time_months for seen in cohort.observables if seen.time_months]
    trial = TRIAL.search(cohort.design) and not any(map(_is_followup, cohort.observables))
    return max(times) if trial and times else None


def _is_followup(seen: Observable) -> bool:
    """Whether a row prints how long the patients were followed, all of them."""
    return not seen.group and bool(FOLLOWED.match(seen.name.lower().replace("-", "_").replace(" ", "_")))
