"""A model as formulas alone: what a solver needs, and nothing of the file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onconeural.engine.errors import ModelError
from onconeural.engine.expression import Formula, names


@dataclass(frozen=True)
class Event:
    """Something that happens when ``trigger`` becomes true, after ``delay``; it assigns formulas to states.

    Without ``persistent`` it is called off when the trigger becomes false before it happens; ``initially`` is what the
    trigger counts as before time 0; ``from_trigger``: the assigned values are those of the moment of the trigger.
    """

    id: str
    trigger: Formula
    assignments: tuple[tuple[str, Formula], ...]
    delay: Formula | None = None
    priority: Formula | None = None
    persistent: bool = True
    initially: bool = True
    from_trigger: bool = True


@dataclass(frozen=True)
class System:
    """A system of ordinary differential equations with events.

    ``rates``: each state's rate of change (None: only events change it); ``rules``: assigned variables in order of
    use; ``values``: initial values as numbers; ``first``: what is computed at the start, in order of use;
    ``parameters``: constants that a caller may set.
    """

    name: str
    parameters: dict[str, float]
    rates: dict[str, Formula | None]
    rules: dict[str, Formula]
    first: dict[str, Formula]
    values: dict[str, float]
    events: tuple[Event, ...]


def formulas(
    rates: Mapping[str, Formula | None],
    rules: Mapping[str, Formula],
    first: Mapping[str, Formula],
    events: tuple[Event, ...],
) -> Iterator[Formula]:
    """Every formula of a model."""
    yield from (f for f in rates.values() if f is not None)
    yield from (*rules.values(), *first.values())
    for event in events:
        parts = (event.trigger, event.delay, event.priority, *(f for _, f in event.assignments))
        yield from (f for f in parts if f is not None)


def read_by(symbols: Iterable[str], rules: Mapping[str, Formula]) -> set[str]:
    """Some symbols, and all that the rules among them read, directly or not.

    >>> from onconeural.engine.expression import Apply, Symbol
    >>> sorted(read_by(["x"], {"x": Apply("neg", (Symbol("y"),)), "z": Symbol("u")}))
    ['x', 'y']
    """
    found: set[str] = set()
    stack = list(symbols)
    while stack:
        symbol = stack.pop()
        if symbol not in found:
            found.add(symbol)
            stack += names(rules[symbol]) if symbol in rules else []
    return found


def ordered(formulas: Mapping[str, Formula]) -> dict[str, Formula]:
    """Assignments sorted so that each comes after those it reads.

    Raises ModelError when some need each other.
    """
    done: dict[str, Formula] = {}
    waiting = {name: set(names(formula)) & set(formulas) for name, formula in formulas.items()}
    while waiting:
        ready = [name for name, needs in waiting.items() if not needs]
        if not ready:
            raise ModelError("assignments that need each other: " + ", ".join(sorted(waiting)))
        for name in ready:
            done[name] = formulas[name]
            del waiting[name]
        for needs in waiting.values():
            needs.difference_update(ready)
    return done
