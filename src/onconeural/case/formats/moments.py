"""Dates and ages as numbers that can be compared; none of them leaves this package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onconeural.case.fields import DAYS_PER_YEAR

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.DOTALL)
_DURATION = re.compile(
    r"P(?:(\d{1,4}(?:\.\d{1,6})?)Y)?(?:(\d{1,5}(?:\.\d{1,6})?)M)?(?:(\d{1,5}(?:\.\d{1,6})?)W)?"
    r"(?:(\d{1,6}(?:\.\d{1,6})?)D)?(?:T(?:\d{1,6}(?:\.\d{1,6})?[HMS]){1,3})?"
)
_DAYS = (DAYS_PER_YEAR, DAYS_PER_YEAR / 12, 7.0, 1.0)


@dataclass(frozen=True)
class Moment:
    """A date (days of the calendar) or an age (days from birth), and where it stands in the file.

    ``spread`` is how many days it may be off, ``years`` the age in years, ``fraction`` whether parts of a day were
    written. The text of a moment shows only its place, so that no message can tell a date.
    """

    path: str
    kind: Literal["date", "age"]
    value: float
    spread: float = 0.0
    years: float | None = None
    fraction: bool = False

    def __repr__(self) -> str:
        """Tell the place only."""
        return f"Moment({self.path})"


def from_date(text: str, path: str) -> Moment | None:
    """Return a FHIR date, dateTime or a timestamp as a moment; of a month or a year, the middle.

    >>> from_date("2020-01-31", "").value - from_date("2020-01-01T10:00:00Z", "").value
    30.0
    >>> from_date("2020-01", "").spread, from_date("2020-13", "")
    (15.0, None)
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        middle = date(int(year), int(month or 7), int(day or (15 if month else 2)))
    except ValueError:
        return None
    return Moment(path, "date", float(middle.toordinal()), 0.0 if day else 15.0 if month else 183.0)


def from_duration(text: str, path: str) -> Moment | None:
    """Return an age written as an ISO 8601 duration as a moment; hours and less are not counted.

    >>> from_duration("P67Y120D", "").value - from_duration("P67Y", "").value
    120.0
    >>> from_duration("P1Y6M", "").years
    1.5
    """
    found = _DURATION.fullmatch(text)
    if found is None or text in ("P", "PT") or text.endswith("T"):
        return None
    parts = [float(part or 0) for part in found.groups()]
    days = sum(part * unit for part, unit in zip(parts, _DAYS, strict=True))
    return Moment(path, "age", days, 0.0, round(days / DAYS_PER_YEAR, 2), "." in text)


def duration(age: float, day: float) -> str | None:
    """Return the age on a day (days from onset) as an ISO 8601 duration, for an age at onset in years.

    Whole days come back through ``days_between`` as they were. None for a day before birth.

    >>> duration(67, 120.0), duration(67, -5.0), duration(67.5, 0.0), duration(0, -5.0)
    ('P67Y120D', 'P66Y360D', 'P67Y183D', None)
    """
    years = int(age)
    days = day + round((age - years) * DAYS_PER_YEAR)
    while days < 0 and years > 0:
        years, days = years - 1, days + DAYS_PER_YEAR
    if days < 0:
        return None
    written = float(int(days + 0.5)) if day.is_integer() else days
    text = f"{written:.6f}".rstrip("0").rstrip(".")
    return f"P{years}Y" + (f"{text}D" if written else "")


def days_between(start: Moment, end: Moment) -> float:
    """Return the days from one moment to another of the same kind; of ages, whole days unless parts were written.

    >>> days_between(from_duration("P67Y", ""), from_duration("P66Y360D", ""))
    -5.0
    """
    days = end.value - start.value
    if end.kind == "date" or start.fraction or end.fraction:
        return round(days, 6)
    lower = days // 1  # a year has a quarter of a day: a half is rounded down, as ``duration`` rounds it up
    return lower + (days - lower > 0.5 + 1e-9)
