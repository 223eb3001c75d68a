"""Units in an SBML text: every number and variable gets one, and libSBML says what does not agree.

In the equations a number without a unit is dimensionless; one with a unit says so: ``Tt + 1 cell``, ``0.25 per_day``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any  # a part of a libSBML document; the library has no types


def with_all_units(sbml: str) -> str:
    """The same SBML text with a unit on every number (dimensionless unless stated) and on every assigned variable.

    The unit of an assigned variable is the one that libSBML derives from its formula, so that a sum of two different
    units is found where it stands. The equations are not changed. Raises ValueError for a number to the power of an
    expression, which libSBML cannot check: write exp(ln(10)*x) for 10^x.
    """
    import libsbml  # noqa: PLC0415 a native library: loaded when first needed

    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    for element in _with_math(model):
        _number_units(element.getMath())
    _derive_units(model)
    return str(libsbml.writeSBMLToString(document))


def unit_problems(sbml: str) -> tuple[str, ...]:
    """What libSBML has to say about the units of a model, one line each; empty when they are consistent.

    >>> from onconeural.model import disease_model
    >>> unit_problems(disease_model().sbml)
    ()
    """
    import libsbml  # noqa: PLC0415

    document = libsbml.readSBMLFromString(sbml)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, True)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_MODELING_PRACTICE, True)
    document.checkConsistency()
    found = [document.getError(i) for i in range(document.getNumErrors())]
    return tuple(f"{e.getErrorId()} line {e.getLine()}: {' '.join(e.getMessage().split())}" for e in found)


def _with_math(model: Element) -> Iterator[Element]:
    for i in range(model.getNumRules()):
        yield model.getRule(i)
    for i in range(model.getNumInitialAssignments()):
        yield model.getInitialAssignment(i)
    for i in range(model.getNumEvents()):
        event = model.getEvent(i)
        yield event.getTrigger()
        for j in range(event.getNumEventAssignments()):
            yield event.getEventAssignment(j)


def _number_units(node: Element) -> None:
    """Mark the numbers of a formula that have no unit as dimensionless."""
    import libsbml  # noqa: PLC0415

    power = node.getType() in (libsbml.AST_POWER, libsbml.AST_FUNCTION_POWER)
    if power and node.getChild(0).isNumber() and not node.getChild(1).isNumber():
        text = libsbml.formulaToL3String(node)
        raise ValueError(f"equations: found {text}, expected exp(ln({node.getChild(0).getValue():g})*...)")
    if node.isNumber() and not node.isSetUnits():
        node.setUnits("dimensionless")
    for i in range(node.getNumChildren()):
        _number_units(node.getChild(i))


def _derive_units(model: Element) -> None:
    """Give assigned variables their units, those first whose formula holds only variables with a unit."""
    rules = [model.getRule(i) for i in range(model.getNumRules()) if model.getRule(i).isAssignment()]
    waiting = [rule for rule in rules if not model.getParameter(rule.getVariable()).isSetUnits()]
    while waiting:
        model.populateListFormulaUnitsData()  # what was found in the last round counts in this one
        ready = [rule for rule in waiting if not rule.containsUndeclaredUnits()]
        for rule in ready:
            model.getParameter(rule.getVariable()).setUnits(_named(model, rule.getDerivedUnitDefinition().clone()))
        if not ready:
            return
        waiting = [rule for rule in waiting if rule not in ready]


def _named(model: Element, unit: Element) -> str:
    """The id of a unit in the model: an equal definition that is there, or a new one."""
    wanted = _printed(unit)
    if wanted == _printed(None):
        return "dimensionless"
    for i in range(model.getNumUnitDefinitions()):
        known = model.getUnitDefinition(i)
        if _printed(known) == wanted:
            return str(known.getId())
    added = model.createUnitDefinition()
    added.setId(f"derived_{model.getNumUnitDefinitions()}")
    for i in range(unit.getNumUnits()):
        added.addUnit(unit.getUnit(i))
    return str(added.getId())


def _printed(unit: Element | None) -> str:
    """A unit in base units, the same text for the same unit however it is written."""
    import libsbml  # noqa: PLC0415

    if unit is None:
        return ""
    base = libsbml.UnitDefinition.convertToSI(unit)
    libsbml.UnitDefinition.simplify(base)
    libsbml.UnitDefinition.reorder(base)
    units = [base.getUnit(i) for i in range(base.getNumUnits())]
    factor, parts = 1.0, []
    for u in units:
        factor *= (u.getMultiplier() * 10.0 ** u.getScale()) ** u.getExponentAsDouble()
        if not u.isDimensionless() and u.getExponentAsDouble():
            parts.append(f"{libsbml.UnitKind_toString(u.getKind())}^{u.getExponentAsDouble():g}")
    return f"{factor:.9g} {' '.join(parts)}" if parts or abs(factor - 1) > 1e-9 else ""
