"""The gate on one source that is described in two ways: its year, and who was in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onconeural.evidence.claim_records import Claim
from onconeural.evidence.entries import Base, Entry
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown
from onconeural.evidence.source_records import Source

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SIZE = re.compile(r"(\d+) (?!to\b|or\b|and\b)(\S.*)")
CENTRES = re.compile(r"(centre|center|hospital|countr|studies|series|laborator)")


class ConflictingSource(Gate):
    """One source has one year and one population, wherever it is mentioned."""

    id = "conflicting-source"
    refuses = (
        "a year in a source's key, or in a population, that does not fit the source's year; the same measure of one "
        "source in the same population with two sizes; a part of a population that is larger than the whole"
    )
    why = "two descriptions of one source mean that at least one number belongs to another paper or other patients"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every year and every population that contradicts another place."""
        for source in base.sources:
            yield from self._key(source)
        years = {entry.id: entry.record.year for entry in base.sources}
        for claim in base.claims:
            yield from self._period(claim, years.get(claim.record.source))
            yield from self._part(claim)
        yield from self._sizes(base.claims)
        yield from self._cohorts(base)

    def _key(self, entry: Entry[Source]) -> Iterator[GateProblem]:
        found = YEAR.findall(entry.id)
        if entry.own and entry.record.year and len(found) == 1 and int(found[0]) != entry.record.year:
            what = Shown(f"year {entry.record.year} under the key {entry.id!r}")
            yield self.problem(entry, f"{entry.path}.year", what, f"{found[0]}, or another key")

    def _period(self, entry: Entry[Claim], year: int | None) -> Iterator[GateProblem]:
        named = [int(text) for text in YEAR.findall(entry.record.quantity.population or "")]
        if entry.own and year and named and max(named) > year:
            path = f"{entry.path}.quantity.population"
            yield self.problem(entry, path, entry.record.quantity.population, f"no patients after {year}, its year")

    def _part(self, entry: Entry[Claim]) -> Iterator[GateProblem]:
        quantity = entry.record.quantity
        whole = SIZE.match(quantity.population or "")
        if not (entry.own and whole and quantity.n) or CENTRES.search(whole[2]):
            return
        if quantity.n > int(whole[1]):
            path = f"{entry.path}.quantity.n"
            yield self.problem(entry, path, quantity.n, f"at most {whole[1]}, the size that its population states")

    def _sizes(self, claims: tuple[Entry[Claim], ...]) -> Iterator[GateProblem]:
        first: dict[tuple[str, str, str, str], tuple[str, str]] = {}
        for entry in claims:
            size = SIZE.match(entry.record.quantity.population or "")
            if size is None:
                continue
            measure = " ".join(entry.record.statement.lower().split())
            key = (entry.record.source, measure, entry.record.quantity.statistic, size[2])
            number, other = first.setdefault(key, (size[1], entry.id))
            if entry.own and number != size[1]:
                found = Shown(f"{size[1]} where {other} says {number}")
                yield self.problem(entry, f"{entry.path}.quantity.population", found, "one size for one population")

    def _cohorts(self, base: Base) -> Iterator[GateProblem]:
        first: dict[tuple[object, ...], tuple[int, str]] = {}
        for entry in base.cohorts:
            cohort = entry.record
            for position, seen in enumerate(cohort.observables):
                if entry.own and cohort.n and seen.n and seen.n > cohort.n:
                    path, own = f"{entry.path}.observables[{position}].n", cohort.observable_id(position)
                    yield self.problem(
                        replace(entry, id=own), path, seen.n, f"at most {cohort.n}, the size of the cohort"
                    )
            if cohort.n is not None:
                key = (cohort.source, cohort.antibody, cohort.syndrome, cohort.design)
                size, other = first.setdefault(key, (cohort.n, entry.id))
                if entry.own and size != cohort.n:
                    found = Shown(f"{cohort.n} where {other} says {size}")
                    yield self.problem(entry, f"{entry.path}.n", found, "one size for one cohort of one source")
