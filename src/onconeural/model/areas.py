"""Target areas as data: which parts of the nervous system an antibody reaches, and how vulnerable each is."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from onconeural.model.registry import Spread, load


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Area(_Record):
    """One target area; ``letter`` ends the names of its states and parameters in the equations.

    ``weight``: share of all function (0 to 1) that is lost with the area.
    """

    id: str
    letter: str
    label: str
    weight: float


class Target(_Record):
    """What one antibody does in one area: median vulnerability, reliance on the receptor, and a weight of its own.

    ``reliance_sd``: how reliance differs between patients, the deviation of its logarithm; it is cut at 1.
    """

    vulnerability: float | None = None
    reliance: float = 0.0
    reliance_sd: float | None = None
    weight: float | None = None


class _File(_Record):
    schema_version: Literal[1]
    involved_below: float
    elsewhere: float
    areas: tuple[Area, ...]
    antibodies: dict[str, dict[str, Target]]
    called: dict[str, str]
    phenotypes: dict[str, tuple[str, ...]]


@cache
def _file() -> _File:
    return _File.model_validate(load("areas.yaml"))


def areas() -> tuple[Area, ...]:
    """The target areas of the model, in the order of every array over areas.

    >>> [a.id for a in areas()]
    ['peripheral', 'limbic', 'brainstem', 'cerebellum']
    """
    return _file().areas


def involved_below() -> float:
    """Share of function (0 to 1) below which an area counts as involved (assumed)."""
    return _file().involved_below


def target_areas(antibody: str) -> tuple[Area, ...]:
    """The areas that an antibody reaches, in either reading of its class, in the order of ``areas``.

    >>> [a.id for a in target_areas("tr_dner@surface")]
    ['limbic', 'brainstem', 'cerebellum']
    """
    records = _targets(antibody)
    return tuple(a for a in areas() if a.id in records)


def areas_of_phenotype(phenotype: str) -> tuple[Area, ...]:
    """The areas that a syndrome affects most; several: none of them alone; empty: the name does not say.

    >>> [a.id for a in areas_of_phenotype("limbic_encephalitis")]
    ['limbic']
    """
    found = _file().phenotypes.get(phenotype, ())
    return tuple(a for a in areas() if a.id in found)


def called(key: str) -> str | None:
    """The phenotype of a settings set whose syndrome is not called after its area, else None.

    >>> called("none@nerve"), called("hu")
    ('polyradiculoneuropathy', None)
    """
    return _file().called.get(key)


def area_setting(antibody: str, symbol: str) -> float | None:
    """The antibody's vulnerability (v_), reliance (r_) or weight (d_) of an area; None for any other parameter.

    >>> area_setting("hu", "v_p"), area_setting("hu", "g")
    (1.0, None)
    """
    kind, area, target = _target(antibody, symbol)
    if kind not in ("v", "r", "d") or area is None:
        return None
    if kind == "v":
        return _file().elsewhere if target.vulnerability is None else target.vulnerability
    if kind == "d":
        return area.weight if target.weight is None else target.weight
    return target.reliance


def area_spread(antibody: str, symbol: str) -> Spread | None:
    """How an antibody's reliance (r_) of an area differs between patients; None for any other parameter.

    >>> area_spread("gababr", "r_c").high, area_spread("hu", "r_c")
    (1.0, None)
    """
    kind, _, target = _target(antibody, symbol)
    if kind != "r" or target.reliance_sd is None:
        return None
    return Spread(type="lognormal", sd=target.reliance_sd, high=1.0)


def _target(antibody: str, symbol: str) -> tuple[str, Area | None, Target]:
    kind, _, letter = symbol.partition("_")
    area = next((a for a in areas() if a.letter == letter), None)
    return kind, area, _targets(antibody).get(area.id, Target()) if area else Target()


def _targets(key: str) -> dict[str, Target]:
    """What a settings set does in its areas: its own where it has any, else those of its antibody."""
    written = _file().antibodies
    return written.get(key) or written.get(key.partition("@")[0], {})
