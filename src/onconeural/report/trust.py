"""How far a reader may trust it: what was checked for this antibody, and which references were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onconeural.calibration import PosteriorError, standing
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
