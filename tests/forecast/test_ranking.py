"""Ranking: only what calibration calls validated, and only strategies that the twins tell apart."""

from dataclasses import replace

import numpy as np
import pytest

from onconeural.calibration import PosteriorError, standing
from onconeural.forecast import all_strategies, may_rank, status
from onconeural.forecast import ranking as module
from onconeural.forecast.course import Course
from onconeural.forecast.lanes import Arm
from onconeural.forecast.ranking import ranking


def course(*means, spread=0.1):
    """Twenty twins whose mRS stays as it is, under the first strategies of the package."""
    own = np.linspace(-spread, spread, 20)
    chosen = all_strategies()[: len(means)]
    mrs = np.stack([np.repeat((mean + own * (i + 1))[:, None], 3, axis=1) for i, mean in enumerate(means)])
    no_area, worst, cells = (
        np.zeros((len(means), 20, 2), dtype=bool),
        np.ones(mrs.shape[:2]),
        np.ones((*mrs.shape[:2], 2)),
    )
    return Course(tuple(Arm(s, 5.0) for s in chosen), np.array([5.0, 100.0, 735.0]), mrs, no_area, worst, cells)


@pytest.fixture
def validated(monkeypatch):
    def stand(key):
        return replace(standing(key), may_rank=True, validation_inside=8, validation_counted=9)

    monkeypatch.setattr(module, "standing", stand)


def test_every_antibody_has_its_counts_in_the_status():
    assert "Ri" in status(("ri",))
    assert status(("tr_dner@intracellular", "tr_dner@surface")).count("Tr") == 1


def test_the_status_gives_all_counts_that_decide(monkeypatch):
    def stand(key):
        return replace(standing(key), validation_inside=5, validation_counted=6, later_inside=2, later_counted=5)

    monkeypatch.setattr(module, "standing", stand)
    assert "5 of 6 published statistics that were never fitted hold, of series found later 2 of 5" in status(("hu",))


def test_nothing_is_ranked_without_validation():
    assert not may_rank(("ri",))
    assert ranking(course(3.0, 1.0), ("ri",), 20.0, decided=True) is None


def test_a_mixture_is_ranked_only_where_every_part_is_validated(monkeypatch):
    monkeypatch.setattr(module, "standing", lambda key: replace(standing(key), may_rank=key == "hu"))
    assert may_rank(("hu",))
    assert not may_rank(("hu", "yo"))


def test_counts_of_another_model_rank_nothing(monkeypatch):
    def stale(key):
        raise PosteriorError("other hashes")

    monkeypatch.setattr(module, "standing", stale)
    assert not may_rank(("hu",))
    assert "another state of the model" in status(("hu",))


def test_the_lowest_mean_comes_first_and_equals_are_named(validated):
    found = ranking(course(3.0, 1.0, 2.0), ("hu",), 20.0, decided=True)
    assert found.order == ("ivig", "steroids", "nothing")
    assert found.tied == ()
    close = ranking(course(3.0, 1.0, 1.001), ("hu",), 20.0, decided=True)
    assert close.tied == ("steroids",)
    assert status(("hu",)).startswith("validated; Hu (ANNA-1): 8 of 9")


def test_too_few_twins_rank_nothing(validated):
    assert ranking(course(3.0, 1.0), ("hu",), 20.0, decided=False) is None
