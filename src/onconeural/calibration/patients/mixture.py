"""Which antibodies and tumours make up a published cohort, and in which proportion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from onconeural.calibration.patients.antibody_mix import NONE, share_without, usual_or_printed, with_negative
from onconeural.calibration.published.age_and_sex import PersonFact, person_facts
from onconeural.calibration.published.antibody_rows import own_antibody
from onconeural.calibration.published.certainty_classes import ClassFact, class_facts
from onconeural.calibration.published.entry import EntryFact, entry_facts
from onconeural.calibration.published.left_out import lacked, large_part, left_out, small_part
from onconeural.calibration.published.positives import of_those_with_antibodies, positive_share
from onconeural.calibration.published.printed_mix import joint_shares
from onconeural.calibration.published.printed_tumours import TumourShare, chosen_tumour, tumour_shares
from onconeural.calibration.published.provoked import provoked_by_drug
from onconeural.calibration.published.treated import TreatmentFact, treatment_facts
from onconeural.calibration.published.wording import RATIOS
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.model import antibody, readings, stand_in, without_antibody

# Lambert-Eaton syndrome, at the nerve ending. In half of the patients it is another disease, without a tumour, which no
# series of paraneoplastic syndromes counts: of these only patients with a tumour are counted above.
JUNCTION = "pq_vgcc"
OUTSIDE = "outside the domain of the model"
BESIDE = ("mixed", "negative", "none", "sox1")  # no disease of their own in the model
Printed = Mapping[tuple[str, ...], float]  # shares that a cohort prints, of one antibody or of several together


@dataclass(frozen=True)
class Part:
    """Patients of one settings set, with one tumour where the cohort prints its tumours."""

    settings: str
    tumour: str | None
    share: float


@dataclass(frozen=True)
class Mixture:
    """Shares (they add up to 1) of settings sets in a cohort, and what was assumed about them.

    ``printed``: shares of settings sets among those with an antibody that the cohort prints, which the patients must
    have; ``negative`` (the printed share without an antibody, None where none is printed), ``tumours``, ``persons``
    (age and sex), ``entry`` (disability on entry), ``classes`` (definite, possible) and ``treated`` (who was) likewise.
    ``selected``: the shares are those after the cohort chose its patients by their syndrome.
    """

    parts: dict[str, float]
    assumed: str | None = None
    printed: tuple[tuple[tuple[str, ...], float], ...] = ()
    tumours: tuple[TumourShare, ...] = ()
    persons: tuple[PersonFact, ...] = ()
    entry: tuple[EntryFact, ...] = ()
    classes: tuple[ClassFact, ...] = ()
    treated: tuple[TreatmentFact, ...] = ()
    negative: float | None = None
    selected: bool = True
    all_known: bool = False

    def cells(self) -> tuple[Part, ...]:
        """Settings sets, told apart by tumour where the cohort prints its tumours; shares are not yet those printed."""
        found: list[Part] = []
        for key, share in self.parts.items():
            kinds = antibody(key).tumours
            split = self.tumours and len(kinds) > 1
            found += [Part(key, t.tumour, share * t.share) for t in kinds] if split else [Part(key, None, share)]
        return tuple(found)


@lru_cache(maxsize=4096)  # asked for again and again of one row
def mixture(cohort: Cohort, seen: Observable | None = None) -> Mixture | str:
    """The settings sets of a cohort with their shares, or why there are none.

    A row that names one of the antibodies (in its group, or at the end of its name) is about that one. Shares of
    antibodies and tumours that the cohort prints are met; antibodies that it does not name share the rest as usual. An
    antibody whose class is uncertain counts half in each reading.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> mixture(cohort("keimeguibert2000_ivig_cyc_mp")).parts["hu"].__round__(2)
    0.59
    """
    if "none" in cohort.antibody:
        return f"{OUTSIDE}: no antibody was tested or found in it"
    if own := own_antibody(cohort, seen) if seen and seen.kind not in RATIOS else None:
        found = _known(cohort, {own: 1.0}, {}, None)
        if isinstance(found, str) or cohort.antibody == (own,):
            return found
        return replace(
            found, tumours=(), persons=(), entry=(), classes=(), treated=()
        )  # those printed are of all antibodies
    listed = [key for key in cohort.antibody if key not in BESIDE]
    if not listed and "mixed" not in cohort.antibody:
        return f"{OUTSIDE}: there is no disease without an antibody in it"
    absent = [key for key in listed if lacked(key)]
    left = small_part(cohort, absent) if absent and len(absent) < len(listed) else None
    if (key := absent[0] if absent else None if listed else large_part(cohort)) and left is None:
        return f"{OUTSIDE} ({key}): {lacked(key)}"
    listed = [key for key in listed if key not in absent]
    negative = 0.0 if seen is not None and of_those_with_antibodies(cohort, seen) else share_without(cohort)
    negative = min(negative / (1.0 - (left or 0.0)), 1.0)
    shares, printed, assumed = usual_or_printed(cohort, listed, left or 0.0)
    every, note = with_negative(cohort, negative, shares)
    note = "; ".join(filter(None, (note, left_out(absent, left))))
    together: dict[tuple[str, ...], float] = {(key,): share for key, share in printed.items() if key in every}
    together |= {keys: share for keys, share in joint_shares(cohort).items() if every.keys() >= set(keys)}
    words = "; ".join(filter(None, (assumed, note)))
    found = _known(cohort, every, together, words or None, selected=not assumed)
    said = bool(negative) and positive_share(cohort) is not None
    return found if isinstance(found, str) or not said else replace(found, negative=negative)


def _known(
    cohort: Cohort, shares: Mapping[str, float], printed: Printed, assumed: str | None, selected: bool = True
) -> Mixture | str:
    parts: dict[str, float] = {}
    sets_of: dict[str, tuple[str, ...]] = {}
    notes = [assumed] if assumed else []
    for key, amount in shares.items():
        if why := None if key == NONE else lacked(key):
            return f"{OUTSIDE} ({key}): {why}"
        own = without_antibody() if key == NONE else readings(key)
        sets = own or (stand_in(key) or "",)
        if not own:
            notes.append(f"settings of {sets[0]} stand in for {key}")
        sets_of[key] = sets
        for one in sets:
            part = antibody(one).part
            parts[one] = parts.get(one, 0.0) + amount * (part.share if part else 1.0 / len(sets))
    total = sum(parts.values())
    found = {key: amount / total for key, amount in parts.items()}
    tumours = tumour_shares(cohort, {t.tumour for key in found for t in antibody(key).tumours})
    all_have = chosen_tumour(cohort) if NONE in shares else None
    return Mixture(
        found,
        "; ".join(notes) or None,
        tuple((sum((sets_of[key] for key in keys), ()), share) for keys, share in printed.items()),
        (*((all_have,) if all_have else ()), *tumours),
        person_facts(cohort),
        entry_facts(cohort),
        class_facts(cohort) if NONE in shares else (),
        _treated(cohort, found),
        selected=selected,
        all_known=provoked_by_drug(cohort),
    )


def _treated(cohort: Cohort, sets: Iterable[str]) -> tuple[TreatmentFact, ...]:
    """What the cohort prints of who was treated; a second line only where the care of all its antibodies has one."""
    care = all(antibody(key).immunotherapy.second_line > 0.0 for key in sets)
    return tuple(fact for fact in treatment_facts(cohort) if care or fact.what != "second")
