"""Can this antibody result be trusted? The share of true results among positive ones like it, from printed counts.

One estimate is given only where antibody, specimen and technique (stated, or the only one in the table) name one
row of counts. Rows are never multiplied with each other: titre and confirmation choose another row or the
difference of two rows, and the fit of the phenotype is said in words, because no source counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onconeural.evidence import antibody_label, criteria
from onconeural.workup.reliability_advice import advice, context
from onconeural.workup.reliability_rows import CONFIRMED, Estimate, published, row, techniques, without
from onconeural.workup.remark import Remark
from onconeural.workup.titre import level

if TYPE_CHECKING:
    from onconeural.case import Antibody, Case

NAMELESS = ("none", "neuronal_unspecified", "vgkc_complex")


@dataclass(frozen=True)
class Reliability:
    """How far one antibody result can be trusted.

    ``estimate`` is the share of true results among positive ones like this, or None with the ``reason``;
    ``others`` are rows under other conditions. ``phenotype_match`` is None where no list says it.
    """

    antibody: str
    label: str
    specimen: str
    technique: str
    confirmed: bool | None
    estimate: Estimate | None
    reason: str
    others: tuple[Estimate, ...]
    assumptions: tuple[str, ...]
    phenotype_match: bool | None
    advice: tuple[Remark, ...]
    context: tuple[Remark, ...]
    sources: tuple[str, ...]


def reliability(case: Case) -> tuple[Reliability, ...]:
    """Return the reliability of every positive antibody result of a case, in its order. Source: kerstens2024.

    >>> from onconeural.case import Case
    >>> yo = [{"name": "yo", "specimen": "serum", "technique": "line_blot"}]
    >>> found = reliability(Case(case_id="a1", phenotype="chorea", antibodies=yo))[0].estimate.probability
    >>> found.count, found.n
    (21, 73)
    """
    return tuple(_one(item, case) for item in case.antibodies if item.name != "none")


def _one(item: Antibody, case: Case) -> Reliability:
    key, specimen = item.name.removesuffix("_csf"), _specimen(item)
    asked = (specimen,) if specimen != "unspecified" else ("serum", "csf")
    found = {name: _estimate(key, name, item) for name in asked}
    if specimen == "unspecified":
        chosen, reason = None, "The specimen is not stated, so no single row of counts fits; see the other conditions."
    else:
        chosen, reason = found[specimen]
    others = _others(key, asked, item, chosen)
    match = phenotype_match(key, case.phenotype)
    remarks = advice(key, specimen, item, case, match), context(key, specimen, item, case, match)
    sources = [e.source for e in (*((chosen,) if chosen else ()), *others)]
    sources += [remark.source for group in remarks for remark in group if remark.source] or ["kerstens2024"]
    return Reliability(
        antibody=key,
        label=antibody_label(key),
        specimen=specimen,
        technique=item.technique,
        confirmed=item.confirmed,
        estimate=chosen,
        reason="" if chosen else _nameless(key) or reason,
        others=others,
        assumptions=_assumptions(key, asked, item),
        phenotype_match=match,
        advice=remarks[0],
        context=remarks[1],
        sources=tuple(dict.fromkeys(sources)),
    )


def phenotype_match(key: str, phenotype: str) -> bool | None:
    """Tell whether a phenotype is among those that the criteria of 2021 list for an antibody; None without a list.

    >>> phenotype_match("yo", "rapidly_progressive_cerebellar_syndrome"), phenotype_match("zic4", "chorea")
    (True, None)
    """
    rows = [record for record in criteria("pns_care")["antibodies"] if record["id"] == key]
    return any(phenotype in record["phenotypes"] for record in rows) if rows else None


def _specimen(item: Antibody) -> str:
    return "csf" if item.name.endswith("_csf") else item.specimen


def _first(key: str, specimen: str, item: Antibody) -> str | None:
    return next((name for name in techniques(item.technique) if row(key, specimen, name)), None)


def _estimate(key: str, specimen: str, item: Antibody) -> tuple[Estimate | None, str]:
    first = _first(key, specimen, item)
    where = specimen.replace("csf", "CSF")
    if first is None:
        return None, f"The national table has no counts for this antibody in {where} with this technique."
    known = level(key, specimen, item.titre)
    if key == "pq_vgcc" and known and not known[0]:
        return None, f"{known[1]} The counts are for results above it."
    if first == "elisa_any" and known and "IU/mL" in known[1]:
        if not known[0]:
            return without(key, specimen, first, "elisa_high"), "The table does not allow a number below the cut-off."
        first = "elisa_high"
    return _by_confirmation(key, specimen, first, item.confirmed)


def _by_confirmation(key: str, specimen: str, first: str, confirmed: bool | None) -> tuple[Estimate | None, str]:
    stricter = CONFIRMED.get(first, "")
    if confirmed and row(key, specimen, stricter):
        return published(key, specimen, stricter), "No positive result was counted."
    if confirmed is False:
        why = "A second method did not confirm the result, and the table does not count such results by themselves."
        return without(key, specimen, first, stricter), why
    return published(key, specimen, first), "No positive result was counted."


def _others(key: str, asked: tuple[str, ...], item: Antibody, chosen: Estimate | None) -> tuple[Estimate, ...]:
    found = []
    for specimen in asked:
        first = _first(key, specimen, item)
        for name in (first, CONFIRMED.get(first or "", ""), "elisa_high" if first == "elisa_any" else ""):
            estimate = published(key, specimen, name) if name else None
            if estimate and estimate != chosen:
                found.append(estimate)
    return tuple(found)


def _assumptions(key: str, asked: tuple[str, ...], item: Antibody) -> tuple[str, ...]:
    said = []
    names = criteria("antibody_reliability")["techniques"]
    found = next((first for specimen in asked if (first := _first(key, specimen, item))), None)
    if item.technique == "unspecified" and found:
        said.append(f"The technique is not stated; it is taken as that of the national table ({names[found]}).")
    if item.confirmed and any(row(key, specimen, CONFIRMED.get(found or "", "")) for specimen in asked):
        said.append("The method that confirmed the result is taken as a tissue-based one.")
    if found:
        said.append(f"About the counts: {criteria('antibody_reliability')['meta']['definition']}.")
    return tuple(said)


def _nameless(key: str) -> str:
    return "This result names no single antibody, so there are no counts for it." if key in NAMELESS else ""
