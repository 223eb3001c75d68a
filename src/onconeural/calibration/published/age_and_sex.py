"""What a published cohort prints about age and sex: inputs, which its simulated patients have to meet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.published.antibody_rows import fraction, is_share, share_error
from onconeural.calibration.published.intervals import deviation
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.quantity import is_number

MALE, FEMALE = r"(male|man|men|boy)s?", r"(female|woman|women|girl)s?"
OF_SEX = r"(pct_|percent(age)?_|n_|number_|proportion_|share_)(of_)?|(sex|gender)_"  # before the sex itself
SEX_ROW = re.compile(rf"^({OF_SEX})?({MALE}|{FEMALE}|(?<=sex_)[mf])(_(sex|pct|percent(age)?))?$")
SEX_GROUP = re.compile(rf"^({MALE}|{FEMALE}|m|f)$")
AGE_ROW = re.compile(
    r"^((median|mean)_)?age(_(at|of))?(_(symptom_|disease_|neuro\w*_)?(onset|diagnosis|presentation|inclusion)(_of_\w+)?)?"
    r"(_(years|range|iqr|median|mean))?$"
)
LIMIT_ROW = re.compile(
    r"^(late_onset|early_onset|older|younger|age|aged)_(lt|le|ge|gt|under|below|over|above)_?(\d+)(_years)?$"
)
CHILDREN = re.compile(r"^(pct_|n_)?children$")
# Words that say that a series holds children alone, or adults alone; "children and adults", "children too" say neither.
OF_CHILDREN = re.compile(
    r"\b(in|of) (infants|children|childhood)\b(?! and adults)|^children\b(?! and| too)|\bchildren only|p(a)?ediatric|"
    r"juvenile|\b(before|under|below|younger than|up to) (the age of )?1[5-8]\b(?! (days|weeks|months))",
    re.IGNORECASE,
)
OF_ADULTS = re.compile(r"\b(in|of) adults\b(?! and children)|, adults$|\(adults?\)|^adults\b(?! and)", re.IGNORECASE)
ADULT = 18.0  # years
BELOW = ("lt", "le", "under", "below")
QUANTILES = {"iqr": (0.25, 0.75), "range": (0.0, 1.0)}


@dataclass(frozen=True)
class PersonFact:
    """A printed fact about the patients of a cohort, with its standard error.

    ``of``: "women", their share (0 to 1); "older", the share (0 to 1) older than ``limit`` years; "mean", the mean age
    in years, whose ``sd`` is None where no spread is printed, and then follows from ``n``.
    """

    of: Literal["women", "older", "mean"]
    value: float
    sd: float | None
    n: int
    limit: float = 0.0

    @property
    def label(self) -> str:
        """The fact in words."""
        words = {"women": "share of women", "mean": "mean age"}
        return words.get(self.of, f"share older than {self.limit:g}")

    def of_patients(self, age: NDArray[np.float64], female: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What each patient adds to the fact, shape (n,); the fact is met where the mean of it is ``value``."""
        known = {"women": female, "mean": age}
        return np.asarray(known.get(self.of, age > self.limit), dtype=float)


@lru_cache(maxsize=256)  # asked for by each row of a cohort
def person_facts(cohort: Cohort) -> tuple[PersonFact, ...]:
    """What the cohort prints about age and sex of all its patients; rows of a subgroup or without any n are left out.

    A series of children, or of adults, holds nobody else. A printed median, quartile, or end of a range of n patients
    says which share of patients is older: 1/2, 1/4, or 1/(n + 1), with the error of such an order statistic. The first
    row that gives a fact counts.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [(fact.label, round(fact.value, 3)) for fact in person_facts(cohort("feng2022_gababr37"))]
    [('share older than 61', 0.5), ('share older than 11', 0.974), ('share older than 77', 0.026), \
('share of women', 0.243)]
    """
    found: dict[tuple[str, float], PersonFact] = {}
    for fact in _by_words(cohort):
        found[fact.of, fact.limit] = fact
    for seen in cohort.observables:
        n = seen.n or cohort.n
        for fact in _facts(cohort, seen, n) if n and seen.verified and seen.comparator not in ("<", ">") else ():
            found.setdefault((fact.of, fact.limit), fact)
    return tuple(found.values())


def of_children(cohort: Cohort) -> bool:
    """Whether a series was of children alone.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> of_children(cohort("fudan_nmdar_children34")), of_children(cohort("zhangqin_nmdar34"))
    (True, False)
    """
    return OF_CHILDREN.search(cohort.syndrome_text) is not None


def _by_words(cohort: Cohort) -> list[PersonFact]:
    """That nobody, or everybody, is older than 18, where the series was of children, or of adults."""
    words, n = cohort.syndrome_text, cohort.n
    young, old = of_children(cohort), bool(OF_ADULTS.search(words))
    if not n or young == old:
        return []
    return [PersonFact("older", float(old), share_error(float(old), n), n, ADULT)]


def _facts(cohort: Cohort, seen: Observable, n: int) -> list[PersonFact]:
    name, group = (re.sub(r"[ -]+", "_", words.strip().lower()) for words in (seen.name, seen.group or ""))
    if name in ("sex", "gender") and SEX_GROUP.match(group):
        return _sex(cohort, seen, group, n)
    if group not in ("", "all", "total", "overall"):
        return []
    if SEX_ROW.match(name):
        return _sex(cohort, seen, re.sub(rf"^({OF_SEX})", "", name), n)
    if AGE_ROW.match(name) and seen.unit == "years":
        return _age(seen, n)
    return _limit(cohort, seen, name, n)


def _sex(cohort: Cohort, seen: Observable, word: str, n: int) -> list[PersonFact]:
    share = fraction(cohort, seen) if is_share(seen) else None
    if share is None or not 0.0 <= share <= 1.0:
        return []
    women = share if re.match(rf"{FEMALE}|f$", word) else 1.0 - share
    return [PersonFact("women", women, share_error(women, n), n)]


def _limit(cohort: Cohort, seen: Observable, name: str, n: int) -> list[PersonFact]:
    """Facts of a row that says how many are younger or older than some age."""
    words, children = LIMIT_ROW.match(name), CHILDREN.match(name)
    share = fraction(cohort, seen) if is_share(seen) and (words or children) else None
    if share is None or not 0.0 <= share <= 1.0:
        return []
    limit, below = (float(words.group(3)), words.group(2) in BELOW) if words else (ADULT, True)
    older = 1.0 - share if below else share
    return [PersonFact("older", older, share_error(older, n), n, limit)]


def _age(seen: Observable, n: int) -> list[PersonFact]:
    found = []
    if is_number(seen.value) and seen.kind == "median":
        found.append(_ordered(float(seen.value), 0.5, n))
    elif is_number(seen.value) and seen.kind == "mean":
        sd = deviation(replace(seen, name="age"), n)  # in years, whatever the row is called
        found.append(PersonFact("mean", float(seen.value), None if sd is None else sd / sqrt(n), n))
    ends = seen.interval
    if ends is not None and ends.type in QUANTILES and seen.kind in ("median", "mean", "range"):
        pairs = zip((ends.low, ends.high), QUANTILES[ends.type], strict=True)
        found += [_ordered(end, quantile, n) for end, quantile in pairs if end is not None]
    return found


def _ordered(age: float, quantile: float, n: int) -> PersonFact:
    """The share of patients above a printed order statistic; its share is beta distributed, that of an end 1/(n+1)."""
    older = min(max(1.0 - quantile, 1.0 / (n + 1)), n / (n + 1))
    return PersonFact("older", older, sqrt(older * (1.0 - older) / (n + 2)), n, age)
