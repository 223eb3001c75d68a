"""What an antibody or a tumour changes: values of parameters, and settings that are borrowed from another record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from onconeural.model.registry import Spread, registry


class Record(BaseModel):
    """A record of a data file: unknown fields are refused, and nothing can be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Setting(Record):
    """What a record does to one parameter: a value of its own, or a factor on the registry's value.

    ``status`` fitted: value from a first fit; borrowed: the value of another record stands in (assumed).
    """

    value: float | None = None
    times: float | None = None
    status: Literal["measured", "inferred", "fitted", "assumed", "borrowed"]
    basis: str

    def of(self, base: float) -> float:
        """The value of the parameter, from the registry's value ``base``.

        >>> Setting(times=0.5, status="assumed", basis="example").of(0.2)
        0.1
        """
        return self.value if self.value is not None else base * (self.times or 0.0)


class Treated(Record):
    """Shares of patients (0 to 1) whose tumour gets this treatment once it is found, as practised (assumed).

    ``unfit``: of those too disabled for it, the share who get it all the same. ``relapse``: of those treated, the share
    who are followed, and whose tumour is treated again when it comes back.
    """

    local: float
    chemotherapy: float
    unfit: float = 0.0
    relapse: float = 0.0


def value(symbol: str, *layers: Mapping[str, Setting]) -> float:
    """The value of a parameter: the first of the layers that sets it, else the registry's value (its unit).

    >>> value("g")
    0.0035
    """
    base = registry().parameter(symbol).value
    return next((layer[symbol].of(base) for layer in layers if symbol in layer), base)


def spread(symbol: str, *layers: Mapping[str, Spread]) -> Spread | None:
    """How a parameter differs between patients: the first of the layers that says so, else the registry."""
    own = next((layer[symbol] for layer in layers if symbol in layer), None)
    return own or registry().parameter(symbol).spread


def borrowed(raw: Mapping[str, Any], lender: Mapping[str, Any], own_fields: frozenset[str]) -> dict[str, Any]:
    """A written record, completed by what it borrows from another one; ``own_fields`` are never borrowed.

    A borrowed setting keeps its value, and its status and basis say where it comes from.
    """
    common = {key: part for key, part in lender.items() if key not in own_fields}
    settings = {symbol: _marked(setting, lender) for symbol, setting in lender.get("settings", {}).items()}
    merged = {
        "settings": {**settings, **raw.get("settings", {})},
        "spread": {**lender.get("spread", {}), **raw.get("spread", {})},
    }
    return {**common, **raw, **merged}


def _marked(setting: Mapping[str, Any], lender: Mapping[str, Any]) -> dict[str, Any]:
    basis = f"as in {lender['id']}, assumed; there {setting['status']}: {setting['basis']}"
    return {**setting, "status": "borrowed", "basis": basis}
