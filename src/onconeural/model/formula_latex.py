"""One formula of libSBML as LaTeX, with as few brackets as it needs."""

from __future__ import annotations

import re
from typing import Any

Node = Any  # a formula of libSBML; the library has no types

GREEK = ("alpha", "beta", "gam", "lam", "muJ", "mu", "nu", "rho", "omega")
_WRITTEN = {"gam": r"\gamma", "lam": r"\lambda", "muJ": r"\mu_{J}"}
_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4  # how tightly a formula holds together


def symbol_latex(symbol: str) -> str:
    r"""A symbol of the equations in LaTeX; two symbols never look the same.

    >>> symbol_latex("kN"), symbol_latex("T_D"), symbol_latex("mrs"), symbol_latex("muZ"), symbol_latex("x_ster")
    ('k_{N}', 'T_{D}', '\\mathrm{mrs}', '\\mu_{Z}', 'x_{\\mathrm{ster}}')
    """
    base, _, below = symbol.partition("_")
    if below:
        before = symbol_latex(base)
        return f"{before[:-1]},{_word(below)}}}" if "_" in before else f"{before}_{{{_word(below)}}}"
    if symbol in _WRITTEN:
        return _WRITTEN[symbol]
    greek = re.fullmatch(rf"({'|'.join(GREEK)})([A-Z0-9]\w*)?", symbol)
    if greek:
        return f"\\{greek[1]}" + (f"_{{{_word(greek[2])}}}" if greek[2] else "")
    split = re.fullmatch(r"([A-Za-z])([A-Z0-9]\w*)|([A-Z])([a-z]\w*)|(k)([a-z]+)|([a-z])([a-z])", symbol)
    if split is None:
        return _word(symbol)
    letter, rest = (part for part in split.groups() if part)
    return f"{letter}_{{{_word(rest)}}}"


def _word(text: str) -> str:
    plain = text.replace("_", r"\_")
    return text if len(text) == 1 else rf"\mathrm{{{plain}}}"


def formula_latex(node: Node) -> str:
    r"""One formula of libSBML as LaTeX. Raises ValueError for a function that has no form here.

    >>> import libsbml
    >>> formula_latex(libsbml.parseL3Formula("kN*Cb/(Cb + 1)"))
    '\\frac{k_{N}\\,C_{b}}{C_{b} + 1}'
    """
    return _latex(node)[0]


def _latex(node: Node) -> tuple[str, int]:
    """A formula, and how tightly it holds together."""
    import libsbml  # noqa: PLC0415

    kind, parts = node.getType(), [node.getChild(i) for i in range(node.getNumChildren())]
    if node.isNumber():
        return _with_unit(node)
    if not parts:
        return ("t" if kind == libsbml.AST_NAME_TIME else symbol_latex(node.getName())), _ATOM
    if kind in (libsbml.AST_TIMES, libsbml.AST_DIVIDE):
        return _fraction(node)
    operators = {
        libsbml.AST_PLUS: _plus,
        libsbml.AST_MINUS: _minus,
        libsbml.AST_POWER: _power,
        libsbml.AST_FUNCTION_POWER: _power,
    }
    return operators[kind](parts) if kind in operators else (_function(kind, parts), _ATOM)


def _with_unit(node: Node) -> tuple[str, int]:
    text, unit = number_latex(node.getValue()), node.getUnits()
    if unit not in ("", "dimensionless"):
        words = unit.replace("_", "~")
        text += rf"\,\mathrm{{{words}}}"
    return text, _PRODUCT if text.startswith("-") or r"\cdot" in text else _ATOM


def _plus(parts: list[Node]) -> tuple[str, int]:
    return " + ".join(_in(p, _SUM) for p in parts), _SUM


def _fraction(node: Node) -> tuple[str, int]:
    """A product or quotient with one fraction line, however it is bracketed in the file."""
    over, under = _factors(node)
    if not under:
        return _product(over), _PRODUCT
    above = formula_latex(over[0]) if len(over) == 1 else _product(over)
    below = formula_latex(under[0]) if len(under) == 1 else _product(under)
    return rf"\frac{{{above}}}{{{below}}}", _POWER


def _factors(node: Node) -> tuple[list[Node], list[Node]]:
    import libsbml  # noqa: PLC0415

    kind, parts = node.getType(), [node.getChild(i) for i in range(node.getNumChildren())]
    if kind not in (libsbml.AST_TIMES, libsbml.AST_DIVIDE):
        return [node], []
    inside = [_factors(part) for part in parts]
    if kind == libsbml.AST_TIMES:
        return [n for over, _ in inside for n in over], [n for _, under in inside for n in under]
    (over, under), (below, above) = inside
    return over + above, under + below


def _product(factors: list[Node]) -> str:
    first = formula_latex(factors[0]) if _is_minus_one_part(factors[0]) else _in(factors[0], _PRODUCT)
    return r"\,".join([first, *(_in(f, _PRODUCT) for f in factors[1:])])


def _is_minus_one_part(node: Node) -> bool:
    import libsbml  # noqa: PLC0415

    return bool(node.getType() == libsbml.AST_MINUS and node.getNumChildren() == 1)


def _power(parts: list[Node]) -> tuple[str, int]:
    return f"{_base(parts[0])}^{{{formula_latex(parts[1])}}}", _POWER


def _minus(parts: list[Node]) -> tuple[str, int]:
    if len(parts) == 1:
        return f"-{_in(parts[0], _PRODUCT)}", _SUM
    return f"{_in(parts[0], _SUM)} - {_in(parts[1], _PRODUCT)}", _SUM


def _base(node: Node) -> str:
    text, holds = _latex(node)
    return text if holds == _ATOM and "_" not in text else rf"\left({text}\right)"


def _function(kind: int, parts: list[Node]) -> str:
    import libsbml  # noqa: PLC0415

    between = {
        libsbml.AST_RELATIONAL_GEQ: r"\ge",
        libsbml.AST_RELATIONAL_GT: ">",
        libsbml.AST_RELATIONAL_LEQ: r"\le",
        libsbml.AST_RELATIONAL_LT: "<",
        libsbml.AST_LOGICAL_AND: r"\wedge",
        libsbml.AST_LOGICAL_OR: r"\vee",
    }
    inside = [formula_latex(part) for part in parts]
    if kind in between:
        return f" {between[kind]} ".join(inside)
    if kind == libsbml.AST_FUNCTION_ROOT:
        return rf"\sqrt{{{inside[-1]}}}"
    if kind == libsbml.AST_FUNCTION_ABS:
        return rf"\left|{inside[0]}\right|"
    names = {libsbml.AST_FUNCTION_EXP: r"\exp", libsbml.AST_FUNCTION_LN: r"\ln"}
    if kind not in names:
        raise ValueError(f"equations: found a function of kind {kind}, which has no typeset form yet")
    return rf"{names[kind]}\left({inside[0]}\right)"


def _in(node: Node, outer: int) -> str:
    text, holds = _latex(node)
    return text if holds >= outer else rf"\left({text}\right)"


def number_latex(value: float) -> str:
    r"""A number to six digits, with a power of ten where it needs one.

    >>> number_latex(0.25), number_latex(1e-12), number_latex(2.5e12)
    ('0.25', '10^{-12}', '2.5 \\cdot 10^{12}')
    """
    text = f"{value:.6g}"
    if "e" not in text:
        return text
    mantissa, _, power = text.partition("e")
    factor = "" if mantissa == "1" else rf"{mantissa} \cdot "
    return f"{factor}10^{{{int(power)}}}"
