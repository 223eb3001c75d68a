"""Single statements with their quantity, source and reading status; read on the first call only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from onconeural.evidence.files import UnknownKeyError, load


@dataclass(frozen=True)
class Claim:
    """One statement that a source makes.

    ``status`` is read_primary (seen in the source), read_secondary (seen in a reproduction or derived) or
    recalled (not seen: to be shown as unconfirmed). ``quantity`` holds value, unit, statistic, n, interval
    and population.
    """

    id: str
    topic: str
    statement: str
    quantity: Mapping[str, Any]
    source: str
    strength: Mapping[str, str]
    status: str
    note: str | None = None
    quote: str | None = None
    derivation: str | None = None

    @property
    def confirmed(self) -> bool:
        """Say whether the statement was seen in a text, and not only recalled."""
        return self.status != "recalled"


@cache
def claims() -> Mapping[str, Claim]:
    """Return every claim by its id."""
    return MappingProxyType({record["id"]: Claim(**record) for record in load("claims.yaml")["claims"]})


def claim(key: str) -> Claim:
    """Return one claim; raises UnknownKeyError, with the nearest id, when there is none.

    >>> claim("pnscare_antibody_intermediate").confirmed
    False
    """
    if key not in claims():
        raise UnknownKeyError("claim", key, tuple(claims()))
    return claims()[key]
