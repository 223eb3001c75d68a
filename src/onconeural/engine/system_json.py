"""A system as JSON and back, the same to the last bit: a number is a number, a symbol a text, an operation a list."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from onconeural.engine.expression import Apply, Formula, Number, Symbol
from onconeural.engine.system import Event, System

Tree = Any  # JSON


def to_json(system: System) -> bytes:
    """A system as text that ``from_json`` reads.

    >>> empty = System("m", {"k": 0.5}, {"x": Apply("neg", (Symbol("x"),))}, {}, {}, {"x": 1.0}, ())
    >>> to_json(empty).decode()
    '{"name":"m","parameters":{"k":0.5},"rates":{"x":["neg","x"]},"rules":{},"first":{},"values":{"x":1.0},"events":[]}'
    >>> from_json(to_json(empty)) == empty
    True
    """
    parts = {f.name: getattr(system, f.name) for f in fields(System)}
    return json.dumps(parts, default=_tree, separators=(",", ":")).encode()


def from_json(content: bytes) -> System | None:
    """The system of such a text; None for any other text."""
    try:
        parts = json.loads(content)
        formulas = {k: {n: _part(t) for n, t in parts[k].items()} for k in ("rates", "rules", "first")}
        numbers = {k: {n: float(v) for n, v in parts[k].items()} for k in ("parameters", "values")}
        return System(**{**parts, **formulas, **numbers, "events": tuple(_event(e) for e in parts["events"])})
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
        return None


def _tree(part: Formula | Event) -> Tree:
    if isinstance(part, Number):
        return part.value
    if isinstance(part, Symbol):
        return part.name
    if isinstance(part, Apply):
        return [part.operation, *part.arguments]
    return {f.name: getattr(part, f.name) for f in fields(Event)}


def _formula(tree: Tree) -> Formula:
    if isinstance(tree, list):
        return Apply(tree[0], tuple([_formula(t) for t in tree[1:]]))
    return Symbol(tree) if isinstance(tree, str) else Number(float(tree))


def _part(tree: Tree) -> Formula | None:
    return None if tree is None else _formula(tree)


def _event(parts: dict[str, Tree]) -> Event:
    read = {name: _part(parts[name]) for name in ("trigger", "delay", "priority")}
    return Event(**{**parts, **read, "assignments": tuple((s, _formula(t)) for s, t in parts["assignments"])})
