"""What an import did not take over, and what it decided: every remark has a place and a fixed text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Sort = Literal["decided", "not understood", "not used", "reference", "private"]

SORTS: dict[Sort, str] = {
    "decided": "decided here; please check",
    "not understood": "not understood, so not in the case",
    "not used": "understood, but no fact for a case",
    "reference": "references; none is followed",
    "private": "may identify a person, or only manages the record; never read",
}
"""The sorts of remarks, the most important first, and what each means."""

SHOWN_PLACES = 6


@dataclass(frozen=True)
class Remark:
    """One place of a file that is not in the case as it stands there; no text of it comes from the file.

    ``nearest`` is a name of our own lists.
    """

    path: str
    sort: Sort
    reason: str
    nearest: str | None = None


def place(path: tuple[int | str, ...]) -> str:
    """Return a place as text.

    >>> place(("entry", 2, "resource", "code"))
    'entry[2].resource.code'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def grouped(remarks: Iterable[Remark]) -> list[str]:
    """Return the remarks as lines for a person: the same reason once, with the first of its places.

    >>> grouped([Remark("a[0]", "private", "a name"), Remark("a[1]", "private", "a name")])
    ['private: a name: a[0], a[1]']
    """
    order = {sort: i for i, sort in enumerate(SORTS)}
    groups: dict[tuple[str, str, str | None, str], list[str]] = {}
    for remark in sorted(remarks, key=lambda remark: order[remark.sort]):
        form = re.sub(r"\d+", "", remark.path)
        groups.setdefault((remark.sort, remark.reason, remark.nearest, form), []).append(remark.path)
    return [_line(*key[:3], places) for key, places in groups.items()]


def _line(sort: str, reason: str, nearest: str | None, places: list[str]) -> str:
    more = len(places) - SHOWN_PLACES
    shown = ", ".join(places[:SHOWN_PLACES]) + (f" and {more} more (--json lists all)" if more > 0 else "")
    hint = f"; did you mean {nearest}?" if nearest else ""
    return f"{sort}: {reason}: {shown}{hint}"
