"""The rateOf symbol: the rate of change of a state, as a formula."""

from __future__ import annotations

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import ZERO, Apply, Formula, Symbol, divide, multiply, names
from onconeural.engine.formula import RATE_OF
from onconeural.engine.sheet import Sheet
from onconeural.engine.system import Event, formulas


def define_rates_of_change(sheet: Sheet, events: tuple[Event, ...]) -> None:
    """Define the symbols that stand for rateOf(x), wherever they are read."""
    asked = {
        n for f in formulas(sheet.rates, sheet.rules, sheet.initial, events) for n in names(f) if n.startswith(RATE_OF)
    }
    while asked:
        symbol = asked.pop()
        if symbol not in sheet.rules:
            sheet.rules[symbol] = _rate_of(sheet, symbol.removeprefix(RATE_OF))
            asked |= {n for n in names(sheet.rules[symbol]) if n.startswith(RATE_OF)}


def _rate_of(sheet: Sheet, name: str) -> Formula:
    if name in sheet.parameters:
        return ZERO
    state = sheet.state_of.get(name)
    if state is None:
        raise ModelError(f"rateOf('{name}'): only states and constants have a rate of change here")
    rate = sheet.rates[state] or ZERO
    if state == name:
        return rate
    volume = Symbol(sheet.volume[name])
    dilution = multiply(Symbol(name), _rate_of(sheet, sheet.volume[name]))
    return divide(rate if dilution == ZERO else Apply("sub", (rate, dilution)), volume)
