"""Whether strategies may be ranked, and which comes first: decided by the counts that calibration ships, here alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration import PosteriorError, Standing, standing
from onconeural.evidence import antibody_label
from onconeural.forecast.course import Course
from onconeural.forecast.outcomes import reference
from onconeural.forecast.paired import difference
from onconeural.forecast.result import Ranking
from onconeural.model import antibody

Array = NDArray[np.float64]

NOT_VALIDATED = "not validated: no ranking"
VALIDATED = "validated"


def may_rank(antibodies: tuple[str, ...]) -> bool:
    """Whether enough published statistics that were never fitted hold, for every one of the settings sets.

    >>> may_rank(())
    False
    """
    found = tuple(_standings(antibodies))
    return bool(found) and all(known is not None and known.may_rank for _, known in found)


def status(antibodies: tuple[str, ...]) -> str:
    """What calibration says of each antibody behind a forecast: the counts, and whether strategies may be ranked.

    >>> status(())
    'not validated: no ranking'
    """
    found = tuple(_standings(antibodies))
    said = (f"{antibody_label(key)}: {_words(known)}" for key, known in found)
    return "; ".join((VALIDATED if may_rank(antibodies) else NOT_VALIDATED, *said))


def ranking(course: Course, antibodies: tuple[str, ...], effective: float, *, decided: bool) -> Ranking | None:
    """The strategies begun on the forecast day, lowest two-year mean mRS first; None where they may not be ranked.

    A strategy is tied with the first one where the 95 % interval of their difference in the same twins holds 0.
    ``effective``: independent twins behind the interval; ``decided``: whether they are enough.
    """
    if not decided or not may_rank(antibodies):
        return None
    rows = _on_the_first_day(course)
    mrs = course.mean_mrs[rows]
    order = np.argsort(np.nanmean(mrs, axis=1), kind="stable")
    names = [course.arms[rows[i]].strategy.id for i in order]
    apart = [difference(mrs[i] - mrs[order[0]], effective) for i in order]
    return Ranking(tuple(names), tuple(n for n, d in zip(names[1:], apart[1:], strict=True) if not d.low > 0.0))


def _on_the_first_day(course: Course) -> list[int]:
    """Arms that begin on the forecast day; those made worse on purpose are not ranked."""
    first = course.arms[reference(course)].start_day
    return [i for i, arm in enumerate(course.arms) if arm.start_day == first and arm.strategy.kind != "harm"]


def _standings(antibodies: tuple[str, ...]) -> Iterator[tuple[str, Standing | None]]:
    """Each antibody once with its standing; None where the counts that ship belong to another state of the model."""
    for key in dict.fromkeys(antibody(one).antibody for one in antibodies):
        try:
            yield key, standing(key)
        except PosteriorError:
            yield key, None


def _words(known: Standing | None) -> str:
    if known is None:
        return "the counts that ship belong to another state of the model"
    if not known.validation_counted + known.later_counted:
        return "no published statistic that was never fitted"
    later = f", of series found later {known.later_inside} of {known.later_counted}" if known.later_counted else ""
    said = "published statistics that were never fitted hold"
    return f"{known.validation_inside} of {known.validation_counted} {said}{later}"
