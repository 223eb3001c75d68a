"""Units of the registry in words of Antimony: how they are named, defined and given to a symbol.

A unit is written as in the registry, ``mg/cell/day``: one atom or 1, then a slash before each divisor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onconeural.evidence import nearest

# One atom of a unit in words of Antimony. An osmole is counted as a mole of particles.
ATOMS = {
    "1": "dimensionless",
    "day": "86400 second",
    "cell": "item",
    "cells": "item",
    "L": "litre",
    "kg": "1000 gram",
    "g": "gram",
    "mg": "0.001 gram",
    "mol": "mole",
    "mmol": "0.001 mole",
    "mosm": "0.001 mole",
    "pmol": "1e-12 mole",
    "Gy": "gray",
}


def unit_id(unit: str) -> str:
    """The SBML name of a unit of the registry. Raises ValueError, with the nearest atom, when an atom is not known.

    >>> unit_id("1/day"), unit_id("mg/cell/day"), unit_id("cells"), unit_id("1")
    ('per_day', 'mg_per_cell_per_day', 'cell', 'dimensionless')
    """
    first, *divisors = _atoms(unit)
    head = [] if first == "1" else [first]
    if not divisors:
        return head[0] if head else "dimensionless"
    return "_".join([*head, *(f"per_{divisor}" for divisor in divisors)])


def unit_definitions(units: Iterable[str]) -> str:
    """Antimony lines that define these units, each once; units that SBML knows by itself need none.

    >>> print(unit_definitions(["1/day", "cells"]), end="")
      unit cell = item
      unit per_day = 1 / (86400 second)
    """
    known = {unit_id(unit): unit for unit in units}
    return "".join(
        f"  unit {name} = {_in_antimony(known[name])}\n" for name in sorted(known) if name != "dimensionless"
    )


def unit_declarations(units: Mapping[str, str]) -> str:
    """Antimony lines that give each symbol its unit.

    >>> print(unit_declarations({"g": "1/day"}), end="")
      g has per_day
    """
    return "".join(f"  {symbol} has {unit_id(unit)}\n" for symbol, unit in units.items())


def _atoms(unit: str) -> list[str]:
    atoms = unit.split("/")
    for atom in atoms:
        if atom not in ATOMS:
            meant = nearest(atom, ATOMS)
            raise ValueError(f"unit '{unit}': found '{atom}', expected {', '.join(ATOMS)}; nearest: {meant}")
    return ["cell" if atom == "cells" else atom for atom in atoms]


def _in_antimony(unit: str) -> str:
    first, *divisors = _atoms(unit)
    head = "1" if first == "1" else ATOMS[first]
    return " / ".join([head if not divisors or first == "1" else f"({head})", *(f"({ATOMS[d]})" for d in divisors)])
