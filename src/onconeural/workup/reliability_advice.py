"""What to do with an antibody result, and what else is known about it: each sentence with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from onconeural.evidence import criteria
from onconeural.workup.reliability_rows import CONFIRMED, published, techniques
from onconeural.workup.remark import SYNTHESIS, Remark
from onconeural.workup.share import Share, share
from onconeural.workup.titre import level

if TYPE_CHECKING:
    from onconeural.case import Antibody, Case


def advice(key: str, specimen: str, item: Antibody, case: Case, match: bool | None) -> tuple[Remark, ...]:
    """Return what to do next with a result: a tissue-based test, the preferred specimen, the other specimen."""
    return (*_confirm(key, specimen, item), *_preferred(key, specimen), *_other_specimen(specimen, match))


def context(key: str, specimen: str, item: Antibody, case: Case, match: bool | None) -> tuple[Remark, ...]:
    """Return what else the sources say: fit of the phenotype, titre, pairs, kits, positives without the disease."""
    return (
        *_phenotype(match),
        *_titre(key, specimen, item),
        *_pairs(key, specimen, case),
        *_csf_only(key),
        *_kits(key, item),
        *_without_disease(key, match),
        *_background(key),
        *_high_specificity(key, case),
    )


def _data() -> Mapping[str, Any]:
    return criteria("antibody_reliability")


def _written(found: Share) -> str:
    band = f", 95 % interval {100 * (found.low or 0):.0f} to {100 * (found.high or 0):.0f} %"
    return f"{found.count} of {found.n} ({100 * found.value:.0f} %{band})"


def _confirm(key: str, specimen: str, item: Antibody) -> Iterator[Remark]:
    if item.confirmed or item.technique == "tissue":
        return
    rule = next(r for r in criteria("pns_care")["special_rules"] if r["id"] == "antibody_confirmation")
    where = specimen if specimen != "unspecified" else "serum"
    for first in techniques(item.technique):
        before, after = published(key, where, first), published(key, where, CONFIRMED.get(first, ""))
        if before and after:
            gain = f"true were {_written(before.probability)} without it and {_written(after.probability)} with it"
            text = f"Confirm by a tissue-based test ({where.replace('csf', 'CSF')}: {gain})."
            yield Remark(text, before.source, before.reading_status)
            return
    if item.technique == "line_blot":
        yield Remark("Confirm a line-blot positive by a tissue-based test.", rule["source"], rule["status"])


def _preferred(key: str, specimen: str) -> Iterator[Remark]:
    for record in _data()["preferred_specimen"]:
        if key in record["antibodies"] and specimen != record["specimen"]:
            wanted = record["specimen"].replace("csf", "CSF")
            text = "Test both serum and CSF." if wanted == "both" else f"The preferred specimen is {wanted}."
            yield Remark(text, record["source"], record["status"])


def _other_specimen(specimen: str, match: bool | None) -> Iterator[Remark]:
    if specimen == "serum" and match is False:
        record = _data()["preferred_specimen"][0]
        text = "Positive in serum and the phenotype does not fit: test CSF as well."
        yield Remark(text, record["source"], record["status"])


def _phenotype(match: bool | None) -> Iterator[Remark]:
    source, status = _data()["meta"]["source"], _data()["meta"]["status"]
    if match is False:
        text = (
            "The phenotype is not among those listed for this antibody. In the counts a positive result without the "
            "matching disease is false by definition, so this result is less trustworthy than the share says."
        )
        yield Remark(text, source, SYNTHESIS)
    elif match:
        text = (
            "The phenotype is among those listed for this antibody, so this result is more trustworthy than the share "
            "says; by how much is not known, because no source counts it."
        )
        yield Remark(text, source, SYNTHESIS)
    else:
        yield Remark("No list says which phenotypes go with this antibody.", source, status)


def _titre(key: str, specimen: str, item: Antibody) -> Iterator[Remark]:
    known = level(key, specimen, item.titre)
    if known:
        yield Remark(known[1], known[2], "read_primary")
    elif item.titre:
        yield Remark("The titre cannot be compared with a published cut-off.", _data()["meta"]["source"], SYNTHESIS)


def _pairs(key: str, specimen: str, case: Case) -> Iterator[Remark]:
    if specimen == "unspecified":
        return
    other = "csf" if specimen == "serum" else "serum"
    names = {item.name for item in case.antibodies if item.specimen == other}
    if "none" not in names or key in names or f"{key}_csf" in names:
        return
    pattern = f"{specimen}_only_positive"
    record = next(row for row in _data()["discordant"] if row["pattern"] == pattern)
    found = share(record["true_disease"], record["n"])
    if found:
        only = specimen.replace("csf", "CSF")
        text = f"Positive in {only} only: of such untreated pairs, over all antibodies, {_written(found)} were true."
        yield Remark(text, record["source"], record["status"])


def _csf_only(key: str) -> Iterator[Remark]:
    record = _data()["nmdar_csf_only"]
    if key == "nmdar":
        text = f"In {record['n']} routine samples {record['pct']:g} % of the NMDAR positives were positive in CSF only."
        yield Remark(text, record["source"], record["status"])


def _kits(key: str, item: Antibody) -> Iterator[Remark]:
    if item.technique != "line_blot" or item.confirmed:
        return
    for record in _data()["line_blot_confirmation"]:
        if record["antibody"] in (key, "any") and record.get("n") != 0:
            what = "positives of any antibody" if record["antibody"] == "any" else "positives of this antibody"
            size = f", n = {record['n']}" if "n" in record else "; the number is not printed"
            text = f"{record['kit']}: {record['confirmed_pct']:g} % of {what} were confirmed by a second method{size}."
            yield Remark(text, record["source"], record["status"])


def _without_disease(key: str, match: bool | None) -> Iterator[Remark]:
    for record in _data()["positive_without_disease"]:
        found = share(record["with_tumour"], record["n"]) if record["antibody"] == key else None
        if found and match is not True:
            text = f"A positive without the disease can still mark a cancer: a tumour was found in {_written(found)}."
            yield Remark(text, record["source"], record["status"])


def _background(key: str) -> Iterator[Remark]:
    for record in _data()["background"]:
        if record["antibody"] == key:
            text = (
                f"Among {record['cancer_n']} people with cancer ({record['cancer']}) and no neurological syndrome, "
                f"{record['cancer_without_pns_pct']:g} % had this antibody."
            )
            yield Remark(text, record["source"], record["status"])


def _high_specificity(key: str, case: Case) -> Iterator[Remark]:
    for record in _data()["high_specificity"]:
        if record["antibody"] != key or (key == "sox1" and case.phenotype != "lambert_eaton"):
            continue
        size = f" (n = {record['n']})" if "n" in record else ""
        what = record.get("use") or f"{_data()['techniques'][record['assay']]}"
        text = (
            f"{what}: sensitivity {record['sensitivity_pct']:g} %, specificity {record['specificity_pct']:g} %{size}."
        )
        yield Remark(text, record["source"], record["status"])
