"""The published interval of an observable: as printed, or by one stated rule from what is printed beside the value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

from onconeural.calibration.published.antibody_rows import is_antibody_row, own_antibody
from onconeural.calibration.published.faults import fault
from onconeural.calibration.published.group_sizes import OF_LIVING, group_size
from onconeural.calibration.published.n_of_times import only_some_have, those_who_have
from onconeural.calibration.published.printed_tumours import tumours_behind
from onconeural.calibration.published.which_first import with_tumour_behind
from onconeural.calibration.published.wording import of_everybody, plain
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number
from onconeural.population.estimates import Z95, share

SHARES = ("percent", "count", "survival")
TIMES = ("months", "weeks", "days", "years")
# A median of whole grades is itself printed as a whole grade, so it says no more than that grade.
GRADED, HALF_A_GRADE = re.compile(r"mrs|rankin"), 0.5
SUBGROUP_NAMES = ("_if_", "_only", "_pct_", "mrs_le2_no_tumour", "by_ab", "precedes", "_of_pns")


@dataclass(frozen=True)
class Published:
    """A published value with its 95 % interval, in one unit (%, months, mRS points or a ratio), and the rule used.

    ``low`` and ``high`` are None where no rule gives an interval; then ``rule`` says why. ``count`` of ``n``: what a
    share was counted from (the nearest whole count where only the percentage is printed), else None.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    rule: str
    count: int | None = None
    n: int | None = None


def published(cohort: Cohort, seen: Observable) -> Published:
    """The value and interval of an observable.

    Rules, the first that applies: the printed 95 % interval; Wilson from the count and n; Wilson from the percentage
    and n (the cohort's where the row has none); order statistics of the printed values; for a median or mean the
    normal interval from a printed standard deviation, middle half or range; for the median or mean of a survival that
    of exponential times. The n of a subgroup is taken from other rows where these say it (`group_size`), and so is that
    of a time that only some patients can have (`those_who_have`). Counts become percentages, and times become months.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("graus2001_hu200")
    >>> found = published(hu, next(o for o in hu.observables if o.name == "tumour_found"))
    >>> found.rule, round(found.low, 1), round(found.high, 1)
    ('Wilson from 167 of 200', 77.7, 88.0)
    """
    unit = _unit(seen)
    if not is_number(seen.value):
        return Published(None, None, None, unit, "no single value is printed")
    bound = seen.comparator in ("<", ">") or seen.kind == "upper bound"
    if none := fault(cohort, seen) or ("a bound, not an estimate" if bound else None):
        return Published(float(seen.value), None, None, unit, none)
    if seen.interval is not None and seen.interval.type == "ci95":
        return _printed(seen, unit)
    if seen.kind in SHARES:
        return _wilson(cohort, seen)
    if seen.kind in ("median", "mean") and seen.unit != "p value":
        return _location(cohort, seen, unit)
    return Published(_scaled(seen, float(seen.value)), None, None, unit, f"no interval is printed for a {seen.kind}")


def _unit(seen: Observable) -> str:
    if seen.kind in SHARES:
        return "%"
    return "months" if seen.unit in TIMES and not seen.name.startswith("age") else seen.unit


def _scaled(seen: Observable, value: float) -> float:
    factor = {"weeks": 7 / 30.4375, "days": 1 / 30.4375, "years": 12.0}
    return value * factor.get(seen.unit, 1.0) if _unit(seen) == "months" else value


def _printed(seen: Observable, unit: str) -> Published:
    ends = seen.interval
    low = None if ends is None or ends.low is None else _scaled(seen, ends.low)
    high = None if ends is None or ends.high is None else _scaled(seen, ends.high)
    value = _scaled(seen, float(seen.value or 0.0))
    beyond = (low is not None and value < low) or (high is not None and value > high)
    words = "95 % interval as printed" + (", which does not hold the value" if beyond else "")
    return Published(value, low, high, unit, words)


def _wilson(cohort: Cohort, seen: Observable) -> Published:
    """Wilson's interval; the denominator is the row's, else the cohort's where the row is not of a subgroup."""
    value = float(seen.value)  # type: ignore[arg-type]  # a number: checked by the caller
    count, n = _printed_counts(seen, value)
    whose = "" if n is not None else " (n of the whole cohort)"
    if n is None and _of_part(cohort, seen):
        n, whose = _of_group(cohort, seen)
    elif n is None and (behind := tumours_behind(cohort, seen) or with_tumour_behind(cohort, seen)):
        n, whose = behind, " (n of those with a tumour)"
    elif n is None:
        n = cohort.n
    if not n:
        return Published(value, None, None, seen.unit, "no denominator is printed")
    exact = count if count is not None else round(value) if seen.kind == "count" else None
    if exact is not None and exact > n:
        return Published(value, None, None, seen.unit, f"{exact} is more than the n of {n}")
    k = exact if exact is not None else value * n / 100.0
    found = share([i < round(k) for i in range(n)], [True] * n)
    words = f"{round(k)} of {n}" if exact is not None else f"{value:g} % of {n}"
    shown = 100.0 * k / n if exact is not None else value
    return Published(shown, found.low, found.high, "%", f"Wilson from {words}{whose}", round(k), n)


def _printed_counts(seen: Observable, value: float) -> tuple[int | None, int | None]:
    """Count and n of a row, or those of a note that gives k/n, ``k of n`` or ``of n`` and agrees with the value."""
    if seen.n is not None:
        return seen.count, seen.n
    for k, n in re.findall(r"\b(\d+)(?:/| of )(\d+)\b", seen.note or ""):
        near = value if seen.kind != "count" else 100.0 * value / max(int(n), 1)
        if int(n) and abs(100.0 * int(k) / int(n) - near) < 1.0:
            return int(k), int(n)
    of = re.match(r"of (\d+)\b", seen.note or "")
    return seen.count, int(of.group(1)) if of else None


def _of_part(cohort: Cohort, seen: Observable) -> bool:
    """Whether a row is about a part of the cohort, or one of its antibodies: the cohort's n is not its denominator."""
    one, own = plain(seen), own_antibody(cohort, seen)
    of_antibody = own is not None and cohort.antibody != (own,) and not is_antibody_row(seen)
    subgroup = not of_everybody(one) or any(w in one.name.lower() for w in SUBGROUP_NAMES)
    return subgroup or of_antibody or bool(OF_LIVING.search(one.name.lower()))


def _of_group(cohort: Cohort, seen: Observable) -> tuple[int | None, str]:
    found = group_size(cohort, seen)
    return (None, "") if found is None else (found[0], f" (n: {found[1]})")


def _of_whom(cohort: Cohort, seen: Observable) -> tuple[int | None, str]:
    """The n of a median or mean of all patients, or of all who can have the time that it is of."""
    if seen.unit not in TIMES or not only_some_have(seen):
        return cohort.n, ""
    found = those_who_have(cohort, seen)
    return (cohort.n, " (n of the whole cohort)") if found is None else (found[0], f" (n: {found[1]})")


def _location(cohort: Cohort, seen: Observable, unit: str) -> Published:
    value = _scaled(seen, float(seen.value))  # type: ignore[arg-type]  # a number: checked by the caller
    n, whose = seen.n or (len(seen.values) if seen.values else None), ""
    if n is None:
        n, whose = _of_group(cohort, seen) if _of_part(cohort, seen) else _of_whom(cohort, seen)
    if not n or n < 3:
        return Published(value, None, None, unit, "no n is printed")
    if seen.values and seen.kind == "median" and len(seen.values) >= 6:
        return _ordered(seen, value, unit)
    if is_survival(seen):  # also where a range is printed: times of death are far from normal
        return _of_survival(seen, value, unit, n, whose)
    sd = deviation(seen, n)
    if sd is not None:
        factor = sqrt(3.141593 / 2) if seen.kind == "median" else 1.0
        half = Z95 * factor * sd / sqrt(n)
        words = f"normal, from {_spread_words(seen)} and n {n}{whose}"
        if seen.kind == "median" and GRADED.search(seen.name.lower()) and half < HALF_A_GRADE:
            half, words = HALF_A_GRADE, f"{words}; not less than half a grade"
        return Published(value, value - half, value + half, unit, words)
    return Published(value, None, None, unit, "neither interval nor spread is printed")


def is_survival(seen: Observable) -> bool:
    """Whether a median or mean is of times to death."""
    return seen.unit in TIMES and bool(re.search(r"surviv|(^|_)os(_|$)", seen.name.lower()))


def _of_survival(seen: Observable, value: float, unit: str, n: int, whose: str) -> Published:
    """Relative error of the median of n exponential times: 1 / (ln 2 sqrt n); of their mean: 1 / sqrt n."""
    relative = 1.0 / sqrt(n) / (log(2.0) if seen.kind == "median" else 1.0)
    low, high = (value * exp(sign * Z95 * relative) for sign in (-1, 1))
    return Published(value, low, high, unit, f"{seen.kind} of {n} exponential times (assumed){whose}")


def _ordered(seen: Observable, value: float, unit: str) -> Published:
    x = sorted(_scaled(seen, v) for v in seen.values or ())
    reach = Z95 * sqrt(len(x)) / 2
    low, high = x[max(int(len(x) / 2 - reach), 0)], x[min(int(len(x) / 2 + reach), len(x) - 1)]
    return Published(value, low, high, unit, f"order statistics of {len(x)} printed values")


def deviation(seen: Observable, n: int) -> float | None:
    """Standard deviation: printed, or from a middle half, or from a range as that of n normal numbers."""
    if seen.sd is not None:
        return _scaled(seen, seen.sd)
    ends = seen.interval
    if ends is None or ends.low is None or ends.high is None:
        return None
    quantile = 0.75 if ends.type == "iqr" else (n - 0.375) / (n + 0.25)
    return (_scaled(seen, ends.high) - _scaled(seen, ends.low)) / (2 * NormalDist().inv_cdf(quantile))


def _spread_words(seen: Observable) -> str:
    return (
        "the printed deviation" if seen.sd is not None else f"the printed {seen.interval.type if seen.interval else ''}"
    )
