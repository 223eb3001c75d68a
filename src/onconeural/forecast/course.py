"""The twins under every strategy and start: what happens to each of them, on common random numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.decisions import decide
from onconeural.forecast.gathering import Progress
from onconeural.forecast.history import History
from onconeural.forecast.lanes import Arm, Lanes
from onconeural.forecast.twins import TwinSet

Array = NDArray[np.float64]

PER_ARM = ("mrs", "new_area", "function", "tumour")  # arrays of a course with one row per arm


@dataclass(frozen=True)
class Course:
    """What happens to n twins in each arm at ``days`` (from onset).

    ``mrs`` (arms, n, days): the dead count as 6, failures NaN. ``new_area`` (arms, n, 2): whether an area that is not
    involved on the forecast day becomes involved within 6 and within 12 months of it; those who die first count with
    what they had. ``function`` (arms, n): function of the area affected most after 12 months, 0 to 1, 0 for the dead.
    ``tumour`` (arms, n, 2): cells on the forecast day and after 12 months, NaN for the dead.
    """

    arms: tuple[Arm, ...]
    days: Array
    mrs: Array
    new_area: NDArray[np.bool_]
    function: Array
    tumour: Array

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Which twins failed in which arm, shape (arms, n)."""
        return np.asarray(np.isnan(self.mrs[:, :, 0]))

    @property
    def mean_mrs(self) -> Array:
        """MRS of each twin, averaged over the two years, shape (arms, n)."""
        span = self.days[-1] - self.days[0]
        return np.asarray(np.trapezoid(self.mrs, self.days, axis=2) / span)


def run_arms(twins: TwinSet, arms: tuple[Arm, ...], history: History, days: Array, progress: Progress) -> Course:
    """Run every twin under every arm up to the last of ``days``; a tumour that is not known is searched for first."""
    different = list(dict.fromkeys(_same_course(a) for a in arms))
    lanes = Lanes(twins, tuple(different), history, days)
    decide(lanes)
    left = np.flatnonzero(~lanes.ended)
    lanes.fly(np.full(len(lanes.twin), days[-1]), left, progress)
    same = [different.index(_same_course(a)) for a in arms]

    def by_arm(values: NDArray[Any]) -> NDArray[Any]:
        """Rows of lanes as rows of arms: arms that are the same course were run once."""
        return np.asarray(values.reshape(len(different), len(twins), *values.shape[1:])[same])

    return Course(
        arms,
        days,
        by_arm(lanes.mrs),
        by_arm(lanes.new_area()),
        by_arm(lanes.function),
        by_arm(lanes.tumour),
    )


def _same_course(arm: Arm) -> Arm:
    """Doing nothing is the same whenever it begins: such arms are run once."""
    return arm if arm.strategy.steps else Arm(arm.strategy, float("inf"))
