"""The patients of one batch while they are simulated: where each of them is, and what has happened so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.engine.result import Failure

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Index = NDArray[np.intp]


FIRST_STEP = 0.01


@dataclass(frozen=True)
class Controls:
    """Tolerances of a run.

    Errors are kept below ``rtol`` times the value, or ``atol`` (S,) where that is larger; an event is found to within
    ``event_share`` of the span of the run; more than ``max_steps`` attempts are a failure.
    """

    rtol: float
    atol: Array
    event_share: float
    max_steps: int


@dataclass
class Flight:
    """One batch of m patients, a column each.

    ``y`` (S + infused, m) holds the states and, below them, the infusion rates; ``truth`` (E, m) which triggers hold;
    ``size`` the next step; ``dose``, ``output``, ``attempts``, ``triggered`` count what each patient has had.
    ``values`` (outputs, m, times) and ``event_time`` (E, m) are results; ``terminal`` (E,) says which events end a run.
    """

    patient: Index
    parameters: list[Any]
    t: Array
    size: Array
    y: Array
    start: Array
    horizon: Array
    truth: Mask
    terminal: Mask
    dose: Index
    output: Index
    attempts: Index
    triggered: Index
    values: Array
    event_time: Array
    status: NDArray[np.int8]
    stopped_by: Index
    failures: list[Failure] = field(default_factory=list)
    in_double: list[int] = field(default_factory=list)
    pivoted: list[int] = field(default_factory=list)
