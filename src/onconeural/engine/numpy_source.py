"""Formulas as NumPy source text, built only from white-listed pieces (nothing of a model is executed)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from onconeural.engine.expression import RELATIONS, TIME, Apply, Formula, Number, Symbol, is_logical

FUNCTIONS = {
    "exp": "np.exp",
    "ln": "np.log",
    "abs": "np.abs",
    "floor": "np.floor",
    "ceil": "np.ceil",
    "sqrt": "np.sqrt",
    "square": "np.square",
    "sin": "np.sin",
    "cos": "np.cos",
    "tan": "np.tan",
    "arcsin": "np.arcsin",
    "arccos": "np.arccos",
    "arctan": "np.arctan",
    "sinh": "np.sinh",
    "cosh": "np.cosh",
    "tanh": "np.tanh",
    "arcsinh": "np.arcsinh",
    "arccosh": "np.arccosh",
    "arctanh": "np.arctanh",
    "pow": "np.power",
    "factorial": "factorial",
}
_COMPARE = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
_FOLD = {"max": "np.maximum", "min": "np.minimum", "xor": "np.logical_xor"}
_GLUE = {"add": " + ", "mul": " * "}


def number(value: float) -> str:
    """A number as source text, also when it is not finite."""
    return repr(value) if value - value == 0.0 else f"float('{value}')"


def source(formula: Formula, name: Callable[[str], str]) -> str:
    """NumPy source of a formula; ``name`` maps a symbol to the text that holds its value."""
    if isinstance(formula, Number):
        return number(formula.value)
    if isinstance(formula, Symbol):
        return "t" if formula.name == TIME else name(formula.name)
    return _apply(formula, name)


def _apply(formula: Apply, name: Callable[[str], str]) -> str:
    operation, arguments = formula.operation, formula.arguments
    if operation == "piecewise":
        return _piecewise(arguments, name)
    if operation in ("and", "or", "not", "xor", "implies", "true", "false"):
        return _logic(operation, [_truth(a, name) for a in arguments])
    part = [_value(a, name) for a in arguments]
    if operation in _GLUE:
        return f"({_GLUE[operation].join(part)})"
    if operation in RELATIONS:
        return _chain(operation, part)
    if operation in _FOLD:
        return _fold(_FOLD[operation], part)
    return _arithmetic(operation, part)


def _arithmetic(operation: str, part: list[str]) -> str:
    if operation == "sub":
        return f"({part[0]} - {part[1]})"
    if operation == "neg":
        return f"(-{part[0]})"
    if operation == "div":  # two plain numbers: Python would refuse to divide by zero
        return f"np.divide({part[0]}, {part[1]})" if part[1][0].isdigit() else f"({part[0]} / {part[1]})"
    if operation == "quotient":
        return f"np.trunc({part[0]} / {part[1]})"
    if operation == "rem":
        return f"np.fmod({part[0]}, {part[1]})"
    return f"{FUNCTIONS[operation]}({', '.join(part)})"


def _value(formula: Formula, name: Callable[[str], str]) -> str:
    """Source of a number; what is true counts as 1."""
    text = source(formula, name)
    return f"(1.0 * {text})" if is_logical(formula) else text


def _truth(formula: Formula, name: Callable[[str], str]) -> str:
    """Source of something true or false; a number other than 0 is true."""
    text = source(formula, name)
    return text if is_logical(formula) else f"({text} != 0.0)"


def _logic(operation: str, part: list[str]) -> str:
    if operation in ("true", "false"):
        return f"np.bool_({operation == 'true'})"
    if operation == "not":
        return f"np.logical_not({part[0]})"
    if operation == "implies":
        return f"np.logical_or(np.logical_not({part[0]}), {part[1]})"
    if operation == "xor":
        return _fold("np.logical_xor", part) if part else "np.bool_(False)"
    empty = f"np.bool_({operation == 'and'})"
    return _fold(f"np.logical_{operation}", part) if part else empty


def _chain(operation: str, part: list[str]) -> str:
    """In a < b < c each pair must hold."""
    pairs = [f"({left} {_COMPARE[operation]} {right})" for left, right in pairwise(part)]
    return _fold("np.logical_and", pairs)


def _fold(function: str, part: list[str]) -> str:
    text = part[0]
    for other in part[1:]:
        text = f"{function}({text}, {other})"
    return text


def _piecewise(arguments: tuple[Formula, ...], name: Callable[[str], str]) -> str:
    text = _value(arguments[-1], name) if len(arguments) % 2 else "np.nan"
    count = len(arguments) // 2
    for i in reversed(range(count)):
        text = f"np.where({_truth(arguments[2 * i + 1], name)}, {_value(arguments[2 * i], name)}, {text})"
    return text
