"""Searches for a tumour that found nothing: by test and day, as the case states them."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.case import Case

TESTS = ("tumour_search_ct", "fdg_pet")  # findings that are whole-body searches
SEARCHED = "tumour_search"  # the event


def searches_in_vain(case: Case, day: float) -> tuple[float, ...]:
    """Days from onset, up to ``day``, on which a search found no tumour.

    A negative test counts, and so does a dated search earlier than the day on which the tumour was found.

    >>> searches_in_vain(Case(case_id="a", phenotype="chorea", timeline=[{"day": 9, "event": "tumour_search"}],
    ...                       cancer={"found": False}), 20.0)
    (9.0,)
    """
    if case.cancer.found and case.cancer.day_found_relative_to_onset is None:
        return ()
    found = case.cancer.day_found_relative_to_onset
    last = day if found is None else min(day, found - 1e-6)
    return tuple(sorted({d for d in _negative(case) if 0.0 <= d <= last}))


def _negative(case: Case) -> Iterator[float]:
    for name in TESTS:
        test = case.findings.get(name)
        if test is not None and test.status == "absent" and test.day is not None:
            yield test.day
    if case.cancer.found is not None:
        yield from (e.day for e in case.timeline if e.event == SEARCHED and e.day is not None)
