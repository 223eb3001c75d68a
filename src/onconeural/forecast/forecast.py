"""The main job: one case in, what each strategy would do to its twins out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from onconeural.case import Case, facts_until, missing_facts
from onconeural.evidence import antibody_label, phenotype_label, tumour_key, tumour_label
from onconeural.forecast.assumptions import assumptions, compared_cautions, compared_interventions
from onconeural.forecast.candidates import Candidates, OutsideDomainError, candidates
from onconeural.forecast.course import Arm, run_arms
from onconeural.forecast.history import History, history
from onconeural.forecast.likeness import unlike
from onconeural.forecast.outcomes import curves, estimate, grid, outcomes
from onconeural.forecast.provenance import provenance
from onconeural.forecast.result import Curve, Forecast, Outcome, Twins
from onconeural.forecast.strategies import LATER_STARTS, strategies
from onconeural.forecast.twins import FLOOR, TwinSet, draw_twins
from onconeural.model import antibody, registry, target_areas, tumour
from onconeural.workup import pns_care

STATUS = "not calibrated: no ranking"
LEAST_TWINS, MOST_TWINS = 300, 20_000
POOL_SHARE = 0.4  # share of the work that goes into drawing twins; the rest is the strategies

Report = Callable[[str, float], None]


def forecast(case: Case, *, seed: int = 1, twins: int = 400, progress: Report | None = None) -> Forecast:
    """Forecast a case under every strategy, from its forecast day on.

    ``twins`` virtual patients (300 to 20,000) are drawn in proportion to how well they fit all facts up to the
    forecast day, and run for 24 months under each strategy, begun on that day, 30 and 90 days later. The same case,
    seed and versions give the same numbers. ``progress`` is told what is being done and the share done. A case
    outside the domain of the model gets a refusal instead of numbers. Raises ValueError for a number out of range.
    """
    for name, value, low, high in (("twins", twins, LEAST_TWINS, MOST_TWINS), ("seed", seed, 0, 2**63 - 1)):
        if not low <= value <= high:
            raise ValueError(f"{name}: found {value}, expected a whole number from {low} to {high}")
    known = facts_until(case, case.question_day)
    past = history(known)
    try:
        choice, refusal = candidates(known), None
    except OutsideDomainError as error:
        choice, refusal = Candidates((), ()), str(error)
    drawn = _draw(choice.antibodies, past, seed, twins, progress or _silent)
    rows, lines = _run(drawn, past, progress or _silent)
    certainty = pns_care(known)
    return Forecast(
        case_id=case.case_id,
        case_summary=_summary(known),
        case_source=case.source,
        antibodies=tuple(antibody(a).label for a in choice.antibodies),
        forecast_day=past.day,
        horizon_days=float(grid(0.0)[-1]),
        status=status(choice.antibodies),
        refusal=refusal,
        certainty=certainty,
        twins=_counts(drawn, twins),
        outcomes=rows,
        curves=lines,
        mrs_now=estimate(drawn.mrs) if drawn is not None and len(drawn) else None,
        facts_used=(*(f"antibody: {antibody(a).label}" for a in choice.antibodies), *past.used),
        missing=tuple(dict.fromkeys((*missing_facts(known), *past.missing))),
        warnings=(*choice.warnings, *past.warnings, *unlike(choice.antibodies, past), *_doubts(drawn, past)),
        assumptions=assumptions(choice.antibodies),
        sources=_sources(choice.antibodies),
        provenance=provenance(case, seed, twins),
        cautions=compared_cautions() if rows else (),
    )


def status(antibodies: tuple[str, ...]) -> str:
    """Whether strategies may be ranked, and why not: the model, and each antibody without a validation row that holds.

    >>> status(())
    'not calibrated: no ranking'
    """
    unchecked = ", ".join(
        dict.fromkeys(antibody_label(antibody(a).antibody) for a in antibodies if not antibody(a).ranked)
    )
    return f"{STATUS}; no validation row of its own holds for {unchecked}" if unchecked else STATUS


def _silent(what: str, share: float) -> None:
    """Say nothing."""


def _draw(antibodies: tuple[str, ...], past: History, seed: int, twins: int, report: Report) -> TwinSet | None:
    if not antibodies:
        return None
    return draw_twins(antibodies, past, seed, twins, lambda share: report("drawing twins", POOL_SHARE * share))


def _run(drawn: TwinSet | None, past: History, report: Report) -> tuple[tuple[Outcome, ...], tuple[Curve, ...]]:
    if drawn is None or len(drawn) == 0:
        return (), ()
    arms = tuple(Arm(strategy, past.day + later) for strategy in strategies() for later in LATER_STARTS)
    course = run_arms(
        drawn,
        arms,
        past,
        grid(past.day),
        lambda s: report("running strategies", POOL_SHARE + (1 - POOL_SHARE) * s),
    )
    spreads = np.array([len(target_areas(a)) > 1 for a in drawn.people.antibody])
    return outcomes(course, drawn.mrs, spreads), curves(course)


def _counts(drawn: TwinSet | None, requested: int) -> Twins:
    used, effective = (len(drawn), drawn.effective) if drawn is not None else (0, 0.0)
    pool, failed = (drawn.pool, drawn.failed) if drawn is not None else (0, 0)
    effective = min(effective, float(used))
    return Twins(requested, used, effective, pool, failed, effective >= FLOOR, FLOOR)


def _doubts(drawn: TwinSet | None, past: History) -> Iterator[str]:
    if drawn is None:
        return
    if past.tumour != "known":
        yield "no tumour is known: strategies with tumour treatment begin with a search, and treat when it finds one"
    if drawn.failed:
        yield f"{drawn.failed} virtual patients could not be simulated and are left out"


def _summary(case: Case) -> str:
    """The case in one line, from coded fields and the tumour's text."""
    person = {"F": "woman", "M": "man", None: "patient"}[case.sex]
    age = f" of {case.age:g}" if case.age is not None else ""
    names = [antibody_label(a.name) for a in case.antibodies if a.name != "none"]
    antibodies = f"antibodies: {', '.join(dict.fromkeys(names))}" if names else "no antibody given"
    return f"{person}{age}, {_inside_a_sentence(phenotype_label(case.phenotype))}, {antibodies}, {_tumour_words(case)}"


def _inside_a_sentence(label: str) -> str:
    """A label without its capital, unless it is an abbreviation or a name with a hyphen or further capitals."""
    return label[:1].lower() + label[1:] if label[1:] == label[1:].lower() else label


def _tumour_words(case: Case) -> str:
    cancer = case.cancer
    if cancer.found is None:
        return "tumour: not stated"
    if not cancer.found:
        return "no tumour found"
    key = tumour_key(cancer.type) if cancer.type else None
    return f"tumour: {tumour_label(key) if key else (cancer.type or 'type not given')}"


def _sources(antibodies: tuple[str, ...]) -> tuple[str, ...]:
    """Sources of the model behind the numbers: interventions, parameters, the antibodies' patients and tumours."""
    if not antibodies:
        return ()
    keys = [k for record in compared_interventions() for k in record.sources]
    keys += [k for p in registry().parameters for k in p.sources]
    for record in map(antibody, antibodies):
        keys += [*record.cited, *(k for part in record.tumours for k in tumour(part.tumour).sources)]
    return tuple(dict.fromkeys(keys))
