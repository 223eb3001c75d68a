"""Who has an antibody, as published: age, sex, which tumour, and how often one is found."""

from __future__ import annotations

from statistics import NormalDist
from typing import Literal

from pydantic import model_validator

from onconeural.model.settings import Record

ADULT = 18.0  # years
QUARTILE = NormalDist().inv_cdf(0.75)


class Share(Record):
    """A published share (0 to 1) of ``n`` patients; without a source it is assumed, and ``basis`` says how."""

    share: float
    n: int | None = None
    source: str | None = None
    status: Literal["measured", "inferred", "assumed"]
    basis: str | None = None

    @model_validator(mode="after")
    def _sourced(self) -> Share:
        if not 0.0 <= self.share <= 1.0:
            raise ValueError(f"found {self.share:g}, expected a share from 0 to 1")
        if self.status == "measured" and self.source is None:
            raise ValueError("found measured without a source, expected a source, or assumed")
        return self


class Age(Record):
    """Age at onset in years: the median, and where the range or the middle half (iqr) of ``n`` patients lies.

    Two halves of a normal distribution meet at the median: one reaches down to ``low``, the other up to ``high``. Where
    ``children`` is given, so many (share, 0 to 0.5) are younger than 18, and the lower half follows from that.
    """

    median: float
    low: float
    high: float
    covers: Literal["range", "iqr"]
    n: int
    source: str | None = None
    status: Literal["measured", "inferred", "assumed"]
    basis: str | None = None
    children: float | None = None

    @model_validator(mode="after")
    def _some_are_children(self) -> Age:
        if self.children is not None and not (0.0 < self.children < 0.5 and self.median > ADULT):
            raise ValueError(
                f"children: found {self.children:g}, expected a share below 0.5, and a median above 18 years"
            )
        return self

    def spread(self) -> tuple[float, float]:
        """Standard deviations in years below and above the median.

        The range of n normal numbers lies at about the quantile (n - 3/8) / (n + 1/4) on either side.

        >>> round(Age(median=50, low=40, high=60, covers="iqr", n=9, status="assumed").spread()[0], 2)
        14.83
        """
        z = QUARTILE if self.covers == "iqr" else NormalDist().inv_cdf((self.n - 0.375) / (self.n + 0.25))
        below = (self.median - self.low) / z
        if self.children is not None:
            below = (ADULT - self.median) / NormalDist().inv_cdf(self.children)
        return below, (self.high - self.median) / z

    def ends(self) -> tuple[float, float]:
        """Youngest and oldest age in years that is drawn: the published range, or 18 to 100 around a middle half."""
        return (self.low, self.high) if self.covers == "range" else (18.0, 100.0)


class TumourShare(Share):
    """How many of the patients with a tumour have this one, and with what age where that is known apart.

    ``drawn`` is the share of draws, where onset is likelier with one tumour than with another; without it, ``share``.
    """

    tumour: str
    drawn: float | None = None
    age: Age | None = None
