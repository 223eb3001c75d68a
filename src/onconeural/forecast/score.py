"""Forecasts held against what happened, with every fact after the forecast day hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
from onconeural.forecast.received import received
from onconeural.forecast.strategy_record import Strategy
from onconeural.forecast.twins import FLOOR, TwinSet, sample
from onconeural.forecast.verdict import Scored, Verdict, verdict, with_average

Array = NDArray[np.float64]


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

    return verdict(with_average(tuple(all_of())))


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
