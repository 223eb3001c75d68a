"""Where the tumour most likely is, which tests first and second, when to repeat them, and when to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onconeural.evidence import antibody_label, criteria
from onconeural.workup.remark import SYNTHESIS, Remark
from onconeural.workup.search_anchor import counted_antibodies, first_negative, reopened
from onconeural.workup.search_plan import SearchPlan, region_plan, search_plans
from onconeural.workup.search_rules import Orchiectomy, orchiectomy, special_rules
from onconeural.workup.search_schedule import Schedule, schedule
from onconeural.workup.search_yield import TestYield, not_known, yields
from onconeural.workup.share import METHOD, printed
from onconeural.workup.tumour_frequency import TumourShare, tumour_name, tumour_shares, usual_tumours, without_number

if TYPE_CHECKING:
    from onconeural.case import Case
    from onconeural.workup.score_parts import Certainty
    from onconeural.workup.scores import ScoreResult

FOUND, SEARCH = "tumour_found", "search"
_POINTS_FOUND = 4


@dataclass(frozen=True)
class TumourSearch:
    """The whole plan. ``state`` is ``search``, or ``tumour_found`` where a tumour that counts ended it.

    ``first_negative_day`` (from onset) is the day from which repeats count; ``anchor`` says whether the case states
    it or whether it is assumed to be the question day.
    """

    state: str
    sentence: str
    shares: tuple[TumourShare, ...]
    interval_method: str
    usual: tuple[str, ...]
    without_number: tuple[str, ...]
    plans: tuple[SearchPlan, ...]
    first_negative_day: float
    anchor: str
    schedules: tuple[Schedule, ...]
    alternative: Schedule | None
    stop: Remark
    reopen: Remark
    reopened_on: tuple[float, ...]
    yields: tuple[TestYield, ...]
    yield_unknown: tuple[str, ...]
    rules: tuple[Remark, ...]
    orchiectomy: Orchiectomy | None
    if_confirmed: tuple[str, ...]
    sources: tuple[str, ...]


def tumour_search(case: Case, certainty: Certainty, delta_p: ScoreResult) -> TumourSearch:
    """Return the search plan of a case that holds only facts up to its question day.

    ``certainty`` says whether the found tumour counts, ``delta_p`` chooses the repeats in Lambert-Eaton syndrome.
    """
    keys = counted_antibodies(case)
    plans = search_plans(case, keys) or (region_plan(case),)
    usual = usual_tumours(keys, case.phenotype)
    state = FOUND if _found(certainty, case) else SEARCH
    start, anchor = first_negative(case)
    rows, alternative = _schedules(plans, case, start, delta_p, state)
    rules = special_rules(case, keys, usual)
    tests = tuple(dict.fromkeys(test.id for plan in plans for test in (*plan.first_round, *plan.second_round)))
    figures, operation = yields(tests), orchiectomy(case, keys)
    shares = (*tumour_shares(case, keys), *_by_score(delta_p))
    stop, reopen = _stop(rows, state), _reopen()
    parts = (*shares, *plans, *rows, *figures, *rules, stop, reopen, *((operation,) if operation else ()))
    return TumourSearch(
        state=state,
        sentence=_sentence(state, case),
        shares=shares,
        interval_method=METHOD,
        usual=tuple(tumour_name(key) for key in usual),
        without_number=without_number(usual, shares, case.sex),
        plans=plans,
        first_negative_day=start,
        anchor=anchor,
        schedules=rows,
        alternative=alternative,
        stop=stop,
        reopen=reopen,
        reopened_on=reopened(case, start),
        yields=figures,
        yield_unknown=not_known(),
        rules=rules,
        orchiectomy=operation,
        if_confirmed=tuple(_if_confirmed(case, keys, plans)),
        sources=tuple(dict.fromkeys(part.source for part in parts if part.source)),
    )


def _found(certainty: Certainty, case: Case) -> bool:
    if certainty.score is None:  # the criteria do not judge the tumour of this phenotype
        return bool(case.cancer.found)
    return any(item.name == "cancer" and item.points == _POINTS_FOUND for item in certainty.items)


def _by_score(delta_p: ScoreResult) -> Iterator[TumourShare]:
    """Give the chance of small-cell lung cancer by age, sex, smoking and symptoms, where DELTA-P applies."""
    for risk in delta_p.risks:
        if risk.percent is not None:
            yield TumourShare(
                tumour="sclc",
                label=tumour_name("sclc"),
                share=printed(risk.percent),
                group=delta_p.name,
                given_tumour=False,
                population=f"Lambert-Eaton syndrome, DELTA-P score of {risk.scores[0]} (this case: {_span(delta_p)})",
                bound=None,
                count_from=None,
                source=risk.source,
                reading_status=risk.reading_status,
                unconfirmed=risk.unconfirmed,
            )


def _span(delta_p: ScoreResult) -> str:
    return f"{delta_p.low}" if delta_p.low == delta_p.high else f"{delta_p.low} to {delta_p.high}"


def _schedules(
    plans: tuple[SearchPlan, ...], case: Case, start: float, delta_p: ScoreResult, state: str
) -> tuple[tuple[Schedule, ...], Schedule | None]:
    """Return the repeats of every plan once, and those of the other guideline; none after a tumour was found."""
    if state == FOUND:
        return (), None
    today = case.question_day
    # With Lambert-Eaton syndrome the score decides, also where another plan of the same row would repeat longer.
    keys = dict.fromkeys(plan.schedule for plan in plans)
    rows = tuple(schedule(key, start, today, delta_p.high) for key in keys)
    other = "efns2011_lems" if "deltap" in keys else criteria("tumour_search")["alternative_schedule"]
    return rows, None if other in keys else schedule(other, start, today)


def _stop(rows: tuple[Schedule, ...], state: str) -> Remark:
    if state == FOUND:
        text = "The search ends with the tumour that was found, as long as it explains the syndrome."
        return Remark(text, criteria("tumour_search")["meta"]["source"], SYNTHESIS)
    longest = max(rows, key=lambda row: row.stop_day)
    if longest.stop_day == 0:
        return Remark("One round is enough; no repeats without new signs.", longest.source, longest.reading_status)
    which = f"{longest.id}, the longest of these" if len(rows) > 1 else longest.id
    when = f"{longest.stop_day} days after the first negative search (day {longest.stop_day_from_onset:g} from onset)"
    text = f"By {which}: stop {when} if every search stayed negative and nothing new happened."
    return Remark(text, longest.source, longest.reading_status)


def _reopen() -> Remark:
    rule = criteria("search_rules")["reopen"]
    text = f"{rule['rule'][:1].upper()}{rule['rule'][1:]} ({rule['note']})."
    return Remark(text, rule["source"], rule["status"])


def _sentence(state: str, case: Case) -> str:
    if state == FOUND:
        return "A tumour that counts was found; the plan below is what the search would be without it."
    if case.cancer.found:
        return "The tumour that was found does not count (no fit, or its type is not recognised): the search goes on."
    if case.cancer.found is None:
        return "It is not stated whether a tumour was looked for; the search is planned as if none was found."
    return "No tumour is known; this is where and when to look."


def _if_confirmed(case: Case, keys: tuple[str, ...], plans: tuple[SearchPlan, ...]) -> Iterator[str]:
    there = {plan.id for plan in plans}
    for item in case.antibodies:
        key = item.name.removesuffix("_csf")
        if item.confirmed is not False or key in keys:
            continue
        more = [plan.label for plan in search_plans(case, (*keys, key)) if plan.id not in there]
        if more:
            yield f"If the {antibody_label(key)} antibody were confirmed, this would be added: {', '.join(more)}."
