"""Further outcomes of the strategies begun on the forecast day: the same rows in the terminal and on the page."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from onconeural.report import words
from onconeural.report.depth import signed

if TYPE_CHECKING:
    from onconeural.forecast.result import Forecast, Outcome

MARK = "*"
MARKED = "* A drug still acts at 12 months, which flatters values at that date. Read the mean over 24 months."
HEADINGS = (
    "Gain in mean mRS (95%)",
    "Better / same / worse, 12 months",
    "Walks unaided, 12 months",
    "Alive, 24 months",
    "Relapse",
    "Function of the worst area, 12 months",
    "Tumour held, 12 months",
)


def further(forecast: Forecast) -> tuple[tuple[str, ...], ...]:
    """Return label and texts below ``HEADINGS`` for each strategy begun on the forecast day."""
    return tuple((row.label, *_texts(row)) for row in forecast.outcomes if row.start_day == 0)


def at_12_months(text: str, row: Outcome) -> str:
    """Return a value at 12 months, marked where a drug still acts then."""
    return f"{text}{MARK}" if row.still_acting else text


def marked(forecast: Forecast) -> bool:
    """Return whether some value is marked."""
    return any(row.still_acting for row in forecast.outcomes)


def _texts(row: Outcome) -> tuple[str, ...]:
    change = " / ".join(words.percent(share) for share in (row.improved, row.stable, row.worse))
    return (
        signed(row.gain_mrs),
        at_12_months(change, row),
        at_12_months(words.percent(row.walks_unaided), row),
        words.percent(row.survival_24_months),
        words.percent(row.relapse),
        at_12_months(words.percent(row.function_12_months), row),
        words.percent(row.tumour_control) if isfinite(row.tumour_control) else "no tumour",
    )
