"""Whether a drug still acts at a fixed date: then a value at that date flatters it."""

from __future__ import annotations

import numpy as np

from onconeural.forecast.course import Course
from onconeural.forecast.horizon import MONTH
from onconeural.forecast.lanes import AHEAD
from onconeural.model import disease_model

SHARE = 0.05  # of its largest dose: with more than that left a drug still acts (assumed)
DATE = 12.0 * MONTH  # days after the forecast day
DRUG = "x_"  # states of drugs in the equations


def still_acting(course: Course) -> tuple[bool, ...]:
    """Whether more than 5 % of the largest dose of some drug of an arm is left 12 months after the forecast day.

    The kinetics of drugs are the same in every patient, so one patient is simulated for each arm. A course that waits
    for a tumour counts as begun on the start day.
    """
    start = np.array([arm.start_day for arm in course.arms]) - float(course.days[0])
    has = {
        step: np.array([step in arm.strategy.steps for arm in course.arms])
        for step in dict.fromkeys(step for arm in course.arms for step in arm.strategy.steps)
    }
    given = [d for step, mask in has.items() for d in step.doses(np.where(mask, start, np.nan))]
    given = [d for d in given if d.state.startswith(DRUG)]
    if not given:
        return (False,) * len(course.arms)
    run = disease_model().simulate(DATE, n=len(course.arms), doses=given, outputs=AHEAD, times=(0.0,), rtol=1e-3)
    left, index = np.zeros(len(course.arms), dtype=bool), disease_model().states.index
    for state in dict.fromkeys(d.state for d in given):
        most = max(float(np.max(d.amount)) for d in given if d.state == state)
        left |= run.end_state[index(state)] > SHARE * most
    return tuple(bool(x) for x in left)
