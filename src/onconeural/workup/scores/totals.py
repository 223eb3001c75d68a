"""The points of a score, with unknown items as a range and never as zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from onconeural.workup.scores.parts import Answer, Risk, ScoreItem, ScoreResult, Status

_Items = Sequence[Mapping[str, Any]]
RECALLED = "recalled"
NO_INTERVAL = "No interval: the source prints a percentage for each score, not the counts behind it."


def dropped(items: _Items, present: Iterable[str], pairs: Sequence[Sequence[str]]) -> set[str]:
    """Return the present items that do not count, because the other one of an exclusive pair does.

    >>> items = [{"id": "fbds"}, {"id": "facial", "only_if": "no fbds"}]
    >>> dropped(items, ["fbds", "facial"], [["fbds", "facial"]])
    {'facial'}
    """
    there = set(present)
    limited = {item["id"] for item in items if "only_if" in item}
    return {key for pair in pairs if set(pair) <= there for key in pair if key in limited}


def total(items: _Items, present: Iterable[str], pairs: Sequence[Sequence[str]] = ()) -> int:
    """Return the points of the items that are present.

    >>> total([{"id": "a", "points": 1}, {"id": "b", "points": 2}], ["b"])
    2
    """
    there = set(present)
    counted = there - dropped(items, there, pairs)
    return sum(int(item["points"]) for item in items if item["id"] in counted)


def possible_totals(
    items: _Items, answers: Mapping[str, Status], pairs: Sequence[Sequence[str]] = ()
) -> tuple[int, int]:
    """Return the lowest and the highest total that the answers allow; an unknown item may be present or absent.

    >>> possible_totals([{"id": "a", "points": 1}, {"id": "b", "points": 2}], {"a": "present", "b": "unknown"})
    (1, 3)
    """
    known = [key for key, status in answers.items() if status == "present"]
    unknown = [key for key, status in answers.items() if status == "unknown"]
    choices = product((False, True), repeat=len(unknown))
    found = [total(items, [*known, *(k for k, yes in zip(unknown, c, strict=True) if yes)], pairs) for c in choices]
    return min(found), max(found)


def scored(
    data: Mapping[str, Any],
    answers: Mapping[str, Answer],
    maximum: int,
    risks: Callable[[int, int], tuple[Risk, ...]],
    verdict: Callable[[int, int], str],
    notes: tuple[str, ...] = (),
) -> ScoreResult:
    """Return the result of a score that is for this patient; ``risks`` and ``verdict`` get the two totals."""
    meta, items, pairs = data["meta"], data["items"], data.get("exclusive_pairs", ())
    low, high = possible_totals(items, {key: answer.status for key, answer in answers.items()}, pairs)
    out = dropped(items, [key for key, answer in answers.items() if answer.status == "present"], pairs)
    rows = risks(low, high)
    return ScoreResult(
        id=meta["name"].split()[0].lower().replace("-", "_"),
        name=meta["name"],
        purpose=meta["purpose"],
        applicable=True,
        reason="",
        score=low if low == high else None,
        low=low,
        high=high,
        maximum=maximum,
        items=tuple(_item(item, answers[item["id"]], item["id"] in out, meta) for item in items),
        risks=rows,
        verdict=verdict(low, high),
        missing=tuple(item["text"] for item in items if answers[item["id"]].status == "unknown"),
        notes=notes,
        source=meta["source"],
        reading_status=meta["status"],
        sources=tuple(dict.fromkeys((meta["source"], *(row.source for row in rows)))),
    )


def not_for(data: Mapping[str, Any], maximum: int, reason: str) -> ScoreResult:
    """Return the result of a score that is not for this patient, with the reason and without a number."""
    meta = data["meta"]
    return ScoreResult(
        id=meta["name"].split()[0].lower().replace("-", "_"),
        name=meta["name"],
        purpose=meta["purpose"],
        applicable=False,
        reason=reason,
        score=None,
        low=None,
        high=None,
        maximum=maximum,
        items=(),
        risks=(),
        verdict=reason,
        missing=(),
        notes=(),
        source=meta["source"],
        reading_status=meta["status"],
        sources=(meta["source"],),
    )


def written(low: int, high: int) -> str:
    """Write a total, or the range of the possible ones.

    >>> written(3, 3), written(1, 4)
    ('3 points', 'between 1 and 4 points')
    """
    if low == high:
        return f"{low} point{'' if low == 1 else 's'}"
    return f"between {low} and {high} points"


def _item(item: Mapping[str, Any], answer: Answer, excluded: bool, meta: Mapping[str, Any]) -> ScoreItem:
    weight = int(item["points"])
    points = {"present": 0 if excluded else weight, "absent": 0, "unknown": None}[answer.status]
    finding = f"{answer.finding} It does not count beside the item that excludes it." if excluded else answer.finding
    return ScoreItem(item["id"], item["text"], weight, answer.status, points, finding, meta["source"], meta["status"])
