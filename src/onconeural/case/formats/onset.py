"""Day 0 and every other day: dates and ages become days from the first neurological symptom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.case.formats.draft import Draft
from onconeural.case.formats.gathered import Fact, Gathered
from onconeural.case.formats.moments import Moment, days_between
from onconeural.evidence import nearest

LONGEST_LIFE = 125
OLDEST = 90  # stands for 90 and more: an age over 89 may identify a person


@dataclass(frozen=True)
class Clock:
    """Counts days from onset; ``age`` is in years at onset, at most 90."""

    found: Gathered
    draft: Draft
    onset: Moment | None
    age: float | None = None

    def day(self, moment: Moment | None, what: str) -> float | None:
        """Return the day of a moment (days from onset), or None; ``what`` is named in a note on a vague date."""
        if moment is None or self.onset is None:
            return None
        start, end = _same_axis(self.onset, moment, self.found.birth)
        if start.kind != end.kind:
            reason = "an age and a date cannot be compared without a birth date"
            self.found.remark(moment.path, "not understood", reason)
            return None
        day = days_between(start, end)
        if self.age == OLDEST and day < -OLDEST * DAYS_PER_YEAR:
            self.found.remark(moment.path, "private", "a day that would tell an age over 89")
            return None
        if start.spread or end.spread:
            self.draft.note(f"the day of {what}: a date was given to the month or the year only, its middle was taken")
        return day


def clock(found: Gathered, draft: Draft, onset_path: str | None) -> Clock:
    """Choose day 0: the given place, else the earliest beginning of a neurological condition; never in silence."""
    onset = _chosen(found, onset_path) if onset_path else _stated(found) or _earliest(found)
    return Clock(found, draft, onset, _age(found, draft, onset))


def _chosen(found: Gathered, path: str) -> Moment | None:
    moment = found.moments.get(path)
    if moment is None:
        hint = nearest(path, tuple(found.moments)) or next((c.path for c in _candidates(found)), None)
        found.problem("--onset-path", "a place without a date that was read", "the place of a date in the file", hint)
    else:
        found.remark(path, "decided", "day 0, as you chose")
    return moment


def _stated(found: Gathered) -> Moment | None:
    if found.day_0 is not None:
        found.remark(found.day_0.path, "decided", "day 0, as the file states")
    return found.day_0


def _earliest(found: Gathered) -> Moment | None:
    moments = _candidates(found)
    if not moments:
        dated = next((fact.when.path for fact in found.facts if fact.when), None)
        if dated:
            rule = "a neurological condition with a beginning, which is day 0; or --onset-path with the place of a date"
            found.problem("", "no beginning of a neurological condition", rule, dated)
        return None
    first = min(moments, key=lambda moment: _same_axis(moment, moment, found.birth)[0].value)
    found.remark(first.path, "decided", "day 0: the earliest beginning of a neurological condition")
    for other in moments:
        if days_apart(first, other, found.birth) != 0:
            found.remark(other.path, "decided", "also possible as day 0 (--onset-path); the earliest was taken")
    return first


def _candidates(found: Gathered) -> list[Moment]:
    return [fact.when for fact in found.facts if fact.when is not None and _can_be_onset(fact)]


def _can_be_onset(fact: Fact) -> bool:
    return fact.begins and fact.status == "present" and fact.concept.neurological


def alive(found: Gathered) -> None:
    """Leave out facts that the file itself dates after the death.

    A tumour can be found at autopsy, and a syndrome after the death is a contradiction that must not be hidden.
    """
    death = found.death
    kept = []
    for fact in found.facts:
        days = days_apart(death, fact.when, found.birth) if death and fact.when else None
        if (
            death
            and not death.spread
            and days is not None
            and days > 0
            and fact.concept.kind not in ("tumour", "phenotype")
        ):
            found.remark(fact.path, "not used", "dated after the death that the same file states")
        else:
            kept.append(fact)
    found.facts = kept


def days_apart(first: Moment, other: Moment, birth: Moment | None) -> float | None:
    """Return the days between two moments, or None when they cannot be compared."""
    start, end = _same_axis(first, other, birth)
    return days_between(start, end) if start.kind == end.kind else None


def _same_axis(first: Moment, other: Moment, birth: Moment | None) -> tuple[Moment, Moment]:
    """Return two moments as dates when one is an age and the birth is known."""
    if first.kind == other.kind and not (first is other and birth):
        return first, other
    return _as_date(first, birth), _as_date(other, birth)


def _as_date(moment: Moment, birth: Moment | None) -> Moment:
    if moment.kind == "date" or birth is None:
        return moment
    return Moment(moment.path, "date", round(birth.value + moment.value), max(birth.spread, 183.0))


def _age(found: Gathered, draft: Draft, onset: Moment | None) -> float | None:
    if onset is None:
        if found.birth is not None:
            found.remark(found.birth.path, "not used", "without a day 0 the age at onset cannot be counted")
        return None
    age = onset.years if onset.kind == "age" else _years(onset, found.birth)
    if age is None:
        return None
    if onset.kind == "date" and found.birth and (onset.spread or found.birth.spread):
        draft.note("age: from dates given to the month or the year only, so one year more or less is possible")
    if not 0 <= age <= LONGEST_LIFE:
        found.problem(onset.path, "an impossible age at onset", f"an age from 0 to {LONGEST_LIFE} years")
        return None
    if age > OLDEST - 1:
        found.remark(onset.path, "decided", "an age over 89 became 90, which stands for 90 or more")
        draft.note("age 90 stands for 90 or more")
        return float(OLDEST)
    return float(age)


def _years(onset: Moment, birth: Moment | None) -> float | None:
    """Return the completed years from birth to onset."""
    if birth is None:
        return None
    start, end = date.fromordinal(int(birth.value)), date.fromordinal(int(onset.value))
    return float(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))
