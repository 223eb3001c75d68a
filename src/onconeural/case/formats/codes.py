"""Codes of public terminologies and what they mean in a case: a reading direction and a writing direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from onconeural.case.findings import FINDINGS
from onconeural.evidence import tumour_label
from onconeural.evidence.files import load, packaged

Kind = Literal["phenotype", "kind", "tumour", "finding", "symptom", "antibody", "panel", "treatment", "event", "scale"]


@dataclass(frozen=True)
class Concept:
    """What a code, or a label, means in a case.

    ``key`` is the word of the case (of a symptom: the key in the evidence); ``exact`` says that the term means just
    that; ``verified`` that the code was read in the named source.
    """

    kind: Kind
    key: str
    label: str
    exact: bool = True
    verified: bool = True
    specimen: Literal["serum", "csf", "unspecified"] = "unspecified"
    technique: str = "unspecified"
    neurological: bool = False
    test: bool = False


@dataclass(frozen=True)
class Term:
    """A code as it may be written: an identifier with its prefix, and the label of the terminology."""

    id: str
    label: str


def data(name: str) -> dict[str, Any]:
    """Return a data file of this package; shared between callers, so it must not be changed.

    >>> data("value_sets")["Patient"]["gender"]
    ['male', 'female', 'other', 'unknown']
    """
    return packaged("onconeural.case.formats", f"{name}.yaml")


def meanings() -> dict[str, Any]:
    """Return what codes and names mean in a case (``meanings.yaml``)."""
    return data("meanings")


def concept(system: str | None, code: str | None) -> Concept | None:
    """Return what a code means; the system is a FHIR address, or None when the code carries a prefix.

    >>> concept("http://loinc.org", "53711-8").key
    'hu'
    >>> concept(None, "MONDO:0008433").key, concept(None, "MONDO:1") is None
    ('sclc', True)
    >>> concept("http://hl7.org/fhir/sid/icd-10-cm", "C56.9").key
    'ovarian_cancer'
    """
    if code is None:
        return None
    prefix, _, rest = code.replace("_", ":", 1).rpartition(":")
    by_prefix = meanings()["prefixes"].get(prefix.upper())
    terminology = _by_address().get(system.rstrip("/#")) if system else by_prefix
    given = (rest if by_prefix == terminology else code).strip().upper()
    return _index().get((terminology, given)) or (_tumour_category(given) if terminology == "icd10cm" else None)


def _tumour_category(code: str) -> Concept | None:
    """Return what the category of an ICD-10 code means, for tumours only: C56.9 is C56, whatever the site within."""
    meant = _index().get(("icd10cm", code[:5])) or _index().get(("icd10cm", code[:3]))
    if meant is not None and meant.kind == "tumour":
        return meant
    key = meanings()["icd10_tumours"].get(code[:3])
    return Concept("tumour", key, tumour_label(key)) if key else None


@cache
def _by_address() -> dict[str, str]:
    return {address: name for name, listed in meanings()["systems"].items() for address in listed}


@cache
def _index() -> dict[tuple[str | None, str], Concept]:
    """Return every code that may be believed when it is read: not those that were only recalled."""
    index: dict[tuple[str | None, str], Concept] = {}
    for terminology, row, meant in rows():
        code = str(row["code"]).rpartition(":")[2].upper()
        if row.get("verified") or row.get("code_read"):
            index.setdefault((terminology, code), meant)
    return index


def rows() -> Iterator[tuple[str, dict[str, Any], Concept]]:
    """Give every code of the evidence that has a meaning in a case: terminology, record, meaning."""
    for make, part in (
        (_syndrome, "syndromes"),
        (_tumour, "tumours"),
        (_finding, "findings"),
        (_antibody, "antibodies"),
        (_drug, "drugs"),
    ):
        for row in load("codes.yaml")[part]:
            yield from _codes(row, make)
    for row in load("codes.yaml")["loinc"]:
        meant = _test(row)
        if meant:
            yield "loinc", row, meant


def _codes(row: dict[str, Any], make: Any) -> Iterator[tuple[str, dict[str, Any], Concept]]:  # noqa: ANN401 - a function
    for terminology in ("mondo", "hpo", "atc", "rxnorm"):  # the preferred one first
        record = row.get(terminology)
        if record and record.get("code") and (meant := make(row["key"], terminology, record)):
            yield terminology, record, meant
    for terminology, codes in row.get("xref", {}).items():
        meant = make(row["key"], "mondo", row.get("mondo", {}))
        if meant:
            yield from ((terminology, {"code": code, "code_read": True}, meant) for code in codes)


def _syndrome(key: str, terminology: str, record: dict[str, Any]) -> Concept | None:
    meant = meanings()["syndromes"].get(key)
    if meant is None or terminology != "mondo":
        return None
    kind: Kind = "phenotype" if "phenotype" in meant else "kind"
    return Concept(kind, meant[kind], record["label"], meant.get("exact", False), neurological=True)


def _tumour(key: str, terminology: str, record: dict[str, Any]) -> Concept:
    return Concept("tumour", key, record.get("label", key))


def _finding(key: str, terminology: str, record: dict[str, Any]) -> Concept:
    meant = meanings()["findings"].get(key, {})
    neurological = key in meanings()["symptoms"]
    if "finding" in meant:
        exact = meant.get("exact", False)
        return Concept("finding", meant["finding"], record["label"], exact, neurological=neurological)
    return Concept("symptom", key, record["label"], neurological=neurological)


def _antibody(key: str, terminology: str, record: dict[str, Any]) -> Concept:
    return Concept("antibody", key, record.get("label", key))


def _drug(key: str, terminology: str, record: dict[str, Any]) -> Concept:
    return Concept("treatment", meanings()["treatments"].get(key, key), record.get("label", key))


def _test(row: dict[str, Any]) -> Concept | None:
    meant = meanings()["tests"].get(row["key"])
    if meant is None:
        return None
    kind: Kind = next(kind for kind in ("antibody", "panel", "finding") if kind in meant)
    specimen, technique = meant.get("specimen", "unspecified"), meant.get("technique", "unspecified")
    verified, exact = bool(row["verified"]), meant.get("exact", kind != "finding")
    return Concept(kind, meant[kind], row["label"], exact, verified, specimen, technique, test=True)


@cache
def term(kind: Kind, key: str) -> Term | None:
    """Return the verified code with which something may be written, or None; never an unverified code.

    >>> term("tumour", "sclc")
    Term(id='MONDO:0008433', label='small cell lung carcinoma')
    >>> term("antibody", "mog") is None
    True
    """
    prefixes = {"atc": "ATC:", "rxnorm": "RxNorm:"}
    for terminology, row, meant in rows():
        fits = (meant.kind, meant.key) == (kind, key) and meant.exact
        if fits and row.get("verified") is True and terminology != "loinc":
            return Term(prefixes.get(terminology, "") + str(row["code"]), row["label"])
    return None


@cache
def syndrome_term(phenotype: str) -> Term | None:
    """Return the verified code of the paraneoplastic form of a phenotype, or None.

    >>> syndrome_term("sensory_neuronopathy").id
    'MONDO:0700416'
    """
    for row in load("codes.yaml")["syndromes"]:
        meant = meanings()["syndromes"].get(row["key"], {})
        if meant.get("phenotype") == phenotype and meant.get("pns") and row["mondo"]["verified"] is True:
            return Term(row["mondo"]["code"], row["mondo"]["label"])
    return None


def measured_unit(finding: str, unit: str | None) -> float | None:
    """Return the factor from a unit to the unit of a finding in a case, or None.

    >>> measured_unit("csf_protein", "g/L"), measured_unit("csf_cells", "mg")
    (100, None)
    """
    known: dict[str, float] = meanings()["units"].get(finding, {})
    own = FINDINGS[finding].unit if finding in FINDINGS else None
    return 1.0 if own is not None and unit == own else known.get(unit or "")
