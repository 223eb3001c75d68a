"""A treated tumour that comes back: how often, what its treatment does, and who is treated although bedridden."""

import dataclasses

import numpy as np
import pytest

from onconeural.engine import Result
from onconeural.model import antibody, tumour
from onconeural.population import Cohort, cohort, diseased
from onconeural.population import readings as read
from onconeural.population.relapse import TO_FIRST_VISIT, TREATMENT_DELAY, VISIT_EVERY, FollowUp, with_relapses
from onconeural.population.tumour_alone import tumour_alone
from onconeural.population.tumour_survival import HORIZON

TEN_YEARS = 3653.0
GERM_CELL = "testicular_germ_cell_tumour"


def alone(change=None):
    record = antibody("ma2").with_only(GERM_CELL).model_copy(update={"horizon": HORIZON})
    given = tumour(GERM_CELL).treated.model_copy(update=change or {})
    return tumour_alone(record.model_copy(update={"treated": given}), 11, 800, days=TEN_YEARS, other_deaths=False)


@pytest.fixture(scope="module")
def germ_cell():
    return alone()


def test_as_many_germ_cell_tumours_come_back_as_published(germ_cell):
    """81 of 360 came back after removal of the testis alone, and 3 of the 81 men died of it (gct_swiss605)."""
    assert 0.14 < germ_cell.relapsed.mean() < 0.27
    assert germ_cell.died[germ_cell.relapsed].mean() < 0.13


def test_without_treatment_of_the_relapse_most_of_them_die(germ_cell):
    left = alone({"relapse": 0.0})
    assert not left.relapsed.any()
    assert left.died[germ_cell.relapsed].mean() > 0.8
    never = ~germ_cell.relapsed
    assert np.array_equal(left.months[never], germ_cell.months[never])


def test_a_tumour_that_came_back_before_onset_was_known_and_its_last_treatment_counts():
    record = antibody("ma2")
    untreated = tumour(GERM_CELL).treated.model_copy(update={"relapse": 0.0})
    people = diseased(record, 5, 0, 40_000)
    other = diseased(record.model_copy(update={"treated": untreated}), 5, 0, 40_000)
    later = people.chemotherapy > people.tumour_found + TREATMENT_DELAY + TO_FIRST_VISIT
    assert later.any()
    assert not np.any(other.chemotherapy > other.tumour_found + TREATMENT_DELAY + 1.0)


def treated_share(c: Cohort) -> float:
    """Share treated of those who are severely disabled when the tumour is found."""
    disabled = read.at(c.course.mrs, c.course.tumour_found) > 4.0
    assert disabled.sum() > 20
    return float(np.isfinite(c.course.treated)[disabled].mean())


def test_the_bedridden_are_treated_where_the_tumour_can_be_cured():
    record = antibody("tr_dner@intracellular")
    kept = record.model_copy(update={"treated": tumour("hodgkin_lymphoma").treated.model_copy(update={"unfit": 0.0})})
    assert treated_share(cohort(record, 40_000, seed=3)) > 0.75
    assert treated_share(cohort(kept, 40_000, seed=3)) < 0.7


def test_only_who_is_watched_is_seen_and_not_before_the_first_visit():
    """One life four times; the tumour is seen from day 300 on."""
    times, cells = np.arange(0.0, 721.0, VISIT_EVERY), np.linspace(0.0, 2.4e9, 9)
    watched = np.array([True, False, True, True])
    start = np.array([0.0, 0.0, 500.0, np.nan])
    follow_up = FollowUp(watched, np.full(4, 1e9))
    calls = []

    def live(who, again, at):
        calls.append((list(who), list(again)))
        n = len(who)
        end = np.full(n, 720.0)
        run = Result(
            at,
            {"Tt": np.tile(cells[: len(at)], (n, 1))},
            {},
            np.zeros(n, np.int8),
            ("",) * n,
            end,
            np.zeros((1, n)),
            (),
            0,
        )
        return run if np.isnan(again).all() else dataclasses.replace(run, stopped_by=("onset",) * n)

    lived = with_relapses(live, follow_up, start, 721.0)
    seen = next(t for t in times if t >= 360.0)
    assert lived.again.tolist()[0] == seen + TREATMENT_DELAY
    assert lived.again[2] == 630.0 + TREATMENT_DELAY
    assert np.isnan(lived.again[[1, 3]]).all()
    assert [who for who, _ in calls] == [[0, 1, 2, 3], [0, 2]]
    assert lived.stopped_by.tolist() == ["onset", "", "onset", ""]
