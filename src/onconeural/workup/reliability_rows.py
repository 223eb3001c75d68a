"""The published counts behind the reliability of antibody tests, and what can be read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onconeural.evidence import criteria
from onconeural.workup.share import Share, share

# A confirmed positive is reported in a row of its own: the first test and the tissue test together.
CONFIRMED = {
    "cba": "cba_ihc",
    "immunoblot": "immunoblot_iif",
    "elisa_any": "elisa_any_ihc",
    "elisa_high": "elisa_high_ihc",
}
_FIRST = {
    "line_blot": ("immunoblot",),
    "cell_based": ("cba",),
    "elisa": ("elisa_any",),
    "radioimmunoassay": ("ria",),
    "tissue": (),
    "unspecified": ("immunoblot", "cba", "elisa_any", "ria"),
}


@dataclass(frozen=True)
class Estimate:
    """How often a positive result like this one was true, with the counts and the condition it holds for."""

    condition: str
    antibody: str
    specimen: str
    technique: str
    probability: Share
    sensitivity: Share | None
    source: str
    reading_status: str
    note: str | None = None


def techniques(technique: str) -> tuple[str, ...]:
    """Return the first tests of the table that a technique of a case stands for.

    >>> techniques("line_blot"), techniques("tissue")
    (('immunoblot',), ())
    """
    return _FIRST[technique]


def row(antibody: str, specimen: str, technique: str) -> Mapping[str, Any] | None:
    """Return one row of counts, or None when the table has none."""
    for record in criteria("antibody_reliability")["tests"]:
        if (record["antibody"], record["specimen"], record["technique"]) == (antibody, specimen, technique):
            return dict(record)
    return None


def published(antibody: str, specimen: str, technique: str) -> Estimate | None:
    """Return the share of true results among the positive ones, as counted; None without a row or a positive.

    >>> found = published("yo", "serum", "immunoblot")
    >>> found.probability.count, found.probability.n, round(found.probability.value, 3)
    (21, 73, 0.288)
    """
    record = row(antibody, specimen, technique)
    if record is None:
        return None
    cells = record["counts"]
    true = share(cells["tp"], cells["tp"] + cells["fp"])
    if true is None:
        return None
    name = criteria("antibody_reliability")["techniques"][technique]
    return Estimate(
        condition=f"positive by {name}, {specimen.replace('csf', 'CSF')}",
        antibody=antibody,
        specimen=specimen,
        technique=technique,
        probability=true,
        sensitivity=share(cells["tp"], cells["tp"] + cells["fn"]),
        source=record["source"],
        reading_status=record["status"],
        note=record.get("note"),
    )


def without(antibody: str, specimen: str, technique: str, stricter: str) -> Estimate | None:
    """Return the share of true results among the positives of a test that a stricter reading took back.

    It is the difference of two rows, and only allowed where both rows count the same diseased patients and the
    stricter one is a part of the other; else None.

    >>> found = without("yo", "serum", "immunoblot", "immunoblot_iif")
    >>> found.probability.count, found.probability.n
    (0, 46)
    >>> without("nmdar", "serum", "cba", "cba_ihc") is None
    True
    """
    wide, narrow = row(antibody, specimen, technique), row(antibody, specimen, stricter)
    if wide is None or narrow is None:
        return None
    a, b = wide["counts"], narrow["counts"]
    true, false = a["tp"] - b["tp"], a["fp"] - b["fp"]
    if a["tp"] + a["fn"] != b["tp"] + b["fn"] or true < 0 or false < 0:
        return None
    left = share(true, true + false)
    if left is None:
        return None
    names = criteria("antibody_reliability")["techniques"]
    return Estimate(
        condition=f"positive by {names[technique]}, but not as: {names[stricter]}; {specimen.replace('csf', 'CSF')}",
        antibody=antibody,
        specimen=specimen,
        technique=f"{technique} without {stricter}",
        probability=left,
        sensitivity=None,
        source=wide["source"],
        reading_status="read_secondary",
        note="the difference of two printed rows; it assumes that the smaller group is a part of the larger one",
    )
