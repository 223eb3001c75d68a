"""Traces of the records of the evidence: sources, claims, cohorts, observables, rows of criteria, syndromes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from onconeural.evidence import citation
from onconeural.evidence.editorial import Editorial, editorial_fields
from onconeural.evidence.entries import Base, Criterion, Entry
from onconeural.evidence.quantity import as_text
from onconeural.evidence.units import ucum
from onconeural.report import words
from onconeural.report.trace.result import Facts, Trace
from onconeural.report.trace.uses import uses_of_claim, uses_of_cohort, uses_of_row, uses_of_source

RECALLED = "recalled"


def evidence_traces(base: Base, key: str) -> Iterator[tuple[str, Callable[[], Trace]]]:
    """Yield the kind and the maker of the trace of every record of the evidence that has this id."""
    makers: tuple[tuple[str, tuple[Entry[Any], ...], Callable[[Base, Any], Trace]], ...] = (
        ("source", base.sources, _source),
        ("claim", base.claims, _claim),
        ("cohort", base.cohorts, _cohort),
        ("criterion", base.criteria, _criterion),
        ("syndrome", base.scope, _syndrome),
    )
    for kind, part, make in makers:
        for entry in part:
            if entry.id == key:
                yield kind, lambda make=make, entry=entry: make(base, entry)  # type: ignore[misc]
    for cohort in base.cohorts:
        if key.startswith(f"{cohort.id}/"):
            for position, (name, _) in enumerate(cohort.record.quantities()):
                if name == key:
                    yield "observable", lambda cohort=cohort, position=position: _observable(base, cohort, position)  # type: ignore[misc]


def evidence_ids(base: Base) -> Iterator[tuple[str, str]]:
    """Yield kind and id of every record of the evidence."""
    parts = {"source": base.sources, "claim": base.claims, "cohort": base.cohorts}
    more = {"criterion": base.criteria, "syndrome": base.scope}
    for kind, part in {**parts, **more}.items():
        yield from ((kind, entry.id) for entry in part)  # type: ignore[attr-defined]
    for cohort in base.cohorts:
        yield from (("observable", name) for name, _ in cohort.record.quantities())


def facts(**values: object) -> Facts:
    """Return names and values as text; what is not stated is left out.

    >>> facts(unit="%", n=None)
    (('unit', '%'),)
    """
    return tuple(
        (name.replace("_", " "), _words(value)) for name, value in values.items() if value not in (None, (), "")
    )


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(inner)}" for name, inner in value.items() if inner is not None)
    return ", ".join(map(_words, value)) if isinstance(value, list | tuple) else str(value)


def editorial(record: Editorial) -> Facts:
    """Return the editorial facts; a review that never was is said."""
    found = editorial_fields(record)
    return facts(**{**found, "last_reviewed": found["last_reviewed"] or "never"})


def _source(base: Base, entry: Entry[Any]) -> Trace:
    record = entry.record
    details = ", ".join(record.details_unconfirmed)
    known = facts(kind=record.kind, quality=record.quality, not_confirmed=details, doi=record.doi, pmid=record.pmid)
    uses = tuple(uses_of_source(base, entry.id))
    return Trace("source", entry.id, citation(record), known, (), (), editorial(record), uses)


def _claim(base: Base, entry: Entry[Any]) -> Trace:
    record = entry.record
    quantity, strength = record.quantity, record.strength
    known = facts(
        quantity=as_text(quantity),
        ucum=ucum(quantity.unit),
        topic=record.topic,
        quotation=record.quote,
        derivation=record.derivation,
        note=record.note,
    )
    how = facts(
        direction=strength.direction,
        directness=strength.directness,
        evidence_type=strength.evidence_type,
        reading_status=words.reading(record.status),
    )
    uses = tuple(uses_of_claim(base, entry.id))
    return Trace(
        "claim",
        entry.id,
        record.statement,
        known,
        how,
        (record.source,),
        editorial(record),
        uses,
        record.status == RECALLED,
    )


def _cohort(base: Base, entry: Entry[Any]) -> Trace:
    record = entry.record
    what = f"{record.antibody_text}; {record.syndrome_text}; {record.design}; n {record.n or 'not stated'}"
    seen = {name: as_text(quantity) for name, quantity in record.quantities()}
    known = (*facts(role=record.role, caveat=record.caveat, tags=", ".join(record.tags)), *seen.items())
    uses = tuple(uses_of_cohort(base, entry.id))
    return Trace("cohort", entry.id, what, known, (), (record.source,), editorial(record), uses)


def _observable(base: Base, entry: Entry[Any], position: int) -> Trace:
    cohort = entry.record
    seen = cohort.observables[position]
    name, quantity = list(cohort.quantities())[position]
    known = facts(
        cohort=cohort.id,
        role=cohort.role,
        ucum=ucum(seen.unit),
        time_origin=seen.time_origin,
        time_months=seen.time_months,
        note=seen.note,
    )
    how = facts(reading_status=words.reading(seen.status), verified=str(seen.verified).lower())
    uses = tuple(uses_of_cohort(base, cohort.id, seen.name))
    what = f"{seen.name.replace('_', ' ')}: {as_text(quantity)}"
    return Trace(
        "observable", name, what, known, how, (cohort.source,), editorial(cohort), uses, seen.status == RECALLED
    )


def _criterion(base: Base, entry: Entry[Criterion]) -> Trace:
    record = entry.record
    values = {k: v for k, v in record.values.items() if k not in ("source", "status")}
    what = str(values.get("label") or values.get("text") or values.get("rule") or entry.id.rpartition("/")[2])
    status = str(record.status) if record.status else "not stated"
    how = facts(reading_status=words.reading(status))
    uses = tuple(uses_of_row(base, entry.id))
    return Trace(
        "criterion",
        entry.id,
        what.replace("_", " "),
        facts(**values),
        how,
        (record.source,),
        editorial(record),
        uses,
        status == RECALLED,
    )


def _syndrome(base: Base, entry: Entry[Any]) -> Trace:
    record = entry.record
    named = {f"named in {named.source}": words.reading(named.status) for named in record.named_in}
    known = (*facts(group=record.group, state=record.state.replace("_", " "), why=record.reason), *named.items())
    points = facts(points_to=", ".join(record.points_to))
    sources = tuple(named.source for named in record.named_in)
    return Trace("syndrome", entry.id, record.label, (*known, *points), (), sources, editorial(record), ())
