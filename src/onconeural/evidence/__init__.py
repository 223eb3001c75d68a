"""Cited facts: sources, claims, cohorts, diagnostic criteria, the words a case may use, and the gates that guard them.

Names are loaded when first used: records are typed with pydantic, which a `--help` must not wait for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from onconeural.evidence.nearest import nearest
from onconeural.evidence.plain import plain

if TYPE_CHECKING:
    from onconeural.evidence.base import file_base, folder_base, shipped_base
    from onconeural.evidence.claim_records import Claim, Strength, claim, claims
    from onconeural.evidence.cohort_records import Cohort, Observable, cohort, cohorts
    from onconeural.evidence.entries import Base
    from onconeural.evidence.exports import FORMATS, export
    from onconeural.evidence.files import UnknownKeyError, criteria, evidence_hash, packaged
    from onconeural.evidence.finding import Found, search
    from onconeural.evidence.gates import CheckResult, GateProblem, all_gates, check_base
    from onconeural.evidence.links import claims_of
    from onconeural.evidence.quantity import Interval, Quantity
    from onconeural.evidence.schema import SCHEMAS, evidence_schema
    from onconeural.evidence.scope_records import ScopeRow, scope
    from onconeural.evidence.source_records import Source, citation, source, sources
    from onconeural.evidence.tumours import same_tumour, tumour_key
    from onconeural.evidence.units import ucum
    from onconeural.evidence.vocabulary import (
        antibody_keys,
        antibody_label,
        antibody_result_keys,
        phenotype_ids,
        phenotype_label,
        tumour_keys,
        tumour_label,
    )

_NAMES = {
    "base": "file_base folder_base shipped_base",
    "claim_records": "Claim Strength claim claims",
    "cohort_records": "Cohort Observable cohort cohorts",
    "entries": "Base",
    "exports": "FORMATS export",
    "files": "UnknownKeyError criteria evidence_hash packaged",
    "gates": "CheckResult GateProblem all_gates check_base",
    "links": "claims_of",
    "quantity": "Interval Quantity",
    "schema": "SCHEMAS evidence_schema",
    "scope_records": "ScopeRow scope",
    "finding": "Found search",
    "source_records": "Source citation source sources",
    "tumours": "same_tumour tumour_key",
    "units": "ucum",
    "vocabulary": "antibody_keys antibody_label antibody_result_keys phenotype_ids phenotype_label "
    "tumour_keys tumour_label",
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "FORMATS",
    "SCHEMAS",
    "Base",
    "CheckResult",
    "Claim",
    "Cohort",
    "Found",
    "GateProblem",
    "Interval",
    "Observable",
    "Quantity",
    "ScopeRow",
    "Source",
    "Strength",
    "UnknownKeyError",
    "all_gates",
    "antibody_keys",
    "antibody_label",
    "antibody_result_keys",
    "check_base",
    "citation",
    "claim",
    "claims",
    "claims_of",
    "cohort",
    "cohorts",
    "criteria",
    "evidence_hash",
    "evidence_schema",
    "export",
    "file_base",
    "folder_base",
    "nearest",
    "packaged",
    "phenotype_ids",
    "phenotype_label",
    "plain",
    "same_tumour",
    "scope",
    "search",
    "shipped_base",
    "source",
    "sources",
    "tumour_key",
    "tumour_keys",
    "tumour_label",
    "ucum",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
