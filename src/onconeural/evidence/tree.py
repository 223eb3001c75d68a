"""YAML or JSON text as plain data, by rules that leave a hostile file no room.

Refused: aliases, anchors, tags, several documents, repeated keys, keys that are not text, deep nesting, too
many values. A value that the file may not hold (a date, an infinite number) becomes ``Refused`` in its place.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import yaml

from onconeural.evidence.problems import MOST_PROBLEMS, Refused, place, shown

DEEPEST = 12
LONGEST_NUMBER = 25  # characters; longer numbers carry no more than a float can hold

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Form:
    """What one kind of file may be: its size, and the words of the messages about it."""

    content: str
    mapping: str
    one: str
    most_values: int
    dates: str | None = None  # what is expected where a date stands; None: a date is kept as text
    deepest: int = DEEPEST


Node = dict[str, Any] | list[Any] | str | int | float | bool | Refused | None


class TreeError(Exception):
    """Text that is not one plain tree of data; ``path``, ``found`` and ``expected`` say why."""

    def __init__(self, path: str, found: str, expected: str) -> None:
        self.path, self.found, self.expected = path, found, expected
        super().__init__(f"{path}: found {found}, expected {expected}")


class _Pairs(list[tuple[str, Any]]):
    """A mapping as it was written, repeated keys included."""


def read_tree(text: str, form: Form, *, as_json: bool) -> tuple[Node, list[TreeError]]:
    """Return the data that a YAML or JSON text holds, and the faults of single places in it.

    Raises TreeError for a text that is refused as a whole. Of a repeated key the first value counts.

    >>> form = Form("a small file", "a mapping", "one file", most_values=100)
    >>> read_tree("{age: 54, antibodies: [hu]}", form, as_json=False)
    ({'age': 54, 'antibodies': ['hu']}, [])
    """
    try:
        raw = _json(text) if as_json else _yaml(text, form)
    except RecursionError:
        raise _too_deep(form) from None
    builder = _Builder(form)
    return builder.build(raw, ()), builder.faults


class _Builder:
    """Turns mappings as written into mappings with each key once, and counts."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.faults: list[TreeError] = []
        self.values = 0

    def build(self, raw: Any, path: tuple[int | str, ...]) -> Node:  # noqa: ANN401 - any data
        """Return the data below a place; raises TreeError where there is too much, or it lies too deep."""
        self.values += 1
        if self.values > self.form.most_values:
            raise _too_many(self.form)
        if len(path) > self.form.deepest:
            raise _too_deep(self.form, place(path))
        if isinstance(raw, _Pairs):
            return self._mapping(raw, path)
        if isinstance(raw, list):
            return [self.build(item, (*path, i)) for i, item in enumerate(raw)]
        return raw  # type: ignore[no-any-return]  # a scalar

    def _mapping(self, raw: _Pairs, path: tuple[int | str, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in raw:
            if not isinstance(key, str):
                self._fault(path, f"{shown(key)} as a key", "keys that are plain words")
            elif key in found:
                self._fault((*path, key), "the same key twice", "each key once")
            else:
                found[key] = self.build(value, (*path, key))
        return found

    def _fault(self, path: tuple[int | str, ...], found: str, expected: str) -> None:
        if len(self.faults) < MOST_PROBLEMS:
            self.faults.append(TreeError(place(path), found, expected))


def _too_many(form: Form) -> TreeError:
    return TreeError("", f"more than {form.most_values} values", form.content)


def _too_deep(form: Form, where: str = "") -> TreeError:
    return TreeError(where, "values nested very deeply", f"at most {form.deepest} levels")


def _yaml(text: str, form: Form) -> Any:  # noqa: ANN401 - any data
    try:
        _refuse_constructs(text, form)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        if "nesting depth" in (error.problem or ""):  # libyaml's own limit, which its look-ahead may meet before ours
            raise _too_deep(form, where) from None
        raise TreeError(where, shown(error.problem or "a mistake"), "well-formed YAML") from None
    except yaml.YAMLError as error:
        raise TreeError("", shown(str(error).splitlines()[0]), "well-formed YAML") from None
    if node is None:
        raise TreeError("", "nothing", form.mapping)
    return _from_node(node, form)


def _refuse_constructs(text: str, form: Form) -> None:
    """Go through the text once, without building anything."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if count > 2 * form.most_values:
            raise _too_many(form)
        line = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise TreeError(line, "an anchor or alias (& or *)", "values written out, or the text in quotes")
        tag = getattr(event, "tag", None)
        if tag:
            raise TreeError(line, f"the tag {shown(tag)}", "values without tags (!)")
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if documents > 1:
            raise TreeError(line, "a second document (---)", form.one)
        if depth > form.deepest:
            raise _too_deep(form, line)


def _from_node(node: yaml.Node, form: Form) -> Any:  # noqa: ANN401 - any data
    if isinstance(node, yaml.MappingNode):
        return _Pairs((_from_node(key, form), _from_node(value, form)) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_from_node(item, form) for item in node.value]
    return _scalar(node.tag.removeprefix(_TAG), node.value, form)


def _scalar(kind: str, text: str, form: Form) -> Node:
    """Return the value of a YAML scalar; only plain decimal numbers are numbers here."""
    if kind == "str" or (kind == "timestamp" and form.dates is None):
        return text
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "timestamp":
        return Refused(text, form.dates or "")
    if kind in ("int", "float"):
        return _number(text)
    return Refused(text, "a plain value (put the text in quotes)")


def _number(text: str) -> Node:
    if not _NUMBER.fullmatch(text):
        return Refused(text, "a plain finite decimal number, or the text in quotes")
    if len(text) > LONGEST_NUMBER:
        return Refused(text, f"a number of at most {LONGEST_NUMBER} characters")
    value = int(text) if _WHOLE.fullmatch(text) else float(text)
    return value if abs(value) < float("inf") else Refused(text, "a finite number")


def _json(text: str) -> Any:  # noqa: ANN401 - any data
    try:
        return json.loads(
            text, object_pairs_hook=_Pairs, parse_int=_number, parse_float=_number, parse_constant=_number
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise TreeError(where, shown(error.msg), "well-formed JSON") from None
