"""Which states stay at zero throughout a run: drugs that nobody gets cost nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from onconeural.engine.codegen.graph import Graph
from onconeural.engine.codegen.lowering import Lowering
from onconeural.engine.expression import ZERO, names
from onconeural.engine.system import System, read_by


def asleep(system: System, dosed: Collection[str]) -> tuple[str, ...]:
    """The states that begin at 0 and stay there, whatever the parameters are, when only ``dosed`` states get doses.

    Such a state has no event that assigns to it, and its rate is 0 as long as they all are 0: x' = -k x (as in every
    formula, 0 times anything is 0).

    >>> from onconeural.engine import Model
    >>> model = Model.from_antimony("model m(); x = 0; y = 0; z = 1; x' = -x; y' = x - y; z' = -(1 + y)*z; end")
    >>> asleep(model.system, ()), asleep(model.system, {"y"}), asleep(model.system, {"x"})
    (('x', 'y'), ('x',), ())
    """
    moved = {*dosed, *system.first, *(state for event in system.events for state, _ in event.assignments)}
    found = {s for s, rate in system.rates.items() if rate is not None and system.values.get(s) == 0.0} - moved
    while found:
        lowering = Lowering(_part(system, found), Graph(), found)
        still = {s for s in found if _rests(lowering, s)}
        if still == found:
            break
        found = still
    return tuple(s for s in system.rates if s in found)


def _part(system: System, states: Collection[str]) -> System:
    """The system with the rules alone that the rates of some states read."""
    read = read_by([n for s in states for n in names(system.rates[s] or ZERO)], system.rules)
    return replace(system, rules={name: rule for name, rule in system.rules.items() if name in read})


def _rests(lowering: Lowering, state: str) -> bool:
    rate = lowering.system.rates[state]
    return rate is not None and lowering.graph.value(lowering.number(rate)) == 0.0
