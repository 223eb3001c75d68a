"""Equations as LaTeX, read from the SBML file itself, so that what is printed is what runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onconeural.model.formula_latex import formula_latex, number_latex, symbol_latex

Node = Any  # a formula of libSBML; the library has no types


@dataclass(frozen=True)
class Typeset:
    """A model in LaTeX: ``rules`` (assigned variables), ``rates`` (derivatives), ``events`` by id, ``starts``."""

    rules: Mapping[str, str]
    rates: Mapping[str, str]
    starts: Mapping[str, str]
    events: Mapping[str, str]


def typeset(sbml: str) -> Typeset:
    """Every equation of a model as LaTeX, by the symbol on its left."""
    import libsbml  # noqa: PLC0415 a native library: loaded when first needed

    document = libsbml.readSBMLFromString(sbml)
    model = document.getModel()
    rules = [model.getRule(i) for i in range(model.getNumRules())]
    assigned = {r.getVariable(): formula_latex(r.getMath()) for r in rules if r.isAssignment()}
    rates = {r.getVariable(): formula_latex(r.getMath()) for r in rules if r.isRate()}
    starts = {s: number_latex(model.getParameter(s).getValue()) for s in rates if model.getParameter(s).isSetValue()}
    for i in range(model.getNumInitialAssignments()):
        start = model.getInitialAssignment(i)
        starts[start.getSymbol()] = formula_latex(start.getMath())
    events = [model.getEvent(i) for i in range(model.getNumEvents())]
    return Typeset(assigned, rates, starts, {e.getId(): _event(e) for e in events})


def _event(event: Node) -> str:
    parts = [event.getEventAssignment(i) for i in range(event.getNumEventAssignments())]
    then = [rf"{symbol_latex(p.getVariable())} &\leftarrow {formula_latex(p.getMath())}" for p in parts]
    trigger = formula_latex(event.getTrigger().getMath())
    lines = " \\\\ ".join(then)
    return rf"\text{{when }} {trigger}:\quad \begin{{aligned}} {lines} \end{{aligned}}"
