"""Antibodies, findings, treatments and the course of an imported case."""

from __future__ import annotations

from typing import Any

from onconeural.case.findings import FINDINGS
from onconeural.case.formats.draft import Draft
from onconeural.case.formats.gathered import Fact, Gathered
from onconeural.case.formats.onset import Clock
from onconeural.evidence import antibody_label


def course(found: Gathered, time: Clock, draft: Draft) -> None:
    """Fill every list of the case, and the outcome."""
    for fact in found.facts:
        reader = _READERS.get(fact.concept.kind)
        if reader is not None:
            reader(fact, found, time, draft)
            draft.note(fact.how)
    _death(found, time, draft)
    for name, key in (("timeline", "day"), ("treatments", "start_day"), ("observations", "day")):
        rows = draft.fields.get(name, [])
        distinct = [row for i, row in enumerate(rows) if row not in rows[:i]]
        draft.fields[name] = _by_day(distinct, key)


def _by_day(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (row[key] is None, row[key] or 0))


def _antibody(fact: Fact, found: Gathered, time: Clock, draft: Draft) -> None:
    meant = fact.concept
    if meant.kind == "panel":
        name = {"present": "neuronal_unspecified", "absent": "none" if meant.key == "whole" else None}.get(fact.status)
    else:
        name = meant.key if fact.status == "present" else None
    if name is None:
        reason = "a negative or unclear antibody result; a case holds `none` only for a whole panel"
        found.remark(fact.path, "not used", reason)
        return
    row = {"name": name, "specimen": meant.specimen, "technique": meant.technique}
    details = {"titre": fact.titre, "confirmed": fact.confirmed}
    _merge(draft.fields.setdefault("antibodies", []), row, details)
    day = time.day(fact.when, f"the antibody result ({antibody_label(name)})")
    if day is not None:
        draft.add("timeline", {"day": day, "event": "antibody_result", "detail": antibody_label(name)})


def _merge(rows: list[dict[str, Any]], row: dict[str, Any], details: dict[str, Any]) -> None:
    """Add a result, or complete the same result that lacks a titre."""
    for other in rows:
        same = all(other[key] == value for key, value in row.items())
        if same and (other["titre"] is None or details["titre"] in (None, other["titre"])):
            other.update({key: value for key, value in details.items() if value is not None})
            return
    rows.append(row | details)


def _finding(fact: Fact, found: Gathered, time: Clock, draft: Draft) -> None:
    name, findings = fact.concept.key, draft.fields.setdefault("findings", {})
    if not fact.concept.exact:
        if fact.concept.neurological or fact.status != "present":
            _symptom(fact, found, time, draft)
        if fact.status != "present":
            return
        draft.note(f"finding {name}, from the term '{fact.concept.label}'")
    measured = {"value": fact.value, "unit": FINDINGS[name].unit if fact.value is not None else None}
    row = {"status": fact.status, **measured, "day": time.day(fact.when, f"the finding {name}")}
    known = findings.get(name)
    if known is None or known["status"] == "unknown":
        findings[name] = row
    elif known["value"] is None and row["value"] is not None and row["status"] in ("unknown", known["status"]):
        findings[name] = {**known, **measured, "day": row["day"] if known["day"] is None else known["day"]}
    elif known != row:
        found.remark(fact.path, "decided", f"a case holds one result of {name}; the first in the file was taken")


def _symptom(fact: Fact, found: Gathered, time: Clock, draft: Draft) -> None:
    """Keep a sign or symptom as its label, beside what else was observed on that day."""
    if fact.status == "unknown":
        found.remark(fact.path, "not used", "neither present nor absent")
        return
    text = fact.concept.label if fact.status == "present" else f"not {fact.concept.label}"
    row = _observation(draft, time.day(fact.when, f"the observation of '{fact.concept.label}'"))
    said = row["other"].split("; ") if row["other"] else []
    row["other"] = "; ".join(dict.fromkeys([*said, text]))


def _scale(fact: Fact, found: Gathered, time: Clock, draft: Draft) -> None:
    if fact.value is None or fact.value not in range(7):
        found.remark(fact.path, "not understood", "not a modified Rankin scale from 0 to 6")
        return
    day = time.day(fact.when, "the modified Rankin scale")
    row = _observation(draft, day)
    if row["mrs"] is None:
        row["mrs"] = int(fact.value)
    elif row["mrs"] != int(fact.value):
        draft.add("observations", {"day": day, "mrs": int(fact.value), "other": None})


def _observation(draft: Draft, day: float | None) -> dict[str, Any]:
    """Return the observation of a day, a new one when there is none."""
    rows: list[dict[str, Any]] = draft.fields.setdefault("observations", [])
    row = next((row for row in rows if row["day"] == day), None)
    if row is None:
        row = {"day": day, "mrs": None, "other": None}
        rows.append(row)
    return row


def _treatment(fact: Fact, found: Gathered, time: Clock, draft: Draft) -> None:
    day = time.day(fact.when, f"the treatment {fact.concept.key}")
    draft.add("treatments", {"name": fact.concept.key, "start_day": day, "dose": fact.dose})


def _event(fact: Fact, found: Gathered, time: Clock, draft: Draft) -> None:
    day = time.day(fact.when, f"the event {fact.concept.key}")
    draft.add("timeline", {"day": day, "event": fact.concept.key, "detail": None})


def _death(found: Gathered, time: Clock, draft: Draft) -> None:
    day = time.day(found.death, "the death")
    if found.death is not None and found.death.spread:
        day = None  # the middle of a year could lie before facts that are known exactly
    if found.death is not None:
        draft.add("timeline", {"day": day, "event": "death", "detail": None})
    if found.dead and "outcome.category" not in found.fields:
        draft.fields["outcome"] = {"category": "died", "followup_days": day}


_READERS = {
    "antibody": _antibody,
    "panel": _antibody,
    "finding": _finding,
    "symptom": _symptom,
    "scale": _scale,
    "treatment": _treatment,
    "event": _event,
}
