"""Models that would hang or crash the reader, refused before a native library meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import libsbml

from onconeural.engine.errors import ModelError
from onconeural.engine.unfolding import refuse_nested_models

Node = Any  # a libSBML formula; the library has no types

MAX_BYTES = 20_000_000
DEEPEST_XML = 900  # libSBML walks a document by recursion in native code: too deep, and the process dies
DEEPEST_FORMULA = 100
DEEPEST_BRACKETS = 100
LONGEST_STATEMENT = 20_000  # characters of Antimony; the parser takes quadratic time and memory

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
    refuse_nested_models(text)
    depth = length = 0
    line = 1
    for character in text:
        line += character == "\n"
        if character in ";\n":  # a new statement
            depth = length = 0
        length += 1
        depth += (character in "([{") - (character in ")]}")
        if depth > DEEPEST_BRACKETS or length > LONGEST_STATEMENT:
            what = "brackets" if depth > DEEPEST_BRACKETS else "a statement"
            limit = f"{DEEPEST_BRACKETS} levels" if depth > DEEPEST_BRACKETS else f"{LONGEST_STATEMENT} characters"
            raise ModelError(f"line {line}: {what} of over {limit}: not read")


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
