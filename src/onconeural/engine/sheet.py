"""What a translation from SBML collects: symbols, the states that hold them, and their formulas."""

from __future__ import annotations

from dataclasses import dataclass, field

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import Formula
from onconeural.engine.formula import read_formula
from onconeural.engine.sbml import Element, items, where

NAN = float("nan")


@dataclass
class Sheet:
    """Formulas of one model while they are collected.

    ``volume``: species whose symbol is a concentration, and their compartment; ``state_of``: the state that holds a
    symbol; ``assigned`` and ``rate_rules``: initial assignments and rate rules by symbol.
    """

    model: Element
    assigned: dict[str, Formula]
    rate_rules: dict[str, Formula]
    rules: dict[str, Formula]
    parameters: dict[str, float] = field(default_factory=dict)
    rates: dict[str, Formula | None] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    initial: dict[str, Formula] = field(default_factory=dict)
    volume: dict[str, str] = field(default_factory=dict)
    state_of: dict[str, str] = field(default_factory=dict)

    def variable(self, name: str, value: float, *, constant: bool) -> None:
        """A compartment, parameter or stoichiometry: a rule, a constant to set, or a state."""
        if name in self.rules:
            return
        if constant and name not in self.assigned:
            self.parameters[name] = value
            return
        self.state(name, value, self.rate_rules.get(name))
        if name in self.assigned:
            self.initial[name] = self.assigned[name]

    def state(self, name: str, value: float, rate: Formula | None) -> None:
        """A state that holds the symbol of the same name."""
        self.values[name], self.rates[name], self.state_of[name] = value, rate, name


def with_math(listing: Element) -> list[Element]:
    """The members of a list that have a formula; one without counts as not there (level 3 version 2)."""
    return [element for element in items(listing) if element.getMath() is not None]


def formula_of(element: Element) -> Formula:
    """The formula of an element. Raises ModelError with the element in words."""
    try:
        return read_formula(element.getMath())
    except ModelError as error:
        raise ModelError(f"{where(element)}: {error}") from None
