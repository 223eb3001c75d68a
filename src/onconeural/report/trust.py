"""How far a reader may trust it: what was checked for this antibody, and which references were read."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

from onconeural.calibration import PosteriorError, share_error, standing
from onconeural.evidence import claims
from onconeural.model import antibody, modelled

if TYPE_CHECKING:
    from onconeural.calibration import Standing
    from onconeural.forecast.result import Forecast

READ, SECOND, RECALLED = "read_primary", "read_secondary", "recalled"
_CASE_STATUS = {
    "full_text_read": "full text read",
    "abstract_or_opening_read": "abstract or opening read",
}
NOT_RECORDED = "no statement of it is recorded as read"
Z80 = 1.281552
EXAMPLES = (0.5, 0.8, 0.95)  # shares whose range a reader can carry over to any other
WHAT_BANDS_SAY = "The bands show how much twins differ. They do not show that the equations may be wrong."


@dataclass(frozen=True)
class ModelError:
    """How far shares that the model predicts may be off, as measured on published series.

    ``logit_sd``: standard deviation on the logit scale, null where it belongs to other values of the model.
    ``examples``: a share (0 to 1) with the 80 % interval of what it may stand for. ``sentence``: the same in words.
    """

    logit_sd: float | None
    examples: tuple[tuple[float, float, float], ...]
    sentence: str


def model_error() -> ModelError:
    """Return how far shares of published series lay from those predicted, beyond their sampling error.

    It is known of cohorts; that a patient like these differs from the twins as much is assumed.
    """
    try:
        spread = share_error()
    except PosteriorError:
        return ModelError(None, (), WHAT_BANDS_SAY)
    examples = tuple((share, *share_range(share, spread)) for share in EXAMPLES)
    said = [f"{100 * share:.0f}% may be {100 * low:.0f} to {100 * high:.0f}%" for share, low, high in examples]
    words = (
        f"{WHAT_BANDS_SAY} By how far it was off in published series that its values had not seen (80% interval), "
        f"a share of {said[0]}, one of {said[1]}, one of {said[2]}."
    )
    return ModelError(spread, examples, words)


def share_range(share: float, spread: float) -> tuple[float, float]:
    """Return the 80 % interval of a share (0 to 1) with an error of ``spread`` on the logit scale.

    logit(ends) = logit(share) -+ 1.28 spread

    >>> low, high = share_range(0.5, 1.0)
    >>> round(low, 2), round(high, 2)
    (0.22, 0.78)
    """
    middle = log(share / (1.0 - share))
    low, high = (1.0 / (1.0 + exp(-(middle + sign * Z80 * spread))) for sign in (-1.0, 1.0))
    return low, high


def standings(forecast: Forecast) -> tuple[Standing, ...]:
    """Return how each antibody of a forecast did against published cohorts.

    Empty where the counts that ship belong to other values of the model: then nothing is known.
    """
    keys = dict.fromkeys(antibody(one).antibody for one in modelled() if antibody(one).label in forecast.antibodies)
    try:
        return tuple(standing(key) for key in keys)
    except PosteriorError:
        return ()


def reading(key: str, forecast: Forecast) -> str:
    """Return how far a source was read: by the statements recorded of it, or by what the case file says of its own."""
    if key == forecast.case_source and forecast.case is not None and forecast.case.source_status:
        own = forecast.case.source_status
        return _CASE_STATUS.get(own, own.replace("_", " "))
    found: list[str] = [claim.status for claim in claims().values() if claim.source == key]
    found += [item.reading_status for item in forecast.certainty.items if item.source == key]
    found += [caution.status for caution in forecast.cautions if caution.source == key]
    return status_words(found)


def status_words(found: list[str]) -> str:
    """Say in one phrase how statements of one source were read.

    >>> status_words(["read_primary", "recalled"]), status_words([])
    ('read in part, the rest recalled', 'no statement of it is recorded as read')
    """
    kinds = {status for status in found if status in (READ, SECOND, RECALLED)}
    if not kinds:
        return NOT_RECORDED
    if kinds == {RECALLED}:
        return "recalled, not read"
    if RECALLED in kinds:
        return "read in part, the rest recalled"
    if kinds == {READ}:
        return "read in the source"
    return "read second-hand" if kinds == {SECOND} else "read, in part second-hand"
