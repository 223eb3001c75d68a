"""SBML text into a system of formulas."""

from __future__ import annotations

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import TIME, names
from onconeural.engine.rate_of import define_rates_of_change
from onconeural.engine.sbml import Element, items, read_document
from onconeural.engine.sbml_events import read_events, refuse_equalities
from onconeural.engine.sheet import NAN, Sheet, formula_of, with_math
from onconeural.engine.species import add_reaction, add_species
from onconeural.engine.system import System, formulas, ordered


def read_sbml(text: str) -> System:
    """Read SBML text. Raises ModelError when it is invalid or not simulated, with element, id and line."""
    document = read_document(text)
    system = _system(document.getModel())
    _refuse_unknown(system)
    refuse_equalities(system)
    return system


def _refuse_unknown(system: System) -> None:
    """Refuse formulas that read something the model does not have."""
    known = {TIME, *system.parameters, *system.rates, *system.rules}
    unknown = sorted(
        {n for f in formulas(system.rates, system.rules, system.first, system.events) for n in names(f)} - known
    )
    if unknown:
        raise ModelError("formulas read what the model does not have: " + ", ".join(unknown))


def _system(model: Element) -> System:
    sheet = _sheet(model)
    for compartment in items(model.getListOfCompartments()):
        size = compartment.getSize() if compartment.isSetSize() else NAN
        sheet.variable(compartment.getId(), size, constant=compartment.getConstant())
    for parameter in items(model.getListOfParameters()):
        value = parameter.getValue() if parameter.isSetValue() else NAN
        sheet.variable(parameter.getId(), value, constant=parameter.getConstant())
    for species in items(model.getListOfSpecies()):
        add_species(sheet, species)
    for reaction in items(model.getListOfReactions()):
        add_reaction(sheet, reaction)
    events = read_events(sheet)
    define_rates_of_change(sheet, events)
    return System(
        name=model.getId() or "model",
        parameters=sheet.parameters,
        rates=sheet.rates,
        rules=ordered(sheet.rules),
        first=ordered({**sheet.rules, **sheet.initial}),
        values=sheet.values,
        events=events,
    )


def _sheet(model: Element) -> Sheet:
    rules = with_math(model.getListOfRules())
    return Sheet(
        model=model,
        assigned={i.getSymbol(): formula_of(i) for i in with_math(model.getListOfInitialAssignments())},
        rate_rules={r.getVariable(): formula_of(r) for r in rules if r.isRate()},
        rules={r.getVariable(): formula_of(r) for r in rules if not r.isRate()},
    )
