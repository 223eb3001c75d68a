"""Which products of parameters enter behaviour: factors on parameters that leave everything observable as it was.

A scaling symmetry of the equations multiplies parameters and hidden states by powers of one number so that every
equation still holds. It is found exactly, like units: both sides of an equation, and all terms of a sum, scale alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

Node = Any  # a formula of libSBML; the library has no types
Row = dict[str, Fraction]  # a linear form of exponents by name; a constraint says that it is 0

GUARD = "cell"  # unit of the small numbers that keep a sum away from zero (1 cell); they are scaled with the rest


@dataclass(frozen=True)
class Symmetry:
    """Powers of one factor by which parameters can be multiplied together without any observable change."""

    powers: dict[str, int]

    @property
    def words(self) -> str:
        """The symmetry in one sentence.

        >>> Symmetry({"k": 1, "c": -1}).words
        'k and c enter only as a product'
        >>> Symmetry({"k": 1, "c": 1}).words
        'k and c enter only as a ratio'
        """
        up = [n for n, p in self.powers.items() if p > 0]
        down = [n for n, p in self.powers.items() if p < 0]
        if len(up) + len(down) == 1:
            return f"{(up or down)[0]} does not enter"
        if len(up) + len(down) == 2 and len({abs(p) for p in self.powers.values()}) == 1:
            return f"{' and '.join(up + down)} enter only as a {'product' if down and up else 'ratio'}"
        words = f"multiply {_listed(up, self.powers)}"
        return (
            f"{words} and divide {_listed(down, self.powers)}" if down else words
        ) + " by one factor: nothing changes"


def _listed(names: Sequence[str], powers: dict[str, int]) -> str:
    return ", ".join(n if abs(powers[n]) == 1 else f"{n}^{abs(powers[n])}" for n in names)


def symmetries(sbml: str, seen: Iterable[str], parameters: Sequence[str]) -> tuple[Symmetry, ...]:
    """A basis of the scaling symmetries of an SBML model.

    ``seen``: what is observed or given (outputs, thresholds, doses), which no symmetry may change; time is another.
    ``parameters``: those that may be multiplied, the earlier the likelier in a symmetry of few parameters. Method: the
    exponents of all names solve linear equations (Hubert and Labahn 2013, recalled), solved here in exact fractions.

    >>> from onconeural.engine import Model
    >>> text = Model.from_antimony("model m; x = 0; x' = k*c - d*x; y := s*x; k=1; c=1; d=1; s=1; end").sbml
    >>> [found.words for found in symmetries(text, ("y",), ("k", "c", "d", "s"))]
    ['k and c enter only as a product', 'k and s enter only as a product']
    """
    equations = [*_Constraints(sbml).rows, *({name: Fraction(1)} for name in seen)]
    return tuple(_whole(vector, parameters) for vector in _shortest(list(_null_space(equations, parameters))))


class _Constraints:
    """The linear equations between exponents that the formulas of a model imply."""

    def __init__(self, sbml: str) -> None:
        import libsbml  # noqa: PLC0415 a native library: loaded when first needed

        self.lib, self.guards = libsbml, 0
        self.rows: list[Row] = []
        document = libsbml.readSBMLFromString(sbml)
        self._of_model(document.getModel())

    def _of_model(self, model: Node) -> None:
        for rule in model.getListOfRules():
            self._alike({rule.getVariable(): Fraction(1)}, self._scale(rule.getMath()))
        for start in model.getListOfInitialAssignments():
            self._alike({start.getSymbol(): Fraction(1)}, self._scale(start.getMath()))
        for event in model.getListOfEvents():
            self._scale(event.getTrigger().getMath())
            for change in event.getListOfEventAssignments():
                self._alike({change.getVariable(): Fraction(1)}, self._scale(change.getMath()))
        for state in model.getListOfParameters():
            if not state.getConstant() and state.isSetValue() and state.getValue() not in (0.0, -1.0):
                self.rows.append({state.getId(): Fraction(1)})

    def _alike(self, one: Row | None, other: Row | None) -> None:
        """Two terms scale alike; None is a zero, which scales as it likes."""
        if one is not None and other is not None:
            self.rows.append(_plus(one, other, -1))

    def _fixed(self, node: Node) -> None:
        self._alike(self._scale(node), {})

    def _scale(self, node: Node) -> Row | None:
        """The exponent of a formula; its parts may add equations."""
        lib, kind = self.lib, node.getType()
        children = [node.getChild(i) for i in range(node.getNumChildren())]
        if node.isNumber():
            return self._number(node)
        if kind == lib.AST_NAME:
            return {node.getName(): Fraction(1)}
        if kind == lib.AST_TIMES:
            return _product(self._scale(child) for child in children)
        if kind == lib.AST_DIVIDE:
            return _product((self._scale(children[0]), _times(self._scale(children[1]), Fraction(-1))))
        if kind in (lib.AST_PLUS, lib.AST_MINUS) or node.isRelational():
            return self._sum(children, {} if node.isRelational() else None)
        return self._function(node, children)

    def _sum(self, children: list[Node], result: Row | None) -> Row | None:
        terms = [term for child in children if (term := self._scale(child)) is not None]
        for term in terms[1:]:
            self._alike(terms[0], term)
        return result if result is not None else (terms[0] if terms else None)

    def _function(self, node: Node, children: list[Node]) -> Row | None:
        lib, kind = self.lib, node.getType()
        if kind == lib.AST_FUNCTION_ROOT:
            return _times(self._scale(children[-1]), Fraction(1, 2))
        if kind == lib.AST_FUNCTION_ABS:
            return self._scale(children[0])
        if kind in (lib.AST_POWER, lib.AST_FUNCTION_POWER) and children[1].isNumber():
            return _times(self._scale(children[0]), Fraction(str(children[1].getValue())))
        for child in children:
            self._fixed(child)
        return {}

    def _number(self, node: Node) -> Row | None:
        if node.getValue() == 0:
            return None
        if node.getUnits() != GUARD:
            return {}
        self.guards += 1
        return {f"guard {self.guards}": Fraction(1)}


def _plus(one: Row, other: Row, sign: int) -> Row:
    names = {**one, **other}
    sums = {name: one.get(name, Fraction(0)) + sign * other.get(name, Fraction(0)) for name in names}
    return {name: value for name, value in sums.items() if value}


def _times(row: Row | None, factor: Fraction) -> Row | None:
    return None if row is None else {name: factor * value for name, value in row.items()}


def _product(rows: Iterable[Row | None]) -> Row | None:
    found: Row = {}
    for row in rows:
        if row is None:
            return None
        found = _plus(found, row, 1)
    return found


def _null_space(rows: Iterable[Row], parameters: Sequence[str]) -> Iterator[Row]:
    """Directions of the parameters that every equation allows, by Gauss-Jordan elimination; other names go first."""
    rank = {name: i for i, name in enumerate(parameters)}
    pivots: dict[str, Row] = {}
    for row in rows:
        left = _reduced(row, pivots)
        if left:
            first = min(left, key=lambda name: (rank.get(name, -1), name))
            pivots[first] = {n: v / left[first] for n, v in left.items()}
    for name in sorted(pivots, key=lambda n: -rank.get(n, -1)):
        pivots[name] = {name: Fraction(1)} | _reduced({n: v for n, v in pivots[name].items() if n != name}, pivots)
    for free in (n for n in parameters if n not in pivots):
        vector = {name: -row[free] for name, row in pivots.items() if name in rank and row.get(free)}
        yield {free: Fraction(1)} | vector


def _shortest(basis: list[Row]) -> list[Row]:
    """The same space with fewer parameters in each direction: sums and differences are tried until none is shorter."""
    shorter = True
    while shorter:
        shorter = False
        for i, j, sign in ((i, j, s) for i in range(len(basis)) for j in range(len(basis)) for s in (1, -1) if i != j):
            tried = _plus(basis[i], basis[j], sign)
            if len(tried) < len(basis[i]):
                basis[i], shorter = tried, True
    return basis


def _reduced(row: Row, pivots: dict[str, Row]) -> Row:
    left = dict(row)
    while True:
        name = next((n for n in left if n in pivots), None)
        if name is None:
            return left
        left = _plus(left, _times(pivots[name], left[name]) or {}, -1)


def _whole(vector: Row, parameters: Sequence[str]) -> Symmetry:
    """The same direction in whole numbers, its first parameter upwards."""
    unit = lcm(*(value.denominator for value in vector.values()))
    ordered = sorted(vector, key=list(parameters).index)
    sign = 1 if vector[ordered[0]] > 0 else -1
    return Symmetry({name: int(vector[name] * unit) * sign for name in ordered})
