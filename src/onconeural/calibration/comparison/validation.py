"""Published cohorts against the simulation, row by row: what holds, what does not, and what cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean

from onconeural.calibration.comparison.attainable import attainable
from onconeural.calibration.comparison.predict import assumption, meaning, obstacle, predict
from onconeural.calibration.comparison.predictive import Foreseen, Predicted, interval
from onconeural.calibration.comparison.scale import monte_carlo, to_scale
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

NARROW = 30.0  # percentage points
SEED, SIZE = 3, 600  # patients that no fit has seen; about so many with disease for each antibody and draw


@dataclass(frozen=True)
class ValidationRow:
    """One observable. ``inside``: the predicted value lies in the published interval; None: not counted (``reason``).

    A row that counts but is not predicted is not inside. ``covered``: the published value lies in our 80 % interval.
    ``assumed``: what was taken for granted about the antibodies and tumours of the patients, and whether they have the
    printed age and sex.
    """

    id: str
    cohort: str
    role: str
    antibody: str
    name: str
    published: Published
    predicted: Predicted | None
    inside: bool | None
    covered: bool | None
    reason: str
    definition: str
    assumed: str = ""

    @property
    def narrow(self) -> bool:
        """Whether the published interval is narrower than 30 percentage points."""
        low, high = self.published.low, self.published.high
        return self.published.unit == "%" and low is not None and high is not None and high - low < NARROW


@dataclass(frozen=True)
class Tally:
    """How many rows there are, count, hold and are covered; shares in %, None without rows.

    ``attainable``: rows that would be inside if every prediction were the true mean over cohorts, with the 95 %
    interval of this number (`attainable`).
    """

    rows: int
    counted: int
    inside: int
    not_predicted: int
    narrow: int
    narrow_inside: int
    predicted: int
    covered: int
    attainable: float
    attainable_low: float
    attainable_high: float

    @property
    def share_inside(self) -> float | None:
        """Share of the counted rows that hold."""
        return _share(self.inside, self.counted)

    @property
    def share_narrow(self) -> float | None:
        """The same among rows with an interval narrower than 30 points."""
        return _share(self.narrow_inside, self.narrow)

    @property
    def share_covered(self) -> float | None:
        """Share of the predicted rows whose published value lies in our 80 % interval."""
        return _share(self.covered, self.predicted)

    @property
    def share_attainable(self) -> float | None:
        """The attainable share of the counted rows."""
        return _share(self.attainable, self.counted)


def _share(part: float, whole: int) -> float | None:
    return 100.0 * part / whole if whole else None


def validate(
    publications: Iterable[Cohort],
    draws: Iterable[Mapping[str, float]],
    size: int = SIZE,
    tell: Tell | None = None,
    workers: int = 1,
) -> tuple[ValidationRow, ...]:
    """Predict every observable of the cohorts under each draw, on patients that no fit has seen.

    ``size``: patients with disease for each antibody and draw, about. ``workers``: processes that simulate the draws
    side by side; the rows do not depend on them. Raises ChildProcessError where one was ended from outside.
    """
    chosen, every = tuple(map(with_usual_units, publications)), tuple(draws)
    say = tell or (lambda what, share: None)
    said: dict[int, list[Said]] = {}
    with Workers(min(workers, len(every))) as pool:
        if pool.count == 1:
            said = {i: _said(chosen, size, draw, _part(say, i, len(every))) for i, draw in enumerate(every)}
        else:
            work = partial(_said, chosen, size)
            for i, found in pool.each(work, every, lambda: say(f"{len(every)} draws", len(said) / len(every))):
                said[i] = found
    told = iter(zip(*(said[i] for i in range(len(every))), strict=True))
    return tuple(_row(one, i, seen, next(told)) for one in chosen for i, seen in enumerate(one.observables))


def _part(say: Tell, number: int, parts: int) -> Tell:
    """Progress of one part of several, as that of the whole."""
    return lambda what, share: say(what, (number + share) / parts)


def _said(
    publications: tuple[Cohort, ...], size: int, draw: Mapping[str, float], tell: Tell | None = None
) -> list[Said]:
    """What one draw says to every observable of the cohorts; None where it is set aside."""
    simulator = Simulator(draw, SEED, size)
    found: list[Said] = []
    for done, publication in enumerate(publications):
        if tell is not None:
            tell(publication.id, done / len(publications))
        found += [_one(publication, seen, simulator) for seen in publication.observables]
    return found


def _one(publication: Cohort, seen: Observable, simulator: Simulator) -> Said:
    if obstacle(publication, seen) is not None:
        return None
    unit = published(publication, seen).unit
    try:
        value = predict(publication, seen, simulator)
    except ValueError as error:
        return f"not predicted: {error}"
    words = assumption(publication, seen, simulator)
    return to_scale(value.value, unit), monte_carlo(value, unit), words


def _row(publication: Cohort, position: int, seen: Observable, said: Sequence[Said]) -> ValidationRow:
    found, aside = published(publication, seen), obstacle(publication, seen)
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
        publication.observable_id(position),
        publication.id,
        publication.role,
        _antibody(publication, seen),
        "/".join(filter(None, (seen.name, seen.group))),
        found,
        predicted,
        inside,
        covered,
        reason,
        meaning(publication, seen),
        next((one[2] for one in said if isinstance(one, tuple)), "") if predicted else "",
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


def tally(rows: Iterable[ValidationRow]) -> Tally:
    """Count rows.

    >>> tally([]).share_inside is None
    True
    """
    every = tuple(rows)
    counted = [row for row in every if row.inside is not None]
    narrow = [row for row in counted if row.narrow]
    predicted = [row for row in counted if row.covered is not None]
    most = attainable(row.published for row in counted)
    return Tally(
        len(every),
        len(counted),
        sum(bool(row.inside) for row in counted),
        sum(row.predicted is None for row in counted),
        len(narrow),
        sum(bool(row.inside) for row in narrow),
        len(predicted),
        sum(bool(row.covered) for row in predicted),
        *(round(rows, 1) for rows in (most.rows, most.low, most.high)),
    )
