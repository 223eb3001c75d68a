"""Limits of age and sex of a search plan or a test: met, not met, or open because the case does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onconeural.case import Case

_SEX = {"F": "a woman", "M": "a man"}


def limits_of(trigger: Mapping[str, Any], case: Case) -> list[str] | None:
    """Return the limits of age and sex that the case leaves open; None when the patient is outside of them."""
    sex, age = trigger.get("sex"), trigger.get("age", {})
    if sex == "F_or_older_than_50":
        return _woman_or_older(case)
    checks = (sex_limit(sex, case), age_limit(age, case))
    return None if any(check is None for check in checks) else [text for check in checks if check for text in check]


def _woman_or_older(case: Case) -> list[str] | None:
    if case.sex == "F" or (case.age or 0) > 50:
        return []
    if case.sex == "M" and case.age is not None:
        return None
    return ["if the patient is a woman or older than 50"]


def sex_limit(sex: str | None, case: Case) -> list[str] | None:
    """Return nothing when the sex fits, the condition when it is not known, None for the other sex."""
    if sex is None or case.sex == sex:
        return []
    return [f"if the patient is {_SEX[sex]}"] if case.sex is None else None


def age_limit(limits: Mapping[str, float], case: Case) -> list[str] | None:
    """Return nothing when the age (years, both ends included) fits, the condition when unknown, else None."""
    low, high = limits.get("min", 0), limits.get("max", 999)
    if not limits or (case.age is not None and low <= case.age < high + 1):
        return []
    years = f"from {low:g} years on" if high == 999 else f"up to {high:g} years" if not low else f"{low:g} to {high:g}"
    return [f"if the age is {years}"] if case.age is None else None
