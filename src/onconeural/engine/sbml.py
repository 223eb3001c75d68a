"""SBML in, a plain system of equations out: states, parameters, formulas and events, or a named refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import libsbml

from onconeural.engine.errors import ModelError
from onconeural.engine.formula import names

MAX_BYTES = 20_000_000

Element = Any  # a part of a libSBML document; the library has no types

_NOT_SUPPORTED = (
    ("reactions", "getNumReactions"),
    ("compartments", "getNumCompartments"),
    ("species", "getNumSpecies"),
    ("constraints", "getNumConstraints"),
    ("function definitions", "getNumFunctionDefinitions"),
)


@dataclass(frozen=True)
class Event:
    """A trigger, written as one comparison, and what it assigns at that moment."""

    id: str
    trigger: Any
    assignments: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class System:
    """One model as formulas (libSBML trees).

    ``rates``: each state's rate (None: changed by events only); ``rules``: assigned variables in order of use;
    ``values``: initial values as numbers; ``first``: what is computed at the start, rules and initial assignments in
    order of use.
    """

    name: str
    sbml: str
    parameters: dict[str, float]
    rates: dict[str, Any]
    rules: dict[str, Any]
    first: dict[str, Any]
    values: dict[str, float]
    events: tuple[Event, ...]
    document: Element  # owns the trees; must live as long as they do


def read_sbml(text: str) -> System:
    """Read an SBML document.

    Raises ModelError when the text is not valid SBML or needs something that this engine does not simulate.
    """
    if len(text) > MAX_BYTES:
        raise ModelError(f"the SBML text has {len(text)} bytes; at most {MAX_BYTES} are read")
    document = libsbml.readSBMLFromString(text)
    _refuse_errors(document)
    model = document.getModel()
    _refuse_unsupported(model)
    initial = {a.getSymbol(): a.getMath() for a in _list(model.getListOfInitialAssignments())}
    rates, rules = _rules(model)
    parameters, values = _parameters(model, rates, rules, initial)
    events = tuple(_event(e) for e in _list(model.getListOfEvents()))
    first = _order({**rules, **initial})
    return System(model.getId(), text, parameters, rates, _order(rules), first, values, events, document)


def _list(items: Element) -> list[Element]:
    return [items.get(i) for i in range(items.size())]


def _refuse_errors(document: Element) -> None:
    count = document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) + document.getNumErrors(libsbml.LIBSBML_SEV_FATAL)
    if not count and document.getModel() is not None:
        return
    found = [document.getError(i) for i in range(document.getNumErrors())]
    lines = [f"line {e.getLine()}: {e.getMessage().strip()}" for e in found if e.isError() or e.isFatal()]
    raise ModelError("not a valid SBML model: " + ("; ".join(lines[:5]) or "no model element"))


def _refuse_unsupported(model: Element) -> None:
    refused = [f"{getattr(model, count)()} {what}" for what, count in _NOT_SUPPORTED if getattr(model, count)()]
    for rule in _list(model.getListOfRules()):
        if rule.isAlgebraic():
            refused.append("an algebraic rule")
    for event in _list(model.getListOfEvents()):
        refused += [f"event '{event.getId()}' with a {w}" for w in _event_extras(event)]
    if refused:
        raise ModelError("this engine does not simulate: " + ", ".join(refused))


def _event_extras(event: Element) -> list[str]:
    return [what for what, has in (("delay", event.isSetDelay()), ("priority", event.isSetPriority())) if has]


def _rules(model: Element) -> tuple[dict[str, Any], dict[str, Any]]:
    rates: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    for rule in _list(model.getListOfRules()):
        (rates if rule.isRate() else rules)[rule.getVariable()] = rule.getMath()
    return rates, rules


def _parameters(
    model: Element, rates: dict[str, Any], rules: dict[str, Any], initial: dict[str, Any]
) -> tuple[dict[str, float], dict[str, float]]:
    """Constants that a caller may set, and initial values of the rest (without a rule: a state that keeps still)."""
    constant: dict[str, float] = {}
    values: dict[str, float] = {}
    for p in _list(model.getListOfParameters()):
        name, value = p.getId(), p.getValue() if p.isSetValue() else float("nan")
        if name in rules:
            continue
        if p.getConstant() and name not in initial:
            constant[name] = value
        else:
            values[name] = value
            rates.setdefault(name, None)
    return constant, values


def _event(event: Element) -> Event:
    pairs = tuple((a.getVariable(), a.getMath()) for a in _list(event.getListOfEventAssignments()))
    return Event(event.getId(), event.getTrigger().getMath(), pairs)


def _order(rules: dict[str, Any]) -> dict[str, Any]:
    """Rules sorted so that each comes after those it reads.

    Raises ModelError on a cycle.
    """
    ordered: dict[str, Any] = {}
    waiting = dict(rules)
    while waiting:
        ready = [k for k, math in waiting.items() if not any(n in waiting for n in names(math))]
        if not ready:
            raise ModelError("assignments that need each other: " + ", ".join(sorted(waiting)))
        for name in ready:
            ordered[name] = waiting.pop(name)
    return ordered
