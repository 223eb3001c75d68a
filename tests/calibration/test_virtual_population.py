"""Weights that make a simulated cohort look like the published patients."""

from __future__ import annotations

import numpy as np
import pytest

from onconeural.calibration import virtual_population
from onconeural.model import antibody
from onconeural.population import cohort, persons


def test_marginals_are_met_and_the_price_is_told():
    found = cohort("gababr", 2000)
    people = virtual_population(found)
    who = persons(antibody("gababr"), found.seed, found.people.patient)
    assert people.weights.sum() == pytest.approx(1.0)
    assert people.weights[who.female].sum() == pytest.approx(antibody("gababr").female.share, abs=1e-6)
    with_tumour = np.isfinite(found.course.tumour_found)
    assert people.weights[with_tumour].sum() == pytest.approx(antibody("gababr").with_tumour.share, abs=1e-6)
    assert 1.0 < people.effective < len(people.weights)
