"""Events of SBML: triggers, delays, priorities, and what they assign to states."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import TIME, Formula, Symbol, divide, multiply, names, relations
from onconeural.engine.sbml import Element, items, where
from onconeural.engine.sheet import Sheet, formula_of, with_math
from onconeural.engine.system import Event, System


def read_events(sheet: Sheet) -> tuple[Event, ...]:
    """The events of a model; one without a trigger never happens and is left out."""
    listed = enumerate(items(sheet.model.getListOfEvents()))
    return tuple(_event(sheet, e, i) for i, e in listed if e.isSetTrigger() and e.getTrigger().getMath() is not None)


def _event(sheet: Sheet, event: Element, position: int) -> Event:
    trigger = event.getTrigger()
    return Event(
        id=event.getIdAttribute() or event.getId() or f"event {position + 1}",
        trigger=formula_of(trigger),
        assignments=tuple(_assignments(sheet, event)),
        delay=_part(event.getDelay()),
        priority=_part(event.getPriority()),
        persistent=trigger.getPersistent(),
        initially=trigger.getInitialValue(),
        from_trigger=event.getUseValuesFromTriggerTime(),
    )


def _assignments(sheet: Sheet, event: Element) -> Iterator[tuple[str, Formula]]:
    """What an event assigns to states: a concentration becomes an amount in the volume before the event."""
    new = {a.getVariable(): formula_of(a) for a in with_math(event.getListOfEventAssignments())}
    for name, value in new.items():
        state = sheet.state_of.get(name)
        if state is None:
            raise ModelError(f"{where(event)} assigns to '{name}', which no event can change")
        if state != name:
            yield state, multiply(value, Symbol(sheet.volume[name]))
        elif sheet.volume.get(name) not in new:
            yield state, value
    for species, place in sheet.volume.items():  # held as a concentration: diluted when its volume changes
        if place in new and sheet.state_of.get(species) == species:
            yield species, multiply(new.get(species, Symbol(species)), divide(Symbol(place), new[place]))


def _part(element: Element) -> Formula | None:
    return formula_of(element) if element is not None and element.getMath() is not None else None


def refuse_equalities(system: System) -> None:
    """Refuse triggers that wait for two changing numbers to be equal: a solver with steps cannot see that moment.

    Raises ModelError with the event.
    """
    for event in system.events:
        for relation in relations(event.trigger):
            if relation.operation in ("eq", "ne") and _moves(relation, system):
                raise ModelError(
                    f"event '{event.id}': a trigger that compares changing values with == is not simulated"
                )


def _moves(formula: Formula, system: System) -> bool:
    """Whether a formula can change between events."""
    stack, seen = list(names(formula)), set()
    while stack:
        name = stack.pop()
        if name == TIME or system.rates.get(name) is not None:
            return True
        if name in system.rules and name not in seen:
            seen.add(name)
            stack += names(system.rules[name])
    return False
