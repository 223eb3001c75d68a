"""Species and reactions of SBML as states and their rates."""

from __future__ import annotations

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import ZERO, Formula, Number, Symbol, add, divide, multiply
from onconeural.engine.sbml import Element, items, where
from onconeural.engine.sheet import NAN, Sheet, formula_of


def add_species(sheet: Sheet, species: Element) -> None:
    """Put a species on the sheet: in a volume it is held as its amount, and its symbol is amount / volume."""
    name, compartment = species.getId(), species.getCompartment()
    place = sheet.model.getCompartment(compartment)
    flat = place.isSetSpatialDimensions() and place.getSpatialDimensionsAsDouble() == 0
    amounts = species.getHasOnlySubstanceUnits() or flat
    if not amounts:
        sheet.volume[name] = compartment
    if name not in sheet.rules:
        _hold(sheet, species, amounts=amounts)
    _both_views(sheet, name, Symbol(compartment))


def _hold(sheet: Sheet, species: Element, *, amounts: bool) -> None:
    """Give a species a state and its initial value."""
    name, compartment = species.getId(), species.getCompartment()
    if amounts or name in sheet.rate_rules:
        sheet.state(name, NAN, sheet.rate_rules.get(name))
        factor = Number(1.0) if amounts else divide(Number(1.0), Symbol(compartment))
    else:
        sheet.state(f"{name}.amount", NAN, None)
        sheet.state_of[name] = f"{name}.amount"
        sheet.rules[name] = divide(Symbol(f"{name}.amount"), Symbol(compartment))
        factor = Number(1.0)
    sheet.initial[sheet.state_of[name]] = _first_amount(sheet, species, factor, Symbol(compartment), amounts=amounts)


def _both_views(sheet: Sheet, name: str, volume: Formula) -> None:
    """Every species can be asked for as an amount and as a concentration."""
    concentration = name in sheet.volume
    if sheet.state_of.get(name) != f"{name}.amount":
        sheet.rules[f"{name}.amount"] = multiply(Symbol(name), volume) if concentration else Symbol(name)
    sheet.rules[f"{name}.concentration"] = Symbol(name) if concentration else divide(Symbol(name), volume)


def _first_amount(sheet: Sheet, species: Element, factor: Formula, volume: Formula, *, amounts: bool) -> Formula:
    """The initial value of the state of a species, from an assignment, an amount or a concentration."""
    name = species.getId()
    if name in sheet.assigned:
        held_as_symbol = sheet.state_of[name] == name
        return sheet.assigned[name] if held_as_symbol else multiply(sheet.assigned[name], volume)
    if species.isSetInitialAmount():
        return multiply(Number(species.getInitialAmount()), factor)
    if species.isSetInitialConcentration():
        held_as_amount = amounts or sheet.state_of[name] != name
        value = Number(species.getInitialConcentration())
        return multiply(value, volume) if held_as_amount else value
    return Number(NAN)


def add_reaction(sheet: Sheet, reaction: Element) -> None:
    """Put a reaction on the sheet: its symbol is its rate, and it changes the states of its species."""
    name = reaction.getId()
    sheet.rules[name] = formula_of(reaction.getKineticLaw())
    sides = ((reaction.getListOfReactants(), -1.0), (reaction.getListOfProducts(), 1.0))
    for references, sign in sides:
        for reference in items(references):
            _flow(sheet, reference, multiply(Number(sign), _stoichiometry(sheet, reference), Symbol(name)))


def _stoichiometry(sheet: Sheet, reference: Element) -> Formula:
    value = reference.getStoichiometry() if reference.isSetStoichiometry() else NAN
    name = reference.getId()
    if not name:
        return Number(value)
    if name not in sheet.parameters and name not in sheet.rates:
        sheet.variable(name, value, constant=reference.getConstant())
    return Symbol(name)


def _flow(sheet: Sheet, reference: Element, amount: Formula) -> None:
    """Add what a reaction brings to the state of a species."""
    species = sheet.model.getSpecies(reference.getSpecies())
    name = species.getId()
    if species.getBoundaryCondition() or species.getConstant() or name in sheet.rate_rules:
        return
    if name not in sheet.state_of:
        raise ModelError(f"{where(reference)}: '{name}' is changed by a reaction and by a rule")
    factor = species.getConversionFactor() or sheet.model.getConversionFactor()
    state = sheet.state_of[name]
    change = multiply(amount, Symbol(factor)) if factor else amount
    sheet.rates[state] = add(sheet.rates[state] or ZERO, change)
