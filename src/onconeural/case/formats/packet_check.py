"""Is a tree of data a Phenopacket v2? Held against the definitions of the protobuf schema, all problems at once."""

from __future__ import annotations

import re
from typing import Any

from onconeural.case.formats.extras import library
from onconeural.case.formats.gathered import Gathered
from onconeural.case.formats.moments import from_date
from onconeural.case.formats.nodes import Node, Path
from onconeural.case.formats.remarks import place
from onconeural.evidence import nearest

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)")
_WHOLE = 2**31


def check_packet(data: dict[str, Any], found: Gathered) -> bool:
    """Report every place that the schema does not allow; true when there is none."""
    before = len(found.problems)
    packets = library("phenopackets.schema.v2.phenopackets_pb2")
    other = next((name for name, key in (("Family", "proband"), ("Cohort", "members")) if key in data), None)
    if other:
        found.problem("", f"a {other}", "the Phenopacket of one person")
        return False
    _message(data, packets.Phenopacket.DESCRIPTOR, (), found)
    version = Node(data).child("metaData").text("phenopacketSchemaVersion")
    if version is not None and not version.startswith("2"):
        found.problem("metaData.phenopacketSchemaVersion", "another version", "version 2")
    return len(found.problems) == before


def _message(data: Any, form: Any, path: Path, found: Gathered) -> None:  # noqa: ANN401 - any data, a descriptor
    if form.full_name == "google.protobuf.Timestamp":
        if not isinstance(data, str) or not _TIMESTAMP.fullmatch(data) or from_date(data, "") is None:
            found.problem(place(path), "something else", "a timestamp that exists in the calendar")
        return
    if not isinstance(data, dict):
        found.problem(place(path), "something else", "an object")
        return
    fields = {name: field for field in form.fields for name in (field.json_name, field.name)}
    for key, value in data.items():
        if key not in fields:
            near = nearest(key, [field.json_name for field in form.fields])
            found.problem(place((*path, "(unknown field)")), "an unknown field", f"a field of {form.name}", near)
        elif value is not None:
            _field(value, fields[key], (*path, key), found)
    if form.name == "Quantity" and data.get("value") is None:
        found.problem(place((*path, "value")), "nothing", "a number (protobuf takes a missing one for 0)")
    _one_of(data, form, path, found)


def _one_of(data: dict[str, Any], form: Any, path: Path, found: Gathered) -> None:  # noqa: ANN401 - a descriptor
    for group in form.oneofs:
        given = [f.json_name for f in group.fields if data.get(f.json_name) is not None or data.get(f.name) is not None]
        if len(given) > 1:
            found.problem(place(path), "several of these at once", f"one of {', '.join(given)}")


def _field(value: Any, field: Any, path: Path, found: Gathered) -> None:  # noqa: ANN401 - any data, a descriptor
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        if not isinstance(value, dict) or not all(isinstance(inner, str) for inner in value.values()):
            found.problem(place(path), "something else", "an object of texts")
    elif field.is_repeated:
        if not isinstance(value, list):
            found.problem(place(path), "something else", "a list")
            return
        for i, item in enumerate(value):
            _single(item, field, (*path, i), found)
    else:
        _single(value, field, path, found)


def _single(value: Any, field: Any, path: Path, found: Gathered) -> None:  # noqa: ANN401 - any data, a descriptor
    if field.message_type is not None:
        _message(value, field.message_type, path, found)
    elif field.enum_type is not None:
        names = [option.name for option in field.enum_type.values]
        if value not in names:
            near = nearest(value, names) if isinstance(value, str) else None
            found.problem(place(path), "another word", f"one of {', '.join(names)}", near)
    elif field.cpp_type == field.CPPTYPE_STRING:
        _is(value, str, "a text", path, found)
    elif field.cpp_type == field.CPPTYPE_BOOL:
        _is(value, bool, "true or false", path, found)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        found.problem(place(path), "something else", "a number, without quotes")
    elif field.cpp_type not in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT) and not float(value).is_integer():
        found.problem(place(path), "a number with decimals", "a whole number")
    elif field.cpp_type not in (field.CPPTYPE_DOUBLE, field.CPPTYPE_FLOAT) and not -_WHOLE <= value < _WHOLE:
        found.problem(place(path), "a number out of range", "a whole number of 32 bits")


def _is(value: Any, kind: type, expected: str, path: Path, found: Gathered) -> None:  # noqa: ANN401 - any data
    if not isinstance(value, kind):
        found.problem(place(path), "something else", expected)
    elif isinstance(value, str) and re.search("[\ud800-\udfff]", value):
        found.problem(place(path), "broken characters", "a text without broken characters")


def normal_form(data: dict[str, Any], found: Gathered) -> dict[str, Any] | None:
    """Return a checked packet as protobuf writes it: one spelling of every field, no empty fields.

    None, with a problem in ``found``, when the library finds what the check did not.
    """
    packet = library("phenopackets.schema.v2.phenopackets_pb2").Phenopacket()
    json_format = library("google.protobuf.json_format")
    try:
        json_format.ParseDict(data, packet)
        return as_tree(packet)
    except Exception:  # of several kinds, and with parts of the data in their messages
        found.problem("", "something that the Phenopacket library cannot read", "a Phenopacket v2")
        return None


def as_tree(packet: Any) -> dict[str, Any]:  # noqa: ANN401 - a message of the Phenopacket schema
    """Return a protobuf message as plain data, with the zeros of quantities, which protobuf leaves out."""
    tree: dict[str, Any] = library("google.protobuf.json_format").MessageToDict(packet)
    _zeros(tree)
    return tree


def _zeros(tree: Any) -> None:  # noqa: ANN401 - any data
    rows = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in rows:
        if key in ("quantity", "cumulativeDose"):
            value.setdefault("value", 0.0)
        _zeros(value)
