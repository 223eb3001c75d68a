"""Published cohorts against the simulation, row by row: what holds, what does not, and what cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean

from onconeural.calibration.comparison.predict import assumption, meaning, obstacle, predict
from onconeural.calibration.comparison.predictive import Foreseen, interval
from onconeural.calibration.comparison.scale import monte_carlo, to_scale
from onconeural.calibration.comparison.tally import ValidationRow
from onconeural.calibration.patients.mixture import Mixture, mixture
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.faults import with_usual_units
from onconeural.calibration.published.intervals import Published, published
from onconeural.calibration.readings.definition import Aside
from onconeural.calibration.workers import Workers
from onconeural.evidence.cohort_records import Cohort, Observable

Tell = Callable[[str, float], None]
# One draw on one observable: the prediction on its scale, its Monte-Carlo error, and what was assumed; or why there is
# none; or None where it is set aside.
Said = tuple[float, float, str] | str | None

# Patients that no fit has seen, other ones for each draw; about so many with disease for each antibody and draw.
SEED, SIZE = 3, 600


@dataclass(frozen=True)
class Asked:
    """One observable of a cohort, what it publishes, and why it is set aside or cannot be predicted (None: it can)."""

    publication: Cohort
    position: int
    seen: Observable
    found: Published
    aside: Aside | str | None


def validate(
    publications: Iterable[Cohort],
    draws: Iterable[Mapping[str, float]],
    size: int = SIZE,
    tell: Tell | None = None,
    workers: int = 1,
    seed: int | None = None,
) -> tuple[ValidationRow, ...]:
    """Predict every observable of the cohorts under each draw, on patients that no fit has seen.

    Each draw has patients of its own, so that the chance in who they are averages out with the draws. ``size``:
    patients with disease for each antibody and draw, about. ``workers``: processes that simulate the draws side by
    side; the rows do not depend on them. ``seed``: of the patients of the first draw. Raises ChildProcessError where
    one was ended from outside.
    """
    asked, every = _asked(tuple(map(with_usual_units, publications))), tuple(enumerate(draws))
    first, say = SEED if seed is None else seed, tell or (lambda what, share: None)
    said: dict[int, list[Said]] = {}
    with Workers(min(workers, len(every))) as pool:
        if pool.count == 1:
            said = {i: _said(asked, size, first, (i, draw), _part(say, i, len(every))) for i, draw in every}
        else:
            work = partial(_said, asked, size, first)
            for i, found in pool.each(work, every, lambda: say(f"{len(every)} draws", len(said) / len(every))):
                said[i] = found
    told = zip(*(said[i] for i in range(len(every))), strict=True)
    return tuple(_row(one, of_draws) for one, of_draws in zip(asked, told, strict=True))


def _asked(publications: Iterable[Cohort]) -> tuple[Asked, ...]:
    return tuple(
        Asked(one, i, seen, published(one, seen), obstacle(one, seen))
        for one in publications
        for i, seen in enumerate(one.observables)
    )


def _part(say: Tell, number: int, parts: int) -> Tell:
    """Progress of one part of several, as that of the whole."""
    return lambda what, share: say(what, (number + share) / parts)


def _said(
    asked: tuple[Asked, ...],
    size: int,
    seed: int,
    numbered: tuple[int, Mapping[str, float]],
    tell: Tell | None = None,
) -> list[Said]:
    """What one draw says to every observable; None where it is set aside."""
    number, draw = numbered
    simulator = Simulator(draw, seed + number, size)
    found: list[Said] = []
    for done, one in enumerate(asked):
        if tell is not None and one.position == 0:
            tell(one.publication.id, done / len(asked))
        found.append(_one(one, simulator) if one.aside is None else None)
    return found


def _one(asked: Asked, simulator: Simulator) -> Said:
    publication, seen, unit = asked.publication, asked.seen, asked.found.unit
    try:
        value = predict(publication, seen, simulator)
    except ValueError as error:
        return f"not predicted: {error}"
    words = assumption(publication, seen, simulator)
    return to_scale(value.value, unit), monte_carlo(value, unit), words


def _row(asked: Asked, said: Sequence[Said]) -> ValidationRow:
    publication, seen, found, aside = asked.publication, asked.seen, asked.found, asked.aside
    reason, predicted = _why_not(seen, aside), None
    if aside is None:
        row = _foreseen(publication, found, said)
        reason = reason or (row if isinstance(row, str) else "")
        predicted = None if isinstance(row, str) else interval(row)
    counted = seen.verified and not isinstance(aside, Aside) and (found.low, found.high) != (None, None)
    if not reason and not counted:
        reason = found.rule
    inside = _within(predicted.value if predicted else None, found.low, found.high) if counted else None
    covered = _within(found.value, predicted.low, predicted.high) if counted and predicted else None
    return ValidationRow(
        id=publication.observable_id(asked.position),
        cohort=publication.id,
        role=publication.role,
        antibody=_antibody(publication, seen),
        name="/".join(filter(None, (seen.name, seen.group))),
        published=found,
        predicted=predicted,
        inside=inside,
        covered=covered,
        reason=reason,
        definition=meaning(publication, seen),
        assumed=next((one[2] for one in said if isinstance(one, tuple)), "") if predicted else "",
    )


def _why_not(seen: Observable, aside: Aside | str | None) -> str:
    if isinstance(aside, Aside):
        return f"{aside.kind}: {aside.reason}"
    if not seen.verified:
        return "recalled, not read: not counted"
    return f"not predicted: {aside}" if aside else ""


def _foreseen(publication: Cohort, found: Published, said: Sequence[Said]) -> Foreseen | str:
    """What the draws say to a row; why nothing, where half of them or more say nothing."""
    values = [one for one in said if isinstance(one, tuple)]
    if 2 * len(values) <= len(said):
        return next(one for one in reversed(said) if isinstance(one, str))
    return Foreseen(publication.id, tuple(value for value, _, _ in values), fmean(e for _, e, _ in values), found)


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    return value is not None and (low is None or value >= low) and (high is None or value <= high)


def _antibody(publication: Cohort, seen: Observable) -> str:
    """The one antibody that a row is about, or ``mixed``."""
    mix = mixture(publication, seen)
    keys = {key.split("@")[0] for key in mix.parts} if isinstance(mix, Mixture) else set(publication.antibody)
    return keys.pop() if len(keys) == 1 else "mixed"
