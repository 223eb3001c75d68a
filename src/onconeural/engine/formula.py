"""SBML formulas as NumPy source text, built only from white-listed pieces (nothing of the model is executed)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import libsbml

from onconeural.engine.errors import ModelError

Name = Callable[[str], str]
Tree = Any  # a libSBML formula; the library has no types

_UNARY = {
    libsbml.AST_FUNCTION_EXP: "np.exp",
    libsbml.AST_FUNCTION_LN: "np.log",
    libsbml.AST_FUNCTION_ABS: "np.abs",
    libsbml.AST_FUNCTION_FLOOR: "np.floor",
    libsbml.AST_FUNCTION_CEILING: "np.ceil",
    libsbml.AST_FUNCTION_SIN: "np.sin",
    libsbml.AST_FUNCTION_COS: "np.cos",
    libsbml.AST_FUNCTION_TANH: "np.tanh",
}
_RELATION = {
    libsbml.AST_RELATIONAL_GEQ: ">=",
    libsbml.AST_RELATIONAL_GT: ">",
    libsbml.AST_RELATIONAL_LEQ: "<=",
    libsbml.AST_RELATIONAL_LT: "<",
}
_SUM = {libsbml.AST_PLUS: (" + ", "0.0"), libsbml.AST_TIMES: (" * ", "1.0")}


def names(node: Tree) -> Iterator[str]:
    """Every symbol that a formula reads."""
    if node.getType() == libsbml.AST_NAME:
        yield node.getName()
    for child in _children(node):
        yield from names(child)


def source(node: Tree, name: Name) -> str:
    """NumPy source of one formula; ``name`` maps a symbol of the model to the text that holds its value.

    Raises ModelError for a construct that the engine does not simulate.
    """
    kind = node.getType()
    if node.isNumber():
        return number(float(node.getValue()))
    if kind == libsbml.AST_NAME:
        return name(node.getName())
    if kind == libsbml.AST_NAME_TIME:
        return "t"
    if kind in _UNARY:
        return f"{_UNARY[kind]}({source(node.getChild(0), name)})"
    if kind in _SUM:
        glue, empty = _SUM[kind]
        return f"({glue.join(source(c, name) for c in _children(node)) or empty})"
    return _other(node, kind, name)


def number(value: float) -> str:
    """A number as source text, also when it is not finite."""
    return repr(value) if value - value == 0.0 else f"float('{value}')"


def _other(node: Tree, kind: int, name: Name) -> str:
    part = [source(child, name) for child in _children(node)]
    if kind == libsbml.AST_MINUS:
        return f"(-{part[0]})" if len(part) == 1 else f"({part[0]} - {part[1]})"
    if kind == libsbml.AST_DIVIDE:
        return f"({part[0]} / {part[1]})"
    if kind in (libsbml.AST_POWER, libsbml.AST_FUNCTION_POWER):
        return _power(node, part)
    if kind == libsbml.AST_FUNCTION_ROOT:
        return _root(part)
    if kind in _RELATION:
        return f"({part[0]} {_RELATION[kind]} {part[1]})"
    if kind == libsbml.AST_FUNCTION_PIECEWISE:
        return _piecewise(part)
    raise ModelError(f"'{libsbml.formulaToL3String(node)}' uses a construct that this engine does not simulate")


def _power(node: Tree, part: list[str]) -> str:
    exponent = node.getChild(1)
    if exponent.isNumber() and exponent.getValue() in (2.0, 4.0):
        square = f"np.square({part[0]})"
        return square if exponent.getValue() == 2.0 else f"np.square({square})"
    return f"np.power({part[0]}, {part[1]})"


def _root(part: list[str]) -> str:
    """LibSBML writes a square root with one child or as root(2, x)."""
    if len(part) == 1 or part[0] == "2.0":
        return f"np.sqrt({part[-1]})"
    return f"np.power({part[1]}, 1.0 / {part[0]})"


def _piecewise(part: list[str]) -> str:
    text = part[-1] if len(part) % 2 else "np.nan"
    for value, condition in reversed(list(zip(part[0 : len(part) - 1 : 2], part[1::2], strict=False))):
        text = f"np.where({condition}, {value}, {text})"
    return text


def root_function(trigger: Tree, name: Name) -> tuple[str, bool]:
    """An event trigger ``a >= b`` as source of ``a - b``, and whether equality already counts."""
    kind = trigger.getType()
    if kind not in _RELATION:
        text = libsbml.formulaToL3String(trigger)
        raise ModelError(f"event trigger '{text}' is not one comparison: write it as a >= b")
    left, right = (source(child, name) for child in _children(trigger))
    if kind in (libsbml.AST_RELATIONAL_LEQ, libsbml.AST_RELATIONAL_LT):
        left, right = right, left
    return f"({left}) - ({right})", kind in (libsbml.AST_RELATIONAL_GEQ, libsbml.AST_RELATIONAL_LEQ)


def _children(node: Tree) -> list[Tree]:
    return [node.getChild(i) for i in range(node.getNumChildren())]
