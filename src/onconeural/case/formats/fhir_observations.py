"""Results and signs: what a FHIR Observation, with its components, says about a case."""

from __future__ import annotations

from dataclasses import replace

from onconeural.case.findings import FINDINGS
from onconeural.case.formats.codes import Concept, Kind, measured_unit
from onconeural.case.formats.fhir_values import Result, result, terms, time_of
from onconeural.case.formats.gathered import Fact, Gathered
from onconeural.case.formats.labels import specimen, technique
from onconeural.case.formats.moments import Moment
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.remarks import place

_OBSERVATION: tuple[Kind, ...] = ("antibody", "panel", "finding", "symptom", "scale")

TITRE_ALONE = "antibody result: a titre without a comparator was read as a positive result"


def observation(node: Node, found: Gathered) -> None:
    """Read a result or a sign, with those of its components."""
    when = time_of(node, found, "effective")
    _observed(node, found, when)
    for part in node.items("component"):
        _observed(part, found, when)


def _observed(node: Node, found: Gathered, when: Moment | None) -> None:
    parts = bool(node.items("component"))
    code = node.child("code")
    if parts and not node.child("valueQuantity") and not node.child("valueCodeableConcept"):
        code.mark()  # a panel: its components carry the results
        return
    meant = found.meaning(code, terms(code), _OBSERVATION)
    if meant is None:
        if not parts:
            node.mark()
        return
    fact = _result_fact(node, found, _with_method(meant, node), result(node))
    if fact is not None:
        found.facts.append(replace(fact, when=when))


def _with_method(meant: Concept, node: Node) -> Concept:
    """Add specimen and technique where the code does not name them."""
    where = node.child("specimen").text("display")
    how = next((name for term in terms(node.child("method")) if (name := technique(term.label)) != "unspecified"), None)
    return replace(
        meant,
        specimen=meant.specimen if meant.specimen != "unspecified" else specimen(where),  # type: ignore[arg-type]
        technique=meant.technique if meant.technique != "unspecified" else how or "unspecified",
    )


def _result_fact(node: Node, found: Gathered, meant: Concept, said: Result) -> Fact | None:
    """Return the fact of one result, or None with a remark that says why there is none."""
    path = place(node.path)
    if meant.kind == "scale":
        return Fact(path, meant, value=said.number if said.number is not None else node.number("valueInteger"))
    immune = meant.kind in ("antibody", "panel")
    if said.number is not None and not immune:
        return _measured(node, found, meant, said)
    if said.status:
        return Fact(path, meant, status=said.status, titre=said.titre if immune else None)
    if immune and said.titre:
        return Fact(path, meant, titre=said.titre, how=TITRE_ALONE)
    if not said.given and not meant.test and not immune:
        return Fact(path, meant)  # a sign as a code, without a value: it is there
    found.remark(node, "not understood", "no value that says whether the result is positive or negative")
    node.mark()
    return None


def _measured(node: Node, found: Gathered, meant: Concept, said: Result) -> Fact | None:
    factor = measured_unit(meant.key, said.unit)
    if factor is None or said.number is None:
        found.remark(node, "not understood", f"a unit of {meant.key} that this version does not know, or none is known")
    elif said.status is None:
        found.remark(node, "not understood", "neither interpretation nor reference range says if the value is raised")
    else:
        kind, value = FINDINGS[meant.key], round(said.number * factor, 6)
        if kind.low <= value <= kind.high:
            return Fact(place(node.path), meant, status=said.status, value=value)
        found.problem(node, "a value out of range", f"{kind.low:g} to {kind.high:g} {kind.unit}")
    node.mark()
    return None
