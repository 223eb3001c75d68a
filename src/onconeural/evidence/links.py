"""Which claims a row of criteria takes its numbers from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from onconeural.evidence.files import records


@cache
def _claims_by_row() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for link in records("links.yaml", "links"):
        found[link["row"]] += (link["claim"],)
    return MappingProxyType(dict(found))


def claims_of(row: str) -> tuple[str, ...]:
    """Return the ids of the claims behind a row of criteria; empty when the row is a record by itself.

    >>> claims_of("pns_care/thresholds/probable"), claims_of("pns_care/antibodies/hu")
    (('pnscare_probable_range',), ())
    """
    return _claims_by_row().get(row, ())
