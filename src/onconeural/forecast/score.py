"""Forecasts held against what happened, with every fact after the forecast day hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onconeural.case import Case, CaseError, facts_until, load_case
from onconeural.evidence import plain
from onconeural.forecast.candidates import OutsideDomainError, candidates
from onconeural.forecast.course import run_arms
from onconeural.forecast.facts import MRS_SD
from onconeural.forecast.forecast import Report
from onconeural.forecast.further_facts import phi
from onconeural.forecast.history import history
from onconeural.forecast.horizon import DEAD, grid, rankin
from onconeural.forecast.lanes import Arm
from onconeural.forecast.many import case_files
from onconeural.forecast.observed import CLASSES, asked, last_reading
from onconeural.forecast.paired import difference
from onconeural.forecast.received import received
from onconeural.forecast.result import Difference
from onconeural.forecast.twins import FLOOR, draw_twins

Array = NDArray[np.float64]

FEWEST = 20  # fewer scored cases are too few to judge
INSIDE = (0.1, 0.9)  # quantiles of the forecast between which the observed class counts as covered
PRIOR = 0.25  # added to each class of the cohort average, so that no class is impossible
TOO_FEW = "too few to judge"


@dataclass(frozen=True)
class Scored:
    """One case: forecast shares of better, same, worse, died; what was observed; the ranked probability score.

    ``treatment``: what the twins were given from the forecast day on, in words. ``not_scored`` says why there is no
    score; then the other fields are None.
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
    treatment: str | None = None


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
    """Score the forecasts of all cases that allow it; the others are named with the reason.

    Of two files with the same ``case_id`` the first is scored.
    """
    seen: set[str] = set()

    def all_of() -> Iterator[Scored]:
        for i, path in enumerate(paths):
            if progress is not None:
                progress(f"case {i + 1} of {len(paths)}", i / len(paths))
            yield _scored(path, seed, twins, seen)

    return _verdict(_with_average(tuple(all_of())))


def packaged_cases() -> tuple[Path, ...]:
    """The dated cases that ship with the program."""
    folder = Path(str(files("onconeural.forecast"))) / "data" / "cases"
    return case_files(folder) if folder.is_dir() else ()


def _scored(path: Path, seed: int, twins: int, seen: set[str]) -> Scored:
    file = plain(path.name)
    try:
        case = load_case(path)
    except CaseError as error:
        return Scored(file, str(error).splitlines()[0])
    if case.case_id in seen:
        return Scored(file, f"the case {case.case_id} stands in an earlier file")
    seen.add(case.case_id)
    question = asked(case)
    if isinstance(question, str):
        return Scored(file, question)
    day, followup, name = question
    given = received(case, day, followup)
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
        treatment=given.words,
    )


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
    strategy = received(case, day, followup).strategy
    course = run_arms(drawn, (Arm(strategy, day),), past, grid(day), lambda share: None)
    ran = ~course.failed[0]
    mrs = course.mrs[0][ran][:, int(np.argmin(np.abs(course.days - followup)))]
    return class_shares(mrs, rankin(drawn.mrs[ran]), last_reading(case, day))


def class_shares(mrs: Array, own: Array, read: int | None) -> Array:
    """Shares of better, same, worse, died: what will be *read*, against the reading ``read`` of the forecast day.

    ``mrs`` (n,): of the twins on the day of follow-up. A reading lies around the twin's value with the reading error;
    its whole grade is compared. Without a reading today, each twin is compared with its own grade ``own`` (n,).
    """
    alive, now = mrs < DEAD, own if read is None else np.full(len(mrs), float(read))
    x, grade = mrs[alive], now[alive]
    below = phi((grade - 0.5 - x) / MRS_SD)  # of reading a lower grade
    upto = phi((grade + 0.5 - x) / MRS_SD)
    highest = np.where(grade >= DEAD - 1.0, 1.0, upto)  # alive, nobody is read as worse than 5
    lowest = np.where(grade <= 0.0, 0.0, below)
    parts = (lowest.sum(), (highest - lowest).sum(), (1.0 - highest).sum(), float(np.count_nonzero(~alive)))
    return np.array(parts) / len(mrs)


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
