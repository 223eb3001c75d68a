"""SBML text into a plain libSBML model: checked, flattened, on one level; what is not simulated is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libsbml

from onconeural.engine.errors import ModelError
from onconeural.engine.hostile import nodes, refuse_deep, refuse_hostile_xml
from onconeural.engine.unfolding import refuse_expansion, refuse_submodels

Element = Any  # a part of a libSBML document; the library has no types

_SIMULATED_PACKAGES = ("comp", "l3v2extendedmath", "layout", "render", "groups", "annot")


def read_document(text: str) -> Element:
    """A valid SBML document of level 3 version 2, without submodels, local parameters and function definitions.

    Raises ModelError, with element, id and line where there are any.
    """
    refuse_hostile_xml(text)
    document = libsbml.readSBMLFromString(text)
    _refuse_errors(document)
    refuse_submodels(document)
    _refuse(list(_not_simulated(document)))
    if document.getLevel() == 1:  # a volume that is not given is 1 there, and nothing later
        for compartment in items(document.getModel().getListOfCompartments()):
            if not compartment.isSetSize():
                compartment.setSize(1.0)
    if document.getPlugin("comp") is not None:
        _convert(document, "flatten comp", {"performValidation": "false", "abortIfUnflattenable": "none"})
    _convert(document, "promoteLocalParameters", {})
    refuse_expansion(document.getModel())
    _convert(document, "expandFunctionDefinitions", {})
    if (document.getLevel(), document.getVersion()) != (3, 2) and not document.setLevelAndVersion(3, 2, False):
        raise ModelError("the model cannot be brought to SBML level 3 version 2: " + "; ".join(_errors(document)[:3]))
    _refuse(list(_not_simulated(document)))
    return document


def where(element: Element) -> str:
    """An element in words: what it is, its id and its line.

    >>> where(libsbml.Parameter(3, 2))
    'parameter'
    """
    name = element.getIdAttribute() or element.getId()
    line = element.getLine()
    kind = str(element.getElementName())
    return kind + (f" '{name}'" if name else "") + (f" (line {line})" if line else "")


def items(listing: Element) -> list[Element]:
    """The members of a libSBML list (which has two kinds of lists)."""
    count = listing.size() if hasattr(listing, "size") else listing.getSize()
    return [listing.get(i) for i in range(count)]


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ModelError("not simulated: " + "; ".join(dict.fromkeys(reasons)))


def _errors(document: Element) -> list[str]:
    found = [document.getError(i) for i in range(document.getNumErrors())]
    return [f"line {e.getLine()}: {' '.join(e.getMessage().split())}" for e in found if e.isError() or e.isFatal()]


def _refuse_errors(document: Element) -> None:
    errors = _errors(document)
    if errors or (document.getModel() is None and document.getNumPlugins() == 0):
        raise ModelError("not a valid SBML model: " + ("; ".join(errors[:5]) or "no model element"))


def _convert(document: Element, name: str, options: dict[str, str]) -> None:
    properties = libsbml.ConversionProperties()
    properties.addOption(name, True)
    for key, value in options.items():
        properties.addOption(key, value)
    if document.convert(properties) != libsbml.LIBSBML_OPERATION_SUCCESS:
        raise ModelError(f"the model cannot be brought to a plain form ({name}): " + "; ".join(_errors(document)[:3]))


def _not_simulated(document: Element) -> Iterator[str]:
    for i in range(document.getNumPlugins()):
        package = document.getPlugin(i).getPackageName()
        if package not in _SIMULATED_PACKAGES and document.getPackageRequired(package):
            yield f"package '{package}'"
    for element in items(document.getListOfAllElements()):
        yield from _element_not_simulated(element)


def _element_not_simulated(element: Element) -> Iterator[str]:
    kind = element.getElementName()
    if kind == "algebraicRule":
        yield f"algebraic rule ({where(element)})"
    elif kind == "externalModelDefinition":
        yield f"external model definition ({where(element)}): other files are not fetched"
    elif kind == "reaction":
        if element.isSetFast() and element.getFast():
            yield f"fast reaction ({where(element)})"
        if not element.isSetKineticLaw():
            yield f"reaction without kinetic law ({where(element)})"
    math = element.getMath() if hasattr(element, "getMath") else None
    refuse_deep(math, where(element))
    if any(node.getType() == libsbml.AST_FUNCTION_DELAY for node in nodes(math)):
        yield f"delay symbol ({where(element)})"
