"""From a case to the answers of a score: present, absent, or unknown, each with what the case says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onconeural.case.findings import FINDINGS
from onconeural.workup.scores.parts import Answer

if TYPE_CHECKING:
    from onconeural.case import Case, Finding

WEEKS_4 = 28.0
IMMUNOTHERAPY = frozenset(
    ("azathioprine", "bortezomib", "corticosteroids", "corticotropin", "cyclophosphamide", "daratumumab",
     "dexamethasone", "efgartigimod", "immunoadsorption", "immunotherapy", "ivig", "methylprednisolone",
     "mycophenolate", "plasma_exchange", "prednisolone", "prednisone", "rituximab", "tocilizumab")
)  # fmt: skip
TUMOUR_REMOVAL = frozenset(
    ("breast_surgery", "cystectomy", "mastectomy", "orchiectomy", "ovariectomy", "salpingo_oophorectomy",
     "tumour_resection", "tumour_treatment")
)  # fmt: skip


def unknown(what: str) -> Answer:
    """Return the answer for something that the case does not say."""
    return Answer("unknown", f"Not stated: {what}.")


def finding_answer(case: Case, name: str) -> Answer:
    """Return the answer of a finding by its stated status."""
    what, item = FINDINGS[name].meaning, case.findings.get(name)
    if item is None or item.status == "unknown":
        return unknown(what)
    return Answer(item.status, f"{what[:1].upper()}{what[1:]}: {item.status}{_day(item)}.")


def measured(case: Case, name: str, met: Callable[[float], bool], limit: str, *, same_limit: bool = False) -> Answer:
    """Return the answer of a measured finding: by its value if given, else by its status.

    A finding that is present without a value leaves the item unknown, unless the finding is defined by the
    very limit of the item (``same_limit``).
    """
    what, item = FINDINGS[name], case.findings.get(name)
    if item is None or item.status == "unknown":
        return unknown(what.meaning)
    if item.value is not None:
        said = f"{name.replace('_', ' ')}: {item.value:g} {what.unit}{_day(item)}; the limit is {limit}."
        return Answer("present" if met(item.value) else "absent", f"{said[:1].upper()}{said[1:]}")
    if item.status == "absent" or same_limit:
        return finding_answer(case, name)
    return Answer("unknown", f"{what.meaning[:1].upper()}{what.meaning[1:]}: present, but no value for {limit}.")


def either(*answers: Answer) -> Answer:
    """Return present if one answer is, absent if all are, else unknown.

    >>> either(Answer("absent", "No A."), Answer("unknown", "Not stated: B.")).status
    'unknown'
    """
    for status in ("present", "unknown"):
        for answer in answers:
            if answer.status == status:
                return answer
    return Answer("absent", " ".join(answer.finding for answer in answers))


def treatment_delay(case: Case) -> Answer:
    """Return whether the first immunotherapy or tumour removal came later than 4 weeks after onset."""
    stated = measured(case, "treatment_delay", lambda days: days > WEEKS_4, "28 days", same_limit=True)
    if stated.status != "unknown":
        return stated
    names = IMMUNOTHERAPY | TUMOUR_REMOVAL
    given = [item for item in case.treatments if item.name in names]
    days = [item.start_day for item in given if item.start_day is not None and item.start_day >= 0]
    if days and min(days) <= WEEKS_4:
        return Answer("absent", f"The first treatment began on day {min(days):g}.")
    if not days or len(days) < len(given):
        return unknown("the day of the first immunotherapy or tumour removal")
    return Answer("present", f"The first treatment in the case began on day {min(days):g}.")


def event_answer(case: Case, event: str, finding: str) -> Answer:
    """Return the answer of a finding that an event of the time line also shows."""
    if any(item.event == event for item in case.timeline):
        return Answer("present", f"The time line names it: {event.replace('_', ' ')}.")
    return finding_answer(case, finding)


def _day(item: Finding) -> str:
    return "" if item.day is None else f" (day {item.day:g})"
