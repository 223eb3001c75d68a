"""Tumours as data: how they grow, when they are seen, what they answer to, and how they are treated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from onconeural.model.registry import Spread, load
from onconeural.model.settings import Record, Setting, Treated, borrowed

OWN = frozenset({"id", "sex", "sources", "basis"})


class Tumour(Record):
    """One kind of tumour; what it does not set has the registry's value, which is that of small-cell lung cancer.

    ``sex`` is M or F where only they have it; ``borrows`` is the tumour whose settings stand in (assumed).
    """

    id: str
    sex: Literal["M", "F"] | None = None
    borrows: str | None = None
    settings: dict[str, Setting]
    spread: dict[str, Spread]
    treated: Treated
    sources: tuple[str, ...]
    basis: str


@cache
def _tumours() -> Mapping[str, Tumour]:
    data: Any = load("tumours.yaml")
    written = {raw["id"]: raw for raw in data["tumours"]}
    return {key: Tumour.model_validate(_complete(raw, written)) for key, raw in written.items()}


def _complete(raw: dict[str, Any], written: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return borrowed(raw, written[raw["borrows"]], OWN) if "borrows" in raw else raw


def modelled_tumours() -> tuple[str, ...]:
    """Tumours with settings.

    >>> "thymoma" in modelled_tumours()
    True
    """
    return tuple(_tumours())


def tumour(key: str) -> Tumour:
    """The settings of a tumour; KeyError for one without.

    >>> tumour("ovarian_carcinoma").settings["g"].value
    0.0025
    >>> tumour("breast_carcinoma").settings["g"].status
    'borrowed'
    """
    return _tumours()[key]
