"""One SBML model from the mechanism files: Antimony text, with values, names and units from the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from onconeural.engine import Model
from onconeural.model.areas import areas
from onconeural.model.registry import Registry, registry
from onconeural.model.units import unit_declarations, unit_definitions
from onconeural.storage import Store

KEPT = Store("sbml", most=20)
MAKERS = (("onconeural.model", "unit_check"), ("onconeural.engine", "antimony"))  # of SBML from text

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
    """The model of an Antimony text, with a unit on every number and variable of its SBML.

    The SBML is kept in the user's cache, since translating and checking it takes longer than reading it.
    """
    makers = ((files(place) / f"{name}.py").read_text(encoding="utf-8") for place, name in MAKERS)
    name = Store.key(text, *makers)
    kept = KEPT.load(name)
    sbml = kept.decode() if kept is not None else _sbml(text)
    if kept is None:
        KEPT.save(name, sbml.encode())
    return Model.from_sbml(sbml)


def _sbml(text: str) -> str:
    from onconeural.engine.antimony import to_sbml  # noqa: PLC0415 heavy: loads libSBML
    from onconeural.model.unit_check import with_all_units  # noqa: PLC0415

    return with_all_units(to_sbml(text))


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
