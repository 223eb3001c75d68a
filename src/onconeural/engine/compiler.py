"""A system of equations as NumPy functions over an array of patients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.formula import names, number, root_function, source
from onconeural.engine.sbml import System

Array = NDArray[np.float64]
Parameters = Sequence[Any]  # one float or array (n,) per parameter
Rates = Callable[[Array, Array, Parameters, Array], None]
Values = Callable[[Array, Array, Parameters], list[Any]]


@dataclass(frozen=True)
class Compiled:
    """Functions of (time (n,), states (S, n), parameters): rates into an array, values as a list of arrays."""

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    events: tuple[str, ...]
    rates: Rates
    roots: Values
    inclusive: tuple[bool, ...]
    assign: dict[str, tuple[tuple[int, ...], Values]]
    initial: Callable[[Parameters], list[Any]]


def compile_system(system: System) -> Compiled:
    """Write the equations as NumPy source and compile it; the source holds white-listed pieces only."""
    states = tuple(system.rates)
    writer = _Writer(system, states)
    pairs = [root_function(e.trigger, writer.name) for e in system.events]
    assign = {
        e.id: (
            tuple(states.index(v) for v, _ in e.assignments),
            writer.values(e.id, [m for _, m in e.assignments]),
        )
        for e in system.events
    }
    return Compiled(
        states=states,
        parameters=tuple(system.parameters),
        events=tuple(e.id for e in system.events),
        rates=writer.rates(),
        roots=writer.text_values(
            "roots", [text for text, _ in pairs], [n for e in system.events for n in names(e.trigger)]
        ),
        inclusive=tuple(inclusive for _, inclusive in pairs),
        assign=assign,
        initial=writer.initial(),
    )


def compile_outputs(system: System, outputs: tuple[str, ...]) -> Values:
    """The values of some states and assigned variables, and nothing that they do not need."""
    writer = _Writer(system, tuple(system.rates))
    return writer.text_values("outputs", [writer.name(o) for o in outputs], list(outputs))


class _Writer:
    """Writes one Python function after another; every symbol of the model becomes a prefixed local variable."""

    def __init__(self, system: System, states: tuple[str, ...]) -> None:
        self.system, self.states, self.parameters = system, states, tuple(system.parameters)

    def name(self, symbol: str) -> str:
        return f"v_{symbol}"

    def rates(self) -> Rates:
        known = [(i, m) for i, m in enumerate(self.system.rates.values()) if m is not None]
        lines = self._body([n for _, m in known for n in names(m)])
        lines += [f"out[{i}] = {source(m, self.name)}" for i, m in known]
        return _function("rates", "t, y, p, out", lines)

    def values(self, label: str, maths: list[Any]) -> Values:
        return self.text_values(label, [source(m, self.name) for m in maths], [n for m in maths for n in names(m)])

    def text_values(self, label: str, texts: list[str], needed: list[str]) -> Values:
        lines = [*self._body(needed), f"return [{', '.join(texts)}]"]
        return _function(f"values_{label}", "t, y, p", lines)

    def initial(self) -> Callable[[Parameters], list[Any]]:
        """Initial values as they follow from the parameters of each patient."""
        lines = ["t = 0.0", *(f"{self.name(n)} = p[{i}]" for i, n in enumerate(self.parameters))]
        lines += [f"{self.name(k)} = {number(v)}" for k, v in self.system.values.items()]
        lines += [f"{self.name(k)} = {source(m, self.name)}" for k, m in self.system.first.items()]
        return _function("initial", "p", [*lines, f"return [{', '.join(self.name(s) for s in self.states)}]"])

    def _body(self, needed: list[str]) -> list[str]:
        """Unpack what the formulas read, then the assignment rules among it, in order."""
        wanted = self._closure(needed)
        lines = [f"{self.name(s)} = y[{i}]" for i, s in enumerate(self.states) if s in wanted]
        lines += [f"{self.name(s)} = p[{i}]" for i, s in enumerate(self.parameters) if s in wanted]
        rules = self.system.rules.items()
        return lines + [f"{self.name(r)} = {source(m, self.name)}" for r, m in rules if r in wanted]

    def _closure(self, needed: list[str]) -> set[str]:
        wanted, stack = set(), list(needed)
        while stack:
            symbol = stack.pop()
            if symbol not in wanted:
                wanted.add(symbol)
                stack += names(self.system.rules[symbol]) if symbol in self.system.rules else []
        return wanted


def _function(name: str, arguments: str, lines: list[str]) -> Callable[..., Any]:
    text = f"def {name}({arguments}):\n" + "".join(f"    {line}\n" for line in lines or ["pass"])
    space: dict[str, Any] = {"np": np, "float": float, "__builtins__": {}}
    exec(compile(text, f"<onconeural {name}>", "exec"), space)  # noqa: S102 built from white-listed pieces only
    function: Callable[..., Any] = space[name]
    return function
