"""What a source states as a number: value, unit, statistic, n, interval, population and time, kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeGuard

from pydantic.dataclasses import dataclass

from onconeural.evidence.editorial import STRICT

Scalar = bool | int | float | str | None
Statistic = Literal[
    "auc",
    "components",
    "correlation",
    "count",
    "cut_off",
    "dose",
    "duration",
    "estimate",
    "finding",
    "hazard_ratio",
    "icc",
    "items",
    "list",
    "lower_limit",
    "mean",
    "median",
    "odds_ratio",
    "one_in",
    "p_value",
    "percent",
    "percent_change",
    "points",
    "proportion",
    "range",
    "rate",
    "relative_risk",
    "rule",
    "score",
    "statement",
    "survival",
    "time_to_peak",
    "two_by_two",
    "upper_bound",
    "value",
]


@dataclass(frozen=True, config=STRICT)
class Interval:
    """From low to high, in the unit of the value; ``type`` says what it covers (ci95, iqr or range)."""

    low: float | None
    high: float | None
    type: Literal["ci95", "iqr", "range"]


@dataclass(frozen=True, config=STRICT)
class Quantity:
    """One quantity as a source states it.

    ``unit`` is a UCUM code, or a word that ``units.yaml`` maps to one. ``n`` is the number behind the value,
    ``comparator`` is < > ~ where the source gives a bound or an approximate number, ``time_origin`` and
    ``time_months`` say from where and how long a time runs, ``count`` is the numerator where it is printed.
    """

    value: Scalar
    unit: str
    statistic: Statistic
    n: int | None = None
    interval: Interval | None = None
    population: str | None = None
    time_origin: str | None = None
    time_months: float | None = None
    comparator: Literal["<", ">", "~"] | None = None
    count: int | None = None
    sd: float | None = None
    iqr_width: float | None = None
    cv_percent: float | None = None
    category: str | None = None
    printed_value: float | None = None
    patients_with_relapse: int | None = None
    components: Mapping[str, float | tuple[float, ...]] | None = None
    items: tuple[str, ...] | None = None
    values: tuple[float, ...] | None = None

    def numbers(self) -> Iterator[tuple[str, float]]:
        """Yield every number in the unit of the quantity, with its place inside the quantity."""
        bounds = {"interval.low": self.interval.low, "interval.high": self.interval.high} if self.interval else {}
        for path, number in {"value": self.value, **bounds}.items():
            if is_number(number):
                yield path, number
        for name, part in (self.components or {}).items():
            for number in part if isinstance(part, tuple) else (part,):
                yield f"components.{name}", number


def is_number(value: object) -> TypeGuard[float]:
    """Tell whether a value is a number, and not true or false.

    >>> is_number(3), is_number(True), is_number("3")
    (True, False, False)
    """
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_text(quantity: Quantity) -> str:
    """Return a quantity in one line of plain words; what is not stated is left out.

    >>> as_text(Quantity(83, "%", "percent", n=200, population="anti-Hu"))
    '83 % (percent, n 200, anti-Hu)'
    """
    bounds = _bounds(quantity.interval)
    kind = f"{quantity.interval.type} {bounds}" if quantity.interval and bounds else None
    shown = _shown(quantity) or bounds or "no single value"
    facts = (quantity.statistic.replace("_", " "), kind if shown != bounds else None, _size(quantity))
    time = f"time from {quantity.time_origin}" if quantity.time_origin else None
    words = ", ".join(filter(None, (*facts, quantity.population, time)))
    return f"{shown} {quantity.unit} ({words})"


def _bounds(interval: Interval | None) -> str:
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return f"{interval.low:g} to {interval.high:g}"


def _shown(quantity: Quantity) -> str:
    value = quantity.value
    if value is None:
        parts = quantity.components or {}
        return "; ".join(quantity.items or (f"{name} {part}" for name, part in parts.items()))
    return f"{quantity.comparator or ''}{value:g}" if is_number(value) else str(value)


def _size(quantity: Quantity) -> str | None:
    return None if quantity.n is None else f"n {quantity.n}"
