"""What of the field this software covers: every syndrome that the two references of its source article name."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic.dataclasses import dataclass

from onconeural.evidence.claim_records import ReadingStatus
from onconeural.evidence.editorial import STRICT, Editorial
from onconeural.evidence.files import records

Group = Literal["endocrine", "neurological", "skin", "blood", "kidney", "other"]
State = Literal["modelled", "curves", "worked_up", "out_of_scope"]


@dataclass(frozen=True, config=STRICT)
class NamedIn:
    """A reference that names the syndrome, and how that was seen; ``read_in`` is the copy that was read."""

    source: str
    status: ReadingStatus
    read_in: str | None = None


@dataclass(frozen=True, config=STRICT)
class ScopeRow(Editorial):
    """One syndrome, what is done with it, and why; ``points_to`` names what there is of it in this software."""

    id: str
    label: str
    group: Group
    named_in: tuple[NamedIn, ...]
    state: State
    reason: str
    points_to: tuple[str, ...] = ()


@cache
def scope() -> tuple[ScopeRow, ...]:
    """Return every syndrome of the two references, in the order of their groups.

    >>> [row.state for row in scope() if row.id == "lambert_eaton"]
    ['modelled']
    """
    return tuple(ScopeRow(**record) for record in records("scope.yaml", "scope"))
