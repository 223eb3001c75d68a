"""The equations of a model for a peer: the same formulas, as Python source that numba or JAX compiles.

What a careful user would do is done: values that depend on parameters alone are computed once a patient, states that
only events change are constants, and states are counted in units of their scale, so that a solver with one absolute
tolerance has the same one for each state as ours has. ``plain`` leaves all that out: the equations as most scripts have
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from problems import Problem

from onconeural.engine.expression import TIME, Apply, Formula, Number, Symbol, names

CALLS = {"exp": "exp", "ln": "log", "sqrt": "sqrt", "abs": "fabs"}
GLUE = {"add": " + ", "mul": " * ", "sub": " - ", "div": " / ", "pow": " ** "}


@dataclass(frozen=True)
class Equations:
    """``states``: what is integrated; p holds ``parameters``, then infusion rates, then the hoisted values.

    ``rates`` and ``outputs`` are lines of Python, with y[i] (in units of ``scale``) and p[j], and m for the functions.
    """

    states: tuple[str, ...]
    scale: np.ndarray
    parameters: np.ndarray  # (n, values), without infusion rates and hoisted values filled in
    first: np.ndarray  # (n, states)
    infusion_at: int  # place in p of the first infusion rate
    rates: str
    outputs: str
    hoisted: str


def equations(problem: Problem, *, plain: bool = False) -> Equations:
    system = problem.model.system
    states = tuple(s for s, f in system.rates.items() if f is not None)
    still = tuple(s for s, f in system.rates.items() if f is None)
    fixed = (*system.parameters, *still)
    state = problem.model.initial_state(problem.parameters, problem.n)
    rows = {s: state[i] for i, s in enumerate(problem.model.states)}
    values = {**system.parameters, **problem.parameters, **{s: rows[s] for s in still}}
    infused = [problem.model.states[i] for i in problem.infused]
    writer = _Writer(system, states, fixed, None if plain else len(fixed) + len(infused))
    scale = np.ones(len(states)) if plain else np.array([(problem.scales or problem.model.typical)[s] for s in states])
    rates = writer.rates(scale, {s: len(fixed) + j for j, s in enumerate(infused)})
    outputs = writer.outputs(problem.outputs, scale)
    table = np.zeros((problem.n, len(fixed) + len(infused) + len(writer.hoisted)))
    table[:, : len(fixed)] = np.stack([np.broadcast_to(values[s], problem.n) for s in fixed], axis=1)
    first = np.stack([rows[s] for s in states], axis=1) / scale
    return Equations(states, scale, table, first, len(fixed), rates, outputs, writer.hoisting())


class _Writer:
    """Writes formulas as Python source."""

    def __init__(self, system, states: Sequence[str], fixed: Sequence[str], offset: int | None) -> None:
        self.system, self.offset = system, offset
        self.states = {s: i for i, s in enumerate(states)}
        self.fixed = {s: j for j, s in enumerate(fixed)}
        self.variables = {r: f"v{i}" for i, r in enumerate(system.rules)}
        self.hoisted: dict[Formula, int] = {}

    def rates(self, scale: np.ndarray, infusions: dict[str, int]) -> str:
        lines = self._body([n for s in self.states for n in names(self.system.rates[s])], scale)
        for state, i in self.states.items():
            infusion = f" + p[{infusions[state]}]" if state in infusions else ""
            lines.append(f"dy[{i}] = ({self.text(self.system.rates[state])}{infusion}) * {float(1.0 / scale[i])!r}")
        return _indented(lines)

    def outputs(self, outputs: Sequence[str], scale: np.ndarray) -> str:
        lines = self._body(outputs, scale)
        return _indented([*lines, *(f"out[{i}] = {self.text(Symbol(o))}" for i, o in enumerate(outputs))])

    def hoisting(self) -> str:
        """Lines that fill in the hoisted values: everything that depends on parameters alone."""
        lines = []
        for formula, at in self.hoisted.items():
            lines.append(f"p[{at}] = {self._apply(formula, self._plain)}")
        return _indented(lines)

    def text(self, formula: Formula) -> str:
        """Source of a formula, with what is fixed for a patient replaced by its place in p."""
        if isinstance(formula, Apply) and self._is_fixed(formula):
            return f"p[{self.hoisted.setdefault(self._expanded(formula), self.offset + len(self.hoisted))}]"
        if isinstance(formula, Symbol) and formula.name in self.variables and self._is_fixed(formula):
            return self.text(self.system.rules[formula.name])
        return self._apply(formula, self.text) if isinstance(formula, Apply) else self._leaf(formula)

    def _plain(self, formula: Formula) -> str:
        return self._apply(formula, self._plain) if isinstance(formula, Apply) else self._leaf(formula)

    def _leaf(self, formula: Formula) -> str:
        if isinstance(formula, Number):
            return f"({formula.value!r})"
        name = formula.name
        if name == TIME:
            return "t"
        return f"p[{self.fixed[name]}]" if name in self.fixed else self.variables.get(name) or f"s{self.states[name]}"

    def _apply(self, formula: Apply, text) -> str:
        parts = [text(a) for a in formula.arguments]
        if formula.operation in GLUE:
            return f"({GLUE[formula.operation].join(parts)})"
        if formula.operation == "square":
            return f"({parts[0]} * {parts[0]})"
        if formula.operation == "neg":
            return f"(-{parts[0]})"
        return f"m.{CALLS[formula.operation]}({parts[0]})"

    def _is_fixed(self, formula: Formula) -> bool:
        """Whether a formula depends on parameters alone, and is to be computed once a patient."""
        return self.offset is not None and all(
            n in self.fixed or (n in self.variables and self._is_fixed(self.system.rules[n])) for n in names(formula)
        )

    def _expanded(self, formula: Formula) -> Formula:
        """A formula with the rules that it reads written out."""
        if isinstance(formula, Symbol) and formula.name in self.variables:
            return self._expanded(self.system.rules[formula.name])
        if isinstance(formula, Apply):
            return Apply(formula.operation, tuple(self._expanded(a) for a in formula.arguments))
        return formula

    def _body(self, needed: Sequence[str], scale: np.ndarray) -> list[str]:
        """States in their own units, then the rules that are needed and that change in time, in order."""
        wanted: set[str] = set()
        stack = list(needed)
        while stack:
            name = stack.pop()
            if name not in wanted:
                wanted.add(name)
                stack += names(self.system.rules[name]) if name in self.variables else []
        lines = [f"s{i} = y[{i}] * {float(scale[i])!r}" for s, i in self.states.items() if s in wanted]
        rules = [r for r in self.variables if r in wanted and not self._is_fixed(Symbol(r))]
        return lines + [f"{self.variables[r]} = {self.text(self.system.rules[r])}" for r in rules]


def _indented(lines: Sequence[str]) -> str:
    return "\n".join(f"    {line}" for line in lines or ["pass"])
