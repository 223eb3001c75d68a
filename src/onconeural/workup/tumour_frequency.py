"""How often which tumour was found in published groups that this patient belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onconeural.evidence import antibody_label, criteria, phenotype_label, tumour_label
from onconeural.workup.remark import RECALLED
from onconeural.workup.share import Share, printed, share

if TYPE_CHECKING:
    from onconeural.case import Case

ANY = "any"
_GROUP_LABELS = {
    "adenocarcinoma": "adenocarcinoma",
    "b_cell_neoplasm": "B-cell neoplasm",
    "haematological": "haematological cancer",
    "lymphoma": "lymphoma",
    "neuroendocrine": "neuroendocrine tumour",
}


@dataclass(frozen=True)
class TumourShare:
    """The share of a published group in which a tumour was found.

    ``group`` says whose share it is. ``given_tumour``: the share among those who had a tumour. ``bound`` is the
    sign of a printed limit (<, >, ~). ``count_from`` says whether the count is printed or follows from the percent.
    """

    tumour: str
    label: str
    share: Share
    group: str
    given_tumour: bool
    population: str
    bound: str | None
    count_from: str | None
    source: str
    reading_status: str
    unconfirmed: bool


def tumour_shares(case: Case, antibodies: tuple[str, ...]) -> tuple[TumourShare, ...]:
    """Return the published shares for the antibodies that count, the phenotype, the age and the sex of a case.

    A row with a limit on age or a finding is shown only where the case meets it, one with a limit on sex unless
    the patient is of the other sex.

    >>> from onconeural.case import Case
    >>> rows = tumour_shares(Case(case_id="a1", phenotype="chorea"), ("tr_dner",))
    >>> rows[0].label, rows[0].share.count, rows[0].share.n
    ('Hodgkins lymphoma', 25, 28)
    """
    rows = criteria("tumour_frequency")["rows"]
    counted = [_share(row) for row in rows if _belongs(row, case, antibodies) and _meets(row, case, antibodies)]
    return (*counted, *(row for key in antibodies for row in _guideline(key, case.phenotype)))


def usual_tumours(antibodies: tuple[str, ...], phenotype: str) -> tuple[str, ...]:
    """Return the keys of the usual tumours of the antibodies, or of the phenotype when none of them is listed."""
    data = criteria("pns_care")
    rows = [row for key in antibodies for row in data["antibodies"] if row["id"] == key and _context(row, phenotype)]
    keys = [key for row in rows for key in row["usual_tumours"]]
    if not rows:
        keys = [k for row in data["phenotypes"] if row["id"] == phenotype for k in row["usual_tumours"]["list"]]
    return tuple(dict.fromkeys(keys))


def without_number(usual: tuple[str, ...], shares: tuple[TumourShare, ...], sex: str | None) -> tuple[str, ...]:
    """Return the names of usual tumours of which no share was read, without those of the other sex."""
    there = {row.tumour for row in shares}
    other = {"F": "testicular", "M": "ovarian"}.get(sex or "", "none of these")
    return tuple(tumour_name(key) for key in usual if key not in there and not key.startswith(other))


def tumour_name(key: str) -> str:
    """Return how a tumour of the tables is called; raises UnknownKeyError for a key that is in none of them.

    >>> tumour_name("any"), tumour_name("b_cell_neoplasm")
    ('any tumour', 'B-cell neoplasm')
    """
    return "any tumour" if key == ANY else _GROUP_LABELS.get(key) or tumour_label(key)


def _belongs(row: Mapping[str, Any], case: Case, antibodies: tuple[str, ...]) -> bool:
    return row.get("antibody") in antibodies or row.get("phenotype") == case.phenotype


def _meets(row: Mapping[str, Any], case: Case, antibodies: tuple[str, ...]) -> bool:
    when = row.get("when", {})
    finding = case.findings.get(when.get("finding", ""))
    stated = {"present": True, "absent": False}.get(finding.status) if finding else None
    return all(
        (
            "sex" not in when or case.sex in (None, when["sex"]),
            "age_min" not in when or (case.age is not None and case.age >= when["age_min"]),
            "age_max" not in when or (case.age is not None and case.age < when["age_max"]),
            "phenotypes" not in when or case.phenotype in when["phenotypes"],
            "antibodies" not in when or bool(set(when["antibodies"]) & set(antibodies)),
            "finding" not in when or stated is when["present"],
        )
    )


def _share(row: Mapping[str, Any]) -> TumourShare:
    found = (share(row["count"], row["n"]) if "count" in row else None) or printed(row["pct"])
    group = antibody_label(row["antibody"]) if "antibody" in row else phenotype_label(row["phenotype"])
    return TumourShare(
        tumour=row["tumour"],
        label=tumour_name(row["tumour"]),
        share=found,
        group=group,
        given_tumour=row.get("given_tumour", False),
        population=row["population"],
        bound=None,
        count_from=row.get("count_from"),
        source=row["source"],
        reading_status=row["status"],
        unconfirmed=row["status"] == RECALLED,
    )


def _guideline(key: str, phenotype: str) -> Iterator[TumourShare]:
    """Give the percentage of the guideline's table: a class of risk, without counts and without an interval."""
    for row in criteria("pns_care")["antibodies"]:
        if row["id"] != key or not _context(row, phenotype):
            continue
        status = row.get("cancer_pct_status", row["status"])
        yield TumourShare(
            tumour=ANY,
            label=tumour_name(ANY),
            share=printed(row["cancer_pct"]["value"]),
            group=row["label"],
            given_tumour=False,
            population="; ".join(filter(None, ("antibody-positive patients, table of the guideline", row.get("note")))),
            bound=row["cancer_pct"]["comparator"],
            count_from=None,
            source=row["source"],
            reading_status=status,
            unconfirmed=status == RECALLED,
        )


def _context(row: Mapping[str, Any], phenotype: str) -> bool:
    limit = row.get("context")
    return limit is None or ("==" in limit) == (limit.split()[-1] == phenotype)
