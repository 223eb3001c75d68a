"""How a published cohort classed its patients by how sure the syndrome is: an input, like antibodies and tumours."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from onconeural.calibration.published.antibody_rows import fraction, is_share, share_error
from onconeural.evidence.cohort_records import Cohort, Observable

Rule = Literal["2004", "2021"]

CLASS_ROW = re.compile(r"^(certainty|diagnosis|diagnostic_(certainty|class)|classification)$")
OWN_ROW = re.compile(r"^(definite|probable|possible)(_(pns|cases?|patients))?$")
WORDS = (
    (r"autoimmune[ _]enceph", "autoimmune_encephalitis"),
    (r"probable", "probable"),
    (r"possible", "possible"),
    (r"definite|^pns$|^paraneoplastic", "definite"),
)
ALL = 0.97  # classes that add up to less than this leave out patients, and say nothing about the others


@dataclass(frozen=True)
class ClassFact:
    """A printed share (0 to 1) of patients in one class of certainty, with its standard error.

    ``rule``: the criteria of 2004 (definite, possible), or PNS-Care of 2021 where a class is called probable.
    ``beside``: the classes that the cohort has.
    """

    category: str
    value: float
    sd: float
    n: int
    rule: Rule
    beside: tuple[str, ...]

    of = "certainty"

    @property
    def label(self) -> str:
        """The fact in words."""
        return f"share called {self.category.replace('_', ' ')}"


def class_of_words(words: str) -> str | None:
    """The class of certainty that words mean, None for any other words.

    >>> class_of_words("possible PNS"), class_of_words("limbic")
    ('possible', None)
    """
    low = words.lower()
    return next((category for pattern, category in WORDS if re.search(pattern, low)), None)


def class_facts(cohort: Cohort) -> tuple[ClassFact, ...]:
    """Shares of the classes of certainty, where the cohort prints them for all its patients; else none.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [(fact.category, round(fact.value, 2), fact.rule) for fact in class_facts(cohort("vellore_pns97"))]
    [('definite', 0.76, '2004'), ('possible', 0.24, '2004')]
    """
    rows = {name: o for o in cohort.observables if (name := _class_of(o))}
    shares = {name: fraction(cohort, o) or 0.0 for name, o in rows.items()}
    if len(shares) < 2 or not ALL <= sum(shares.values()) <= 2.0 - ALL:
        return ()
    rule: Rule = "2021" if "probable" in shares else "2004"
    n = {name: o.n or cohort.n or 1 for name, o in rows.items()}
    return tuple(
        ClassFact(name, share, share_error(share, n[name]), n[name], rule, tuple(shares))
        for name, share in shares.items()
    )


def _class_of(seen: Observable) -> str | None:
    if not is_share(seen):
        return None
    if CLASS_ROW.match(seen.name.lower()):
        return class_of_words(seen.group or "")
    return class_of_words(seen.name) if OWN_ROW.match(seen.name.lower()) and not seen.group else None


def classes_of(cohort: Cohort) -> tuple[Rule, tuple[str, ...]]:
    """The criteria by which a cohort classes its patients, and its classes, as far as it names them."""
    if facts := class_facts(cohort):
        return facts[0].rule, facts[0].beside
    probable = any("probable" in f"{o.name} {o.group or ''}".lower() for o in cohort.observables)
    return ("2021" if probable else "2004"), ()


def in_its_class(cohort: Cohort, seen: Observable) -> Observable:
    """The row, with the class that "PNS" means where a cohort has other classes beside it; else as it is.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> jinan = cohort("jinan_onconeural70")
    >>> [in_its_class(jinan, o).group for o in jinan.observables if o.name == "died"]
    ['definite', 'autoimmune encephalitis', 'possible']
    """
    beside = any(CLASS_ROW.match(o.name.lower()) and (o.group or "").lower() == "pns" for o in cohort.observables)
    return replace(seen, group="definite") if beside and (seen.group or "").lower() == "pns" else seen


def has_doubtful(cohort: Cohort) -> bool:
    """Whether a cohort counts patients in whom the syndrome is only possible: their antibody is not held to cause it.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> has_doubtful(cohort("jinan_onconeural70")), has_doubtful(cohort("northchina_pns114"))
    (True, False)
    """
    return any(fact.category == "possible" for fact in class_facts(cohort))
