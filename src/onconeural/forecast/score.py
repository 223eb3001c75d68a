"""Forecasts held against what happened, with every fact after the forecast day hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onconeural.case import Case, CaseError, facts_until, load_case
from onconeural.evidence import plain
from onconeural.forecast.candidates import OutsideDomainError, candidates
from onconeural.forecast.classes import class_shares, promised, rps, set_of_80, shares_unread
from onconeural.forecast.course import run_arms
from onconeural.forecast.facts import Alive
from onconeural.forecast.forecast import Report
from onconeural.forecast.gathering import gather
from onconeural.forecast.history import History, history
from onconeural.forecast.horizon import grid, rankin
from onconeural.forecast.lanes import Arm
from onconeural.forecast.many import case_files
from onconeural.forecast.observed import CLASSES, asked, last_reading
from onconeural.forecast.paired import difference
from onconeural.forecast.received import received
from onconeural.forecast.result import Difference
from onconeural.forecast.strategy_record import Strategy
from onconeural.forecast.twins import FLOOR, TwinSet, sample

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
    found = _shares(case, day, followup, seed, twins)
    if isinstance(found, str):
        return Scored(file, found)
    (shares, before), index = found, CLASSES.index(name)
    inside = set_of_80(shares)
    return Scored(
        file=file,
        not_scored=None,
        day=day,
        followup=followup,
        shares=tuple(float(s) for s in shares),
        observed=name,
        rps=rps(shares, index),
        rps_promised=promised(shares),
        rps_antibody=rps(before, index),
        rps_no_change=rps(np.eye(len(CLASSES))[1], index),
        covered=index in range(len(CLASSES))[inside],
        covered_promised=float(shares[inside].sum()),
        treatment=given.words,
    )


def _shares(case: Case, day: float, followup: float, seed: int, twins: int) -> tuple[Array, Array] | str:
    """Shares of the classes on the day of follow-up, with the facts and without them; or why there are none."""
    known = facts_until(case, day)
    try:
        choice = candidates(known)
    except OutsideDomainError:
        return "outside the domain of the model"
    past = history(known)
    gathered = gather(choice.antibodies, past, seed, twins, lambda share: None, shares=choice.shares)
    drawn = sample(gathered, past, twins)
    if drawn.effective < FLOOR:
        return "the facts do not decide"
    strategy, read = received(case, day, followup).strategy, last_reading(case, day)
    later, now = _seen(drawn, strategy, past, followup)
    bare = replace(past, facts=tuple(fact for fact in past.facts if isinstance(fact, Alive)))
    before = _seen(sample(gathered, bare, twins), strategy, past, followup)
    return class_shares(later, rankin(now), read), shares_unread(*before)


def _seen(drawn: TwinSet, strategy: Strategy, past: History, followup: float) -> tuple[Array, Array]:
    """The mRS of twins on the day of follow-up and on the forecast day, without those that failed."""
    course = run_arms(drawn, (Arm(strategy, past.day),), past, grid(past.day), lambda share: None)
    ran = ~course.failed[0]
    return course.mrs[0][ran][:, int(np.argmin(np.abs(course.days - followup)))], drawn.mrs[ran]


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
    return replace(case, rps_average=rps(others / others.sum(), index))


def _verdict(cases: tuple[Scored, ...]) -> Verdict:
    done = [c for c in cases if c.rps is not None]
    names = ("rps", "rps_promised", "rps_antibody", "rps_average", "rps_no_change", "covered", "covered_promised")
    values = {name: np.array([getattr(c, name) for c in done], dtype=np.float64) for name in names}
    mean = {name: float(v.mean()) if done else float("nan") for name, v in values.items()}
    coverage, coverage_promised = mean.pop("covered"), mean.pop("covered_promised")

    def less(one: str, other: str) -> Difference:
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
