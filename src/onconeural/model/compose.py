"""One SBML model from the mechanism files: Antimony text, with values, names and units from the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from onconeural.engine import Model
from onconeural.engine.antimony import to_sbml
from onconeural.model.areas import areas
from onconeural.model.registry import Registry, registry
from onconeural.model.unit_check import with_all_units
from onconeural.model.units import unit_declarations, unit_definitions

MECHANISMS = (
    "tumour",
    "antigen_presentation",
    "tolerance",
    "t_cells",
    "b_cells",
    "igg",
    "receptors",
    "target_area",
    "function",
    "drugs",
    "clinical",
)


def equations(mechanism: str) -> str:
    """The Antimony text of one mechanism.

    >>> "Treg" in equations("tolerance")
    True
    """
    text = (files("onconeural.model") / "equations" / f"{mechanism}.ant").read_text(encoding="utf-8")
    return "\n".join(text.replace("{area}", a.letter) for a in areas()) if "{area}" in text else text


def compose(name: str, mechanisms: Iterable[str], records: Registry) -> str:
    """Mechanisms as one Antimony model, time in days; values, names and units come from ``records``."""
    units = {p.symbol: p.unit for p in records.parameters} | {s.symbol: s.unit for s in records.states}
    values = "".join(f"  {p.symbol} = {p.value!r}\n" for p in records.parameters)
    named = [(p.symbol, p.meaning) for p in records.parameters] + [(s.symbol, s.meaning) for s in records.states]
    labels = "".join(f'  {symbol} is "{meaning}"\n' for symbol, meaning in named)
    body = "\n".join(equations(m) for m in mechanisms)
    head = f"  unit time_unit = 86400 second\n{unit_definitions((*units.values(), '1/day'))}"
    return f"model {name}()\n{head}\n{values}\n{body}\n{unit_declarations(units)}{labels}end\n"


def built(text: str) -> Model:
    """The model of an Antimony text, with a unit on every number and variable of its SBML."""
    return Model.from_sbml(with_all_units(to_sbml(text)))


def antimony_text() -> str:
    """The whole model as Antimony text; time runs in days."""
    return compose("onconeural", MECHANISMS, registry())


@cache
def disease_model() -> Model:
    """The model of paraneoplastic disease, ready to simulate; defaults are the anti-Hu settings."""
    return built(antimony_text())


@cache
def scales() -> dict[str, float]:
    """Typical size of each state, for the error control of the engine."""
    return {s.symbol: s.scale for s in registry().states}


@cache
def model_hash() -> str:
    """SHA-256 over equations, registry and data files: changes with anything that could change a forecast."""
    digest = hashlib.sha256()
    for folder in ("equations", "data"):
        for path in sorted((files("onconeural.model") / folder).iterdir(), key=lambda p: p.name):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
