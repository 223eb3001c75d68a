"""Numbers and coded facts as plain words, the same on the page and in the terminal."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onconeural.forecast.result import Estimate

DAYS_PER_MONTH = 365.25 / 12
NOT_COMPUTED = "not computed"

_CATEGORIES = {
    "definite": "definite",
    "probable": "probable",
    "possible": "possible",
    "non_pns": "not a paraneoplastic neurological syndrome",
    "not_applicable": "not applicable",
}
_CLOCKS = {
    "restart_at_tumour": "the two years of follow-up counted anew from a tumour that does not fit",
    "since_onset": "the two years of follow-up counted from onset",
}
_READINGS = {
    "read_primary": "read in the study or guideline",
    "read_secondary": "read in a second-hand source",
    "recalled": "recalled, not read",
}


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with a fixed count of decimals; what was not computed is said, never shown as 0.

    >>> number(3.14), number(-0.01), number(float("nan"))
    ('3.1', '0.0', 'not computed')
    """
    if value is None or not isfinite(value):
        return NOT_COMPUTED
    return f"{_rounded(value, digits):.{digits}f}"


def change(value: float, digits: int = 2) -> str:
    """Return a change with its sign; one that rounds to nothing is +0.

    >>> change(0.5), change(-0.001)
    ('+0.50', '+0.00')
    """
    return f"{_rounded(value, digits):+.{digits}f}"


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) + 0.0  # a zero has no sign


def compact(value: float | None) -> str:
    """Return a number with at most one decimal, for days and scale steps.

    >>> compact(28.0), compact(3.5)
    ('28', '3.5')
    """
    return number(value).removesuffix(".0")


def percent(share: float | None) -> str:
    """Return a share (0 to 1) in percent; what is rare is not rounded to never, what is usual not to always.

    >>> percent(0.314), percent(0.002), percent(0.998), percent(1.0)
    ('31%', '< 1%', '> 99%', '100%')
    """
    if share is None or not isfinite(share):
        return NOT_COMPUTED
    if 0 < share < 0.005:
        return "< 1%"
    if 0.995 <= share < 1:
        return "> 99%"
    return f"{100 * share:.0f}%"


def band(known: Estimate | None) -> str:
    """Return the 80% band of an estimate.

    >>> from onconeural.forecast.result import Estimate
    >>> band(Estimate(3.0, 2.04, 4.96))
    '2.0 to 5.0'
    """
    if known is None or not (isfinite(known.low) and isfinite(known.high)):
        return NOT_COMPUTED
    return f"{number(known.low)} to {number(known.high)}"


def estimate(known: Estimate | None) -> str:
    """Return an estimate with its 80% band.

    >>> from onconeural.forecast.result import Estimate
    >>> estimate(Estimate(3.0, 2.04, 4.96))
    '3.0 (80% band 2.0 to 5.0)'
    """
    return NOT_COMPUTED if known is None else f"{number(known.value)} (80% band {band(known)})"


def first_capital(text: str) -> str:
    """Return a text with its first letter as a capital, except for a word like mRS that has its own way.

    >>> first_capital("not calibrated: no ranking"), first_capital("mRS 3 on day 20")
    ('Not calibrated: no ranking', 'mRS 3 on day 20')
    """
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def months(days: float) -> str:
    """Return a span of days in whole months.

    >>> months(730)
    '24 months'
    """
    return f"{days / DAYS_PER_MONTH:.0f} months"


def delay(days: float) -> str:
    """Return how long after the forecast day a strategy starts.

    >>> delay(0), delay(28)
    ('forecast day', '28 days later')
    """
    return "forecast day" if days == 0 else f"{compact(days)} days later"


def category(name: str) -> str:
    """Return the words for a PNS-Care category; an unknown one stays as it is.

    >>> category("non_pns")
    'not a paraneoplastic neurological syndrome'
    """
    return _CATEGORIES.get(name, name)


def clock(name: str) -> str:
    """Return the words for how the score counts its two years; an unknown name stays as it is.

    >>> clock("since_onset")
    'the two years of follow-up counted from onset'
    """
    return _CLOCKS.get(name, name)


def reading(status: str) -> str:
    """Return the words for how a rule was read; an unknown status stays as it is.

    >>> reading("recalled")
    'recalled, not read'
    """
    return _READINGS.get(status, status)
