"""The page of all equations: typeset from the SBML file, with symbols, units, values, sources and status."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from onconeural import INTENDED_USE
from onconeural.evidence import citation, sources
from onconeural.model import Parameter, Registry, disease_model, equations, registry
from onconeural.model.compose import MECHANISMS
from onconeural.model.formula_latex import symbol_latex
from onconeural.model.hormones import hormone_model, hormone_registry
from onconeural.model.typeset import Typeset, typeset
from onconeural.report.references import link

WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def equations_page() -> str:
    """Return the page as Markdown: every mechanism with its equations, then its symbols; last the sources."""
    disease, hormones = typeset(disease_model().sbml), typeset(hormone_model().sbml)
    parts = [*_head()]
    for mechanism in MECHANISMS:
        parts += _mechanism(mechanism, disease, registry())
    parts += _mechanism("hormones", hormones, hormone_registry())
    parts += _sources((*registry().parameters, *hormone_registry().parameters))
    return "\n".join(parts).rstrip() + "\n"


def equations_json() -> str:
    """Return equations, states and parameters of both models as one JSON document."""
    models = (("disease", disease_model(), registry()), ("hormones", hormone_model(), hormone_registry()))
    parts = {name: _document(typeset(model.sbml), records) for name, model, records in models}
    return json.dumps({"intended_use": INTENDED_USE, "models": parts}, indent=2, ensure_ascii=False) + "\n"


def _document(model: Typeset, records: Registry) -> dict[str, Any]:
    named = [*model.rules, *(s.symbol for s in records.states), *(p.symbol for p in records.parameters)]
    return {
        "assigned": dict(model.rules),
        "rates": dict(model.rates),
        "starts": dict(model.starts),
        "events": dict(model.events),
        "symbols": {symbol: symbol_latex(symbol) for symbol in named},
        "states": [s.model_dump() for s in records.states],
        "parameters": [p.model_dump(exclude_none=True) for p in records.parameters],
    }


def _head() -> Iterator[str]:
    counts = Counter(p.status for p in registry().parameters)
    total = sum(counts.values())
    yield "# All equations"
    yield ""
    yield f"*{INTENDED_USE}*"
    yield ""
    yield "This page is made from the files that run: `onconeural model equations --out docs/model_equations.md`."
    yield "Time $t$ is in days. A number without a unit is dimensionless; libSBML checks the units of every equation."
    yield f"Of {total} parameters of the disease model, {counts['measured']} are *measured*, {counts['inferred']} are"
    yield "*inferred* (chosen inside a published range, derived, or from a first fit) and"
    yield f"{counts['assumed']} are *assumed*: nobody measured them. [The model page](model.md) tells what they mean."
    yield ""
    yield from _measured_against_assumed()


def _measured_against_assumed() -> Iterator[str]:
    yield "| mechanism | measured | inferred | assumed |"
    yield "|---|---|---|---|"
    for mechanism in (*MECHANISMS, "hormones"):
        records = hormone_registry() if mechanism == "hormones" else registry()
        used = set(WORD.findall(re.sub(r"//.*", "", equations(mechanism))))
        counts = Counter(p.status for p in records.parameters if p.symbol in used)
        shown = " | ".join(str(counts[status]) for status in ("measured", "inferred", "assumed"))
        yield f"| {mechanism.replace('_', ' ')} | {shown} |"
    yield ""
    yield "A parameter that two mechanisms use counts in both."
    yield ""


def _mechanism(name: str, model: Typeset, records: Registry) -> Iterator[str]:
    lines = [line.strip() for line in equations(name).splitlines()]
    yield f"## {name.replace('_', ' ').capitalize()}"
    yield ""
    yield f"File `{name}.ant`."
    yield ""
    used: list[str] = []
    for line in lines:
        code, _, comment = line.partition("//")
        symbol = _left_side(code)
        latex = _equation(symbol, code, model)
        if latex is not None:
            yield from (f"$${latex}$$", "")
        if comment.strip() and (latex is not None or not code):
            yield from (_sentence(comment), "")
        used += WORD.findall(code)
    own = (p.symbol for p in records.parameters if records is not registry() and p not in registry().parameters)
    yield from _symbols(tuple(dict.fromkeys((*used, *own))), records)


def _sentence(comment: str) -> str:
    text = comment.strip().rstrip(".").replace("*", r"\*")
    return f"*{text[0].upper()}{text[1:]}.*"


def _left_side(code: str) -> str:
    found = re.match(r"\s*([A-Za-z_]\w*)\s*('|:=|=|:)", code)
    return found[1] + found[2] if found else ""


def _equation(left: str, code: str, model: Typeset) -> str | None:
    """The typeset equation of one line; None for a line that holds none of its own."""
    symbol = left.rstrip("':=")
    if left.endswith(":="):
        return f"{symbol_latex(symbol)} = {model.rules[symbol]}"
    if left.endswith("'"):
        start = rf",\qquad {symbol_latex(symbol)}(0) = {model.starts[symbol]}" if symbol in model.starts else ""
        return rf"\frac{{d{symbol_latex(symbol)}}}{{dt}} = {model.rates[symbol]}{start}"
    if left.endswith(":") and symbol in model.events and " at " in code:
        return rf"\text{{{symbol.replace('_', ' ')}: }} {model.events[symbol]}"
    return None


@cache
def _by_symbol(records: Registry) -> dict[str, Parameter]:
    return {p.symbol: p for p in records.parameters}


def _symbols(used: Iterable[str], records: Registry) -> Iterator[str]:
    states = {s.symbol: s for s in records.states}
    parameters = _by_symbol(records)
    here = [symbol for symbol in used if symbol in states or symbol in parameters]
    if not here:
        return
    yield "| symbol | in the file | meaning | unit | default | status and sources |"
    yield "|---|---|---|---|---|---|"
    for symbol in here:
        first = f"| ${symbol_latex(symbol)}$ | `{symbol}` |"
        if symbol in states:
            yield f"{first} {states[symbol].meaning} | {states[symbol].unit} | | state |"
        else:
            p = parameters[symbol]
            where = "".join(f" `{key}`" for key in p.sources)
            yield f"{first} {p.meaning} | {p.unit} | {p.value:g} | {p.status}{':' if where else ''}{where} |"
    yield ""


def _sources(parameters: Iterable[Parameter]) -> Iterator[str]:
    yield "## Sources"
    yield ""
    for key in sorted({key for p in parameters for key in p.sources}):
        record = sources()[key]
        text, address = citation(record), link(record)
        yield f"- `{key}`: {text}" + ("" if address is None or address in text else f" <{address}>")
    yield ""
