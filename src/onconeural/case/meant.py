"""What a person most likely meant by a value of a case file that cannot be taken as it stands."""

from __future__ import annotations

import re

from pydantic_core import ErrorDetails

from onconeural.case.fields import DAYS_PER_YEAR
from onconeural.case.findings import finding_names
from onconeural.evidence import nearest

_UNITS = {"day": 1.0, "week": 7.0, "month": DAYS_PER_YEAR / 12.0, "year": DAYS_PER_YEAR}
_SEXES = {"male": "M", "man": "M", "boy": "M", "female": "F", "woman": "F", "girl": "F"}


def meant_value(detail: ErrorDetails) -> str | None:
    """Return the value that stands for what pydantic refused, or None when nothing is close."""
    value, field = detail["input"], detail["loc"][-1]
    if not isinstance(value, str):
        return None
    if detail["type"] == "float_type":
        return _number(value, "year" if field == "age" else "day")
    if field == "sex":
        return _SEXES.get(value.strip().lower())
    listed = detail.get("ctx", {})
    names = _names(listed)
    return listed.get("meant") or (nearest(value, names) if names else None)


def meant_key(key: str, names: tuple[str, ...]) -> str | None:
    """Return the key that an unknown one stands for: one of ``names``, or the place of a finding.

    >>> meant_key("phenotipe", ("phenotype", "findings")), meant_key("csf_cells", ("phenotype", "findings"))
    ('phenotype', 'findings.csf_cells')
    """
    if "findings" in names and key.lower() in finding_names():
        return f"findings.{key.lower()}"
    return nearest(key, names)


def _names(context: dict[str, object]) -> tuple[str, ...]:
    """Return the closed list that a value was held against."""
    listed = context.get("names")
    if isinstance(listed, list):
        return tuple(listed)
    return tuple(re.findall(r"'([^']+)'", str(context.get("expected", ""))))


def _number(text: str, unit: str) -> str | None:
    """Return a number with a unit of time as a plain number of ``unit``: 3 months are 91 days."""
    found = re.fullmatch(r"(-?\d{1,6}(?:\.\d{1,3})?) *(day|week|month|year)s?", text.strip().lower())
    if not found:
        return None
    number = float(found[1]) * _UNITS[found[2]] / _UNITS[unit]
    return f"{round(number, 2):g}" if unit in ("year", found[2]) else f"{round(number):d}"
