"""Each fact pulls the twins where it should, what cannot weigh them is named, and ranks keep their order."""

import numpy as np
import pytest

from onconeural.case import facts_until
from onconeural.forecast.further_facts import CsfCells, NewArea, RapidProgression, Relapse, Sign, Titre
from onconeural.forecast.gathering import gather
from onconeural.forecast.history import history
from onconeural.forecast.measurement import measurement, numbers
from onconeural.model import areas, involved_below


def known(case):
    return history(facts_until(case, case.question_day))


@pytest.fixture(scope="module")
def surface():
    return pool_of("nmdar", "encephalitis_other")


@pytest.fixture(scope="module")
def hu():
    return pool_of("hu", "neuropathy_other")


def pool_of(antibody, phenotype):
    from onconeural.case import Case

    looks = [{"day": d, "event": "relapse"} for d in (150,)]
    case = Case(
        case_id="made_up", phenotype=phenotype, antibodies=[{"name": antibody}], forecast_day=200, timeline=looks
    )
    past = known(case)
    return gather((antibody,), past, 1, 30, lambda share: None).past


def pulled(past, fact, value):
    """Mean of a value under the weight of one fact, less its mean without."""
    chance = np.exp(fact.log_probability(past))
    fine = np.isfinite(chance) & np.isfinite(value)
    return float(np.average(value[fine], weights=chance[fine]) - value[fine].mean())


@pytest.mark.parametrize(
    ("fact", "state", "sign"),
    [
        (CsfCells("", 200.0, None, True), "Cbt", 1),
        (CsfCells("", 200.0, None, False), "Cbt", -1),
        (CsfCells("", 200.0, 120.0, True), "Cbt", 1),
        (CsfCells("", 200.0, 0.0, False), "Cbt", -1),
        (Titre("", "hu", "serum", True), "Ab", 1),
        (Titre("", "hu", "csf", False), "Ac", -1),
    ],
)
def test_results_pull_the_state_behind_them(hu, fact, state, sign):
    score = hu.score(state, 200.0)
    assert sign * pulled(hu, fact, score) > 0.2


def test_where_the_antibody_does_the_harm_cells_follow_plasma_cells(surface):
    raised = CsfCells("", 200.0, 200.0, True)
    assert pulled(surface, raised, surface.score("Pc", 200.0)) > 0.5


def test_a_titre_of_another_antibody_weighs_nothing(hu):
    assert np.all(Titre("", "yo", "serum", True).log_probability(hu) == 0.0)


def test_signs_new_areas_relapses_and_pace(hu):
    involved = hu.involved(involved_below(), 200.0)
    limbic = areas()[1]
    assert pulled(hu, Sign("", limbic, True, 200.0), involved[:, 1].astype(float)) > 0.2
    assert pulled(hu, Sign("", limbic, False, 200.0), involved[:, 1].astype(float)) < 0
    assert pulled(hu, NewArea("", 200.0), (involved.sum(axis=1) > 1).astype(float)) > 0.3
    assert pulled(hu, RapidProgression("", 200.0, True), hu.on("mrs", 91.0 if 91.0 in hu.days else None)) > 0.3


def test_a_relapse_prefers_courses_that_rise_again(surface):
    course = surface.until("mrs", 150.0)
    again = np.maximum.accumulate(course, axis=1) - course
    low = np.take_along_axis(course, np.argmax(again, axis=1)[:, None], axis=1)[:, 0]
    rise = np.minimum(course[:, -1] - low, again.max(axis=1))
    chance = np.exp(Relapse("", 150.0).log_probability(surface))
    assert chance[rise < 0.1].max() < 0.25
    assert rise.max() < 0.8 or chance[rise > 0.8].min() > 0.4


def test_scores_are_ranks_of_the_living(hu):
    score, value = hu.score("Ab", 200.0), hu.on("Ab", 200.0)
    alive = np.isfinite(value) & ~hu.gone & ~hu.failed
    order = np.argsort(value[alive])
    assert np.all(np.diff(score[alive][order]) >= 0)
    assert abs(np.median(score[alive])) < 0.5


def test_what_a_case_says_becomes_facts_or_is_named(build):
    findings = {
        "csf_cells": {"status": "present", "value": 30, "unit": "cells/uL", "day": 20},
        "seizures": {"status": "present"},
        "csf_protein": {"status": "present"},
        "tumour_search_ct": {"status": "absent", "day": 25},
        "fdg_pet": {"status": "absent"},
    }
    case = build(
        forecast_day=60,
        findings=findings,
        cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": 50, "stage": "limited"},
        observations=[{"day": None, "mrs": 4}],
        timeline=[{"day": 30, "event": "relapse"}, {"day": 40, "event": "plateau"}, {"day": None, "event": "new_area"}],
    )
    past = known(case)
    said = " | ".join(past.used)
    for words in (
        "30 per microlitre on day 20",
        "new seizures within a year, present (no day",
        "relapse on day 30",
        "not on day 25",
    ):
        assert words in said
    assert past.search.sought == (25.0,)
    left = " | ".join(w for w in past.warnings if w.startswith("not used, because"))
    unread = ("raised protein in", "plateau on day 40", "stage of the tumour", "mRS 4", "fdg pet absent", "new area")
    for words in unread:
        assert words in left


def test_numbers_of_titres_are_not_compared(build):
    from onconeural.case import Case

    antibodies = [{"name": "hu", "titre": "1:3200"}, {"name": "yo", "titre": "high", "specimen": "csf"}]
    past = known(Case(case_id="a", phenotype="chorea", antibodies=antibodies))
    assert any("1:3200" in w for w in past.warnings)
    assert [f.specimen for f in past.facts if isinstance(f, Titre)] == ["csf"]


def test_a_search_in_vain_makes_room_only_for_what_grew(build):
    found = {"found": True, "type": "SCLC", "day_found_relative_to_onset": 200}
    sought = known(build(forecast_day=200, cancer=found, timeline=[{"day": 190, "event": "tumour_search"}]))
    pool = gather(("hu",), sought, 1, 30, lambda share: None).past
    grew = pool.on("sens", 200.0) - pool.on("sens", 190.0)
    late = ~np.isfinite(pool.people.tumour_found) & (pool.on("sens", 200.0) > 0.2)
    chance = np.exp(sought.search.log_probability(pool))
    fast = late & (grew > np.quantile(grew[late], 0.9))
    assert chance[fast].mean() > chance[late].mean()


def test_every_number_of_the_readings_says_where_it_is_from():
    found = dict(numbers(measurement()))
    assert len(found) > 10
    for place, number in found.items():
        assert (number.source is not None) or (number.status == "assumed"), place


def test_where_a_reading_is_from_stands_among_the_sources(build):
    findings = {"csf_cells": {"status": "present", "day": 20}}
    cells = [f for f in known(build(forecast_day=60, findings=findings)).facts if isinstance(f, CsfCells)]
    assert cells[0].sources == ("csf_early_ae95", "psimaras2010")
