"""From a system of formulas to the text of its solver: graph, Jacobian, layout, and the functions that use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onconeural.engine.codegen.comparisons import Comparison, Comparisons
from onconeural.engine.codegen.driver import Driver
from onconeural.engine.codegen.equations import Equations
from onconeural.engine.codegen.frame import Frame, Layout
from onconeural.engine.codegen.graph import Graph, Node
from onconeural.engine.codegen.interpolant import InterpolantCheck
from onconeural.engine.codegen.ir import DOUBLE, INTEGER, POINTER, Code, Module, Value, vector
from onconeural.engine.codegen.jacobian import gradients
from onconeural.engine.codegen.kernels import Leaf, Slots, Writer
from onconeural.engine.codegen.linear import linear_systems
from onconeural.engine.codegen.lowering import Lowering
from onconeural.engine.codegen.record import Recorder, observe_arguments
from onconeural.engine.codegen.rodas import RODAS5P
from onconeural.engine.codegen.service import Service
from onconeural.engine.codegen.step import StepCode
from onconeural.engine.expression import Apply, Formula, relations
from onconeural.engine.system import System


@dataclass(frozen=True)
class Assembly:
    """The solver of one system as LLVM text, and where its workspace keeps things."""

    text: str
    layout: Layout
    lowering: Lowering
    slots: Slots


def assemble(
    system: System,
    infused: Sequence[int],
    width: int,
    real: str = DOUBLE,
    *,
    asleep: Sequence[str] = (),
    pivoting: bool = False,
) -> Assembly:
    """Write the solver of a system for ``width`` patients side by side; ``infused``: states that take infusions.

    ``asleep``: states that are zero throughout, which are left out of everything.
    ``real``: the kind of number that a step computes with (with pivoting it is double).
    ``pivoting``: the slow and safe way with linear systems, for one patient at a time; also taken where the elimination
    written out would be too long.
    """
    graph = Graph()
    lowering = Lowering(system, graph, asleep)
    moving = [i for i, (s, f) in enumerate(system.rates.items()) if (f is not None and s not in asleep) or i in infused]
    rates = _rates(system, lowering, moving, infused)
    slopes = gradients(graph, rates)
    watched = _comparisons(system, lowering)
    slots = Slots(graph, len(system.parameters))
    differences = [c.difference for c in watched]
    slots.collect([*rates, *(n for g in slopes for n in g.values()), *differences])
    read = _states(graph, differences) & set(moving)
    equations = Equations(graph, slots, tuple(moving), tuple(rates), tuple(slopes))
    linear = linear_systems(len(moving), list(equations.entries), width, real, pivoting=pivoting)
    layout = Layout(
        width=linear.width,
        moving=tuple(moving),
        still=tuple(i for i in range(len(system.rates)) if i not in moving),
        infused=len(infused),
        slots=slots.count,
        comparisons=len(watched),
        stages=RODAS5P.stages,
        factors=linear.memory,
        real=linear.real,
    )
    module = Module()
    _write_derive(module, layout, equations)
    StepCode(module, layout, equations, linear).write()
    comparisons = Comparisons(module, layout, equations, watched, sorted(layout.row_of_state[s] for s in read))
    comparisons.write()
    Recorder(module, layout).write()
    Service(module, layout, comparisons, len(system.parameters)).write()
    if layout.moving:
        InterpolantCheck(module, layout, linear).write()
    Driver(module, layout, comparisons).write()
    return Assembly(module.text(), layout, lowering, slots)


def _rates(system: System, lowering: Lowering, moving: Sequence[int], infused: Sequence[int]) -> list[Node]:
    """Rates of the moving states, with what is infused."""
    graph, nodes, formulas = lowering.graph, [], list(system.rates.values())
    for i in moving:
        formula = formulas[i]
        rate = lowering.number(formula) if formula is not None else graph.number(0.0)
        nodes.append(graph.add(rate, graph.node("infusion", list(infused).index(i))) if i in infused else rate)
    return nodes


def _comparisons(system: System, lowering: Lowering) -> list[Comparison]:
    """Each comparison on which an event or a rate depends, with what its change means."""
    formulas: list[Formula] = [e.trigger for e in system.events]
    formulas += [f for f in (*system.rates.values(), *system.rules.values()) if f is not None]
    pairs = dict.fromkeys(p for f in formulas for r in relations(f) for p in _pairs(r))
    return [_comparison(p, system, lowering) for p in pairs]


def _pairs(relation: Apply) -> list[Apply]:
    """A < b < c as a < b and b < c."""
    both = zip(relation.arguments, relation.arguments[1:], strict=False)
    return [Apply(relation.operation, pair) for pair in both]


def _comparison(pair: Apply, system: System, lowering: Lowering) -> Comparison:
    marks, asks = [], False
    for i, event in enumerate(system.events):
        noted = not event.assignments and event.delay is None
        if noted and event.trigger == pair and pair.operation in ("lt", "le", "gt", "ge"):
            marks.append((i, pair.operation in ("gt", "ge")))
        else:
            asks = asks or any(pair in _pairs(r) for r in relations(event.trigger))
    left, right = (lowering.number(a) for a in pair.arguments)
    inclusive = pair.operation in ("ge", "lt", "eq", "ne")
    return Comparison(lowering.graph.sub(left, right), inclusive, tuple(marks), asks)


def _states(graph: Graph, nodes: Sequence[Node]) -> set[int]:
    """The states that some nodes read."""
    keys = (graph.keys[n] for n in graph.reach(nodes))
    return {key[1] for key in keys if key[0] == "state"}  # type: ignore[misc]


def _write_derive(module: Module, layout: Layout, equations: Equations) -> None:
    """derive(work, lane): what depends on parameters alone, once a patient."""
    with module.function("derive", ((POINTER, "work"), (INTEGER, "lane"))) as code:
        frame, lane = Frame(code, code.arguments["work"], layout), code.arguments["lane"]
        writer = Writer(code, equations.graph, equations.slots, lambda _, i, __: frame.one("slot", lane, i), DOUBLE)
        writer.inside_slots = True
        places = equations.slots.places
        for place, value in zip(places.values(), writer.write(list(places)), strict=True):
            frame.set_one(value, "slot", lane, place)
        if layout.real != DOUBLE:  # as a step reads them
            with code.repeat(layout.slots) as i:
                frame.set_one(code.convert(frame.one("slot", lane, i), layout.real), "constant", lane, i)


def assemble_outputs(assembly: Assembly, names: Sequence[str]) -> tuple[str, list[int]]:
    """The text of a function that computes outputs, and the rows of the states that it reads."""
    graph, layout = assembly.lowering.graph, assembly.layout
    nodes = [assembly.lowering.nodes[n] for n in names]
    needed = sorted(layout.row_of_state[s] for s in _states(graph, nodes))
    module = Module()
    with module.function("observe", observe_arguments(layout.width), public=True) as code:
        writer = Writer(code, graph, assembly.slots, _output_leaf(code, layout, needed), vector(DOUBLE, layout.width))
        writer.inside_slots = True
        out, stride, valid = (code.arguments[n] for n in ("out", "stride", "valid"))
        for i, value in enumerate(writer.write(nodes)):
            code.store_where(valid, value, code.at(out, stride * i))
    return module.text(), needed


def _output_leaf(code: Code, layout: Layout, needed: list[int]) -> Leaf:
    """States and time are vectors over output times; parameters are those of one patient."""

    def leaf(kind: str, i: int, _: str) -> Value:
        """An input of an output, for several times side by side."""
        if kind == "time":
            return code.arguments["time"]
        if kind == "state":
            place = needed.index(layout.row_of_state[i])
            return code.load(code.arguments["y"], place, vector(DOUBLE, layout.width))
        return code.splat(code.load(code.arguments["slots"], i * layout.width, DOUBLE), layout.width)

    return leaf
