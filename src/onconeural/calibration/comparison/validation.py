"""Published cohorts against the simulation, row by row: what holds, what does not, and what cannot be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from onconeural.calibration.comparison.predict import assumption, meaning, obstacle, predict
from onconeural.calibration.comparison.predictive import Foreseen, Predicted, interval
from onconeural.calibration.comparison.scale import monte_carlo, to_scale
from onconeural.calibration.patients.mixture import Mixture, mixture
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.intervals import Published, published
from onconeural.calibration.readings.definition import Aside
from onconeural.evidence.cohort_records import Cohort, Observable

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
    """How many rows there are, count, hold and are covered; shares in %, None without rows."""

    rows: int
    counted: int
    inside: int
    not_predicted: int
    narrow: int
    narrow_inside: int
    predicted: int
    covered: int

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


def _share(part: int, whole: int) -> float | None:
    return 100.0 * part / whole if whole else None


def validate(
    publications: Iterable[Cohort],
    draws: Iterable[Mapping[str, float]],
    size: int = SIZE,
    tell: Callable[[str, float], None] | None = None,
) -> tuple[ValidationRow, ...]:
    """Predict every observable of the cohorts under each draw, on patients that no fit has seen.

    ``size``: patients with disease for each antibody and draw, about.
    """
    chosen, simulators = tuple(publications), [Simulator(draw, SEED, size) for draw in draws]
    rows: list[ValidationRow] = []
    for done, publication in enumerate(chosen):
        if tell is not None:
            tell(publication.id, done / len(chosen))
        rows += [_row(publication, i, seen, simulators) for i, seen in enumerate(publication.observables)]
    return tuple(rows)


def _row(publication: Cohort, position: int, seen: Observable, simulators: list[Simulator]) -> ValidationRow:
    found, aside = published(publication, seen), obstacle(publication, seen)
    reason, predicted = _why_not(seen, aside), None
    if aside is None:
        row = _foreseen(publication, seen, simulators)
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
        assumption(publication, seen, simulators[0]) if predicted else "",
    )


def _why_not(seen: Observable, aside: Aside | str | None) -> str:
    if isinstance(aside, Aside):
        return f"{aside.kind}: {aside.reason}"
    if not seen.verified:
        return "recalled, not read: not counted"
    return f"not predicted: {aside}" if aside else ""


def _foreseen(publication: Cohort, seen: Observable, simulators: list[Simulator]) -> Foreseen | str:
    """What the simulators say to a row; why nothing, where half of them or more say nothing."""
    found, values, errors, reason = published(publication, seen), [], [], ""
    for simulator in simulators:
        try:
            value = predict(publication, seen, simulator)
        except ValueError as error:
            reason = f"not predicted: {error}"
        else:
            values.append(to_scale(value.value, found.unit))
            errors.append(monte_carlo(value, found.unit))
    if 2 * len(values) <= len(simulators):
        return reason
    return Foreseen(publication.id, tuple(values), fmean(errors), found)


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
    return Tally(
        len(every),
        len(counted),
        sum(bool(row.inside) for row in counted),
        sum(row.predicted is None for row in counted),
        len(narrow),
        sum(bool(row.inside) for row in narrow),
        len(predicted),
        sum(bool(row.covered) for row in predicted),
    )
