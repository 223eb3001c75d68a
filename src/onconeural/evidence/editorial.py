"""Who may rely on a record until when: when it came in, when it was last reviewed, and by which rule."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Editorial:
    """Editorial facts, the same on every record.

    A file may state them once for all its records, under ``defaults``. ``last_reviewed`` is null until a person has
    held the record against its source; ``review_after_months`` counts from then, or from ``added``.
    """

    added: date | None = None
    last_reviewed: date | None = None
    review_after_months: int | None = None
    reviewed_by_rule: str | None = None

    @property
    def review_due(self) -> date | None:
        """The day from which the record is too old, or None when it states no interval.

        >>> Editorial(added=date(2026, 11, 22), review_after_months=24).review_due
        datetime.date(2028, 11, 22)
        """
        start = self.last_reviewed or self.added
        if start is None or self.review_after_months is None:
            return None
        months = start.month - 1 + self.review_after_months
        return date(start.year + months // 12, months % 12 + 1, min(start.day, 28))


def editorial_fields(record: Editorial) -> dict[str, str | int | None]:
    """Return the editorial facts of a record as plain values, dates as text.

    >>> editorial_fields(Editorial(added=date(2026, 11, 22)))["added"]
    '2026-11-22'
    """
    return {
        "added": _text(record.added),
        "last_reviewed": _text(record.last_reviewed),
        "review_due": _text(record.review_due),
        "reviewed_by_rule": record.reviewed_by_rule,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
