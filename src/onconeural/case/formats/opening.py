"""Open a clinical file safely and tell which format it has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from onconeural.case.formats.extras import library
from onconeural.case.formats.gathered import Gathered
from onconeural.case.formats.packet_check import as_tree
from onconeural.evidence.textfile import read_bytes
from onconeural.evidence.tree import Form, TreeError, read_tree

LARGEST_FILE = 50_000_000  # bytes; a synthetic bundle of a whole life has 1 to 30 million
SUFFIXES = (".json", ".yaml", ".yml", ".pb", ".binpb", ".protobuf")
BINARY = (".pb", ".binpb", ".protobuf")
LARGEST_YAML = 2_000_000  # bytes; YAML takes a hundred times as long as JSON
CONTENT = "a FHIR R4 Bundle or a Phenopacket of one person"
_FORM = Form(CONTENT, CONTENT, "one bundle or phenopacket per file", most_values=3_000_000, deepest=40)


def opened(path: Path, found: Gathered) -> dict[str, Any] | None:
    """Return the data of a file as a plain tree; None, with problems in ``found``, when it cannot be read.

    No message holds anything from the file, nor its name.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        found.problem("", "another ending of the file name", f"a file name ending in {', '.join(SUFFIXES)}")
        return None
    try:
        largest = LARGEST_YAML if suffix in (".yaml", ".yml") else LARGEST_FILE
        data = read_bytes(path, SUFFIXES, largest, CONTENT)
        return _binary(data, found) if suffix in BINARY else _text(data, suffix, found)
    except TreeError as error:
        found.problem(_numbers_of(error.path), _unquoted(error.found), _unquoted(error.expected))
        return None


def _text(data: bytes, suffix: str, found: Gathered) -> dict[str, Any] | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.problem("", "bytes that are not UTF-8", "a text file in UTF-8, or a protobuf file with the ending .pb")
        return None
    tree, faults = read_tree(text, _FORM, as_json=suffix == ".json")
    for fault in faults:
        found.problem(_numbers_of(fault.path), _unquoted(fault.found), _unquoted(fault.expected))
    if not isinstance(tree, dict):
        found.problem("", "something else", CONTENT)
        return None
    return tree


def _binary(data: bytes, found: Gathered) -> dict[str, Any] | None:
    packet = library("phenopackets.schema.v2.phenopackets_pb2").Phenopacket()
    try:
        packet.ParseFromString(data)
        tree = as_tree(packet)
    except Exception:  # of several kinds, and with parts of the data in their messages
        found.problem("", "bytes that are no Phenopacket", "a Phenopacket v2 in protobuf")
        return None
    if _unknown_fields(packet):
        found.problem("", "fields that a Phenopacket does not have", "a Phenopacket v2 in protobuf")
    return tree


def _unknown_fields(message: Any) -> bool:  # noqa: ANN401 - any message
    """Tell whether a message, or one inside it, holds fields of another schema."""
    if len(library("google.protobuf.unknown_fields").UnknownFieldSet(message)):
        return True
    inner = [value for field, value in message.ListFields() if field.message_type is not None]
    return any(_unknown_fields(one) for value in inner for one in _messages(value))


def _messages(value: Any) -> list[Any]:  # noqa: ANN401 - a message, a list of them, or a map
    if hasattr(value, "DESCRIPTOR"):
        return [value]
    return [one for one in (value.values() if hasattr(value, "values") else value) if hasattr(one, "DESCRIPTOR")]


def _numbers_of(path: str) -> str:
    """Return the part of a path that holds no word from the file."""
    line = re.match(r"line \d+(, column \d+)?$", path)
    entry = re.match(r"entry\[\d+\](\.resource(?![A-Za-z]))?", path)
    return (line or entry or re.match("", path))[0]  # type: ignore[index]  # the last one always matches


def _unquoted(text: str) -> str:
    """Return a message of the reader of text without what it quotes from the file."""
    return re.sub(r"'.*'|\".*\"", "something", text, flags=re.DOTALL)
