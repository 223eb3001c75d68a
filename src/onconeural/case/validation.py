"""From pydantic's errors, contradictions and doubts to problems of a case file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from onconeural.case.consistency import Contradiction
from onconeural.case.meant import meant_key, meant_value
from onconeural.case.model import Case
from onconeural.case.problems import MOST_PROBLEMS, Problem, Refused, place, shown


def from_validation(file: str, error: ValidationError, model: type[BaseModel] = Case) -> Iterator[Problem]:
    """Translate every error of pydantic into a problem of the file that should hold a ``model``."""
    for detail in error.errors(include_url=False)[:MOST_PROBLEMS]:
        if detail["type"] == "contradiction":
            yield from (from_contradiction(file, found) for found in detail["ctx"]["found"])
        else:
            yield _problem(file, detail, model)


def from_contradiction(file: str, found: Contradiction, severity: Literal["error", "warning"] = "error") -> Problem:
    """Translate one contradiction, or one doubt, into a problem of the file."""
    return Problem(file, found.path, shown(found.found), found.expected, found.nearest, severity)


def written_place(detail: ErrorDetails) -> tuple[int | str, ...]:
    """Return the place of an error in the file; pydantic marks a wrong key of a mapping by one more step."""
    place = detail["loc"]
    return place[:-1] if place and place[-1] == "[key]" else place


def _problem(file: str, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    path, value = written_place(detail), detail["input"]
    if isinstance(value, Refused):
        return Problem(file, place(path), shown(value), value.expected)
    if detail["type"] == "extra_forbidden":
        names = _fields(path[:-1], model)
        return Problem(file, place(path), "an unknown key", "a known key", meant_key(str(path[-1]), names))
    found = "nothing" if detail["type"] == "missing" else shown(value)
    return Problem(file, place(path), found, _expected(detail), meant_value(detail))


_EXPECTED: Mapping[str, str] = {
    "bool_type": "true, false or null",
    "float_type": "a number, without quotes",
    "int_type": "a whole number, without quotes",
    "finite_number": "a finite number",
    "list_type": "a list",
    "tuple_type": "a list",
    "mapping_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
    "missing": "this key; it is required",
    "string_type": "text (put it in quotes)",
    "string_unicode": "text without broken characters",
}


def _expected(detail: ErrorDetails) -> str:
    if detail["loc"] == ("schema_version",):
        return "1, the only schema version of this release"
    if detail["loc"] == ("case_id",) and detail["type"] == "string_pattern_mismatch":
        return "letters, digits, dots, hyphens and underscores only, at most 64, the first a letter or a digit"
    if detail["type"] == "string_pattern_mismatch":
        return "a lower-case word of letters, digits and underscores"
    limits = detail.get("ctx", {})
    if {"ge", "le", "max_length"} & set(limits):
        return _limit(limits)
    message = detail["msg"].removeprefix("Input should be ").replace("Input should have", "")
    return _EXPECTED.get(detail["type"], message[:1].lower() + message[1:]).removeprefix("expected ")


def _limit(limits: Mapping[str, float]) -> str:
    """Return the limit that a number, a text or a list passed, in words."""
    if "max_length" in limits:
        return f"a length of at most {limits['max_length']}"
    return f"at least {limits['ge']:g}" if "ge" in limits else f"at most {limits['le']:g}"


def _fields(path: tuple[int | str, ...], model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that are valid at a place of a file."""
    for step in path:
        field = model.model_fields.get(str(step))
        model = _model_in(field.annotation) or model if field else model
    return tuple(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any annotation of a field
    """Return the model that a field holds, alone or in a list or mapping."""
    kinds = (annotation, *getattr(annotation, "__args__", ()))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
