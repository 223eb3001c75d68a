"""Tumours as data: how they grow, when they are seen, what they answer to, and how they are treated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from onconeural.model.registry import Spread, load
from onconeural.model.settings import Record, Setting, Treated


class Tumour(Record):
    """One kind of tumour; what it does not set has the registry's value, which is that of small-cell lung cancer.

    ``sex`` is M or F where only they have it.
    """

    id: str
    sex: Literal["M", "F"] | None = None
    settings: dict[str, Setting]
    spread: dict[str, Spread]
    treated: Treated
    sources: tuple[str, ...]
    basis: str


@cache
def _tumours() -> Mapping[str, Tumour]:
    data: Any = load("tumours.yaml")
    return {raw["id"]: Tumour.model_validate(raw) for raw in data["tumours"]}


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
    'inferred'
    """
    return _tumours()[key]
