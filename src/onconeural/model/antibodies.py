"""Antibodies as data: which parameters an antibody sets, and which antibodies have no settings of their own."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from onconeural.model.areas import area_setting
from onconeural.model.registry import Spread, load, registry


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Setting(_Record):
    """What an antibody does to one parameter: a value of its own, or a factor on the registry's value."""

    value: float | None = None
    times: float | None = None
    status: Literal["measured", "inferred", "fitted", "assumed"]
    basis: str


class Treated(_Record):
    """Treatment as practised: share of patients (0 to 1) who get it.

    ``local`` and ``chemotherapy`` once the tumour is found; ``first_line`` immunotherapy, which is ``drugs``, after the
    neurological diagnosis, and ``second_line`` if disability stays.
    """

    local: float
    chemotherapy: float
    first_line: float = 0.5
    second_line: float = 0.0
    drugs: tuple[str, ...] = ("steroids", "ivig")


class TumourFree(_Record):
    """Share of draws without a tumour; their disease starts with a danger pulse on ``day``, ``amount`` times ag."""

    share: float
    amount: float
    day: float


class OnsetSearch(_Record):
    """Where onset is likely: the top ``share`` of plausible patients by a linear ``score``."""

    share: float
    score: Literal["ctl", "antibody"]


class Antibody(_Record):
    """One antibody over the shared equations."""

    id: str
    label: str
    antibody_class: Literal["intracellular", "surface"]
    tumour: str
    settings: dict[str, Setting]
    spread: dict[str, Spread]
    treated: Treated
    tumour_free: TumourFree | None = None
    onset_search: OnsetSearch
    horizon: float

    def value(self, symbol: str) -> float:
        """The value of a parameter for this antibody, in the unit of the registry.

        >>> antibody("yo").value("g")
        0.0025
        """
        base = registry().parameter(symbol).value
        setting = self.settings.get(symbol)
        in_area = area_setting(self.id, symbol)
        if in_area is not None:
            return in_area
        if setting is None:
            return base
        return setting.value if setting.value is not None else base * (setting.times or 0.0)

    def spread_of(self, symbol: str) -> Spread | None:
        """How a parameter differs between patients with this antibody."""
        return self.spread.get(symbol, registry().parameter(symbol).spread)


class _File(_Record):
    schema_version: Literal[1]
    antibodies: tuple[Antibody, ...]
    stand_ins: dict[str, str]
    outside: dict[str, str]
    by_phenotype: dict[str, tuple[str, ...]]


@cache
def _file() -> _File:
    return _File.model_validate(load("antibodies.yaml"))


def modelled() -> tuple[str, ...]:
    """Antibodies with settings of their own.

    >>> modelled()
    ('hu', 'yo', 'ma2', 'nmdar', 'gababr', 'pq_vgcc')
    """
    return tuple(a.id for a in _file().antibodies)


@cache
def antibody(key: str) -> Antibody:
    """The settings of a modelled antibody; KeyError for any other."""
    for record in _file().antibodies:
        if record.id == key:
            return record
    raise KeyError(key)


def stand_in(key: str) -> str | None:
    """The antibody whose settings stand in for one without settings of its own (assumed), or None.

    >>> stand_in("ri")
    'yo'
    """
    return _file().stand_ins.get(key)


def outside_domain(key: str) -> str | None:
    """Why an antibody lies outside the domain of the model, or None."""
    return _file().outside.get(key)


def antibodies_of_phenotype(phenotype: str) -> tuple[str, ...]:
    """Modelled antibodies to consider when none is given: those that present this way, else all (assumed)."""
    return _file().by_phenotype.get(phenotype, modelled())


@cache
def varying_symbols() -> tuple[str, ...]:
    """Parameters that differ between patients or between antibodies, in registry order."""
    records = _file().antibodies
    set_somewhere = {s for a in records for s in (*a.settings, *a.spread)}
    set_somewhere |= {p.symbol for p in registry().parameters if area_setting(records[0].id, p.symbol) is not None}
    return tuple(p.symbol for p in registry().parameters if p.spread is not None or p.symbol in set_somewhere)
