"""How many patients a mean or median time is of that only some can have: to a tumour, a relapse, death of the dead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from onconeural.calibration.published.counted import AT_LAST, DIED, MOST, counted, with_tumour
from onconeural.calibration.published.grades import grade_named
from onconeural.calibration.published.times_to import TimeTo, time_to
from onconeural.calibration.published.treated import treatment_facts
from onconeural.calibration.published.treatment_words import What
from onconeural.calibration.published.which_first import NEUROLOGY_FIRST, TUMOUR_FIRST, came_first
from onconeural.calibration.published.wording import label
from onconeural.evidence.cohort_records import Cohort, Observable

# Times that every patient has, or that are counted with those who do not have the event (Kaplan-Meier).
OF_EVERYBODY: tuple[TimeTo | None, ...] = (
    *("free of progression or relapse", "onset on a drug", "progression", "plateau", "survival"),
    *("first visit", "diagnosis", None),
)
_GRADES = r"(mrs|rankin)(_score)?"
_TWO_YEARS = r"_within_((2[4-9]|[3-9]\d)_?m(o(nth)?s?)?|[2-5]_?y(rs?|ears?)?)"
_WELL = (
    r"(good|favourable)(_(functional|neuro\w*|clinical))?_(outcome|recovery)|(functional(ly)?_)?independen(t|ce)|"
    rf"(good_outcome_)?{_GRADES}_?(le_?2|lt_?3|<=_?2|<_?3|0_2)|outcome/(good|favourable)"
)
# Whole labels of rows that count those who have the event of a time, and who they are.
EVENTS: Mapping[TimeTo, tuple[str, str]] = MappingProxyType(
    {
        "death": (DIED, "those who died"),
        "relapse": (rf"((any|clinical)_)?relaps(es?|ed|ing)(_rate)?{AT_LAST}", "patients with a relapse"),
        "good outcome": (rf"({_WELL})({AT_LAST}|{_TWO_YEARS})", "patients with mRS 0 to 2"),
        "improvement": (
            rf"((any|neuro\w*|clinical)_)?(improve(d|ment)|respon(se|ded|ders?)){AT_LAST}",
            "patients who got better",
        ),
    }
)
# And of a grade or worse.
GRADE_REACHED = (
    r"((became|become|reached|ever)_)?(wheelchair(_(bound|dependen\w*|users?))?|bedridden|bed_?bound|non_?ambula\w*|"
    rf"(unable_to|cannot)_walk|(severely_)?disabled|dependent|{_GRADES}_?(g[te]|>=?)_?[1-5]){AT_LAST}"
)


def only_some_have(seen: Observable) -> bool:
    """Whether the time of a row is one that only some patients can have.

    >>> from dataclasses import replace
    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("graus2001_hu200")
    >>> time = next(o for o in hu.observables if o.name == "onset_to_tumour")
    >>> only_some_have(time), only_some_have(replace(time, name="onset_to_diagnosis"))
    (True, False)
    """
    return time_to(label(seen)) not in OF_EVERYBODY


def those_who_have(cohort: Cohort, seen: Observable) -> tuple[int, str] | None:
    """How many patients have the time of a row, and who they are; None where the cohort does not say.

    The rule is in docs/guide/calibration.md, *The interval*.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("graus2001_hu200")
    >>> those_who_have(hu, next(o for o in hu.observables if o.name == "onset_to_tumour"))
    (142, 'patients with neurology first')
    """
    return next(((n, words) for n, words in _candidates(cohort, label(seen)) if n), None)


def _candidates(cohort: Cohort, name: str) -> Iterator[tuple[int | None, str]]:
    what = time_to(name)
    if what == "grade":
        least = grade_named(name)
        yield _with_grade(cohort, least), f"patients with mRS {least} or more"
    elif what is not None and what in EVENTS:
        rows, words = EVENTS[what]
        yield counted(cohort, rows), words
    elif what == "tumour":
        yield came_first(cohort, NEUROLOGY_FIRST), "patients with neurology first"
    elif what == "onset after the tumour":
        yield came_first(cohort, TUMOUR_FIRST), "patients with the tumour first"
    elif what == "second line":
        yield _treated(cohort, "second"), "patients with a second line"
    elif what == "treatment" and "immuno" in name:
        yield _treated(cohort, "immunotherapy"), "patients with immunotherapy"
    elif what == "treatment":
        yield _treated(cohort, "any"), "patients with any treatment"
    elif what == "tumour treatment":
        yield _treated(cohort, "tumour"), "patients with tumour treatment"
    if what is not None and "tumour" in what:
        yield with_tumour(cohort, MOST), "patients with a tumour"


def _with_grade(cohort: Cohort, least: int) -> int | None:
    """How many came to a grade; the words of several rows may name it."""
    names = (label(o) for o in cohort.observables)
    same = [re.escape(name) for name in names if re.fullmatch(GRADE_REACHED, name) and grade_named(name) == least]
    return counted(cohort, "|".join(same)) if same else None


def _treated(cohort: Cohort, what: What) -> int | None:
    """How many got a treatment; a lower bound does not say it."""
    facts = (fact for fact in treatment_facts(cohort) if fact.what == what and fact.form == "share")
    return next((round(fact.value * fact.n) for fact in facts), None)
