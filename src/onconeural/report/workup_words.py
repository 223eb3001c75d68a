"""A work-up in sentences: the same words for the terminal and for the text beside the chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onconeural.report import words

if TYPE_CHECKING:
    from onconeural.workup import Change, Moment, Reliability, Share, TumourSearch
    from onconeural.workup.search_plan import SearchPlan, SearchTest
    from onconeural.workup.search_schedule import Schedule
    from onconeural.workup.tumour_frequency import TumourShare

_MARKS = {"synthesis": " [synthesis]", "recalled": " [unconfirmed]"}
_CLASSES_2004 = {"not_decided": "not decided by the case file", "neither": "neither definite nor possible"}


def mark(status: str) -> str:
    """Return the mark of a row that nobody has read as such.

    >>> mark("synthesis"), mark("read_primary")
    (' [synthesis]', '')
    """
    return _MARKS.get(status, "")


def share(found: Share, bound: str | None = None) -> str:
    """Write a share with its counts and its 95 % interval, or say that there are none.

    >>> from onconeural.workup import share as counted
    >>> share(counted(21, 27))
    '21 of 27, 78% (95% interval 59% to 89%)'
    """
    percent = f"{bound or ''}{words.percent(found.value)}"
    if found.low is None or found.high is None:
        return f"{percent} (counts not known, so no interval)"
    size = f"{found.count} of {found.n}, " if found.count is not None else ""
    return f"{size}{percent} (95% interval {words.percent(found.low)} to {words.percent(found.high)})"


def change(row: Change) -> str:
    """Say what one new fact would make of the class."""
    return f"if {row.fact}: {row.score} points, {words.category(row.category)}"


def moment(row: Moment) -> str:
    """Say the score of one day."""
    ahead = ", if nothing new happens" if row.ahead else ""
    points = "no score" if row.score is None else f"{row.score} points"
    return f"day {words.compact(row.day)} ({row.why}{ahead}): {points}, {words.category(row.category)}"


def class_2004(name: str) -> str:
    """Return the words for a class of 2004.

    >>> class_2004("neither")
    'neither definite nor possible'
    """
    return _CLASSES_2004.get(name, name)


def antibody(result: Reliability) -> str:
    """Say in one line how far a result can be trusted."""
    specimen = {"csf": "CSF", "unspecified": "specimen not stated"}.get(result.specimen, result.specimen)
    head = f"{result.label} ({specimen})"
    if result.estimate is None:
        return f"{head}: no number. {result.reason}"
    return f"{head}: true in {share(result.estimate.probability)}; {result.estimate.condition}"


def tumour(row: TumourShare) -> str:
    """Say how often a tumour was found in one published group."""
    among = " of those with a tumour" if row.given_tumour else ""
    return (
        f"{row.label}: {share(row.share, row.bound)}{among}; {row.population} ({row.source}){mark(row.reading_status)}"
    )


def plan_name(plan: SearchPlan) -> str:
    """Name a plan, for whom it is and how it was made."""
    condition = f", {plan.condition}" if plan.condition else ""
    return f"{plan.label} ({plan.why}{condition}){mark(plan.reading_status)}"


def tests(rows: tuple[SearchTest, ...]) -> str:
    """List the tests of one round."""
    return "; ".join(_test(row) for row in rows) or "none"


def repeats(row: Schedule) -> Iterator[str]:
    """Say each repeat in days after the first negative search and from onset."""
    for item in row.repeats:
        after, onset = (
            _window(item.first_day, item.last_day),
            _window(item.first_day_from_onset, item.last_day_from_onset),
        )
        yield f"repeat {item.number}: {after} after the first negative search ({onset} from onset), {item.state}"


def anchor(search: TumourSearch) -> str:
    """Say from which day the repeats count."""
    how = "as stated" if search.anchor == "stated" else "assumed: the question day, since none is stated"
    return f"First negative search: day {words.compact(search.first_negative_day)} from onset ({how})."


def _window(first: float, last: float) -> str:
    low, high = words.compact(first), words.compact(last)
    return f"day {low}" if low == high else f"day {low} to {high}"


def _test(row: SearchTest) -> str:
    extra = ", ".join(filter(None, (row.condition, "avoid if possible" if row.avoid else None)))
    return f"{row.label} ({extra})" if extra else row.label
