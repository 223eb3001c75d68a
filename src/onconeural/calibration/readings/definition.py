"""What each published observable is in the simulation: the columns of patients that its statistic is taken from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onconeural.calibration.published.intervals import RATIOS
from onconeural.calibration.readings.by_name import NAMES, RATIO_NAMES, Reading
from onconeural.evidence.cohort_records import Observable
from onconeural.evidence.files import packaged


@dataclass(frozen=True)
class Definition:
    """A reading of observables whose name matches, and what it takes the publication to mean."""

    names: re.Pattern[str]
    read: Reading
    meaning: str


@dataclass(frozen=True)
class Aside:
    """An observable that is not a prediction of the model: an input, a choice of design, or outside its quantities."""

    kind: str
    reason: str


def _compiled(rows: tuple[tuple[str, Reading, str], ...]) -> tuple[Definition, ...]:
    return tuple(Definition(re.compile(names), reading, meaning) for names, reading, meaning in rows)


RATIO_DEFINITIONS, DEFINITIONS = _compiled(RATIO_NAMES), _compiled(NAMES)
SPELT = (("tumor", "tumour"), ("favorable", "favourable"), ("stabiliz", "stabilis"), ("stabiliti", "stabilisati"))


def spelt(seen: Observable) -> Observable:
    """The observable with its name and group in one spelling: British, with underscores.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> from dataclasses import replace
    >>> spelt(replace(cohort("graus2001_hu200").observables[0], name="No tumor")).name
    'No_tumour'
    """
    return replace(seen, name=_spelt(seen.name), group=None if seen.group is None else _spelt(seen.group))


def _spelt(words: str) -> str:
    plain = re.sub(r"[ -]+", "_", words.strip()) if not re.search(r"\d-\d|[+-]$", words) else words.replace(" ", "_")
    for american, british in SPELT:
        plain = re.sub(american, british, plain, flags=re.IGNORECASE)
    return plain


def definition(seen: Observable) -> Definition | Aside | None:
    """How an observable is read in the simulation, why it is set aside, or None where nobody has said.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> [definition(o).kind for o in cohort("graus2001_hu200").observables[:1]]
    ['input']
    """
    plain = spelt(seen)
    name = "/".join(filter(None, (plain.name, plain.group))).lower()
    for row in packaged("onconeural.calibration", "data/asides.yaml")["asides"]:
        if re.search(row["names"], name):
            return Aside(row["kind"], row["reason"])
    rows = RATIO_DEFINITIONS if seen.kind in RATIOS else DEFINITIONS
    return next((d for d in rows if d.names.search(name)), None)
