"""Formulas as small immutable trees: numbers, symbols, and operations on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TIME = "<time>"  # the symbol of time; no element of a model can have this id


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Symbol:
    """The value of a parameter, state or assigned variable, or time."""

    name: str


@dataclass(frozen=True)
class Apply:
    """An operation on formulas; ``operation`` is one of the names that ``numpy_source`` knows."""

    operation: str
    arguments: tuple[Formula, ...]


Formula = Number | Symbol | Apply

RELATIONS = ("lt", "le", "gt", "ge", "eq", "ne")
LOGIC = ("and", "or", "not", "xor", "implies", "true", "false")

ZERO, ONE = Number(0.0), Number(1.0)


def add(*terms: Formula) -> Formula:
    """Sum, without zeros.

    >>> add(ZERO, Symbol("x"))
    Symbol(name='x')
    """
    left = tuple(t for t in terms if t != ZERO)
    return left[0] if len(left) == 1 else Apply("add", left) if left else ZERO


def multiply(*factors: Formula) -> Formula:
    """Product, without ones, and zero if a factor is zero."""
    if ZERO in factors:
        return ZERO
    left = tuple(f for f in factors if f != ONE)
    return left[0] if len(left) == 1 else Apply("mul", left) if left else ONE


def divide(top: Formula, bottom: Formula) -> Formula:
    """Quotient."""
    return top if bottom == ONE else Apply("div", (top, bottom))


def names(formula: Formula) -> Iterator[str]:
    """Every symbol that a formula reads, time included."""
    if isinstance(formula, Symbol):
        yield formula.name
    elif isinstance(formula, Apply):
        for argument in formula.arguments:
            yield from names(argument)


def replace(formula: Formula, values: Mapping[str, Formula]) -> Formula:
    """The formula with some symbols replaced."""
    if isinstance(formula, Symbol):
        return values.get(formula.name, formula)
    if isinstance(formula, Apply):
        return Apply(formula.operation, tuple(replace(a, values) for a in formula.arguments))
    return formula


def relations(formula: Formula) -> Iterator[Apply]:
    """Every comparison in a formula."""
    if isinstance(formula, Apply):
        if formula.operation in RELATIONS:
            yield formula
        for argument in formula.arguments:
            yield from relations(argument)


def is_logical(formula: Formula) -> bool:
    """Whether a formula is true or false, not a number."""
    return isinstance(formula, Apply) and formula.operation in (*RELATIONS, *LOGIC)
