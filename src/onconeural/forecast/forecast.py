"""The main job: one case in, what each strategy would do to its twins out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from onconeural.case import Case, facts_until, missing_facts
from onconeural.evidence import nearest
from onconeural.forecast.alive import refuse_the_dead
from onconeural.forecast.assumptions import assumptions, compared_cautions
from onconeural.forecast.candidates import Candidates, OutsideDomainError, candidates
from onconeural.forecast.case_summary import case_summary
from onconeural.forecast.course import Course, run_arms
from onconeural.forecast.drivers import drivers
from onconeural.forecast.gathering import Gathered, gather
from onconeural.forecast.history import History, history
from onconeural.forecast.horizon import grid
from onconeural.forecast.lanes import Arm
from onconeural.forecast.next_test import next_tests
from onconeural.forecast.outcomes import curves, estimate, outcomes, spread_possible
from onconeural.forecast.provenance import provenance
from onconeural.forecast.ranking import ranking, status
from onconeural.forecast.result import Forecast, Regimen, Twins
from onconeural.forecast.strategies import LATER_STARTS, strategies
from onconeural.forecast.strategy_record import Strategy
from onconeural.forecast.twins import FLOOR, TwinSet, sample
from onconeural.forecast.warnings import warnings
from onconeural.forecast.window import windows
from onconeural.model import antibody, intervention, registry, tumour
from onconeural.workup import pns_care

LEAST_TWINS, MOST_TWINS = 300, 20_000
MOST_FACTOR = 100.0  # of a parameter
POOL_SHARE = 0.3  # share of the work for the table that goes into drawing twins; the rest is the strategies
TABLE_SHARE, WINDOW_SHARE = 0.4, 0.45  # shares of the whole work, where windows and drivers are asked for

Report = Callable[[str, float], None]
Early = Callable[[Forecast], None]


@dataclass(frozen=True)
class _Question:
    """One case, read: its facts, its antibody settings or why there are none, and what is compared."""

    known: Case
    past: History
    choice: Candidates
    refusal: str | None
    compared: tuple[Strategy, ...]
    factors: Mapping[str, float]
    seed: int
    twins: int


def forecast(
    case: Case,
    *,
    seed: int = 1,
    twins: int = 1000,
    compared: tuple[Strategy, ...] | None = None,
    factors: Mapping[str, float] | None = None,
    depth: bool = True,
    early: Early | None = None,
    progress: Report | None = None,
) -> Forecast:
    """Forecast a case under every strategy, from its forecast day on.

    ``twins`` virtual patients (300 to 20,000) are drawn in proportion to how well they fit all facts up to the
    forecast day, and run for 24 months under each strategy, begun on that day, 30 and 90 days later. ``compared``:
    other strategies than those of the package, the reference first. ``factors`` multiply parameters of the model by
    symbol, from the forecast day on, and a warning says so. With ``depth`` the window, the drivers and the next
    test follow, which takes longer; ``early`` is given the forecast as soon as its table is there. The same case, seed,
    strategies and versions give the same numbers. ``progress`` is told what is being done and the share done. A case
    outside the domain of the model gets a refusal instead of numbers. Raises ValueError for a number out of range, and
    CaseError where the patient died on the forecast day or before it.
    """
    for name, value, low, high in (("twins", twins, LEAST_TWINS, MOST_TWINS), ("seed", seed, 0, 2**63 - 1)):
        if not low <= value <= high:
            raise ValueError(f"{name}: found {value}, expected a whole number from {low} to {high}")
    refuse_the_dead(case)
    changed = factors_checked(factors or {})
    asked, told = _question(case, compared or strategies(), changed, seed, twins), progress or _silent
    report = _scaled(told, 0.0, TABLE_SHARE) if depth else told
    if asked.refusal is not None:
        return _tell(early, _bare(case, asked, None))
    gathered = _gather(asked, report)
    drawn = sample(gathered, asked.past, twins)
    bare = _bare(case, asked, drawn)
    if len(drawn) == 0:
        return _tell(early, bare)
    course = _run(drawn, asked, report)
    spreads = spread_possible(drawn.people.antibody)
    table = replace(
        bare,
        outcomes=outcomes(course, drawn.mrs, spreads, drawn.effective),
        curves=curves(course),
        ranking=ranking(course, asked.choice.validatable, drawn.effective, decided=bare.twins.decided),
        next_tests=next_tests(drawn, course, asked.past, asked.past.tumour_kind is not None),
    )
    _tell(early, table)
    return _deepened(table, course, gathered, drawn, asked, told) if depth else table


def _silent(what: str, share: float) -> None:
    """Say nothing."""


def _scaled(report: Report, base: float, size: float) -> Report:
    return lambda what, share: report(what, min(base + size * share, 1.0))


def _tell(early: Early | None, result: Forecast) -> Forecast:
    if early is not None:
        early(result)
    return result


def _question(
    case: Case, compared: tuple[Strategy, ...], factors: Mapping[str, float], seed: int, twins: int
) -> _Question:
    known = facts_until(case, case.question_day)
    try:
        choice, refusal = candidates(known), None
    except OutsideDomainError as error:
        choice, refusal = Candidates((), ()), str(error)
    return _Question(known, history(known), choice, refusal, compared, factors, seed, twins)


def _gather(asked: _Question, report: Report) -> Gathered:
    return gather(
        asked.choice.antibodies,
        asked.past,
        asked.seed,
        asked.twins,
        lambda share: report("drawing twins", POOL_SHARE * share),
        asked.factors,
        asked.choice.shares,
    )


def _run(drawn: TwinSet, asked: _Question, report: Report) -> Course:
    arms = tuple(Arm(strategy, asked.past.day + later) for strategy in asked.compared for later in LATER_STARTS)
    return run_arms(
        drawn,
        arms,
        asked.past,
        grid(asked.past.day),
        lambda s: report("running strategies", POOL_SHARE + (1 - POOL_SHARE) * s),
    )


def _deepened(
    table: Forecast, course: Course, gathered: Gathered, drawn: TwinSet, asked: _Question, report: Report
) -> Forecast:
    """The table with the window and the drivers."""
    one = _scaled(report, TABLE_SHARE, WINDOW_SHARE)
    two = _scaled(report, TABLE_SHARE + WINDOW_SHARE, 1.0 - TABLE_SHARE - WINDOW_SHARE)
    decided = table.twins.decided
    shown = windows(drawn, course, asked.past, lambda s: one("looking for windows", s), decided=decided)
    found = drivers(gathered, asked.compared, asked.past, lambda s: two("leaving out facts", s))
    return replace(table, windows=shown, drivers=found)


def _bare(case: Case, asked: _Question, drawn: TwinSet | None) -> Forecast:
    """Everything but what the strategies do."""
    past, choice = asked.past, asked.choice
    return Forecast(
        case_id=case.case_id,
        case_summary=case_summary(asked.known),
        case_source=case.source,
        antibodies=tuple(antibody(a).label for a in choice.antibodies),
        forecast_day=past.day,
        horizon_days=float(grid(0.0)[-1]),
        status=status(choice.validatable),
        refusal=asked.refusal,
        certainty=pns_care(asked.known),
        twins=_counts(drawn, asked.twins),
        outcomes=(),
        curves=(),
        windows=(),
        drivers=(),
        next_tests=(),
        regimens=tuple(map(_regimen, asked.compared)) if drawn is not None else (),
        mrs_now=estimate(drawn.mrs) if drawn is not None and len(drawn) else None,
        facts_used=(*(f"antibody: {antibody(a).label}" for a in choice.antibodies), *past.used),
        missing=tuple(dict.fromkeys((*missing_facts(asked.known), *past.missing))),
        warnings=warnings(asked.known, past, choice, drawn, asked.factors),
        assumptions=assumptions(choice.antibodies, asked.compared),
        sources=_sources(choice.antibodies, asked.compared, past),
        provenance=provenance(case, asked.seed, asked.twins, asked.compared, asked.factors),
        cautions=compared_cautions(asked.compared) if drawn is not None and len(drawn) else (),
        case=asked.known,
    )


def _regimen(strategy: Strategy) -> Regimen:
    labels = tuple(f"{intervention(key).label}: {intervention(key).regimen}" for key in strategy.interventions)
    return Regimen(strategy.id, strategy.label, labels, strategy.all_sources)


def _counts(drawn: TwinSet | None, requested: int) -> Twins:
    used, effective = (len(drawn), drawn.effective) if drawn is not None else (0, 0.0)
    pool, failed = (drawn.pool, drawn.failed) if drawn is not None else (0, 0)
    effective = min(effective, float(used))
    return Twins(requested, used, effective, pool, failed, effective >= FLOOR, FLOOR)


def factors_checked(factors: Mapping[str, float]) -> Mapping[str, float]:
    """The same factors; ValueError, with the nearest symbol, for an unknown parameter or a factor that is no number."""
    symbols = tuple(p.symbol for p in registry().parameters)
    for symbol, factor in factors.items():
        if symbol not in symbols:
            meant = nearest(symbol, symbols)
            hint = f"; did you mean {meant}?" if meant else ""
            raise ValueError(f"factors: found '{symbol}', expected the symbol of a parameter{hint}")
        if not (np.isfinite(factor) and 0.0 <= factor <= MOST_FACTOR):
            raise ValueError(f"factors['{symbol}']: found {factor:g}, expected 0 to {MOST_FACTOR:g}")
    return dict(factors)


def _sources(antibodies: tuple[str, ...], compared: tuple[Strategy, ...], past: History) -> tuple[str, ...]:
    """Sources behind the numbers: interventions, parameters, the antibodies' patients and tumours, how facts weigh."""
    if not antibodies:
        return ()
    keys = [k for strategy in compared for k in strategy.all_sources]
    keys += [k for p in registry().parameters for k in p.sources]
    for record in map(antibody, antibodies):
        keys += [*record.cited, *(k for part in record.tumours for k in tumour(part.tumour).sources)]
    keys += [key for fact in past.facts for key in fact.sources]
    return tuple(dict.fromkeys(keys))
