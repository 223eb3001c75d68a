"""Cases and phenopackets as text: YAML for people, JSON for programs."""

from __future__ import annotations

import json
from typing import Any, Literal

import yaml

from onconeural import INTENDED_USE
from onconeural.case.formats.gathered import Gathered
from onconeural.case.formats.packet_check import check_packet, normal_form
from onconeural.case.model import Case

Form = Literal["yaml", "json"]


def case_text(case: Case, form: Form) -> str:
    """Return a case as the text of a case file, which ``load_case`` reads.

    >>> print(case_text(Case(case_id="a1", phenotype="chorea"), "yaml").splitlines()[1])
    schema_version: 1
    """
    return _text(case.model_dump(mode="json"), form)


def packet_text(packet: dict[str, Any], form: Form) -> str:
    """Return a phenopacket as text, after a check by the Phenopacket schema.

    Raises ValueError for a packet that the schema refuses, MissingLibraryError without the extra `fhir`.
    """
    found = Gathered()
    tree = normal_form(packet, found) if check_packet(packet, found) else None
    if tree is None:
        raise ValueError("; ".join(str(problem) for problem in found.problems))
    return _text(tree, form)


def _text(data: dict[str, Any], form: Form) -> str:
    if form == "json":
        return json.dumps(data, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    return f"# {INTENDED_USE}\n{body}"
