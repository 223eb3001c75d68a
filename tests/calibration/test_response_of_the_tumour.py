"""Stability by response of the tumour: the ratio and the share of one series are of the same patients."""

from __future__ import annotations

import numpy as np
import pytest

from onconeural.calibration import validate
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.readings.definition import definition
from onconeural.evidence import cohort

SERIES = cohort("keimeguibert1999_hu51")
SHARE, RATIO = "stable_at_end_of_tumour_treatment", "stabilisation_tumour_CR"


def columns(sample, name):
    seen = next(o for o in SERIES.observables if o.name == name)
    return definition(seen).read(sample, seen)


def test_as_many_are_stable_in_the_ratio_as_in_the_share():
    sample = Sample(Simulator({}, 5, 400).cohort("hu"), SERIES)
    share, ratio = columns(sample, SHARE)["y"], columns(sample, RATIO)
    assert len(ratio["y"]) == len(ratio["e"]) == len(share) > 50
    assert np.mean(ratio["y"]) == pytest.approx(np.mean(share))
    assert np.any(~ratio["y"] & ~ratio["e"])


def test_a_complete_response_shows_in_the_syndrome():
    ratio = next(row for row in validate([SERIES], [{}], size=2_000) if row.name == RATIO)
    assert ratio.predicted.value > 1.68  # the published limit
