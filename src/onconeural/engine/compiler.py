"""A system of equations as NumPy functions over an array of patients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.expression import Apply, Formula, names, relations
from onconeural.engine.numpy_source import number, source
from onconeural.engine.system import System, read_by

Array = NDArray[np.float64]
Parameters = Sequence[Any]  # one float or array (n,) per parameter
Rates = Callable[[Array, Array, Parameters, Array], None]
Values = Callable[[Array, Array, Parameters], list[Any]]


@dataclass(frozen=True)
class CompiledEvent:
    """One event: what it assigns (rows of the state array, and their values), and when and in which order."""

    id: str
    rows: tuple[int, ...]
    values: Values
    delay: Values | None
    priority: Values | None
    persistent: bool
    initially: bool
    from_trigger: bool


class Compiled:
    """Functions of (time (n,), states (S, n), parameters), each compiled when it is first needed.

    ``rates`` writes into an array; ``triggers`` says which triggers hold; ``initial`` gives the states at time 0.
    """

    def __init__(self, system: System) -> None:
        self._writer = _Writer(system)
        self.states = self._writer.states

    @cached_property
    def events(self) -> tuple[CompiledEvent, ...]:
        """What events assign, and when and in which order."""
        return tuple(_event(self._writer, i) for i in range(len(self._writer.system.events)))

    @cached_property
    def rates(self) -> Rates:
        """The rate of every state that has one."""
        return self._writer.rates()

    @cached_property
    def triggers(self) -> Values:
        """Which triggers hold."""
        return self._writer.values("triggers", [e.trigger for e in self._writer.system.events])

    @cached_property
    def initial(self) -> Callable[[Parameters], list[Any]]:
        """Initial values as they follow from the parameters."""
        return self._writer.initial()

    def first(self, parameters: Parameters, n: int) -> Array:
        """States at time 0, shape (S, n)."""
        rows = self.initial(parameters)
        filled = [np.broadcast_to(np.asarray(v, dtype=np.float64), (n,)) for v in rows]
        return np.array(filled).reshape(len(rows), n)


def compile_outputs(system: System, outputs: tuple[str, ...]) -> Values:
    """The values of some states and assigned variables, and nothing that they do not need."""
    writer = _Writer(system)
    texts = [writer.name(o) for o in outputs]
    return writer.function("outputs", texts, outputs)


def compile_roots(system: System) -> tuple[Values, int]:
    """Left minus right of every comparison on which a trigger or a rate depends, and how many there are.

    A solver can step onto its change.
    """
    comparisons = list(dict.fromkeys(_comparisons(system)))
    return _Writer(system).values("roots", [_difference(c) for c in comparisons]), len(comparisons)


def _event(writer: _Writer, position: int) -> CompiledEvent:
    event = writer.system.events[position]
    return CompiledEvent(
        id=event.id,
        rows=tuple(writer.states.index(state) for state, _ in event.assignments),
        values=writer.values(f"event_{position}", [f for _, f in event.assignments]),
        delay=writer.values(f"delay_{position}", [event.delay]) if event.delay is not None else None,
        priority=writer.values(f"priority_{position}", [event.priority]) if event.priority is not None else None,
        persistent=event.persistent,
        initially=event.initially,
        from_trigger=event.from_trigger,
    )


def _comparisons(system: System) -> list[Apply]:
    """Comparisons that switch an event or a rate: pairs, in order of appearance."""
    formulas: list[Formula] = [e.trigger for e in system.events]
    formulas += [f for f in (*system.rates.values(), *system.rules.values()) if f is not None]
    found = [r for f in formulas for r in relations(f)]
    return [Apply(r.operation, pair) for r in found for pair in zip(r.arguments, r.arguments[1:], strict=False)]


def _difference(comparison: Apply) -> Formula:
    return Apply("sub", comparison.arguments)


class _Writer:
    """Writes one Python function after another; every symbol of the model becomes a numbered local variable."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.states, self.parameters = tuple(system.rates), tuple(system.parameters)
        symbols = dict.fromkeys((*self.states, *self.parameters, *system.rules, *system.first))
        self.numbers = {symbol: i for i, symbol in enumerate(symbols)}

    def name(self, symbol: str) -> str:
        """The local variable of a symbol."""
        return f"v{self.numbers[symbol]}"

    def rates(self) -> Rates:
        """A function that writes the rate of every state that has one."""
        known = [(i, f) for i, f in enumerate(self.system.rates.values()) if f is not None]
        lines = self._body([n for _, f in known for n in names(f)])
        lines += [f"out[{i}] = {source(f, self.name)}" for i, f in known]
        return _function("rates", "t, y, p, out", lines)

    def values(self, label: str, formulas: Sequence[Formula]) -> Values:
        """A function that returns the values of some formulas."""
        if not formulas:
            return _nothing
        texts = [source(f, self.name) for f in formulas]
        return self.function(label, texts, [n for f in formulas for n in names(f)])

    def function(self, label: str, texts: list[str], needed: Sequence[str]) -> Values:
        """A function that returns some expressions, after the rules that they need."""
        return _function(label, "t, y, p", [*self._body(needed), f"return [{', '.join(texts)}]"])

    def initial(self) -> Callable[[Parameters], list[Any]]:
        """Initial values as they follow from the parameters of each patient."""
        lines = ["t = np.float64(0.0)", *(f"{self.name(n)} = p[{i}]" for i, n in enumerate(self.parameters))]
        lines += [f"{self.name(k)} = {number(v)}" for k, v in self.system.values.items()]
        lines += [f"{self.name(k)} = {source(f, self.name)}" for k, f in self.system.first.items()]
        return _function("initial", "p", [*lines, f"return [{', '.join(self.name(s) for s in self.states)}]"])

    def _body(self, needed: Sequence[str]) -> list[str]:
        """Unpack what the formulas read, then the assignment rules among it, in order."""
        wanted = read_by(needed, self.system.rules)
        lines = [f"{self.name(s)} = y[{i}]" for i, s in enumerate(self.states) if s in wanted]
        lines += [f"{self.name(s)} = p[{i}]" for i, s in enumerate(self.parameters) if s in wanted]
        rules = self.system.rules.items()
        return lines + [f"{self.name(r)} = {source(f, self.name)}" for r, f in rules if r in wanted]


def _nothing(_: Array, __: Array, ___: Parameters) -> list[Any]:
    return []


def factorial(value: Any) -> Array:  # noqa: ANN401 a number or an array
    """Factorial of whole numbers; NaN for others."""
    given = np.asarray(value, dtype=np.float64)
    whole = (given >= 0) & (given == np.floor(given)) & (given <= 170)
    table = np.array([float(prod(range(1, i + 1))) for i in range(171)])
    return np.where(whole, table[np.where(whole, given, 0).astype(int)], np.nan)


def _function(name: str, arguments: str, lines: list[str]) -> Callable[..., Any]:
    text = f"def {name}({arguments}):\n" + "".join(f"    {line}\n" for line in lines or ["pass"])
    space: dict[str, Any] = {"np": np, "float": float, "factorial": factorial, "__builtins__": {}}
    exec(compile(text, f"<onconeural {name}>", "exec"), space)  # noqa: S102 built from white-listed pieces only
    function: Callable[..., Any] = space[name]
    return function
