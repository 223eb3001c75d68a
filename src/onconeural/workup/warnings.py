"""What a reader must not miss: each warning with the source it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onconeural.case.consistency import dated_facts
from onconeural.evidence import criteria
from onconeural.workup.remark import RECALLED, SYNTHESIS, Remark
from onconeural.workup.share import Share

if TYPE_CHECKING:
    from onconeural.case import Case
    from onconeural.workup.reliability import Reliability
    from onconeural.workup.score_parts import Certainty
    from onconeural.workup.tumour_search import TumourSearch

LOW_SHARE = 0.5


def warnings_of(
    case: Case,
    known: Case,
    certainty: Certainty,
    antibodies: tuple[Reliability, ...],
    search: TumourSearch,
) -> tuple[Remark, ...]:
    """Return the warnings of a work-up; ``case`` is the whole file and ``known`` what stands by the question day."""
    return (
        *_certainty(certainty),
        *_suspicion(certainty),
        *(warning for result in antibodies for warning in _antibody(result)),
        *_search(search),
        *_later(case, known),
    )


def _certainty(certainty: Certainty) -> Iterator[Remark]:
    unconfirmed = [item.name for item in certainty.items if item.unconfirmed]
    if unconfirmed:
        text = f"The score rests on rows that nobody has read in the guideline ({', '.join(unconfirmed)})."
        yield Remark(text, certainty.source, RECALLED)
    if any(other.category != certainty.category for other in certainty.alternatives):
        yield Remark("Another legal reading gives another class; see the other readings.", certainty.source,
                     SYNTHESIS)  # fmt: skip


def _suspicion(certainty: Certainty) -> Iterator[Remark]:
    rule = next(row for row in criteria("pns_care")["special_rules"] if row["id"] == "intermediate_phenotype_suspicion")
    if any(item.name == "clinical" and item.points == 2 for item in certainty.items):
        text = f"For a phenotype of intermediate risk: {rule['rule']}."
        yield Remark(text, rule["source"], rule["status"])


def _antibody(result: Reliability) -> Iterator[Remark]:
    source = result.sources[0]
    if result.confirmed is False:
        text = f"The {result.label} antibody is not confirmed by a second method; it is not counted."
        yield Remark(text, source, "read_primary")
    if result.estimate and result.estimate.probability.value < LOW_SHARE:
        found = result.estimate.probability
        text = f"Of positive {result.label} results like this one, only {_written(found)} were true."
        yield Remark(text, result.estimate.source, result.estimate.reading_status)
    if result.phenotype_match is False:
        text = f"The phenotype is not among those listed for the {result.label} antibody; doubt the result."
        yield Remark(text, source, SYNTHESIS)


def _written(found: Share) -> str:
    return f"{found.count} of {found.n} ({100 * found.value:.0f} %)"


def _search(search: TumourSearch) -> Iterator[Remark]:
    if any(plan.synthesis for plan in search.plans):
        text = "At least one plan of the tumour search is a synthesis: put together from other rows, not published."
        yield Remark(text, search.plans[0].source, SYNTHESIS)
    for day in search.reopened_on:
        yield Remark(f"The event of day {day:g} reopens the tumour search.", search.reopen.source,
                     search.reopen.reading_status)  # fmt: skip
    if search.state == "search" and search.anchor == "assumed":
        text = "No day of a negative search is stated; the repeats count from the question day."
        yield Remark(text, None, SYNTHESIS)
    for text in search.if_confirmed:
        yield Remark(text, search.plans[0].source, SYNTHESIS)


def _later(case: Case, known: Case) -> Iterator[Remark]:
    later = sum(1 for _, day in dated_facts(case) if day > known.question_day)
    if later:
        text = f"{later} fact{'' if later == 1 else 's'} of the file lie after the question day and were not used."
        yield Remark(text, None, "read_primary")  # read in the case file itself
