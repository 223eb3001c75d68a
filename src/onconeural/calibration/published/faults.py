"""Rows that contradict themselves, and units in other words: what a file of one's own may hold by mistake."""

from __future__ import annotations

import re
from dataclasses import replace

from onconeural.calibration.published.grades import DEAD
from onconeural.calibration.published.wording import RATIOS
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number
from onconeural.evidence.units import nearest_unit, ucum

UNITS = (  # words for a unit, and the one that the packaged files use
    (r"d|days?", "days"),
    (r"w|wks?|weeks?", "weeks"),
    (r"m|mo|mths?|months?", "months"),
    (r"y|a|yrs?|years?", "years"),
    (r"pct|percent(age)?|per ?cent", "%"),
    (r"(modified )?rankin( (scale|score))?( points?)?|mrs( points?)?", "mRS points"),
    (r"pts?|patients?|cases?|persons?", "patients"),
)


def with_usual_units(cohort: Cohort) -> Cohort:
    """The cohort with the units that the packaged files use.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> from dataclasses import replace
    >>> one = cohort("graus2001_hu200")
    >>> short = replace(one, observables=(replace(one.observables[1], unit="yrs"),))
    >>> with_usual_units(short).observables[0].unit
    'years'
    """
    return replace(cohort, observables=tuple(replace(seen, unit=_usual(seen.unit)) for seen in cohort.observables))


def _usual(unit: str) -> str:
    return next((usual for words, usual in UNITS if re.fullmatch(words, unit.strip().lower())), unit)


def fault(cohort: Cohort, seen: Observable) -> str | None:
    """What in a row cannot be: the key, what stands there and what was expected; None where nothing is wrong.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> from dataclasses import replace
    >>> one = cohort("graus2001_hu200")
    >>> fault(one, replace(one.observables[0], n=-3))
    'n: found -3, expected 1 or more'
    """
    if seen.n is not None and seen.n < 1:
        return f"n: found {seen.n}, expected 1 or more"
    if seen.n is None and cohort.n is not None and cohort.n < 1:
        return f"n of the cohort: found {cohort.n}, expected 1 or more"
    if seen.sd is not None and seen.sd < 0:
        return f"sd: found {seen.sd:g}, expected 0 or more"
    if seen.time_months is not None and seen.time_months < 0:
        return f"time_months: found {seen.time_months:g}, expected 0 or more"
    return _of_interval(seen) or _of_unit(seen) or _of_value(seen)


def _of_interval(seen: Observable) -> str | None:
    ends = seen.interval
    if ends is None or ends.low is None or ends.high is None or ends.low <= ends.high:
        return None
    return f"interval: found {ends.low:g} to {ends.high:g}, expected the lower end first"


def _of_unit(seen: Observable) -> str | None:
    share = seen.kind in ("percent", "survival")
    if share and seen.unit != "%":
        return f"unit: found '{seen.unit}', expected '%'"
    if seen.kind in ("median", "mean") and ucum(seen.unit) is None:
        meant = nearest_unit(seen.unit)
        return f"unit: found '{seen.unit}', expected a known unit" + (f"; did you mean {meant}?" if meant else "")
    return None


def _of_value(seen: Observable) -> str | None:
    if not is_number(seen.value):
        return None
    value = float(seen.value)
    if seen.kind in ("percent", "survival") and not 0.0 <= value <= 100.0:
        return f"value: found {value:g}, expected a percentage from 0 to 100"
    if seen.kind == "count" and value < 0.0:
        return f"value: found {value:g}, expected a number of patients"
    if seen.kind in RATIOS and value <= 0.0:
        return f"value: found {value:g}, expected a ratio above 0"
    if seen.unit == "mRS points" and value > DEAD:
        return f"value: found {value:g}, expected at most {DEAD:g} points"
    return None
