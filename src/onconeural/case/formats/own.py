"""Our own codes, `onconeural:KIND.WORD`, for what no verified code of a public terminology says."""

from __future__ import annotations

from functools import cache
from typing import get_args

from onconeural.case.doubts import EVENTS
from onconeural.case.findings import FINDINGS
from onconeural.case.formats.codes import Concept, Term, rows
from onconeural.case.formats.labels import treatment_words
from onconeural.case.record import Antibody, Cancer, Outcome
from onconeural.evidence import antibody_result_keys, phenotype_ids, sources

PREFIX = "onconeural:"
KINDS = ("pns", "ici", "mimic")
TRUTH = {"true": True, "false": False}


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Return every word that our own codes may hold, by kind; a code with another word is not understood."""
    return {
        "phenotype": phenotype_ids(),
        "finding": tuple(FINDINGS),
        "antibody": antibody_result_keys(),
        "treatment": treatment_words(),
        "event": EVENTS,
        "scale": ("mrs",),
        "tumour": ("any",),
        "specimen": get_args(Antibody.model_fields["specimen"].annotation),
        "technique": get_args(Antibody.model_fields["technique"].annotation),
        "confirmed": tuple(TRUTH),
        "status": ("present", "absent", "unknown"),
        "truth": tuple(TRUTH),
        "kind": KINDS,
        "category": get_args(Outcome.model_fields["category"].annotation),
        "timing": get_args(get_args(Cancer.model_fields["timing"].annotation)[0]),
        "source": tuple(sources()),
        "field": (*FIELDS, "day_0"),
    }


FIELDS = {
    "kind": "kind",
    "source": "source",
    "cancer.found": "truth",
    "cancer.antigen_shown": "truth",
    "cancer.consistent": "truth",
    "cancer.timing": "timing",
    "outcome.category": "category",
    "outcome.followup_days": "days",
    "forecast_day": "days",
}
"""The fields of a case that are written by name, and the kind of word that each holds."""


def own_term(kind: str, word: str) -> Term:
    """Return one of our own codes.

    >>> own_term("phenotype", "chorea")
    Term(id='onconeural:phenotype.chorea', label='chorea')
    """
    return Term(f"{PREFIX}{kind}.{word}", word.replace("_", " "))


def own_word(identifier: str | None) -> tuple[str, str] | None:
    """Return kind and word of one of our own codes, or None.

    >>> own_word("onconeural:phenotype.chorea"), own_word("onconeural:phenotype.x") is None
    (('phenotype', 'chorea'), True)
    """
    if identifier is None or not identifier.startswith(PREFIX):
        return None
    kind, _, word = identifier.removeprefix(PREFIX).partition(".")
    return (kind, word) if word in vocabulary().get(kind, ()) else None


def own_concept(identifier: str | None) -> Concept | None:
    """Return what one of our own codes means, when it means a fact of a case."""
    known = own_word(identifier)
    if known is None or known[0] not in ("phenotype", "finding", "antibody", "treatment", "event", "scale", "tumour"):
        return None
    kind, word = known
    return Concept(kind, word, word.replace("_", " "), neurological=kind == "phenotype")  # type: ignore[arg-type]


@cache
def symptom_terms() -> dict[str, Term]:
    """Return the verified codes of signs and symptoms that a case keeps as the words of an observation, by label."""
    return {
        meant.label: Term(row["code"], meant.label)
        for terminology, row, meant in rows()
        if terminology == "hpo" and row["verified"] is True and (meant.kind == "symptom" or not meant.exact)
    }
