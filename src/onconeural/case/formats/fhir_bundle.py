"""A FHIR R4 Bundle: its shell, whose record it is, and one reader for each resource."""

from __future__ import annotations

from dataclasses import dataclass, field

from onconeural.case.formats.codes import data
from onconeural.case.formats.fhir_check import check_resource, known_kind
from onconeural.case.formats.fhir_readers import COUNTS, READERS
from onconeural.case.formats.gathered import Gathered
from onconeural.case.formats.nodes import Node, Path
from onconeural.case.formats.remarks import Sort, place
from onconeural.evidence import nearest

TYPES = ("collection", "document", "searchset", "transaction", "batch")


def read_bundle(bundle: Node, found: Gathered) -> None:
    """Gather what the resources of a bundle say, and a remark for everything that was not read."""
    _shell(bundle, found)
    people = _People()
    for entry in bundle.items("entry"):
        _entry(entry, found, people)
    if not people.patients:
        found.remark("entry", "decided", "no Patient in the bundle: age and sex stay unknown")


def _shell(bundle: Node, found: Gathered) -> None:
    kind = bundle.text("type")
    if kind not in TYPES:
        near = nearest(kind or "", TYPES)
        words = "another type of bundle" if kind in data("value_sets")["Bundle"]["type"] else "no type of a bundle"
        found.problem("type", words, f"one of {', '.join(TYPES)}", near)
    if not isinstance(bundle.data.get("entry", []), list):
        found.problem("entry", "something else", "a list")
    if any(link.text("relation") == "next" for link in bundle.items("link")):
        found.remark("link", "not understood", "the bundle has further pages, which are not fetched")
    for key in bundle.names():
        if key not in data("elements")["shell"]:
            found.problem(
                "(unknown element)",
                "an unknown element",
                "an element of a Bundle",
                nearest(key, data("elements")["shell"]),
            )
        elif key not in ("resourceType", "type", "entry"):
            found.remark(key, "private", "the management of the bundle")


def _entry(entry: Node, found: Gathered, people: _People) -> None:
    resource = entry.child("resource")
    if not isinstance(entry.data, dict):
        found.problem(entry, "something else", "an object")
        return
    for key in entry.names():
        if key not in data("elements")["entry"]:
            found.problem(place((*entry.path, "(unknown element)")), "an unknown element", "an element of an entry")
        elif key != "resource":
            found.remark(entry.child(key), "private", "the management of the bundle")
    if not resource:
        found.remark(entry, "not understood", "an entry without a resource")
        return
    kind = resource.data.get("resourceType") if isinstance(resource.data, dict) else None
    if not isinstance(kind, str):
        found.problem(resource, "no resourceType", "a resource with the name of its type")
    elif kind in READERS:
        _resource(Node(resource.data, resource.path), kind, entry, found, people)
    else:
        name = kind if known_kind(kind) else "unknown"
        found.remark(resource, "not understood", f"a resource of the type {name}, which is not read")


def _resource(node: Node, kind: str, entry: Node, found: Gathered, people: _People) -> None:
    if not check_resource(node, kind, found):
        return
    _same_person(node, kind, entry, found, people)
    node.child("resourceType").mark()
    for key in ("modifierExtension", "implicitRules"):
        if node.child(key):
            reason = "it may change the meaning, so the whole resource is left out"
            found.remark(node.child(key), "not understood", reason)
            return
    status = node.text("status")
    if kind in COUNTS and status not in COUNTS[kind]:
        found.remark(node, "not used", f"{kind}: its status states no fact")
        return
    READERS[kind](node, found)
    for path in node.unread():
        found.remark(place(path), *_why(path))


@dataclass
class _People:
    """How many Patients there are, and the names under which resources speak of the one person."""

    patients: int = 0
    names: set[str] = field(default_factory=set)


def _same_person(node: Node, kind: str, entry: Node, found: Gathered, people: _People) -> None:
    """Refuse a bundle about two persons; references are compared as texts, none is followed."""
    if kind == "Patient":
        names = [node.data.get("id"), entry.data.get("fullUrl")]
        own = {_last(name) for name in names if isinstance(name, str)}
        people.patients += 1
        if people.patients > 1:
            found.problem(node, "a second Patient", "the bundle of one person")
        elif own and people.names and not own & people.names:
            found.problem(node, "another person than the other resources name", "the bundle of one person")
        people.names |= own
        return
    reference = (node.data.get("subject") or node.data.get("patient") or {}).get("reference")
    if isinstance(reference, str):
        if people.names and _last(reference) not in people.names:
            found.problem(node, "a resource about another person", "the bundle of one person")
        people.names.add(_last(reference))


def _last(reference: str) -> str:
    return reference.rstrip("/").replace(":", "/").rpartition("/")[2]


def _why(path: Path) -> tuple[Sort, str]:
    """Return why a place was not read."""
    named = [step for step in path[3:] if isinstance(step, str)]
    last = named[-1] if named else ""
    if any(step in data("elements")["private"] or step.startswith("_") for step in named):
        return "private", "names, texts, identifiers, extensions and the like"
    if any(step in data("elements")["references"] for step in named):
        return "reference", "points to another record"
    if "date" in last.lower() or last in ("end", "start"):
        return "not understood", "a date that has no place in a case"
    return "not understood", "an element that is not read"
