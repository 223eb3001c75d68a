"""Search in the evidence: the records that hold every word asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onconeural.evidence.entries import Base
from onconeural.evidence.quantity import as_text
from onconeural.evidence.source_records import citation

MOST_WORDS = 20


@dataclass(frozen=True)
class Found:
    """One record that was found: its kind, its id, one line that says what it is, and how it was read."""

    kind: str
    id: str
    text: str
    status: str | None


def search(base: Base, words: str) -> tuple[Found, ...]:
    """Return the records that hold every word (upper or lower case), those with the words in their id first.

    >>> from onconeural.evidence.base import shipped_base
    >>> search(shipped_base()[0], "hu tumour 200")[0].id
    'hu_tumour'
    """
    asked = [word.lower() for word in words.split()][:MOST_WORDS]
    if not asked:
        return ()
    found = [(item, _score(item, text, asked)) for item, text in _records(base)]
    ranked = sorted(
        (pair for pair in found if pair[1] is not None), key=lambda pair: (pair[1], len(pair[0].id), pair[0].id)
    )
    return tuple(item for item, _ in ranked)


def _score(item: Found, text: str, asked: list[str]) -> int | None:
    """Return how far from the id the words stand: 0 all in the id as whole words, None when one is nowhere."""
    everything = f"{item.id} {item.text} {text}".lower()
    if not all(word in everything for word in asked):
        return None
    whole, in_text = set(re.findall(r"\w+", everything.replace("_", " "))), f"{item.id} {item.text}".lower()
    names = set(re.split(r"\W|_", item.id.lower()))
    return sum(0 if word in names else 1 if word in in_text and word in whole else 2 for word in asked)


def _records(base: Base) -> Iterator[tuple[Found, str]]:
    for source in base.sources:
        yield Found("source", source.id, citation(source.record), None), source.record.kind or ""
    for entry in base.claims:
        record = entry.record
        text = f"{record.statement}: {as_text(record.quantity)}"
        yield (
            Found("claim", entry.id, text, record.status),
            _rest(record.source, record.topic, record.note, record.quote),
        )
    for cohort in base.cohorts:
        about = cohort.record
        text = (
            f"{about.antibody_text}, {about.syndrome_text}, {about.design}, n {about.n or 'not stated'}, {about.role}"
        )
        yield Found("cohort", cohort.id, text, None), _rest(about.source, about.caveat, *about.tags)
        for (name, quantity), seen in zip(about.quantities(), about.observables, strict=True):
            yield Found("observable", name, as_text(quantity), seen.status), _rest(about.source, seen.note)
    for parameter in base.parameters:
        text = f"{parameter.record.meaning} ({parameter.record.symbol})"
        yield Found("parameter", parameter.id, text, parameter.record.status), _rest(*parameter.record.sources)
    for row in base.criteria:
        yield Found("criterion", row.id, _row(row.record.values), row.record.status), row.record.source
    for syndrome in base.scope:
        text = f"{syndrome.record.label}: {syndrome.record.state.replace('_', ' ')}, {syndrome.record.reason}"
        yield Found("syndrome", syndrome.id, text, None), ""


def _rest(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def _row(values: Mapping[str, Any]) -> str:
    hidden = ("source", "status")
    plain = {k: v for k, v in values.items() if k not in hidden and not isinstance(v, dict | list)}
    return ", ".join(f"{name} {value}" for name, value in plain.items() if value is not None)
