"""A sentence with its source, so that nothing is said without a place to look it up."""

from __future__ import annotations

from dataclasses import dataclass

SYNTHESIS = "synthesis"
RECALLED = "recalled"


@dataclass(frozen=True)
class Remark:
    """One sentence, the key of its source, and how that source was read (``synthesis``: put together, not read).

    ``source`` is None for a sentence about the case file itself.
    """

    text: str
    source: str | None
    reading_status: str

    @property
    def unconfirmed(self) -> bool:
        """Say whether nobody has read this in a source."""
        return self.reading_status in (RECALLED, SYNTHESIS)
