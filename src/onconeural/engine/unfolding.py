"""Models and functions that unfold: small on paper, and without end when they are written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import libsbml

from onconeural.engine.errors import ModelError

MOST_SUBMODELS = 1_000
LARGEST_EXPANSION = 500_000  # symbols and numbers of all formulas, function definitions written out
DEEPEST_EXPANSION = 900  # levels of one formula; libSBML walks it by recursion in native code
DEEPEST_CALLS = 100


def refuse_nested_models(text: str) -> None:
    """Refuse Antimony text whose models contain models that unfold into very many. Raises ModelError."""
    _refuse_copies(_antimony_parts(text))


def _antimony_parts(text: str) -> dict[str, list[str]]:
    """For each model of an Antimony text the models that it holds, as ``name: model(...)`` says it."""
    parts: dict[str, list[str]] = {"the text": []}
    inside = "the text"
    for opened, held in re.findall(r"^[ \t]*(?:model|module)\s+\*?(\w+)|:\s*(?!at\b)(\w+)\s*\(", text, re.MULTILINE):
        inside = opened or inside
        parts.setdefault(inside, []).extend([held] if held else [])
    return parts


def refuse_submodels(document: Any) -> None:  # noqa: ANN401 a libSBML document
    """Refuse submodels of submodels that would unfold into very many. Raises ModelError."""
    package = document.getPlugin("comp")
    count = package.getNumModelDefinitions() if package is not None else 0
    models = {m.getIdAttribute(): m for m in (package.getModelDefinition(i) for i in range(count))}
    parts = {name: _submodels(model) for name, model in models.items()}
    _refuse_copies(parts | {"the model": _submodels(document.getModel())})


def _submodels(model: Any) -> list[str]:  # noqa: ANN401 a libSBML model
    package = model.getPlugin("comp") if model is not None else None
    return [package.getSubmodel(i).getModelRef() for i in range(package.getNumSubmodels())] if package else []


def _refuse_copies(parts: dict[str, list[str]]) -> None:
    """Count the instances that each model unfolds into, those first that hold no others."""
    counts: dict[str, int] = {}
    waiting = dict(parts)
    while waiting:
        ready = [name for name, inside in waiting.items() if not any(i in waiting for i in inside)]
        if not ready:
            raise ModelError(f"not simulated: models that contain each other ({', '.join(sorted(waiting))})")
        for name in ready:
            counts[name] = 1 + sum(counts.get(i, 1) for i in waiting.pop(name))
            if counts[name] > MOST_SUBMODELS:
                raise ModelError(f"'{name}' unfolds into over {MOST_SUBMODELS} submodels: not read")


def refuse_expansion(model: Any) -> None:  # noqa: ANN401 a libSBML model
    """Refuse function definitions that call themselves, directly or not, and formulas that they would blow up.

    Raises ModelError with the name of the function.
    """
    count = model.getNumFunctionDefinitions() if model is not None else 0
    functions = {f.getIdAttribute(): f for f in (model.getFunctionDefinition(i) for i in range(count))}
    sizes = _Sizes(functions)
    for name in functions:
        sizes.of(name, ())
    if functions:
        total = 0
        for element in (e for e in _elements(model) if e.getElementName() != "functionDefinition"):
            total = sizes.check(total + sizes.size(element.getMath(), {}, ()).symbols, "the model")


def _elements(model: Any) -> Iterator[Any]:  # noqa: ANN401 a libSBML model
    listing = model.getListOfAllElements()
    for i in range(listing.getSize()):
        element = listing.get(i)
        if hasattr(element, "getMath") and element.getMath() is not None:
            yield element


@dataclass(frozen=True)
class _Size:
    """An expression with all calls written out: symbols, levels, and how often it uses each argument."""

    symbols: int
    levels: int
    uses: tuple[int, ...]


class _Sizes:
    """How large each function becomes when all calls in it are written out."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self.functions = functions
        self.known: dict[str, _Size] = {}

    def of(self, name: str, calling: tuple[str, ...]) -> _Size:
        """The size of the body of a function."""
        if name in calling or len(calling) > DEEPEST_CALLS:
            chain = " calls ".join((*calling[-3:], name))
            raise ModelError(f"not simulated: recursive or very deep function definition ({chain})")
        if name not in self.known:
            function = self.functions[name]
            arguments = {function.getArgument(i).getName(): i for i in range(function.getNumArguments())}
            self.known[name] = self.size(function.getBody(), arguments, (*calling, name))
        return self.known[name]

    def check(self, symbols: int, where: str, levels: int = 0) -> int:
        """The number of symbols, or ModelError when it is too large or too deep."""
        if symbols > LARGEST_EXPANSION or levels > DEEPEST_EXPANSION:
            limit = f"{LARGEST_EXPANSION} symbols" if symbols > LARGEST_EXPANSION else f"{DEEPEST_EXPANSION} levels"
            raise ModelError(f"{where}: over {limit} when function definitions are written out")
        return symbols

    def size(self, tree: Any, arguments: dict[str, int], calling: tuple[str, ...]) -> _Size:  # noqa: ANN401
        """Size of an expression in the body of ``calling``, or of the model."""
        symbols, levels, uses = 0, 0, [0] * len(arguments)
        stack = [(tree, 1, 1)] if tree is not None else []  # with the copies of each node, and its level
        while stack:
            node, copies, level = stack.pop()
            name = node.getName()
            if name in arguments and node.getNumChildren() == 0:
                uses[arguments[name]] += copies
            inner = self.of(name, calling) if self._is_call(node) else _Size(0, 0, ())
            times = (*inner.uses, *[1] * (node.getNumChildren() - len(inner.uses)))
            symbols += copies * (1 + inner.symbols)
            levels = max(levels, level + inner.levels)
            self.check(symbols, f"function '{calling[-1]}'" if calling else "the model", levels)
            stack += [(node.getChild(i), copies * times[i], level + 1 + inner.levels) for i in range(len(times))]
        return _Size(symbols, levels, tuple(uses))

    def _is_call(self, node: Any) -> bool:  # noqa: ANN401
        return node.getType() == libsbml.AST_FUNCTION and node.getName() in self.functions
