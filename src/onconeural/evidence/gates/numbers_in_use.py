"""Gates on numbers in use: parameters of the model, targets of a fit, points of a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from onconeural.evidence.claim_records import Claim
from onconeural.evidence.entries import Base, Entry, Link, Target
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown
from onconeural.evidence.nearest import nearest
from onconeural.evidence.quantity import is_number


class UnsourcedParameter(Gate):
    """A parameter without a source says that it is assumed."""

    id = "unsourced-parameter"
    refuses = "a parameter without a source whose status is not assumed, and one called measured without a source"
    why = "a guess that is called a measurement is believed"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every parameter without source that does not say assumed."""
        for entry in base.parameters:
            if entry.own and not entry.record.sources and entry.record.status != "assumed":
                yield self.problem(entry, f"{entry.path}.status", entry.record.status, "assumed, or a source")


class RecalledInFit(Gate):
    """A fit uses only what was read."""

    id = "recalled-in-fit"
    refuses = (
        "a fit target that was recalled, is not verified, is unknown, or belongs to a cohort that must not be fitted"
    )
    why = "a number from memory moves every parameter; validation cohorts must stay unseen"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every target of a fit that may not be fitted, and every observable that contradicts itself."""
        cohorts = {entry.id: entry for entry in base.cohorts}
        for target in base.targets:
            if target.own:
                yield from self._target(target, base, set(cohorts))
        for entry in base.cohorts:
            for position, seen in enumerate(entry.record.observables):
                if entry.own and seen.verified != seen.status.startswith("read"):
                    found = Shown(f"verified {str(seen.verified).lower()} with the status {seen.status}")
                    path, own = f"{entry.path}.observables[{position}].verified", entry.record.observable_id(position)
                    yield self.problem(replace(entry, id=own), path, found, "true exactly when the number was read")

    def _target(self, target: Entry[Target], base: Base, known: set[str]) -> Iterator[GateProblem]:
        record = target.record
        if record.cohort not in known:
            yield self.problem(
                target, f"{target.path}.cohort", record.cohort, "a cohort", nearest(record.cohort, known)
            )
            return
        cohort = next(entry.record for entry in base.cohorts if entry.id == record.cohort)
        if cohort.role != "calibration":
            yield self.problem(target, f"{target.path}.cohort", cohort.role, "a cohort of role calibration")
        for position, name in enumerate(record.observables):
            path, found = f"{target.path}.observables[{position}]", [o for o in cohort.observables if o.name == name]
            if not found:
                names = {o.name for o in cohort.observables}
                yield self.problem(target, path, name, f"an observable of {cohort.id}", nearest(name, names))
            elif not any(seen.verified for seen in found):
                yield self.problem(target, path, Shown(f"{name}, {found[0].status}"), "a number that was read")


class LinkDisagrees(Gate):
    """A number of a score is the number of the claim that it rests on."""

    id = "link-disagrees"
    refuses = "a row of a score and its claim with different numbers or sources, and a link that leads nowhere"
    why = "a score that prints another number than its evidence cannot be traced"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every link whose two ends do not exist or do not agree."""
        rows = {entry.id: entry.record for entry in base.criteria}
        claims = {entry.id: entry.record for entry in base.claims}
        for entry in base.links:
            link = entry.record
            if not entry.own:
                continue
            if link.row not in rows:
                yield self.problem(entry, f"{entry.path}.row", link.row, "a row of criteria", nearest(link.row, rows))
            elif link.claim not in claims:
                expected, meant = "the id of a claim", nearest(link.claim, claims)
                yield self.problem(entry, f"{entry.path}.claim", link.claim, expected, meant)
            else:
                row, claim = rows[link.row], claims[link.claim]
                yield from self._compare(entry, _numbers(row.values), row.source, claim)

    def _compare(self, entry: Entry[Link], in_row: set[float], source: str, claim: Claim) -> Iterator[GateProblem]:
        stated = {number for _, number in claim.quantity.numbers()}
        if not stated <= in_row:
            found = Shown(f"{_list(stated)} in {claim.id}")
            yield self.problem(entry, entry.path, found, f"a number of {entry.record.row}: {_list(in_row)}")
        if source != claim.source:
            found = Shown(f"the source {source} in the row")
            yield self.problem(entry, entry.path, found, f"{claim.source}, as in {claim.id}")


def _numbers(values: Mapping[str, Any]) -> set[float]:
    """The numbers of a row; of a count, also its percentage: whole (rounded or cut, as papers print) or finer."""
    numbers = {float(value) for value in values.values() if is_number(value)}
    count, n = values.get("count"), values.get("n")
    if is_number(count) and is_number(n) and n:
        percent = 100 * count / n
        numbers |= {float(int(percent)), round(percent, 0), round(percent, 1)}
    return numbers


def _list(numbers: set[float]) -> str:
    return ", ".join(f"{number:g}" for number in sorted(numbers)) or "none"
