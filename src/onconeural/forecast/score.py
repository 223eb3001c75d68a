"""Forecasts held against what happened, with every fact after the forecast day hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onconeural.case import Case, CaseError, facts_until, load_case
from onconeural.evidence import plain
from onconeural.forecast.candidates import OutsideDomainError, candidates
from onconeural.forecast.course import Arm, run_arms
from onconeural.forecast.forecast import Report
from onconeural.forecast.history import history
from onconeural.forecast.horizon import DEAD, grid, rankin
from onconeural.forecast.paired import difference
from onconeural.forecast.result import Difference
from onconeural.forecast.strategies import all_strategies
from onconeural.forecast.twins import FLOOR, draw_twins

Array = NDArray[np.float64]

CLASSES = ("better", "same", "worse", "died")  # in this order
AS_PRACTISED = "tumour_immuno"  # what the twins get from the forecast day on (assumed)
ASKED = ("presentation", "diagnosis", "admission", "treatment_start")  # events on which the question was real
OBSERVED = {
    "recovered": "better",
    "improved": "better",
    "stabilised": "same",
    "unchanged": "same",
    "worsened": "worse",
    "died": "died",
}
SOONEST = 28.0  # days after the forecast day: an outcome seen earlier says too little (assumed)
FEWEST = 20  # fewer scored cases are too few to judge
INSIDE = (0.1, 0.9)  # quantiles of the forecast between which the observed class counts as covered
PRIOR = 0.25  # added to each class of the cohort average, so that no class is impossible
TOO_FEW = "too few to judge"


@dataclass(frozen=True)
class Scored:
    """One case: forecast shares of better, same, worse, died; what was observed; the ranked probability score.

    ``not_scored`` says why there is no score; then the other fields are None.
    """

    file: str
    not_scored: str | None
    day: float | None = None
    followup: float | None = None
    shares: tuple[float, ...] | None = None
    observed: str | None = None
    rps: float | None = None
    rps_no_change: float | None = None
    rps_average: float | None = None
    covered: bool | None = None


@dataclass(frozen=True)
class Verdict:
    """All cases: how many were scored, mean scores (0 is best) and coverage of the 80 % set; NaN where none was.

    ``gain_over_average`` and ``gain_over_no_change``: mean score of the other forecast less that of the twins, with
    95 % interval; above 0 the twins are better. ``text`` is the verdict.
    """

    cases: tuple[Scored, ...]
    scored: int
    rps: float
    rps_average: float
    rps_no_change: float
    coverage: float
    gain_over_average: Difference
    gain_over_no_change: Difference
    text: str


def rps(shares: Array, observed: int) -> float:
    """Ranked probability score of K ordered classes: 1/(K-1) sum_k (F_k - O_k)^2; 0 is best, 1 is worst.

    >>> rps(np.array([0.0, 1.0, 0.0, 0.0]), 1), rps(np.array([1.0, 0.0, 0.0, 0.0]), 3)
    (0.0, 1.0)
    """
    reached = (np.arange(len(shares) - 1) >= observed).astype(np.float64)
    return float(np.sum((np.cumsum(shares)[:-1] - reached) ** 2) / (len(shares) - 1))


def score(paths: tuple[Path, ...], *, seed: int = 1, twins: int = 500, progress: Report | None = None) -> Verdict:
    """Score the forecasts of all cases that allow it; the others are named with the reason."""

    def all_of() -> Iterator[Scored]:
        for i, path in enumerate(paths):
            if progress is not None:
                progress(f"case {i + 1} of {len(paths)}", i / len(paths))
            yield _scored(path, seed, twins)

    return _verdict(_with_average(tuple(all_of())))


def observed_class(case: Case, day: float) -> tuple[str, float] | str:
    """What happened after a day and when that was seen (days from onset); or why it cannot be said.

    Two mRS readings, one up to the day and one after it, come before the words of the outcome.
    """
    readings = sorted((o.day, o.mrs) for o in case.observations if o.day is not None and o.mrs is not None)
    before, after = [r for r in readings if r[0] <= day], [r for r in readings if r[0] > day]
    if before and after:
        last, now = after[-1], before[-1][1]
        name = "died" if last[1] == DEAD else CLASSES[1 + int(np.sign(last[1] - now))]
        return name, float(last[0])
    name, seen = OBSERVED.get(case.outcome.category, ""), case.outcome.followup_days
    if not name:
        return f"outcome {case.outcome.category}"
    if seen is None or seen <= day:
        return "no dated outcome after the forecast day"
    return name, float(seen)


def forecast_day(case: Case) -> float | None:
    """The day on which the question was real: as the case says, else its first dated presentation or diagnosis."""
    if case.forecast_day is not None:
        return case.forecast_day
    days = [e.day for e in case.timeline if e.event in ASKED and e.day is not None and e.day >= 0]
    return min(days, default=None)


def _scored(path: Path, seed: int, twins: int) -> Scored:
    file = plain(path.name)
    try:
        case = load_case(path)
    except CaseError as error:
        return Scored(file, str(error).splitlines()[0])
    asked = _asked(case)
    if isinstance(asked, str):
        return Scored(file, asked)
    day, followup, name = asked
    shares = _shares(case, day, followup, seed, twins)
    if isinstance(shares, str):
        return Scored(file, shares)
    index = CLASSES.index(name)
    return Scored(
        file=file,
        not_scored=None,
        day=day,
        followup=followup,
        shares=tuple(float(s) for s in shares),
        observed=name,
        rps=rps(shares, index),
        rps_no_change=rps(np.eye(len(CLASSES))[1], index),
        covered=_covered(shares, index),
    )


def _asked(case: Case) -> tuple[float, float, str] | str:
    """Forecast day, day of the outcome and its class; or why the case cannot be scored."""
    day = forecast_day(case)
    if day is None:
        return "no day on which the question was asked"
    seen = observed_class(case, day)
    if isinstance(seen, str):
        return seen
    name, followup = seen
    if followup < day + SOONEST:
        return f"outcome seen less than {SOONEST:g} days after the forecast day"
    if followup > grid(day)[-1]:
        return "outcome seen later than 24 months after the forecast day"
    return day, followup, name


def _shares(case: Case, day: float, followup: float, seed: int, twins: int) -> Array | str:
    """Forecast shares of better, same, worse, died on the day of follow-up; or why there are none."""
    known = facts_until(case, day)
    try:
        choice = candidates(known)
    except OutsideDomainError:
        return "outside the domain of the model"
    past = history(known)
    drawn = draw_twins(choice.antibodies, past, seed, twins, lambda share: None, choice.shares)
    if drawn.effective < FLOOR:
        return "the facts do not decide"
    strategy = next(s for s in all_strategies() if s.id == AS_PRACTISED)
    course = run_arms(drawn, (Arm(strategy, day),), past, grid(day), lambda share: None)
    mrs = course.mrs[0][~course.failed[0]][:, int(np.argmin(np.abs(course.days - followup)))]
    change = np.sign(rankin(mrs) - rankin(drawn.mrs[~course.failed[0]])).astype(int)
    index = np.where(mrs >= DEAD, len(CLASSES) - 1, 1 + change)
    return np.asarray(np.bincount(index, minlength=len(CLASSES)) / len(index))


def _covered(shares: Array, observed: int) -> bool:
    reached = np.cumsum(shares)
    low, high = (int(np.searchsorted(reached, q - 1e-12)) for q in INSIDE)
    return low <= observed <= high


def _with_average(cases: tuple[Scored, ...]) -> tuple[Scored, ...]:
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
    return Scored(**{**case.__dict__, "rps_average": rps(others / others.sum(), index)})


def _verdict(cases: tuple[Scored, ...]) -> Verdict:
    done = [c for c in cases if c.rps is not None]
    values = np.array([[c.rps, c.rps_average, c.rps_no_change] for c in done], dtype=np.float64).reshape(-1, 3)
    own, average, no_change = (float(m) for m in (values.mean(axis=0) if done else np.full(3, np.nan)))
    over_average, over_no_change = (difference(values[:, k] - values[:, 0], float(len(done))) for k in (1, 2))
    return Verdict(
        cases=cases,
        scored=len(done),
        rps=own,
        rps_average=average,
        rps_no_change=no_change,
        coverage=float(np.mean([bool(c.covered) for c in done])) if done else float("nan"),
        gain_over_average=over_average,
        gain_over_no_change=over_no_change,
        text=_words(len(done), (over_average, over_no_change)),
    )


def _words(count: int, gains: tuple[Difference, ...]) -> str:
    if count < FEWEST:
        return f"{TOO_FEW}: {count} scored, {FEWEST} needed"
    if all(gain.low > 0.0 for gain in gains):
        return "better than the cohort average and than no change"
    return "not shown to be better than the cohort average and than no change"
