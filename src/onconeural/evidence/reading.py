"""From plain data to typed records: a file of the evidence is known by the keys at its top."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from onconeural.evidence.claim_records import Claim
from onconeural.evidence.cohort_records import Cohort
from onconeural.evidence.criteria_rows import code_entries, criterion_entries, is_codes, is_criteria
from onconeural.evidence.editorial import Editorial
from onconeural.evidence.entries import Base, Entry, Link, Parameter, Target, Waiver
from onconeural.evidence.nearest import nearest
from onconeural.evidence.plain import plain
from onconeural.evidence.problems import Problem, Refused, place, shown
from onconeural.evidence.scope_records import ScopeRow
from onconeural.evidence.source_records import Source

KINDS: Mapping[str, type[Any]] = {
    "sources": Source,
    "claims": Claim,
    "cohorts": Cohort,
    "parameters": Parameter,
    "targets": Target,
    "links": Link,
    "scope": ScopeRow,
    "waivers": Waiver,
}
BESIDE = ("defaults", "note", "schema_version", "biases", "states")  # read by others, or by nobody


def add_file(
    base: Base, file: str, data: Mapping[str, Any], defaults: Mapping[str, Any], *, own: bool = True
) -> tuple[Base, list[Problem]]:
    """Return the base with the records of one file added, and what is wrong with their form.

    ``defaults`` are editorial facts for records that state none; a file may state its own under ``defaults``.
    """
    own_facts, wrong_facts = _facts(file, data)
    facts = {**defaults, **own_facts}
    if is_codes(data):
        found = code_entries(file, data, own=own)
        known = frozenset(data["meta"].get("sources", ()))
        return dataclasses.replace(
            base, codes=(*base.codes, *found), code_sources=base.code_sources | known
        ), wrong_facts
    if is_criteria(data):
        rows = criterion_entries(file, data, facts, own=own)
        return dataclasses.replace(base, criteria=(*base.criteria, *rows)), wrong_facts
    problems = [*wrong_facts, *_unknown_parts(file, data)]
    for part in KINDS:
        entries, wrong = _entries(file, part, data.get(part, ()), facts, own)
        change: dict[str, Any] = {part: (*getattr(base, part), *entries)}
        base = dataclasses.replace(base, **change)
        problems += wrong
    return base, problems


def _facts(file: str, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the editorial facts that a file states for all its records, and what is wrong with them."""
    given = data.get("defaults", {})
    if not isinstance(given, dict):
        return {}, [Problem(file, "defaults", shown(given), "a mapping of names to values")]
    try:
        Editorial(**given)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return {}, [_problem(file, "defaults", Editorial, detail) for detail in details]
    return dict(given), []


def _unknown_parts(file: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    known = (*KINDS, *BESIDE)
    for part in data:
        if part not in known:
            yield Problem(file, plain(part), "an unknown key", f"one of {', '.join(KINDS)}", nearest(part, known))


def _entries(
    file: str, part: str, rows: object, facts: Mapping[str, Any], own: bool
) -> tuple[list[Entry[Any]], list[Problem]]:
    if not isinstance(rows, list | tuple):
        return [], [Problem(file, part, shown(rows), "a list of records")]
    entries: list[Entry[Any]] = []
    problems: list[Problem] = []
    for position, row in enumerate(rows):
        path = f"{part}[{position}]"
        try:
            record = _record(KINDS[part], row, facts)
        except ValidationError as error:
            problems += [_problem(file, path, KINDS[part], detail) for detail in error.errors(include_url=False)]
        except TypeError:
            problems.append(Problem(file, path, shown(row), "a mapping of names to values"))
        else:
            entries.append(Entry(file, path, _id(record), record, own))
    return entries, problems


def _record(kind: type[Any], row: object, facts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of KINDS
    if not isinstance(row, dict):
        raise TypeError
    return kind(**({**facts, **row} if issubclass(kind, Editorial) else row))


def _id(record: Any) -> str:  # noqa: ANN401 - one of KINDS
    for name in ("key", "id", "record", "row", "cohort"):
        if hasattr(record, name):
            return str(getattr(record, name))
    raise AttributeError(type(record).__name__)


_EXPECTED = {
    "missing": "this key; it is required",
    "string_type": "text (put it in quotes)",
    "int_type": "a whole number, without quotes",
    "int_parsing": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "float_parsing": "a number, without quotes",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "mapping_type": "a mapping of names to values",
    "dataclass_type": "a mapping of names to values",
}


def _problem(file: str, path: str, kind: type[Any], detail: ErrorDetails) -> Problem:
    inside = place(tuple(step for step in detail["loc"] if not _is_type_name(step)))
    where, value = f"{path}.{inside}" if inside else path, detail["input"]
    if detail["type"] == "unexpected_keyword_argument":
        names = [field.name for field in dataclasses.fields(kind)] if len(detail["loc"]) == 1 else []
        return Problem(file, where, "an unknown key", "a known key", nearest(str(detail["loc"][-1]), names))
    if isinstance(value, Refused):
        return Problem(file, where, shown(value), value.expected)
    found = "nothing" if detail["type"] == "missing" else shown(value)
    names = re.findall(r"'([^']+)'", str(detail.get("ctx", {}).get("expected", "")))
    meant = nearest(value, names) if isinstance(value, str) and names else None
    return Problem(file, where, found, _EXPECTED.get(detail["type"], _sentence(detail["msg"])), meant)


def _is_type_name(step: int | str) -> bool:
    """Tell the names that pydantic adds for the branches of a union from the keys of a file."""
    return isinstance(step, str) and (step in ("bool", "int", "float", "str") or "[" in step)


def _sentence(message: str) -> str:
    text = message.removeprefix("Input should be ")
    return text[:1].lower() + text[1:]
