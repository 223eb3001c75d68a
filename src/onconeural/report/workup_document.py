"""A work-up as a JSON document.

Keys of the top level, all always there:

``schema_version``  version of this layout
``intended_use``    the intended-use sentence
``case``            id, source, phenotype, day (the question day, from onset)
``pns_care``        score, class, items, sentence, alternatives, flags, missing, clock, day, special_rules,
                    over_time, what_would_change, criteria_2004, performance
``antibodies``      one entry per positive result: estimate (counts, share 0 to 1, 95 % interval) or the reason
``tumour_search``   state, shares, plans, schedules, yields, rules, stop, reopen
``scores``          delta_p, neos, ape2: score, low, high, items, risks, verdict
``warnings``        text, source
``references``      number, key, citation, doi, pmid, url, link; numbered in reading order
``corrections``     address for corrections

Everything that stands on a source names its key as ``source`` and its number as ``reference``; every section has
``sources`` (keys) and ``references`` (numbers). A row of status ``synthesis`` was put together and not read; one of
status ``recalled`` is unconfirmed. What is not known is null.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from onconeural import INTENDED_USE
from onconeural.evidence import plain, sources
from onconeural.report import sentences
from onconeural.report.corrections import corrections_address
from onconeural.report.references import keys_in, reference
from onconeural.workup import performance

if TYPE_CHECKING:
    from onconeural.workup import WorkUp

SCHEMA_VERSION = "1.0"


def workup_json(result: WorkUp) -> dict[str, Any]:
    """Return a work-up as dictionaries, lists, strings, numbers and nulls; all texts are safe to print.

    >>> from onconeural.case import Case
    >>> from onconeural.workup import work_up
    >>> document = workup_json(work_up(Case(case_id="a1", phenotype="lambert_eaton", cancer={"found": False})))
    >>> document["pns_care"]["score"], document["pns_care"]["class"]
    (4, 'possible')
    """
    clean = _body(result)
    keys = tuple(dict.fromkeys(_keys(clean)))
    numbers = {key: position for position, key in enumerate(keys, start=1)}
    return {
        "schema_version": SCHEMA_VERSION,
        "intended_use": INTENDED_USE,
        **{key: _numbered(value, numbers) for key, value in clean.items()},
        "references": [_clean(reference(key, numbers[key])) for key in keys],
        "corrections": corrections_address(),
    }


def source_order(result: WorkUp) -> tuple[str, ...]:
    """Return the source keys of a work-up, each once, in the order in which a reader of the document meets them."""
    return tuple(dict.fromkeys(_keys(_body(result))))


def _body(result: WorkUp) -> dict[str, Any]:
    body = {
        "case": {
            "id": result.case_id,
            "source": result.case_source,
            "phenotype": result.phenotype,
            "day": result.day,
        },
        "pns_care": _pns_care(result),
        "antibodies": [asdict(found) for found in result.antibodies],
        "tumour_search": asdict(result.search),
        "scores": {score.id: asdict(score) for score in result.scores},
        "warnings": [asdict(warning) for warning in result.warnings],
    }
    return {key: _clean(value) for key, value in body.items()}


def _pns_care(result: WorkUp) -> dict[str, Any]:
    fields = asdict(result.certainty)
    document = {
        "score": fields.pop("score"),
        "class": fields.pop("category"),
        "sentence": sentences.certainty(result.certainty),
        **fields,
        "over_time": [_class(asdict(moment)) for moment in result.over_time],
        "what_would_change": [_class(asdict(change)) for change in result.changes],
        "alternatives": [_class(asdict(other)) for other in result.certainty.alternatives],
        "criteria_2004": _class(asdict(result.criteria_2004)),
        "performance": [asdict(row) for row in performance()],
    }
    return {**document, "sources": list(dict.fromkeys(_keys(document)))}


def _class(fields: dict[str, Any]) -> dict[str, Any]:
    return {("class" if key == "category" else key): value for key, value in fields.items()}


def _keys(value: object) -> Iterator[str]:
    """Give the keys of the sources in reading order: stated ones, and those that a sentence names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from _keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _keys(inner)
    elif isinstance(value, str):
        yield from (value,) if value in sources() else keys_in(value)


def _numbered(value: Any, numbers: dict[str, int]) -> Any:  # noqa: ANN401 - plain data of any kind
    """Add to everything with a source its number, and to every list of sources its numbers."""
    if isinstance(value, list):
        return [_numbered(inner, numbers) for inner in value]
    if not isinstance(value, dict):
        return value
    fields = {key: _numbered(inner, numbers) for key, inner in value.items()}
    if "source" in fields:
        fields["reference"] = numbers.get(fields["source"] or "")
        fields.setdefault("sources", [fields["source"]] if fields["source"] else [])
    if isinstance(fields.get("sources"), list):
        fields["references"] = [numbers[key] for key in fields["sources"] if key in numbers]
    return fields


def _clean(value: object) -> object:
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    if isinstance(value, str):
        return plain(value)
    return None if isinstance(value, float) and not isfinite(value) else value
