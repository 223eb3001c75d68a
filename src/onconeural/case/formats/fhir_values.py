"""The data types of FHIR that carry facts: coded values, times, quantities and results."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onconeural.case.formats.codes import meanings
from onconeural.case.formats.gathered import Gathered, Status, Term
from onconeural.case.formats.labels import words
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node

TITRE = re.compile(r"\s*1\s*:\s*(\d{1,6})\s*")
_PERIODS = {"a": "Y", "mo": "M", "wk": "W", "d": "D"}


def terms(node: Node) -> list[Term]:
    """Read the codes and labels of a CodeableConcept."""
    found = [_coding(coding) for coding in node.items("coding")]
    text = node.text("text")
    return [*found, Term(None, None, text)] if text else found


def _coding(coding: Node) -> Term:
    for key in ("version", "userSelected"):
        coding.child(key).mark()
    return Term(coding.text("system"), coding.text("code"), coding.text("display"))


def time_of(node: Node, found: Gathered, stem: str) -> Moment | None:
    """Read a time that FHIR writes in several ways (date, period, age) under one stem, such as ``onset``."""
    start = found.date(node.child(f"{stem}Period"), "start")
    dates = [found.date(node, f"{stem}{form}") for form in ("DateTime", "Date", "Instant")]
    age = _age(node.child(f"{stem}Age"), found)
    return next((moment for moment in (*dates, start, age) if moment is not None), None)


def _age(node: Node, found: Gathered) -> Moment | None:
    value, unit = node.number("value"), node.text("code") or node.text("unit")
    if value is None:
        return None
    for key in ("system", "unit"):
        node.child(key).mark()
    letter = _PERIODS.get(unit or "")
    if letter is None or value < 0:
        found.problem(node, "an age in another unit", "an age of 0 or more with the UCUM code a, mo, wk or d")
        return None
    text = Node({"text": f"P{value:.6f}".rstrip("0").rstrip(".") + letter}, node.path)
    moment = found.duration(text, "text")
    if moment is None:
        return None
    path = moment.path.removesuffix(".text")
    found.moments[path] = Moment(path, "age", moment.value, 365.25 if letter == "Y" else 30.0, moment.years)
    return found.moments[path]


@dataclass(frozen=True)
class Result:
    """What an observation found: a status, a number with its unit, or a titre; ``given`` is false for nothing."""

    status: Status | None = None
    number: float | None = None
    unit: str | None = None
    titre: str | None = None
    given: bool = False


def result(node: Node) -> Result:
    """Read value[x], the interpretation and the reference range of an observation or a component."""
    quantity = node.child("valueQuantity")
    number, unit = _quantity(quantity)
    bound = quantity.text("comparator")
    dilution = _titre(node, number if bound is None else None, unit)
    status = _status(node) or _against_range(node, number if bound is None else None)
    given = any(key.startswith("value") or key == "dataAbsentReason" for key in node.names())
    return Result(status, number if bound is None else None, unit, dilution, given)


def _quantity(node: Node) -> tuple[float | None, str | None]:
    number = node.number("value")
    code, unit = node.text("code"), node.text("unit")
    node.child("system").mark()
    return number, code or unit


def _titre(node: Node, number: float | None, unit: str | None) -> str | None:
    written = TITRE.fullmatch(node.text("valueString") or "")
    if written:
        return f"1:{int(written[1])}"
    if unit in ("{titer}", "titer", "{titre}"):
        return titre(number)
    ratio = node.child("valueRatio")
    above, below = ratio.child("numerator").number("value"), ratio.child("denominator").number("value")
    return titre(below) if above == 1 else None


def titre(number: float | None) -> str | None:
    """Return a dilution as it is written in a case; None for a number that no laboratory reports.

    >>> titre(320.0), titre(8675309.0)
    ('1:320', None)
    """
    return f"1:{number:.0f}" if number is not None and 1 <= number < 1_000_000 else None


def _status(node: Node) -> Status | None:
    """Return what the interpretation says; else what the value says; None when they say nothing clear."""
    interpreted = [term for item in node.items("interpretation") for term in terms(item)]
    valued = terms(node.child("valueCodeableConcept"))
    text, flag = node.text("valueString"), node.flag("valueBoolean")
    valued += [Term(None, None, text)] if text else []
    valued += [Term(None, None, "true" if flag else "false")] if flag is not None else []
    for listed in (interpreted, valued):
        said = {status for term in listed if (status := _said(term))}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def _said(term: Term) -> Status | None:
    clean, known = words(term.label or ""), meanings()
    statuses: tuple[Status, ...] = ("present", "absent")
    for status in statuses:
        own_system = term.system is None or "ObservationInterpretation" in term.system
        if clean in known[f"{status}_words"] or (own_system and term.code in known[f"{status}_codes"]):
            return status
    return None


def _against_range(node: Node, number: float | None) -> Status | None:
    """Compare a number with the upper limit of its one reference range, in the same unit."""
    ranges = node.items("referenceRange")
    if number is None or len(ranges) != 1:
        return None
    high, unit = _quantity(ranges[0].child("high"))
    own = _quantity(node.child("valueQuantity"))[1]
    _quantity(ranges[0].child("low"))
    if high is None or unit not in (own, None):
        return None
    return "present" if number > high else "absent"
