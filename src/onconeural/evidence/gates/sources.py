"""Gates on sources: does every mention lead somewhere, and is it one and the same paper everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onconeural.evidence.entries import Base, Entry
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown
from onconeural.evidence.nearest import nearest


class UnresolvedSource(Gate):
    """Every source that a record names is a record itself."""

    id = "unresolved-source"
    refuses = "a record whose source is not in the list of sources"
    why = "a number without a source that can be opened cannot be checked"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every mention of a source that no record has."""
        known = {entry.id for entry in base.sources}
        for entry, path, key in base.cited():
            if entry.own and key not in known:
                yield self.problem(entry, path, key, "the key of a source", nearest(key, known))


class ReadWithoutAddress(Gate):
    """What counts as read must have an address."""

    id = "read-without-address"
    refuses = "a record that counts as read, of a source without DOI, PMID, PMCID and URL"
    why = "who says that a text was read must say where it can be read again"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every read record whose source has no address."""
        without = {e.id for e in base.sources if not (e.record.doi or e.record.pmid or e.record.pmcid or e.record.url)}
        read: tuple[Entry[Any], ...] = (*base.claims, *base.criteria)
        for entry in read:
            if entry.own and entry.record.source in without and str(entry.record.status).startswith("read"):
                yield self.problem(entry, f"{entry.path}.source", entry.record.source, "a source with an address")


class MalformedIdentifier(Gate):
    """DOI, PMID and PMCID have their form."""

    id = "malformed-identifier"
    refuses = "a DOI, PMID or PMCID that is not of their form, and an address that is not http or https"
    why = "a wrong identifier leads to another paper, or to none"

    FORMS = (
        ("doi", re.compile(r"10\.\d{4,9}/\S+"), "a DOI: 10., four to nine digits, a slash, a name without spaces"),
        ("pmid", re.compile(r"[1-9]\d{0,8}"), "a PMID: one to nine digits"),
        ("pmcid", re.compile(r"PMC[1-9]\d{0,9}"), "a PMCID: PMC and digits"),
        ("url", re.compile(r"https?://[^\s/]+\S*"), "an address that begins with https:// or http://"),
    )

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every identifier that does not have its form."""
        for entry in base.sources:
            for field, form, expected in self.FORMS:
                value = getattr(entry.record, field)
                if entry.own and value is not None and not form.fullmatch(value):
                    yield self.problem(entry, f"{entry.path}.{field}", value, expected)


class DuplicateRecord(Gate):
    """Each id once, and each paper once."""

    id = "duplicate-record"
    refuses = "an id that two records have, and a DOI, PMID or PMCID that two sources have"
    why = "of two records with one name, nobody knows which one a report used"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield the second record of each pair."""
        parts: tuple[tuple[Entry[Any], ...], ...] = (
            base.sources,
            base.claims,
            base.cohorts,
            base.parameters,
            base.scope,
            base.codes,
        )
        for part in parts:
            yield from self._twice(part, {entry.path + entry.file: entry.id for entry in part}, "an id of its own")
        for field in ("doi", "pmid", "pmcid"):
            values = {e.path + e.file: (getattr(e.record, field) or "").lower() for e in base.sources}
            yield from self._twice(base.sources, values, f"a {field.upper()} that no other source has")

    def _twice(self, part: tuple[Entry[Any], ...], values: dict[str, str], expected: str) -> Iterator[GateProblem]:
        first: dict[str, str] = {}
        for entry in part:
            value = values[entry.path + entry.file]
            if value and value in first and entry.own:
                where = Shown(f"what {first[value]} has too")
                yield self.problem(entry, entry.path, where, expected)
            first.setdefault(value, entry.id)
