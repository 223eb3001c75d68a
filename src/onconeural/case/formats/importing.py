"""Import one patient from a clinical file: the case, and everything that is not in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from onconeural.case.formats.assembly import assemble
from onconeural.case.formats.draft import Choices
from onconeural.case.formats.extras import MissingLibraryError
from onconeural.case.formats.fhir_bundle import read_bundle
from onconeural.case.formats.gathered import FILE, Gathered
from onconeural.case.formats.nodes import Node
from onconeural.case.formats.opening import CONTENT, opened
from onconeural.case.formats.packet_check import check_packet, normal_form
from onconeural.case.formats.packet_in import read_packet
from onconeural.case.formats.remarks import Remark
from onconeural.case.model import Case
from onconeural.case.problems import CaseError, Problem

_PACKET = ("subject", "phenotypicFeatures", "metaData", "diseases", "measurements", "medicalActions")
_PACKETS = (*_PACKET, "proband", "members")


@dataclass(frozen=True)
class Imported:
    """A case from a clinical file, and a remark for everything that was decided or is not in it."""

    case: Case
    format: Literal["FHIR R4 Bundle", "Phenopacket v2"]
    remarks: tuple[Remark, ...]


def import_case(path: str | os.PathLike[str], choices: Choices | None = None) -> Imported:
    """Import a FHIR R4 Bundle (JSON) or a Phenopacket v2 (JSON, YAML, protobuf).

    Every date becomes days from onset. Nothing that identifies a person is in the result, nor in the message of
    CaseError, which is raised with all problems at once. Raises MissingLibraryError without the extra `fhir`.
    """
    found = Gathered()
    try:
        done = _import(Path(path), choices or Choices(), found)
    except MissingLibraryError:
        raise
    except Exception as error:  # a fault of ours: its message and its traceback may hold secrets of the file
        name = type(error).__name__
        found.problem("", f"something that the reader cannot handle ({name})", f"{CONTENT}; please report this")
        done = None
    if done is None or found.problems:
        raise CaseError(tuple(dict.fromkeys(found.problems))) from None
    return done


def _import(path: Path, choices: Choices, found: Gathered) -> Imported | None:
    data = opened(path, found)
    if data is None:
        return None
    form = _read(data, found)
    case = assemble(found, choices) if form else None
    if case is None or form is None:
        return None
    return Imported(case, form, tuple(dict.fromkeys(found.remarks)))


def _read(data: dict[str, Any], found: Gathered) -> Literal["FHIR R4 Bundle", "Phenopacket v2"] | None:
    """Read the data as the format that it has."""
    if data.get("resourceType") == "Bundle":
        read_bundle(Node(data), found)
        return "FHIR R4 Bundle"
    if "resourceType" in data:
        found.problem("resourceType", "another kind of resource", "a Bundle")
    elif any(key in data for key in _PACKETS):
        form = normal_form(data, found) if check_packet(data, found) else None
        if form is not None:
            read_packet(Node(form), found)
            return "Phenopacket v2"
    else:
        found.problem("", "another kind of data", CONTENT)
    return None


__all__ = ["FILE", "CaseError", "Choices", "Imported", "MissingLibraryError", "Problem", "import_case"]
