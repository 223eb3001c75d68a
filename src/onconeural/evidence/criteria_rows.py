"""Rows of criteria and codes: records inside files whose form is their own, found by what they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from onconeural.evidence.entries import Code, Criterion, Entry

NAMES = ("id", "level", "category", "antibody", "score")  # what tells the rows of a list apart


def is_criteria(data: Mapping[str, Any]) -> bool:
    """Tell whether a file holds criteria: a part at its top names its source."""
    return any(isinstance(part, dict) and isinstance(part.get("source"), str) for part in data.values())


def is_codes(data: Mapping[str, Any]) -> bool:
    """Tell whether a file holds codes of terminologies."""
    return isinstance(data.get("meta"), dict) and isinstance(data["meta"].get("sources"), dict)


def criterion_entries(
    file: str, data: Mapping[str, Any], facts: Mapping[str, Any], *, own: bool
) -> Iterator[Entry[Criterion]]:
    """Yield every part of a criteria file that names its source; the id is file/place, by names where there are any."""
    seen: Counter[str] = Counter()
    for path, words, row in _walk(data, "", (PurePath(file).stem,)):
        if isinstance(row.get("source"), str):
            name = "/".join(words)
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name}#{seen[name]}"
            record = Criterion(source=row["source"], status=_word(row.get("status")), values=row, **facts)
            yield Entry(file, path, key, record, own)


def code_entries(file: str, data: Mapping[str, Any], *, own: bool) -> Iterator[Entry[Code]]:
    """Yield every code of a terminology that says whether it was verified."""
    for path, words, row in _walk(data, "", (PurePath(file).stem,)):
        if "code" in row and "verified" in row:
            system = words[-1] if words[-1] in ("mondo", "hpo", "loinc", "atc", "rxnorm", "ncit") else words[1]
            label, source = _word(row.get("label")), _word(row.get("source"))
            code = None if row["code"] is None else str(row["code"])
            yield Entry(file, path, "/".join(words), Code(system, code, label, bool(row["verified"]), source), own)


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _walk(node: object, path: str, words: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """Yield every mapping below a node, with its place and its name."""
    if isinstance(node, dict):
        if path:
            yield path, words, node
        for key, inner in node.items():
            yield from _walk(inner, f"{path}.{key}".removeprefix("."), (*words, str(key)))
    elif isinstance(node, list):
        for position, inner in enumerate(node):
            yield from _walk(inner, f"{path}[{position}]", (*words, _name(inner, position)))


def _name(row: object, position: int) -> str:
    if isinstance(row, dict):
        names = (row.get(key) for key in (*NAMES, "key"))
        name = next((str(name) for name in names if isinstance(name, str | int)), str(position))
        context = row.get("context")
        return f"{name}@{context.replace(' ', '')}" if isinstance(context, str) else name
    return str(position)
