"""Who was treated in a published cohort: an input, like age and sex; it was done, and did not come of anything.

A row counts where its whole name, or the group of a row called after a treatment, says what was given, and its share is
of all patients. The rules are in docs/guide/calibration.md, *Who was treated*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from onconeural.calibration.published.antibody_rows import fraction, is_share, share_error
from onconeural.calibration.published.counted import MOST, with_tumour
from onconeural.calibration.published.treatment_words import ALONE_OF, IMMUNE, Form, What, said_given
from onconeural.calibration.published.trials import trial_drugs
from onconeural.calibration.published.wording import spelt
from onconeural.evidence.cohort_records import Cohort, Observable

Part = Literal["everybody", "with_tumour", "first_line", "first_line_failed"]

FAILED = re.compile(r"^(failed_first_line|first_line_(failed|failures?))$")

ROUNDING = 0.02  # by which printed classes may miss the whole
WORDS = {
    "second": "a second line",
    "tumour": "tumour treatment",
    "any": "any treatment",
    "immunotherapy_alone": "immunotherapy alone",
    "tumour_alone": "tumour treatment alone",
}


@dataclass(frozen=True)
class TreatmentFact:
    """A printed share (0 to 1) of treated patients, with its standard error.

    ``form``: "share", or "least": that share or a larger one. ``among``: the patients whom the share is of.
    """

    what: What
    form: Form
    value: float
    sd: float
    n: int
    among: Part = "everybody"

    of = "treatment"

    @property
    def label(self) -> str:
        """The fact in words."""
        return f"share with {WORDS.get(self.what, self.what)}"


@lru_cache(maxsize=256)  # asked for by each row of a cohort
def treatment_facts(cohort: Cohort) -> tuple[TreatmentFact, ...]:
    """What a cohort prints about who of all its patients was treated; none where all got the same by design.

    Of several lower bounds the largest counts, and none beside the share itself; else the first row that gives a fact.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [(f.what, round(f.value, 2)) for f in treatment_facts(cohort("dalmau2004_ma2_38"))]
    [('tumour', 0.52), ('both', 0.27), ('immunotherapy_alone', 0.3), ('any', 0.82), ('immunotherapy', 0.58)]
    >>> [(f.what, f.form, f.value, f.among) for f in treatment_facts(cohort("titulaer2013_nmdar577"))]
    [('second', 'share', 0.57, 'first_line_failed'), ('any', 'least', 0.94, 'everybody')]
    """
    if trial_drugs(cohort):
        return ()
    printed = [fact for seen in cohort.observables for fact in _facts(cohort, seen)]
    exact: dict[tuple[What, Part], TreatmentFact] = {}
    for fact in _exclusive([f for f in printed if f.form == "share"]):
        exact.setdefault((fact.what, fact.among), fact)
    least: dict[What, TreatmentFact] = {}
    for fact in sorted((f for f in printed if f.form == "least"), key=lambda f: f.value):
        least[fact.what] = fact
    bounds = (fact for what, fact in least.items() if not any(what == known for known, _ in exact))
    return (*exact.values(), *bounds)


def says_who_was_treated(cohort: Cohort, seen: Observable) -> bool:
    """Whether a row says how many of the patients were treated, so that it is an input.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> series = cohort("shenzhen2021_nmdar31")
    >>> [o.name for o in series.observables if says_who_was_treated(series, o)]
    ['second_line_immunotherapy']
    """
    return bool(_facts(cohort, seen))


def _facts(cohort: Cohort, seen: Observable) -> list[TreatmentFact]:
    of_all = is_share(seen) and seen.comparator not in ("<", ">") and seen.time_months is None
    share, n = fraction(cohort, seen) if of_all else None, seen.n or cohort.n
    if share is None or not 0.0 <= share <= 1.0 or not n:
        return []
    found = []
    for what, form, given in said_given(seen):
        value = share if given else 1.0 - share
        among = _among(cohort, seen, what)
        if among is not None:
            found.append(TreatmentFact(what, form, value, share_error(value, n), n, among))
    return found


def _among(cohort: Cohort, seen: Observable, what: What) -> Part | None:
    """The patients whom a share is of; None where its n is that of a part of the cohort that is not known."""
    if seen.n is None or not cohort.n or seen.n == cohort.n:
        return "everybody"
    if what == "tumour" and seen.n == _size(cohort, "with_tumour"):
        return "with_tumour"
    if seen.n >= MOST * cohort.n:
        return "everybody"
    if what == "second":
        parts: tuple[Part, ...] = ("first_line_failed", "first_line")
        return next((part for part in parts if _size(cohort, part) == seen.n), None)
    return None


def _size(cohort: Cohort, part: Part) -> int | None:
    """How many patients a cohort counts in a part of it."""
    if part == "with_tumour":
        return with_tumour(cohort)
    for seen in cohort.observables:
        name, share = spelt(seen).name.lower(), fraction(cohort, seen) if is_share(seen) else None
        pattern = FAILED.match(name) if part == "first_line_failed" else re.fullmatch(IMMUNE, name)
        if pattern and share is not None and not seen.group and seen.n in (None, cohort.n):
            return round(share * (cohort.n or 0))
    return None


def _exclusive(facts: list[TreatmentFact]) -> list[TreatmentFact]:
    """The facts, where each single treatment is without the other if that makes them add up to all with *both*.

    With *both* and one alone the whole of it is known too.
    """
    by = {f.what: f for f in facts if f.among == "everybody"}
    both = by.get("both")
    if both is None:
        return facts
    classes = [f.value for what, f in by.items() if what not in ("any", "second")]
    if abs(sum(classes) - (by["any"].value if "any" in by else 1.0)) <= ROUNDING:
        facts = [replace(f, what=ALONE_OF.get(f.what, f.what)) if f.among == "everybody" else f for f in facts]
        by = {f.what: f for f in facts if f.among == "everybody"}
    for whole, alone in ALONE_OF.items():
        if alone in by and whole not in by:
            value = min(both.value + by[alone].value, 1.0)
            facts = [*facts, replace(both, what=whole, value=value, sd=share_error(value, both.n))]
    return facts
