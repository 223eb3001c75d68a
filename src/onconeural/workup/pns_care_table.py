"""The PNS-Care criteria as typed values and the questions that the rules ask of them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from onconeural.case.fields import DAYS_PER_YEAR

RECALLED = "recalled"


@dataclass(frozen=True)
class Rule:
    """A level or special rule of the criteria with its source and reading status."""

    id: str
    points: int
    text: str
    source: str
    status: str


@dataclass(frozen=True)
class Tumours:
    """Usual tumours of a phenotype or antibody; ``inferred`` are those not read in the source."""

    keys: tuple[str, ...]
    source: str
    status: str
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One phenotype or antibody of the criteria; ``context`` limits an antibody row to some phenotypes."""

    id: str
    label: str
    risk: str
    points: int
    usual: Tumours
    source: str
    status: str
    note: str | None = None
    context: str | None = None

    def applies_to(self, phenotype: str) -> bool:
        """Tell whether this row holds for a phenotype; raise ValueError for a context that cannot be read."""
        if self.context is None:
            return True
        match = re.fullmatch(r"phenotype (==|!=) (\w+)", self.context)
        if match is None:
            raise ValueError(f"antibody {self.id}: context {self.context!r} is not 'phenotype == x' or '!= x'")
        return (match[2] == phenotype) == (match[1] == "==")


@dataclass(frozen=True)
class Band:
    """A category and the totals it covers, both ends included."""

    category: str
    low: int
    high: int


@dataclass(frozen=True)
class Table:
    """The whole criteria; ``years`` is where follow-up turns from short to long."""

    source: str
    phenotypes: tuple[Row, ...]
    antibodies: tuple[Row, ...]
    levels: Mapping[str, Rule]
    special: Mapping[str, Rule]
    bands: tuple[Band, ...]
    not_scored_source: str
    not_scored_ids: frozenset[str]
    dropped_ids: frozenset[str]
    groups: Mapping[str, tuple[str, ...]]
    clocks: tuple[str, ...]
    years: float

    def phenotype(self, key: str) -> Row | None:
        """Return the row of a phenotype, or None when the criteria do not list it."""
        return next((row for row in self.phenotypes if row.id == key), None)

    def antibody(self, key: str, phenotype: str) -> Row | None:
        """Return the row of an antibody in this phenotype, or None when the criteria do not list it."""
        return next((r for r in self.antibodies if r.id == key and r.applies_to(phenotype)), None)

    def level_of(self, kind: str, risk: str) -> Rule:
        """Return the level of a ``phenotype`` or ``antibody`` of this risk class."""
        name = {"none": "no_epidemiological_link"}.get(risk, f"{risk}_risk_{kind}")
        return next(rule for key, rule in self.levels.items() if key.startswith(name))

    def is_short(self, years: float) -> bool:
        """Tell whether a follow-up is under the limit; the limit itself, in years of 365 days, is not."""
        # Two calendar years are 730 or 731 days, and files count 730: it must not fall below two years.
        return round(years * DAYS_PER_YEAR, 3) < math.floor(self.years * DAYS_PER_YEAR)

    def category(self, total: int) -> str:
        """Return the category of a total; raise ValueError outside the table."""
        for band in self.bands:
            if band.low <= total <= band.high:
                return band.category
        raise ValueError(f"no PNS-Care category covers a total of {total}")

    def without_recalled(self, item: str) -> Table:
        """Return the table as if nothing behind one item (clinical, laboratory, cancer) were only recalled.

        A recalled phenotype or antibody scores no points; a recalled list of usual tumours is empty.
        """
        if item == "clinical":
            return replace(self, phenotypes=tuple(_unscored(row, "none") for row in self.phenotypes))
        if item == "laboratory":
            return replace(self, antibodies=tuple(_unscored(row, "lower") for row in self.antibodies))
        return replace(
            self,
            phenotypes=tuple(_without_recalled_tumours(row) for row in self.phenotypes),
            antibodies=tuple(_without_recalled_tumours(row) for row in self.antibodies),
        )


def _unscored(row: Row, risk: str) -> Row:
    return replace(row, risk=risk, points=0) if row.status == RECALLED else row


def _without_recalled_tumours(row: Row) -> Row:
    return replace(row, usual=replace(row.usual, keys=())) if row.usual.status == RECALLED else row
