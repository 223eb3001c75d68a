"""Whether the tumour that was found fits this antibody, or else this phenotype."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onconeural.evidence import plain, tumour_key
from onconeural.workup.pns_care_facts import PnsCareFacts
from onconeural.workup.pns_care_table import RECALLED, Row, Table, Tumours

# The criteria name tumours on different levels of detail. These two maps only say which names mean the same
# tumour (a special kind of it, or the sum of its kinds); what is usual stays in the criteria.
_KIND_OF = {
    "classic_hodgkin_lymphoma": "hodgkin_lymphoma",
    "ovarian_teratoma": "teratoma",
    "testicular_seminoma": "testicular_germ_cell_tumour",
}
_SUM_OF = {"lung_cancer": ("sclc", "nsclc"), "ovarian_cancer": ("ovarian_carcinoma",)}


@dataclass(frozen=True)
class Fit:
    """Whether a found tumour fits: True, False, or None when the criteria do not decide it.

    ``usual`` is the list of usual tumours that was asked, None when no list was needed.
    """

    consistent: bool | None
    reason: str
    usual: Tumours | None = None
    missing: str | None = None
    inferred: bool = False


def fits(found: str, usual: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> bool | None:
    """Tell whether a tumour key is among the usual ones; None when the name is too general to say.

    >>> groups = {"lymphoma": ("hodgkin_lymphoma", "non_hodgkin_lymphoma")}
    >>> fits("hodgkin_lymphoma", ("lymphoma",), groups), fits("thymoma", ("lymphoma",), groups)
    (True, False)
    >>> fits("lymphoma", ("hodgkin_lymphoma",), groups) is None
    True
    """
    parts = {**_SUM_OF, **groups}
    wanted = {member for key in usual for member in (key, *parts.get(key, ()))}
    if {found, _KIND_OF.get(found, found)} & wanted:
        return True
    hits = [member in wanted for member in parts.get(found, ())]
    if hits and all(hits):
        return True
    general = any(hits) or any(_KIND_OF.get(key) == found for key in wanted)
    return None if general else False


def tumour_fit(facts: PnsCareFacts, antibody: Row | None, table: Table) -> Fit:
    """Judge the found tumour; ``antibody`` is the high- or intermediate-risk one that counts, if any.

    The rule for men with Yo comes first, then the clinician's own judgement, then the usual tumours of the
    antibody, or of the phenotype when no such antibody is present.
    """
    if needs_antigen(facts, antibody):
        reason = "in a man with Yo the tumour counts as consistent only if it is shown to express the antigen"
        return Fit(False, reason)
    if facts.consistent is not None:
        said = "consistent" if facts.consistent else "not consistent"
        return Fit(facts.consistent, f"judged {said} with the syndrome in the case file")
    return _fit_by_lists(facts, antibody or table.phenotype(facts.phenotype), table)


def needs_antigen(facts: PnsCareFacts, antibody: Row | None) -> bool:
    """Tell whether only antigen expression can make the tumour of this patient count (men with Yo)."""
    return bool(antibody and antibody.id == "yo" and facts.sex == "M" and not facts.antigen_shown)


def _fit_by_lists(facts: PnsCareFacts, row: Row | None, table: Table) -> Fit:
    key = tumour_key(facts.tumour) if facts.tumour else None
    if key is None:
        return Fit(None, "its type is not recognised", missing=_unrecognised(facts.tumour))
    if row is None or not row.usual.keys:
        missing = "The criteria list no usual tumour here, so they cannot say whether this tumour is consistent."
        return Fit(
            None,
            "no usual tumours are listed for this phenotype or antibody",
            row.usual if row else None,
            missing,
        )
    verdict = fits(key, row.usual.keys, table.groups)
    inferred = bool(verdict) and not fits(key, _as_read(row.usual), table.groups)
    missing_type = None if verdict is not None else f"The tumour type is too general for the list of {row.label}."
    return Fit(verdict, _reason(verdict, row), row.usual, missing_type, inferred=inferred)


def _reason(verdict: bool | None, row: Row) -> str:
    words = {True: "usual", False: "not usual", None: "named too generally to be usual"}
    unconfirmed = ", unconfirmed" if row.usual.status == RECALLED else ""
    return f"{words[verdict]} for {row.label} (list from {row.usual.source}{unconfirmed})"


def _as_read(usual: Tumours) -> tuple[str, ...]:
    return tuple(key for key in usual.keys if key not in usual.inferred)


def _unrecognised(text: str | None) -> str:
    if not text:
        return "The type of the tumour is not given, so it cannot be compared with the usual tumours."
    return f"The tumour type '{plain(text)}' was not recognised, so it does not count as consistent."
