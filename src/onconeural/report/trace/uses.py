"""What depends on a source, a claim or a row of criteria."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.evidence import antibody_label
from onconeural.evidence.entries import Base
from onconeural.evidence.quantity import as_text
from onconeural.forecast import strategies
from onconeural.forecast.assumptions import compared_interventions
from onconeural.model import antibody, modelled, readings, registry, tumour
from onconeural.model.hormones import hormone_registry
from onconeural.report.trace.equations import equation_uses
from onconeural.report.trace.result import Use

SCORES = {
    "pns_care": "PNS-Care 2021",
    "criteria_2004": "Criteria of 2004",
    "delta_p": "DELTA-P",
    "neos": "NEOS",
    "ape2": "APE2",
    "score_checks": "published checks of the scores",
    "antibody_reliability": "reliability of antibody tests",
    "tumour_search": "tumour search",
    "search_rules": "tumour search",
    "tumour_frequency": "tumour search",
}
EVERY_FORECAST = Use("report", "forecast", "every forecast report")


def uses_of_source(base: Base, key: str) -> Iterator[Use]:
    """Yield everything that rests on a source, equations and reports included."""
    for claim in base.claims:
        if claim.record.source == key:
            yield Use("claim", claim.id, f"{claim.record.statement}: {as_text(claim.record.quantity)}")
    for cohort in base.cohorts:
        if cohort.record.source == key:
            yield Use("cohort", cohort.id, f"{len(cohort.record.observables)} observables, {cohort.record.role}")
    for row in base.criteria:
        if row.record.source == key:
            yield Use("score", row.id, score_name(row.id))
    yield from _model_uses(key)
    yield from _scope_uses(base, key)
    if any(row.record.source == key for row in base.criteria):
        yield Use("report", "work-up", "reports of cases in which one of these rows decides")


def uses_of_claim(base: Base, key: str) -> Iterator[Use]:
    """Yield the rows of scores that take their number from a claim, and the reports that print them."""
    rows = [link.record.row for link in base.links if link.record.claim == key]
    for row in rows:
        yield Use("score", row, f"{score_name(row)} takes its number from this claim")
    if rows:
        yield report_of_row(rows[0])
    source = next((claim.record.source for claim in base.claims if claim.id == key), None)
    for parameter in registry().parameters:
        if source in parameter.sources:
            yield Use("parameter", parameter.id, f"{parameter.symbol} rests on the same source ({parameter.status})")


def uses_of_cohort(base: Base, key: str, name: str | None = None) -> Iterator[Use]:
    """Yield the fit targets that use a cohort (or one observable of it, by name)."""
    for target in base.targets:
        if target.record.cohort == key and (name is None or name in target.record.observables):
            yield Use("fit target", target.record.mechanism, f"uses {', '.join(target.record.observables)}")


def uses_of_row(base: Base, key: str) -> Iterator[Use]:
    """Yield the score of a row of criteria, the claims behind it, and the reports that print it."""
    yield Use("score", key.partition("/")[0], score_name(key))
    for link in base.links:
        if link.record.row == key:
            yield Use("claim", link.record.claim, "the number rests on this claim")
    yield from (Use("syndrome", row.id, row.record.label) for row in base.scope if key in row.record.points_to)
    yield report_of_row(key)


def report_of_row(key: str) -> Use:
    """Return the reports that print a row of criteria."""
    where = "forecast" if key.startswith("pns_care/") else "work-up"
    return Use("report", where, f"reports of cases that {score_name(key)} scores by this row")


def score_name(key: str) -> str:
    """Return the name of the score or plan that a row belongs to.

    >>> score_name("delta_p/risk_table/4")
    'DELTA-P'
    """
    file = key.partition("/")[0]
    return SCORES.get(file, file)


def _model_uses(key: str) -> Iterator[Use]:
    used = False
    for parameter in registry().parameters:
        if key in parameter.sources:
            used = True
            yield Use("parameter", parameter.id, f"{parameter.symbol}: {parameter.meaning} ({parameter.status})")
            yield from equation_uses(parameter.symbol, parameter.id)
    for parameter in hormone_registry().parameters:
        if key in parameter.sources and parameter not in registry().parameters:
            yield Use("parameter", parameter.id, f"{parameter.symbol}: {parameter.meaning} (hormone curves only)")
    for record in compared_interventions(strategies()):
        if key in record.sources:
            used = True
            yield Use("intervention", record.id, record.regimen)
    for name in dict.fromkeys(antibody(one).antibody for one in modelled()):
        own = antibody(readings(name)[0])
        if key in (*own.cited, *(k for part in own.tumours for k in tumour(part.tumour).sources)):
            yield Use("antibody", name, f"{antibody_label(name)}: who has it, or how its tumour grows")
    if used:
        yield EVERY_FORECAST


def _scope_uses(base: Base, key: str) -> Iterator[Use]:
    for row in base.scope:
        if any(key in (named.source, named.read_in) for named in row.record.named_in):
            yield Use("syndrome", row.id, row.record.label)
