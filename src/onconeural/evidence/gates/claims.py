"""Gates on claims: a true sentence must not serve a wrong claim, and no claim grows old unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from onconeural.evidence.claim_records import Claim
from onconeural.evidence.entries import Base, Entry
from onconeural.evidence.gates.gate import Gate, GateProblem, Shown

MOST_WORDS = 25
LEAST_WORDS = 5  # a shorter text may well stand inside another by chance


class ReusedQuotation(Gate):
    """One quotation carries one claim."""

    id = "reused-quotation"
    refuses = "a quotation that stands under two claims, whole or inside a longer one"
    why = "the sentence is true, but it says one thing: under a second claim it proves what it does not say"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every claim whose quotation another claim before it has."""
        before: list[tuple[str, str]] = []
        for entry in base.claims:
            quote = _words(entry.record.quote)
            for text, other in before if quote and entry.own else ():
                if quote == text or _inside(quote, text) or _inside(text, quote):
                    found = Shown(f"the quotation of {other}")
                    yield self.problem(entry, f"{entry.path}.quote", found, "a quotation of its own")
                    break
            if quote:
                before.append((quote, entry.id))


class LongQuotation(Gate):
    """Quotations stay short."""

    id = "long-quotation"
    refuses = f"a quotation of more than {MOST_WORDS} words"
    why = "facts are free, the words of a paper are not"

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every quotation that is too long."""
        for entry in base.claims:
            words = len((entry.record.quote or "").split())
            if entry.own and words > MOST_WORDS:
                found = Shown(f"{words} words")
                yield self.problem(entry, f"{entry.path}.quote", found, f"at most {MOST_WORDS} words")


class OverdueReview(Gate):
    """Every record has an editor's facts, and none is older than its review date."""

    id = "overdue-review"
    refuses = "a record past the day on which it should have been reviewed, or without the facts to know that day"
    why = "what was true of a treatment or a test some years ago may be wrong today"

    def __init__(self, today: date) -> None:
        self.today = today

    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every record that is overdue, that lacks editorial facts, or that was added or reviewed tomorrow."""
        dated: tuple[Entry[Any], ...] = (*base.sources, *base.claims, *base.cohorts, *base.criteria, *base.scope)
        for entry in dated:
            if entry.own and (fault := self._fault(entry)):
                yield self.problem(entry, f"{entry.path}.{fault[0]}", *fault[1:])

    def _fault(self, entry: Entry[Any]) -> tuple[str, object, str] | None:
        record = entry.record
        for name in ("added", "review_after_months", "reviewed_by_rule"):
            if getattr(record, name) is None:
                return name, None, "an editorial fact, here or under `defaults:` of the file"
        for name in ("added", "last_reviewed"):
            day = _day(getattr(record, name))
            if day and day > self.today:
                return name, day.isoformat(), f"a day up to today, {self.today}"
        if isinstance(record, Claim) and record.review_due and self.today > record.review_due:
            last = record.last_reviewed or record.added
            return "last_reviewed", str(last), f"a review since {record.review_due}, when it was due"
        return None


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, date) else None


def _words(quote: str | None) -> str:
    return " ".join((quote or "").lower().replace("-", " ").split()).strip(" .,;:")


def _inside(short: str, long: str) -> bool:
    return len(short.split()) >= LEAST_WORDS and f" {short} " in f" {long} "
