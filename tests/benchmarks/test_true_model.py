"""Where the model is true, what is known of a patient makes the forecast better, and as good as it promises."""

import sys
from pathlib import Path

import numpy as np
import pytest

from onconeural.forecast import all_strategies

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from true_model import scores, world

NOTHING = next(s for s in all_strategies() if s.id == "nothing")


@pytest.fixture(scope="module")
def found():
    return scores(world("yo", 60.0, scored=200, seed=7, strategy=NOTHING)).T


def test_facts_help(found):
    twins, _, before, _ = found
    gain = before - twins
    assert gain.mean() > 3.0 * gain.std(ddof=1) / np.sqrt(len(gain))


def test_the_score_is_the_promised_one(found):
    twins, promised, _, _ = found
    apart = twins - promised
    assert abs(apart.mean()) < 3.0 * apart.std(ddof=1) / np.sqrt(len(apart))
    assert len(apart) == 200
