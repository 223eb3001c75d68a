"""What is recorded of the clinical course of each patient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GRID = np.arange(0.0, 1831.0, 10.0)  # days from onset on which a course is recorded: five years


@dataclass(frozen=True)
class Course:
    """What happened to n patients; days count from onset, NaN: it did not happen within the five years recorded.

    ``mrs``, ``tumour`` (cells) and ``tissue_ctl`` (cells): shape (n, days), NaN after death; ``area``: function of each
    target area (n, areas, days). ``rater`` (n, 2): what a rater adds to the mRS on a first and on a later occasion.
    ``tumour_found`` is negative where the tumour was known before onset; ``local``,
    ``chemotherapy``, ``immune`` and ``second`` are start days of treatments; ``by_tumour``: death was by it.
    """

    days: Array
    diagnosis: Array
    tumour_found: Array
    local: Array
    chemotherapy: Array
    immune: Array
    second: Array
    death: Array
    by_tumour: NDArray[np.bool_]
    mrs: Array
    area: Array
    tumour: Array
    tissue_ctl: Array
    failed: NDArray[np.bool_]
    rater: Array

    def __len__(self) -> int:
        return len(self.death)

    @property
    def treated(self) -> Array:
        """Start of tumour treatment, shape (n,)."""
        return np.fmin(self.local, self.chemotherapy)
