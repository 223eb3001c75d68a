"""Models that would hang or crash the reader, refused before a native library meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import libsbml

from onconeural.engine.errors import ModelError

Node = Any  # a libSBML formula; the library has no types

MAX_BYTES = 20_000_000
DEEPEST_XML = 900  # libSBML walks a document by recursion in native code: too deep, and the process dies
DEEPEST_FORMULA = 100
DEEPEST_BRACKETS = 100
MOST_SUBMODELS = 1_000
LONGEST_STATEMENT = 20_000  # characters of Antimony; the parser takes quadratic time and memory
LARGEST_EXPANSION = 500_000  # symbols and numbers of all formulas, function definitions written out

_CHAINS = (libsbml.AST_PLUS, libsbml.AST_TIMES)


def refuse_hostile_xml(text: str) -> None:
    """Refuse SBML text that is huge, deeply nested, or defines a document type or an entity.

    Raises ModelError. Text that is no XML passes: the SBML reader says what is wrong with it.
    """
    if len(text) > MAX_BYTES:
        raise ModelError(f"the SBML text has {len(text)} bytes; at most {MAX_BYTES} are read")
    if re.search(r"<!(DOCTYPE|ENTITY)", text):
        raise ModelError("a document type or entity definition is not read: remove it from the file")
    depth = 0

    def opened(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_XML:
            raise ModelError(f"'{name}' is nested over {DEEPEST_XML} levels deep: not read")

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError:
        return


def refuse_hostile_antimony(text: str) -> None:
    """Refuse Antimony text with an import, deep brackets or an endless statement. Raises ModelError with the line."""
    if re.search(r"^\s*import\b", text, re.MULTILINE):
        raise ModelError("imports of other Antimony files are not followed: put everything into one text")
    _refuse_copies(_antimony_parts(text))
    depth = length = 0
    line = 1
    for character in text:
        line += character == "\n"
        length = 0 if character in ";\n" else length + 1
        depth += (character in "([{") - (character in ")]}")
        if depth > DEEPEST_BRACKETS or length > LONGEST_STATEMENT:
            what = "brackets" if depth > DEEPEST_BRACKETS else "a statement"
            limit = f"{DEEPEST_BRACKETS} levels" if depth > DEEPEST_BRACKETS else f"{LONGEST_STATEMENT} characters"
            raise ModelError(f"line {line}: {what} of over {limit}: not read")


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


def nodes(tree: Node) -> Iterator[Node]:
    """Every node of a libSBML formula, without recursion: a long sum is a deep tree."""
    stack = [tree] if tree is not None else []
    while stack:
        node = stack.pop()
        yield node
        stack += [node.getChild(i) for i in range(node.getNumChildren())]


def refuse_deep(tree: Node, where: str) -> None:
    """Refuse a formula that is nested too deeply; a sum or product of many terms is one level. Raises ModelError."""
    stack = [(tree, 1)] if tree is not None else []
    while stack:
        node, depth = stack.pop()
        if depth > DEEPEST_FORMULA:
            raise ModelError(f"{where}: a formula nested over {DEEPEST_FORMULA} levels deep is not read")
        kind = node.getType()
        for i in range(node.getNumChildren()):
            child = node.getChild(i)
            stack.append((child, depth + (kind not in _CHAINS or child.getType() != kind)))


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
            total = sizes.check(total + sizes.size(element.getMath(), {}, ())[0], "the model")


def _elements(model: Any) -> Iterator[Any]:  # noqa: ANN401 a libSBML model
    listing = model.getListOfAllElements()
    for i in range(listing.getSize()):
        element = listing.get(i)
        if hasattr(element, "getMath") and element.getMath() is not None:
            yield element


class _Sizes:
    """How large each function becomes when all calls in it are written out, and how often it uses each argument."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self.functions = functions
        self.known: dict[str, tuple[int, list[int]]] = {}

    def of(self, name: str, calling: tuple[str, ...]) -> tuple[int, list[int]]:
        """Symbols of the body, and uses of each argument."""
        if name in calling:
            raise ModelError(f"not simulated: recursive function definition ({' calls '.join((*calling, name))})")
        if name not in self.known:
            function = self.functions[name]
            arguments = {function.getArgument(i).getName(): i for i in range(function.getNumArguments())}
            size, uses = self.size(function.getBody(), arguments, (*calling, name))
            self.known[name] = (self.check(size, f"function '{name}'"), uses)
        return self.known[name]

    def check(self, size: int, name: str) -> int:
        """The size, or ModelError when it is too large."""
        if size > LARGEST_EXPANSION:
            raise ModelError(f"{name}: over {LARGEST_EXPANSION} symbols when function definitions are written out")
        return size

    def size(self, tree: Node, arguments: dict[str, int], calling: tuple[str, ...]) -> tuple[int, list[int]]:
        """Size of an expression with all calls written out, and how often each argument of its function is used."""
        total, uses = 0, [0] * len(arguments)
        stack = [(tree, 1)] if tree is not None else []  # with the number of copies of each node
        while stack:
            node, copies = stack.pop()
            total += copies
            if node.getName() in arguments and node.getNumChildren() == 0:
                uses[arguments[node.getName()]] += copies
            called = node.getName() if node.getType() == libsbml.AST_FUNCTION else None
            inner, times = self.of(called, calling) if called in self.functions else (0, [])
            total += copies * inner
            times += [1] * (node.getNumChildren() - len(times))
            stack += [(node.getChild(i), copies * times[i]) for i in range(node.getNumChildren())]
            self.check(total, f"function '{calling[-1]}'" if calling else "the model")
        return total, uses
