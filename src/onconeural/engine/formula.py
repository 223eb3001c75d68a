"""MathML as libSBML reads it, into our own formulas; what is not simulated is refused by name."""

from __future__ import annotations

from typing import Any

import libsbml

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import TIME, Apply, Formula, Number, Symbol, divide

Tree = Any  # a libSBML formula; the library has no types

RATE_OF = "rate of "  # prefix of the symbol that stands for rateOf(x)

_SAME = {
    libsbml.AST_FUNCTION_EXP: "exp",
    libsbml.AST_FUNCTION_LN: "ln",
    libsbml.AST_FUNCTION_ABS: "abs",
    libsbml.AST_FUNCTION_FLOOR: "floor",
    libsbml.AST_FUNCTION_CEILING: "ceil",
    libsbml.AST_FUNCTION_SIN: "sin",
    libsbml.AST_FUNCTION_COS: "cos",
    libsbml.AST_FUNCTION_TAN: "tan",
    libsbml.AST_FUNCTION_ARCSIN: "arcsin",
    libsbml.AST_FUNCTION_ARCCOS: "arccos",
    libsbml.AST_FUNCTION_ARCTAN: "arctan",
    libsbml.AST_FUNCTION_SINH: "sinh",
    libsbml.AST_FUNCTION_COSH: "cosh",
    libsbml.AST_FUNCTION_TANH: "tanh",
    libsbml.AST_FUNCTION_ARCSINH: "arcsinh",
    libsbml.AST_FUNCTION_ARCCOSH: "arccosh",
    libsbml.AST_FUNCTION_ARCTANH: "arctanh",
    libsbml.AST_FUNCTION_FACTORIAL: "factorial",
    libsbml.AST_FUNCTION_MAX: "max",
    libsbml.AST_FUNCTION_MIN: "min",
    libsbml.AST_FUNCTION_QUOTIENT: "quotient",
    libsbml.AST_FUNCTION_REM: "rem",
    libsbml.AST_FUNCTION_PIECEWISE: "piecewise",
    libsbml.AST_DIVIDE: "div",
    libsbml.AST_RELATIONAL_LT: "lt",
    libsbml.AST_RELATIONAL_LEQ: "le",
    libsbml.AST_RELATIONAL_GT: "gt",
    libsbml.AST_RELATIONAL_GEQ: "ge",
    libsbml.AST_RELATIONAL_EQ: "eq",
    libsbml.AST_RELATIONAL_NEQ: "ne",
    libsbml.AST_LOGICAL_AND: "and",
    libsbml.AST_LOGICAL_OR: "or",
    libsbml.AST_LOGICAL_NOT: "not",
    libsbml.AST_LOGICAL_XOR: "xor",
    libsbml.AST_LOGICAL_IMPLIES: "implies",
    libsbml.AST_CONSTANT_TRUE: "true",
    libsbml.AST_CONSTANT_FALSE: "false",
}
_RECIPROCAL = {  # sec = 1 / cos and so on
    libsbml.AST_FUNCTION_SEC: "cos",
    libsbml.AST_FUNCTION_CSC: "sin",
    libsbml.AST_FUNCTION_COT: "tan",
    libsbml.AST_FUNCTION_SECH: "cosh",
    libsbml.AST_FUNCTION_CSCH: "sinh",
    libsbml.AST_FUNCTION_COTH: "tanh",
}
_OF_RECIPROCAL = {  # arcsec(x) = arccos(1 / x) and so on
    libsbml.AST_FUNCTION_ARCSEC: "arccos",
    libsbml.AST_FUNCTION_ARCCSC: "arcsin",
    libsbml.AST_FUNCTION_ARCCOT: "arctan",
    libsbml.AST_FUNCTION_ARCSECH: "arccosh",
    libsbml.AST_FUNCTION_ARCCSCH: "arcsinh",
    libsbml.AST_FUNCTION_ARCCOTH: "arctanh",
}
_REFUSED = {
    libsbml.AST_FUNCTION_DELAY: "the delay symbol",
    libsbml.AST_LAMBDA: "a lambda outside a function definition",
}


def read_formula(node: Tree) -> Formula:
    """A libSBML tree as a formula. Raises ModelError, with the name of the construct, if it is not simulated."""
    kind = node.getType()
    if kind in (libsbml.AST_CONSTANT_PI, libsbml.AST_CONSTANT_E) or node.isNumber():
        return Number(_number(node, kind))
    if kind == libsbml.AST_NAME_AVOGADRO:
        return Number(6.02214179e23)  # SBML level 3 version 2, section 3.4.6
    if kind == libsbml.AST_NAME_TIME:
        return Symbol(TIME)
    if kind == libsbml.AST_NAME:
        return Symbol(node.getName())
    if kind == libsbml.AST_FUNCTION_RATE_OF:
        return Symbol(RATE_OF + node.getChild(0).getName())
    if kind in _REFUSED:
        raise ModelError(f"{_REFUSED[kind]} is not simulated")
    return _apply(node, kind, tuple(read_formula(child) for child in _arguments(node, kind)))


def _arguments(node: Tree, kind: int) -> list[Tree]:
    """The children; a sum of sums, or a product of products, is one long one (Antimony nests each term)."""
    if kind not in (libsbml.AST_PLUS, libsbml.AST_TIMES):
        return [node.getChild(i) for i in range(node.getNumChildren())]
    flat, stack = [], [node]
    while stack:
        term = stack.pop()
        if term.getType() == kind and (term is node or term.getNumChildren() > 0):
            stack += [term.getChild(i) for i in reversed(range(term.getNumChildren()))]
        else:
            flat.append(term)
    return flat


def _number(node: Tree, kind: int) -> float:
    special = {libsbml.AST_CONSTANT_PI: 3.141592653589793, libsbml.AST_CONSTANT_E: 2.718281828459045}
    return special[kind] if kind in special else float(node.getValue())


def _apply(node: Tree, kind: int, arguments: tuple[Formula, ...]) -> Formula:  # noqa: PLR0911 one line a construct
    if kind in _SAME:
        return Apply(_SAME[kind], arguments)
    if kind in (libsbml.AST_PLUS, libsbml.AST_TIMES):
        operation, empty = ("add", 0.0) if kind == libsbml.AST_PLUS else ("mul", 1.0)
        return Apply(operation, arguments) if arguments else Number(empty)
    if kind == libsbml.AST_MINUS:
        return Apply("neg" if len(arguments) == 1 else "sub", arguments)
    if kind in (libsbml.AST_POWER, libsbml.AST_FUNCTION_POWER):
        return _power(*arguments)
    if kind == libsbml.AST_FUNCTION_ROOT:
        return _root(arguments)
    if kind == libsbml.AST_FUNCTION_LOG:
        base = arguments[0] if len(arguments) == 2 else Number(10.0)
        return divide(Apply("ln", arguments[-1:]), Apply("ln", (base,)))
    return _rare(node, kind, arguments)


def _rare(node: Tree, kind: int, arguments: tuple[Formula, ...]) -> Formula:
    if kind in _RECIPROCAL:
        return divide(Number(1.0), Apply(_RECIPROCAL[kind], arguments))
    if kind in _OF_RECIPROCAL:
        return Apply(_OF_RECIPROCAL[kind], (divide(Number(1.0), arguments[0]),))
    name = node.getName() or libsbml.formulaToL3String(node)
    raise ModelError(f"'{name}' in a formula is not simulated")


def _power(base: Formula, exponent: Formula) -> Formula:
    if exponent == Number(2.0):
        return Apply("square", (base,))
    if exponent == Number(4.0):
        return Apply("square", (Apply("square", (base,)),))
    return Apply("pow", (base, exponent))


def _root(arguments: tuple[Formula, ...]) -> Formula:
    """A root; a square root comes with one child or as root(2, x)."""
    if len(arguments) == 1 or arguments[0] == Number(2.0):
        return Apply("sqrt", arguments[-1:])
    return Apply("pow", (arguments[1], divide(Number(1.0), arguments[0])))
