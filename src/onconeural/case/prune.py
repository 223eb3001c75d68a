"""A case without its malformed values, so that the rest can be checked for contradictions in the same go."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Place = tuple[int | str, ...]

_REQUIRED: dict[str, Any] = {
    "case_id": "unnamed",
    "phenotype": "multiple",
    "name": "unreadable",
    "event": "unreadable",
    "status": "present",
}
_ITEMS: dict[str, Any] = {
    "treatments": {"name": "unreadable"},
    "timeline": {"event": "unreadable"},
    "observations": {},
    "inferred": "",
}
_AS_A_WHOLE = ("antibodies",)  # two stand-ins in it would look like a repeated result


def without(data: dict[str, Any], places: list[Place]) -> dict[str, Any]:
    """Return a copy of the data without the malformed places; what is required becomes a stand-in.

    >>> without({"case_id": "a1", "phenotype": 3, "age": "54"}, [("age",), ("phenotype",)])
    {'case_id': 'a1', 'phenotype': 'multiple'}
    """
    rest = deepcopy(data)
    for place in filter(None, places):
        _remove(rest, place[:1] if place[0] in _AS_A_WHOLE else place)
    return rest


def _remove(data: Any, place: Place) -> None:  # noqa: ANN401 - plain data of any kind
    *steps, last = place
    for step in steps:
        if not _holds(data, step):
            return
        data = data[step]
    if isinstance(data, dict):
        data.pop(last, None)
        data.update({str(last): _REQUIRED[str(last)]} if last in _REQUIRED else {})
    elif _holds(data, last):  # an item of a list: the items after it keep their places
        data[last] = deepcopy(_ITEMS.get(str(steps[-1])))


def _holds(data: Any, step: int | str) -> bool:  # noqa: ANN401 - plain data of any kind
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)
