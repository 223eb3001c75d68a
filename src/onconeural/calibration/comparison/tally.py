"""One published observable beside its prediction, and the count of those that hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onconeural.calibration.comparison.attainable import attainable
from onconeural.calibration.comparison.predictive import Predicted
from onconeural.calibration.published.intervals import Published

NARROW = 30.0  # percentage points


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
        rows=len(every),
        counted=len(counted),
        inside=sum(bool(row.inside) for row in counted),
        not_predicted=sum(row.predicted is None for row in counted),
        narrow=len(narrow),
        narrow_inside=sum(bool(row.inside) for row in narrow),
        predicted=len(predicted),
        covered=sum(bool(row.covered) for row in predicted),
        attainable=round(most.rows, 1),
        attainable_low=round(most.low, 1),
        attainable_high=round(most.high, 1),
    )
