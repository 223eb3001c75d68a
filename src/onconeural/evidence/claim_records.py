"""Single statements with their quantity, source and reading status; read on the first call only."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from pydantic.dataclasses import dataclass

from onconeural.evidence.editorial import STRICT, Editorial
from onconeural.evidence.files import UnknownKeyError, records
from onconeural.evidence.quantity import Quantity

ReadingStatus = Literal["read_primary", "read_secondary", "recalled", "not_judged"]


@dataclass(frozen=True, config=STRICT)
class Strength:
    """How strong a statement is, on axes that are kept apart; every axis may say not_judged.

    ``direction``: does the source support the statement. ``directness``: was exactly this measured in exactly these
    patients. ``evidence_type``: what kind of work it was.
    """

    direction: Literal["supports", "contrary", "neutral", "not_judged"]
    directness: Literal["direct", "indirect", "not_judged"]
    evidence_type: Literal[
        "cohort", "trial", "guideline", "review", "model_organism", "in_vitro", "expert", "not_judged"
    ]


@dataclass(frozen=True, config=STRICT)
class Claim(Editorial):
    """One statement that a source makes, with its quantity.

    ``status`` is read_primary (seen in the source), read_secondary (seen in a reproduction or derived), recalled
    (not seen: to be shown as unconfirmed) or not_judged. ``quote`` has at most 25 words of the source.
    """

    id: str
    topic: str
    statement: str
    quantity: Quantity
    source: str
    strength: Strength
    status: ReadingStatus
    note: str | None = None
    quote: str | None = None
    derivation: str | None = None

    @property
    def confirmed(self) -> bool:
        """Say whether the statement was seen in a text, and not only recalled."""
        return self.status in ("read_primary", "read_secondary")


@cache
def claims() -> Mapping[str, Claim]:
    """Return every claim by its id."""
    return MappingProxyType({record["id"]: Claim(**record) for record in records("claims.yaml", "claims")})


def claim(key: str) -> Claim:
    """Return one claim; raises UnknownKeyError, with the nearest id, when there is none.

    >>> claim("pnscare_antibody_intermediate").confirmed
    False
    >>> claim("hu_tumour").quantity.value
    83
    """
    if key not in claims():
        raise UnknownKeyError("claim", key, tuple(claims()))
    return claims()[key]
