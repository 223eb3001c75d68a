"""Every gate over the whole base, and what the waivers let pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onconeural.evidence.entries import Base, Entry, Waiver
from onconeural.evidence.gates.claims import LongQuotation, OverdueReview, ReusedQuotation
from onconeural.evidence.gates.conflicts import ConflictingSource
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown
from onconeural.evidence.gates.numbers_in_use import LinkDisagrees, RecalledInFit, UnsourcedParameter
from onconeural.evidence.gates.quantities import CountDisagrees, PercentOutOfRange, UnitNotUcum, ValueOutsideInterval
from onconeural.evidence.gates.sources import (
    DuplicateRecord,
    MalformedIdentifier,
    ReadWithoutAddress,
    UnresolvedSource,
)
from onconeural.evidence.gates.vocabulary import MalformedCode, ScopePointsNowhere, UnknownAntibody
from onconeural.evidence.nearest import nearest


class UselessWaiver(Gate):
    """A waiver lets something pass."""

    id = "useless-waiver"
    refuses = "a waiver of a gate that does not exist, or of a record that this gate does not refuse"
    why = "a waiver that outlives its reason would hide the next fault of that record"

    def __init__(self, refused: frozenset[tuple[str, str]], names: tuple[str, ...]) -> None:
        self.refused, self.names = refused, names

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every waiver that waives nothing."""
        for entry in base.waivers:
            if not entry.own or (entry.record.gate == UnsourcedParameter.id and not base.parameters):
                continue  # without the model's parameters nothing can be said about their waivers
            if entry.record.gate not in self.names:
                meant = nearest(entry.record.gate, self.names)
                yield self.problem(entry, f"{entry.path}.gate", entry.record.gate, "the id of a gate", meant)
            elif (entry.record.gate, entry.record.record) not in self.refused:
                found = Shown("a record that the gate does not refuse")
                yield self.problem(entry, f"{entry.path}.record", found, "a refused record, or no waiver")


@dataclass(frozen=True)
class CheckResult:
    """What the gates refuse, and what they would refuse without a waiver."""

    problems: tuple[GateProblem, ...]
    waived: tuple[tuple[GateProblem, Waiver], ...]

    @property
    def passed(self) -> bool:
        """Tell whether no problem is an error."""
        return all(problem.severity != "error" for problem in self.problems)


def all_gates(today: date) -> tuple[Gate, ...]:
    """Return every gate; ``today`` is the day for which reviews are due.

    >>> len({gate.id for gate in all_gates(date(2026, 11, 22))})
    18
    """
    return (
        UnresolvedSource(),
        ReadWithoutAddress(),
        MalformedIdentifier(),
        DuplicateRecord(),
        ConflictingSource(),
        ValueOutsideInterval(),
        PercentOutOfRange(),
        UnitNotUcum(),
        CountDisagrees(),
        ReusedQuotation(),
        LongQuotation(),
        OverdueReview(today),
        UnsourcedParameter(),
        RecalledInFit(),
        LinkDisagrees(),
        UnknownAntibody(),
        MalformedCode(),
        ScopePointsNowhere(),
    )


def check_base(base: Base, today: date) -> CheckResult:
    """Run every gate; all problems at once, those with a waiver apart."""
    every = all_gates(today)
    found = [problem for gate in every for problem in gate.check(base)]
    waivers = {(entry.record.gate, entry.record.record): entry for entry in base.waivers}
    waived = [(problem, waivers[problem.gate, problem.record].record) for problem in found if _has(waivers, problem)]
    kept = [problem for problem in found if not _has(waivers, problem)]
    refused = frozenset((problem.gate, problem.record) for problem in found)
    useless = UselessWaiver(refused, tuple(gate.id for gate in every)).check(base)
    return CheckResult((*kept, *useless), tuple(waived))


def _has(waivers: dict[tuple[str, str], Entry[Waiver]], problem: GateProblem) -> bool:
    return (problem.gate, problem.record) in waivers
