"""Every record of the evidence with the place where it stands: what the gates and the search look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic.dataclasses import dataclass as record_class

from onconeural.evidence.claim_records import Claim
from onconeural.evidence.cohort_records import Cohort
from onconeural.evidence.editorial import STRICT, Editorial
from onconeural.evidence.quantity import Quantity
from onconeural.evidence.scope_records import ScopeRow
from onconeural.evidence.source_records import Source

R = TypeVar("R")


@record_class(frozen=True, config=STRICT)
class Parameter(Editorial):
    """What the evidence must know of a model parameter; the rest of its record belongs to the model."""

    id: str
    status: str
    unit: str | None = None
    sources: tuple[str, ...] = ()
    symbol: str | None = None
    meaning: str | None = None
    basis: str | None = None
    level: str | None = None
    value: float | None = None
    spread: Mapping[str, Any] | None = None
    distribution: Mapping[str, Any] | None = None


@record_class(frozen=True, config=STRICT)
class Target:
    """Observables of one cohort that a fit of one mechanism uses."""

    mechanism: str
    cohort: str
    observables: tuple[str, ...]


@record_class(frozen=True, config=STRICT)
class Waiver:
    """A record that a gate refuses and that stays all the same, for a stated reason."""

    gate: str
    record: str
    reason: str


@record_class(frozen=True, config=STRICT)
class Link:
    """The claim on which a number of a score rests."""

    row: str
    claim: str


@record_class(frozen=True, config=STRICT)
class Criterion(Editorial):
    """One row of a set of criteria that names its source; ``values`` is the row as it is written."""

    source: str
    status: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Code:
    """One code of a terminology; ``system`` is its key in the file (mondo, hpo, loinc, atc, rxnorm, ncit)."""

    system: str
    code: str | None
    label: str | None
    verified: bool
    source: str | None


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record, its id, and the file and place where it stands; ``own`` tells whether it is being checked."""

    file: str
    path: str
    id: str
    record: R
    own: bool = True


@dataclass(frozen=True)
class Base:
    """The whole evidence; ``elsewhere`` holds ids of records that live above it (antibodies of the model)."""

    sources: tuple[Entry[Source], ...] = ()
    claims: tuple[Entry[Claim], ...] = ()
    cohorts: tuple[Entry[Cohort], ...] = ()
    criteria: tuple[Entry[Criterion], ...] = ()
    codes: tuple[Entry[Code], ...] = ()
    parameters: tuple[Entry[Parameter], ...] = ()
    targets: tuple[Entry[Target], ...] = ()
    links: tuple[Entry[Link], ...] = ()
    scope: tuple[Entry[ScopeRow], ...] = ()
    waivers: tuple[Entry[Waiver], ...] = ()
    code_sources: frozenset[str] = frozenset()
    elsewhere: frozenset[str] | None = None

    def quantities(self) -> Iterator[tuple[Entry[Claim] | Entry[Cohort], str, Quantity]]:
        """Yield every quantity with its record and its place in the file; an observable goes by its own id."""
        for claim in self.claims:
            yield claim, f"{claim.path}.quantity", claim.record.quantity
        for cohort in self.cohorts:
            for position, (name, quantity) in enumerate(cohort.record.quantities()):
                yield replace(cohort, id=name), f"{cohort.path}.observables[{position}]", quantity

    def source_of(self, key: str) -> Source | None:
        """Return the source with this key, or None."""
        return next((entry.record for entry in self.sources if entry.id == key), None)

    def cited(self) -> Iterator[tuple[Entry[Any], str, str]]:
        """Yield every mention of a source: its record, its place in the file, the key."""
        citing: tuple[Entry[Any], ...] = (*self.claims, *self.cohorts, *self.criteria)
        for entry in citing:
            yield entry, f"{entry.path}.source", entry.record.source
        for parameter in self.parameters:
            for position, key in enumerate(parameter.record.sources):
                yield parameter, f"{parameter.path}.sources[{position}]", key
        for row in self.scope:
            for position, named in enumerate(row.record.named_in):
                yield row, f"{row.path}.named_in[{position}].source", named.source
