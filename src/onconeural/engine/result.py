"""What a simulation returns: every patient's outcome is a value, and nothing that did not run has a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Status(IntEnum):
    """How the run of one patient ended."""

    OK = 0  # reached the horizon
    STOPPED = 1  # a terminal event happened
    FAILED = 2  # could not be integrated: see the failure


@dataclass(frozen=True)
class Failure:
    """One patient that could not be integrated."""

    patient: int
    reason: str
    time: float
    variable: str

    def __str__(self) -> str:
        return f"patient {self.patient}: {self.reason} at time {self.time:.6g}, variable {self.variable}"


@dataclass(frozen=True)
class Result:
    """Outcome of n patients.

    ``values[name]`` has shape (n, m), one column per output time, NaN after a stop or a failure; ``events[id]`` has
    shape (n,), the time of the first occurrence or NaN; ``end_time`` (n,) and ``end_state`` (S, n) hold the moment at
    which each run ended, so that a run can go on from there; ``stopped_by`` names the terminal event or is empty;
    ``steps`` counts step attempts; ``in_double`` names patients for whom single precision was not enough, ``pivoted``
    those whose linear systems needed pivoting; ``reduced`` holds what reducers made, by their names.
    """

    times: Array
    values: dict[str, Array]
    events: dict[str, Array]
    status: NDArray[np.int8]
    stopped_by: tuple[str, ...]
    end_time: Array
    end_state: Array
    failures: tuple[Failure, ...]
    steps: int
    in_double: tuple[int, ...] = ()
    pivoted: tuple[int, ...] = ()
    reduced: dict[str, Array] = field(default_factory=dict)

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Which patients failed, shape (n,)."""
        return np.asarray(self.status == Status.FAILED)
