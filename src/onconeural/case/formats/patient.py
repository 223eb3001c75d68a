"""Age, sex, phenotype and tumour of an imported case."""

from __future__ import annotations

from onconeural.case.formats.draft import Draft
from onconeural.case.formats.gathered import Fact, Gathered
from onconeural.case.formats.onset import Clock
from onconeural.evidence import phenotype_label, tumour_label


def person(found: Gathered, time: Clock, draft: Draft) -> None:
    """Fill age and sex."""
    draft.fields["age"] = time.age
    draft.fields["sex"] = found.sex


def phenotype(found: Gathered, time: Clock, draft: Draft) -> None:
    """Fill the phenotype: the one that was chosen, the one that the file names, or ``multiple``."""
    _kind(found, draft)
    facts = [fact for fact in found.facts if fact.concept.kind == "phenotype"]
    for fact in facts:
        if fact.status != "present":
            found.remark(fact.path, "not used", "a syndrome that was excluded; a case has no place for it")
    named = [fact for fact in facts if fact.status == "present"]
    keys = tuple(dict.fromkeys(fact.concept.key for fact in named))
    if "phenotype" in draft.fields:
        _beside_the_chosen(found, draft.fields["phenotype"], named)
    elif keys:
        _from_facts(found, draft, named, keys)
    else:
        found.problem("", "no condition that names a syndrome", "one; or --phenotype with the name of a phenotype")
    _later_areas(time, draft, named, keys)


def _kind(found: Gathered, draft: Draft) -> None:
    for fact in (fact for fact in found.facts if fact.concept.kind == "kind"):
        if fact.status == "absent" and "kind" not in found.fields:
            draft.fields["kind"] = "mimic"
            draft.note("kind mimic: the file says that a paraneoplastic neurological syndrome was excluded")


def _beside_the_chosen(found: Gathered, chosen: str, named: list[Fact]) -> None:
    for fact in named:
        if fact.concept.key != chosen:
            found.remark(fact.path, "not used", "a syndrome beside the phenotype that you chose")


def _from_facts(found: Gathered, draft: Draft, named: list[Fact], keys: tuple[str, ...]) -> None:
    draft.fields["phenotype"] = keys[0] if len(keys) == 1 else "multiple"
    if len(keys) > 1:
        draft.fields["phenotype_detail"] = "; ".join(phenotype_label(key) for key in keys)
        for fact in named:
            found.remark(fact.path, "decided", "one of several syndromes: phenotype is `multiple` (or --phenotype)")
    for fact in named:
        if not fact.concept.exact:
            draft.note(f"phenotype {fact.concept.key}, from the term '{fact.concept.label}'")


def _later_areas(time: Clock, draft: Draft, named: list[Fact], keys: tuple[str, ...]) -> None:
    """Keep when the later of several syndromes began."""
    for fact in named if len(keys) > 1 else []:
        day = time.day(fact.when, f"a later syndrome ({phenotype_label(fact.concept.key)})")
        if day:
            draft.add("timeline", {"day": day, "event": "new_area", "detail": phenotype_label(fact.concept.key)})


def cancer(found: Gathered, time: Clock, draft: Draft) -> None:
    """Fill the tumour; of several, the one found nearest to day 0."""
    facts = [fact for fact in found.facts if fact.concept.kind == "tumour"]
    for fact in facts:
        if fact.status != "present":
            found.remark(fact.path, "not used", "a tumour that was excluded; a case has no place for it")
    days = [(fact, time.day(fact.when, "the tumour")) for fact in facts if fact.status == "present"]
    if not days:
        return
    taken, day = min(days, key=lambda row: float("inf") if row[1] is None else abs(row[1]))
    for other, _ in days:
        if other.concept.key != taken.concept.key:
            found.remark(other.path, "decided", "a case holds one tumour; the one found nearest to day 0 was taken")
    draft.note(taken.how)
    draft.fields["cancer"] = {
        "found": True,
        "type": None if taken.concept.key == "any" else tumour_label(taken.concept.key),
        "day_found_relative_to_onset": day,
    }
