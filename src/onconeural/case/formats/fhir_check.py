"""Is a FHIR resource well formed? The library's rules, then the code lists that the library does not enforce."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from onconeural.case.formats.codes import data
from onconeural.case.formats.extras import library
from onconeural.case.formats.gathered import Gathered
from onconeural.case.formats.nodes import Node, Path
from onconeural.case.formats.remarks import place
from onconeural.case.problems import MOST_PROBLEMS, Refused
from onconeural.evidence import nearest

_EXPECTED = {
    "missing": "this element; FHIR R4 requires it",
    "model_field_validation.missing": "this element; FHIR R4 requires it",
    "extra_forbidden": "an element of FHIR R4",
    "list_type": "a list",
    "string_type": "a text",
    "string_pattern_mismatch": "a text in the form that FHIR R4 asks for",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "model_type": "an object",
    "model_validation_format": "an object",
}
_ANYTHING_ELSE = "a value that FHIR R4 allows here"
_CODED = {"Condition": ("clinicalStatus", "verificationStatus")}


def check_resource(node: Node, kind: str, found: Gathered) -> bool:
    """Report every problem of a resource of a kind that is read; true when there is none."""
    before = len(found.problems)
    _refused(node.data, node, found)
    _library(node, kind, found)
    known = len(found.problems) == before  # every element is one of FHIR, so its name tells nothing about a person
    _codes(node, kind, found)
    for path, what, expected in _quantities(node.data, node.path):
        found.problem(place(path if known else node.path), what, expected)
    return len(found.problems) == before


def known_kind(kind: str) -> bool:
    """Tell whether FHIR has a resource of this name.

    >>> known_kind("Claim"), known_kind("Secret")
    (True, False)
    """
    types = library("fhir.resources.R4B.fhirtypes")
    return re.fullmatch("[A-Z][A-Za-z]{1,40}", kind) is not None and hasattr(types, f"{kind}Type")


def _library(node: Node, kind: str, found: Gathered) -> None:
    model: Any = library("fhir.resources.R4B").get_fhir_model_class(kind)
    try:
        model.model_validate(node.data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        for detail in details[:MOST_PROBLEMS]:
            _report(node, detail["type"], tuple(detail["loc"]), found)
    except Exception:  # whatever else the library does with hostile data; its message may hold secrets
        found.problem(node, "something that the FHIR library cannot handle", _ANYTHING_ELSE)


def _report(node: Node, sort: str, where: Path, found: Gathered) -> None:
    """Report an error of the library by its kind and its place; its message and its input may hold secrets."""
    steps = [step for step in where if step not in ("root", "resource_type")]
    hint = None
    if sort == "extra_forbidden":
        hint = _nearest_element(node, Path(steps))
        steps[-1] = "(unknown element)"
    what = "nothing" if "missing" in sort else "something else"
    found.problem(place((*node.path, *steps)), what, _EXPECTED.get(sort, _ANYTHING_ELSE), hint)


def _nearest_element(node: Node, steps: Path) -> str | None:
    """Return the element of the resource itself that a wrong name was meant to be."""
    model = library("fhir.resources.R4B").get_fhir_model_class(node.data["resourceType"])
    names = [field.alias or name for name, field in model.model_fields.items()]
    return nearest(str(steps[0]), names) if len(steps) == 1 else None


def _codes(node: Node, kind: str, found: Gathered) -> None:
    for element, allowed in data("value_sets").get(kind, {}).items():
        value = node.child(element)
        if not value:
            continue
        if element in _CODED.get(kind, ()):
            codes = [Node(coding.data).child("code").data for coding in value.items("coding")]
        else:
            codes = [value.data]
        if codes and not any(code in allowed for code in codes):
            meant = next((near for code in codes if (near := nearest(str(code), allowed))), None)
            found.problem(value, "another code", f"one of {', '.join(allowed)}", meant)


def _refused(tree: Any, node: Node, found: Gathered) -> None:  # noqa: ANN401 - any data
    """Report numbers that are too large for any use, and put a zero in their places for the library."""
    rows = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(rows):
        if isinstance(value, Refused):
            found.problem(node, "a number out of range", value.expected)
            tree[key] = 0
        else:
            _refused(value, node, found)


def _quantities(tree: Any, path: Path) -> Iterator[tuple[Path, str, str]]:  # noqa: ANN401 - any data
    """Give quoted numbers and unknown comparators, which the library takes as they are."""
    rows = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    allowed = data("value_sets")["Quantity"]["comparator"]
    for key, value in rows:
        if key == "comparator" and isinstance(value, str) and value not in allowed:
            yield (*path, key), "another code", f"one of {', '.join(allowed)}"
        elif key == "value" and isinstance(value, str) and {"unit", "code", "comparator"} & set(tree):
            yield (*path, key), "a text", "a number, without quotes"
        yield from _quantities(value, (*path, key))
