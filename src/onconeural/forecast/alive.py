"""Whether there is anything to forecast: the patient must be alive on the forecast day."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.case import Case, CaseError, Problem


def refuse_the_dead(case: Case, file: str | None = None) -> None:
    """Raise CaseError where the case, read from ``file``, states a death on the forecast day or before it.

    >>> refuse_the_dead(Case(case_id="a", phenotype="chorea", observations=[{"day": 9, "mrs": 6}], forecast_day=8))
    """
    day = case.question_day
    for path, died in _deaths(case):
        if died <= day:
            expected = f"a day before the death (day {died:g}, {path}): there is nothing to forecast after it"
            raise CaseError((Problem(file or case.case_id, "forecast_day", f"{day:g}", expected),))


def _deaths(case: Case) -> Iterator[tuple[str, float]]:
    for i, seen in enumerate(case.observations):
        if seen.mrs == 6 and seen.day is not None:
            yield f"observations[{i}]", seen.day
    for i, event in enumerate(case.timeline):
        if event.event in ("death", "autopsy") and event.day is not None:
            yield f"timeline[{i}]", event.day
    if case.outcome.category == "died" and case.outcome.followup_days is not None:
        yield "outcome", case.outcome.followup_days
