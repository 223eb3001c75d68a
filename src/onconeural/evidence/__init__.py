"""Cited facts: sources, claims, diagnostic criteria and the words a case may use."""

from onconeural.evidence.claims import Claim, claim, claims
from onconeural.evidence.files import UnknownKeyError, criteria, evidence_hash
from onconeural.evidence.nearest import nearest
from onconeural.evidence.plain import plain
from onconeural.evidence.sources import Source, citation, source, sources
from onconeural.evidence.tumours import tumour_key
from onconeural.evidence.vocabulary import (
    antibody_keys,
    antibody_label,
    antibody_result_keys,
    phenotype_ids,
    phenotype_label,
    tumour_keys,
    tumour_label,
)

__all__ = [
    "Claim",
    "Source",
    "UnknownKeyError",
    "antibody_keys",
    "antibody_label",
    "antibody_result_keys",
    "citation",
    "claim",
    "claims",
    "criteria",
    "evidence_hash",
    "nearest",
    "phenotype_ids",
    "phenotype_label",
    "plain",
    "source",
    "sources",
    "tumour_key",
    "tumour_keys",
    "tumour_label",
]
