"""A titre as written in a case, against the published cut-offs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onconeural.evidence import criteria

_AMOUNT = re.compile(r"([<>]?)\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*([a-z]+/[a-z]+)")
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_UNITS = {"iu/ml": "IU/mL", "u/ml": "U/mL", "pmol/l": "pmol/L", "nmol/l": "nmol/L"}


@dataclass(frozen=True)
class Amount:
    """A value with its unit; ``bound`` is ``<`` or ``>`` where the laboratory gives only a limit, else empty."""

    value: float
    unit: str
    bound: str = ""


def amount(text: str | None) -> Amount | None:
    """Return the amount that a titre states, if it is nothing but one amount with a known unit.

    A point before exactly three digits is not read: it may stand for thousands.

    >>> amount("12,500 IU/mL"), amount("> 2000 IU/mL")
    (Amount(value=12500.0, unit='IU/mL', bound=''), Amount(value=2000.0, unit='IU/mL', bound='>'))
    >>> amount("1:400"), amount("12.500 IU/mL"), amount("30-40 pmol/L")
    (None, None, None)
    """
    found = _AMOUNT.fullmatch(_GROUPED.sub("", (text or "").strip().lower()))
    if found is None or found[4] not in _UNITS or len(found[3] or "") == 4:
        return None
    return Amount(float(found[2].replace(",", "") + (found[3] or "")), _UNITS[found[4]], found[1])


def cut_off(antibody: str, specimen: str, unit: str) -> Mapping[str, Any] | None:
    """Return the published cut-off of an antibody in a specimen and unit, or None.

    >>> cut_off("gad65", "serum", "IU/mL")["above"]
    10000
    """
    for record in criteria("antibody_reliability")["cut_offs"]:
        if (record["antibody"], record["specimen"], record["unit"]) == (antibody, specimen, unit):
            return dict(record)
    return None


def level(antibody: str, specimen: str, text: str | None) -> tuple[bool, str, str] | None:
    """Return whether a titre is above the published cut-off, the sentence that says so, and its source.

    >>> level("gad65", "serum", ">2000 IU/mL") is None  # above 2000 does not say on which side of 10000
    True
    """
    known = amount(text)
    limit = cut_off(antibody, specimen, known.unit) if known else None
    if known is None or limit is None:
        return None
    high = known.value > limit["above"] or (known.bound == ">" and known.value >= limit["above"])
    if (known.bound == ">" and not high) or (known.bound == "<" and high):
        return None
    side = "above" if high else "not above"
    said = f"{known.bound}{known.value:g} {known.unit} is {side} the cut-off of {limit['above']:g} {limit['unit']}"
    return high, f"{said} ({limit['meaning']}).", limit["source"]
