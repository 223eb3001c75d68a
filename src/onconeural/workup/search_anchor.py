"""From a case to what the tumour search starts from: antibodies that count, the first negative search, new events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onconeural.evidence import criteria

if TYPE_CHECKING:
    from onconeural.case import Case

NEGATIVE_TESTS = ("tumour_search_ct", "fdg_pet")


def counted_antibodies(case: Case) -> tuple[str, ...]:
    """Return the antibodies of a case that are not known to be unconfirmed, each once.

    >>> from onconeural.case import Case
    >>> results = [{"name": "nmdar_csf"}, {"name": "yo", "confirmed": False}, {"name": "none"}]
    >>> counted_antibodies(Case(case_id="a1", phenotype="chorea", antibodies=results))
    ('nmdar',)
    """
    keys = [item.name.removesuffix("_csf") for item in case.antibodies if item.name != "none"]
    refused = {item.name.removesuffix("_csf") for item in case.antibodies if item.confirmed is False}
    agreed = {item.name.removesuffix("_csf") for item in case.antibodies if item.confirmed is not False}
    return tuple(dict.fromkeys(key for key in keys if key in agreed or key not in refused))


def first_negative(case: Case) -> tuple[float, str]:
    """Return the day of the first negative search (from onset), and whether it is stated or assumed."""
    days = [
        item.day
        for name in NEGATIVE_TESTS
        if (item := case.findings.get(name)) and item.status == "absent" and item.day is not None
    ]
    found = case.cancer.day_found_relative_to_onset if case.cancer.found else None
    searched = [item.day for item in case.timeline if item.event == "tumour_search" and item.day is not None]
    if not case.cancer.found or found is not None:
        days += [day for day in searched if found is None or day < found]
    return (max(min(days), 0.0), "stated") if days else (case.question_day, "assumed")


def reopened(case: Case, start: float) -> tuple[float, ...]:
    """Return the days (from onset) of events after the first negative search that reopen it."""
    events = criteria("search_rules")["reopen"]["events"]
    return tuple(sorted({e.day for e in case.timeline if e.event in events and e.day is not None and e.day > start}))
