"""What the scores of all cases say together: means, gains over other forecasts, coverage, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.classes import rps
from onconeural.forecast.observed import CLASSES
from onconeural.forecast.paired import difference
from onconeural.forecast.result import Difference

Array = NDArray[np.float64]

FEWEST = 20  # fewer scored cases are too few to judge
PRIOR = 0.25  # added to each class of the cohort average, so that no class is impossible
TOO_FEW = "too few to judge"


@dataclass(frozen=True)
class Scored:
    """One case: forecast shares of better, same, worse, died; what was observed; the ranked probability score.

    ``rps_promised``: score that the forecast expects of itself. ``covered_promised``: probability that it gives to its
    80 % set; whole classes hold more. ``rps_antibody``: score of the same virtual patients with the same treatments,
    alive on the forecast day, before any other fact weighs them. ``treatment``: what the twins were given from the
    forecast day on, in words. ``not_scored`` says why there is no score; then the other fields are None.
    """

    file: str
    not_scored: str | None
    day: float | None = None
    followup: float | None = None
    shares: tuple[float, ...] | None = None
    observed: str | None = None
    rps: float | None = None
    rps_promised: float | None = None
    rps_antibody: float | None = None
    rps_no_change: float | None = None
    rps_average: float | None = None
    covered: bool | None = None
    covered_promised: float | None = None
    treatment: str | None = None


@dataclass(frozen=True)
class Verdict:
    """All cases: how many were scored, mean scores (0 is best) and coverage of the 80 % set; NaN where none was.

    ``coverage_promised``: what the forecasts themselves give to their sets.
    ``gain_over_antibody``, ``gain_over_average`` and ``gain_over_no_change``: mean score of the other forecast less
    that of the twins, with 95 % interval; above 0 the twins are better. ``over_promise``: mean score less the promised
    one; above 0 the forecasts are surer than they are right. ``text`` is the verdict.
    """

    cases: tuple[Scored, ...]
    scored: int
    rps: float
    rps_promised: float
    rps_antibody: float
    rps_average: float
    rps_no_change: float
    coverage: float
    coverage_promised: float
    gain_over_antibody: Difference
    gain_over_average: Difference
    gain_over_no_change: Difference
    over_promise: Difference
    text: str


def with_average(cases: tuple[Scored, ...]) -> tuple[Scored, ...]:
    """The score of the cohort average: the shares observed in the other scored cases."""
    counts = np.zeros(len(CLASSES))
    for case in cases:
        if case.observed is not None:
            counts[CLASSES.index(case.observed)] += 1.0
    return tuple(_average(case, counts) for case in cases)


def _average(case: Scored, counts: Array) -> Scored:
    if case.observed is None:
        return case
    index = CLASSES.index(case.observed)
    others = counts + PRIOR
    others[index] -= 1.0
    return replace(case, rps_average=rps(others / others.sum(), index))


def verdict(cases: tuple[Scored, ...]) -> Verdict:
    """Mean scores and gains of all scored cases, and the verdict in words."""
    done = [c for c in cases if c.rps is not None]
    names = ("rps", "rps_promised", "rps_antibody", "rps_average", "rps_no_change", "covered", "covered_promised")
    values = {name: np.array([getattr(c, name) for c in done], dtype=np.float64) for name in names}
    mean = {name: float(v.mean()) if done else float("nan") for name, v in values.items()}
    coverage, coverage_promised = mean.pop("covered"), mean.pop("covered_promised")

    def less(one: str, other: str) -> Difference:
        """By how much one mean score is above another, paired by case."""
        return difference(values[one] - values[other], float(len(done)))

    gains = tuple(less(name, "rps") for name in ("rps_antibody", "rps_average", "rps_no_change"))
    return Verdict(
        cases=cases,
        scored=len(done),
        **mean,
        coverage=coverage,
        coverage_promised=coverage_promised,
        gain_over_antibody=gains[0],
        gain_over_average=gains[1],
        gain_over_no_change=gains[2],
        over_promise=less("rps", "rps_promised"),
        text=_words(len(done), gains),
    )


def _words(count: int, gains: tuple[Difference, ...]) -> str:
    if count < FEWEST:
        return f"{TOO_FEW}: {count} scored, {FEWEST} needed"
    others = "the virtual patients of the antibody, the average of the other cases and no change"
    better = all(gain.low > 0.0 for gain in gains)
    return f"better than {others}" if better else f"not shown to be better than all of: {others}"
