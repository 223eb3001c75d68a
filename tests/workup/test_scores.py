"""DELTA-P, NEOS and APE2 by hand: points added up on paper from the published items."""

import pytest

from onconeural.case import Case
from onconeural.evidence import criteria
from onconeural.workup import ape2, delta_p, neos


def findings(**status):
    return {name: {"status": "present" if yes else "absent"} for name, yes in status.items()}


def lems(age=60, sex="M", **status):
    return Case(case_id="t", phenotype="lambert_eaton", age=age, sex=sex, findings=findings(**status))


ALL_OFF = {
    "smoking": False,
    "weight_loss": False,
    "bulbar_signs": False,
    "erectile_dysfunction": False,
    "karnofsky": False,
}


@pytest.mark.parametrize(
    ("case", "score", "percent"),
    [
        (lems(40, **ALL_OFF), 0, 0.0),
        (lems(50, **ALL_OFF), 1, 2.6),
        (lems(49.9, **{**ALL_OFF, "smoking": True}), 1, 2.6),
        (lems(60, **{**ALL_OFF, "smoking": True}), 2, 45.0),
        (lems(60, **{**ALL_OFF, "smoking": True, "karnofsky": True}), 3, 83.9),
        (lems(60, **{**ALL_OFF, "smoking": True, "weight_loss": True, "bulbar_signs": True}), 4, 93.5),
        (lems(60, "F", smoking=True, weight_loss=True, bulbar_signs=True, karnofsky=True), 5, 96.6),
        (lems(60, **dict.fromkeys(ALL_OFF, True)), 6, 100.0),
    ],
)
def test_delta_p_by_hand(case, score, percent):
    result = delta_p(case)
    assert (result.score, result.low, result.high) == (score, score, score)
    assert [risk.percent for risk in result.risks] == [percent]
    assert f"{percent:g} %" in result.verdict


@pytest.mark.parametrize("score", [2, 3])
def test_recalled_risks_of_delta_p_are_marked(score):
    on = {"smoking": True, "weight_loss": score == 3}
    (risk,) = delta_p(lems(60, **{**ALL_OFF, **on})).risks
    assert (risk.scores, risk.unconfirmed, risk.reading_status) == ((score,), True, "recalled")
    assert "unconfirmed" in delta_p(lems(60, **{**ALL_OFF, **on})).verdict


def test_women_cannot_score_the_item_for_men():
    woman = lems(60, "F", **dict.fromkeys(ALL_OFF, True))
    assert delta_p(woman).score == 5


def test_missing_facts_of_delta_p_give_a_range_and_are_named():
    result = delta_p(Case(case_id="t", phenotype="lambert_eaton", age=70))
    assert (result.score, result.low, result.high) == (None, 1, 6)
    assert len(result.missing) == 5
    assert [risk.scores for risk in result.risks] == [(1,), (2,), (3,), (4,), (5,), (6,)]


def test_delta_p_counts_values_and_the_window_of_three_months():
    def with_loss(value, day):
        loss = {"status": "present", "value": value, "unit": "percent", "day": day}
        return delta_p(Case(case_id="t", phenotype="lambert_eaton", findings={"weight_loss": loss})).items[2]

    assert (with_loss(5, 80).status, with_loss(5, 80).points) == ("present", 1)
    assert (with_loss(4.9, 80).status, with_loss(4.9, 80).points) == ("absent", 0)
    assert (with_loss(9, 100).status, with_loss(9, 100).points) == ("unknown", None)


def test_the_karnofsky_limit_is_70():
    def with_kps(value):
        kps = {"status": "present", "value": value, "unit": "percent", "day": 20}
        return delta_p(Case(case_id="t", phenotype="lambert_eaton", findings={"karnofsky": kps})).items[5].status

    assert (with_kps(60), with_kps(70)) == ("present", "absent")


def test_delta_p_shows_the_later_group_beside_and_does_not_use_it():
    result = delta_p(lems(60, **ALL_OFF))
    assert [risk.percent for risk in result.risks] == [2.6]
    assert any("1: 18.8 %" in note for note in result.notes)


@pytest.mark.parametrize("score", [delta_p, neos, ape2])
def test_a_score_for_other_patients_gives_no_number(score):
    result = score(Case(case_id="t", phenotype="stiff_person"))
    assert (result.applicable, result.score, result.low, result.high, result.risks) == (False, None, None, None, ())
    assert result.reason == result.verdict


NMDAR = [{"name": "nmdar", "specimen": "csf"}]


def nmdar(cells=None, day=None, **status):
    found = findings(**status)
    if cells is not None:
        found["csf_cells"] = {"status": "present", "value": cells, "unit": "cells/uL"}
    given = [] if day is None else [{"name": "ivig", "start_day": day}]
    return Case(case_id="t", phenotype="encephalitis_other", antibodies=NMDAR, findings=found, treatments=given)


@pytest.mark.parametrize(
    ("case", "score", "percent"),
    [
        (nmdar(20, 28, intensive_care=False, improvement_within_4_weeks=True, mri=False), 0, 3),
        (nmdar(21, 28, intensive_care=False, improvement_within_4_weeks=True, mri=False), 1, 3),
        (nmdar(21, 29, intensive_care=False, improvement_within_4_weeks=True, mri=False), 2, None),
        (nmdar(21, 29, intensive_care=True, improvement_within_4_weeks=True, mri=False), 3, None),
        (nmdar(21, 29, intensive_care=True, improvement_within_4_weeks=False, mri=False), 4, 69),
        (nmdar(21, 29, intensive_care=True, improvement_within_4_weeks=False, mri=True), 5, 69),
    ],
)
def test_neos_by_hand(case, score, percent):
    result = neos(case)
    assert result.score == score
    assert [risk.percent for risk in result.risks] == [percent]


@pytest.mark.parametrize("day", [29])
def test_neos_gives_no_number_where_the_table_is_empty_and_says_why(day):
    result = neos(nmdar(21, day, intensive_care=False, improvement_within_4_weeks=True, mri=False))
    assert "not guessed" in result.verdict
    assert "do not interpolate" in result.risks[0].reason
    assert "%" not in result.verdict


def test_neos_with_missing_facts_lists_every_possible_chance():
    result = neos(nmdar())
    assert (result.score, result.low, result.high) == (None, 0, 5)
    assert "3 % at 0 or 1, not known at 2, not known at 3, 69 % at 4 or 5" in result.verdict


def test_neos_needs_a_value_for_its_own_limit_of_cells():
    raised = Case(case_id="t", phenotype="encephalitis_other", antibodies=NMDAR, findings=findings(csf_cells=True))
    assert neos(raised).items[4].status == "unknown"


def test_a_delay_is_only_sure_when_every_treatment_has_a_day():
    rows = [{"name": "ivig", "start_day": 40}, {"name": "methylprednisolone"}]
    case = Case(case_id="t", phenotype="encephalitis_other", antibodies=NMDAR, treatments=rows)
    assert neos(case).items[1].status == "unknown"
    early = [{"name": "ivig", "start_day": 4}, {"name": "methylprednisolone"}]
    case = Case(case_id="t", phenotype="encephalitis_other", antibodies=NMDAR, treatments=early)
    assert neos(case).items[1].status == "absent"


def test_an_unconfirmed_antibody_has_no_neos():
    case = Case(case_id="t", phenotype="encephalitis_other", antibodies=[{"name": "nmdar", "confirmed": False}])
    assert not neos(case).applicable


OFF = {
    "mental_change": False, "seizures": False, "neuropsychiatric_change": False, "autonomic_dysfunction": False,
    "viral_prodrome": False, "faciobrachial_seizures": False, "facial_dyskinesia": False, "refractory_seizures": False,
    "csf_cells": False, "csf_protein": False, "mri_encephalitis": False,
}  # fmt: skip


def enc(cancer=None, **status):
    rest = {"cancer": cancer or {"found": False}}
    return Case(case_id="t", phenotype="limbic_encephalitis", findings=findings(**{**OFF, **status}), **rest)


@pytest.mark.parametrize(
    ("case", "score"),
    [
        (enc(), 0),
        (enc(seizures=True), 1),
        (enc(seizures=True, mental_change=True), 1),
        (enc(seizures=True, neuropsychiatric_change=True, autonomic_dysfunction=True), 3),
        (enc(viral_prodrome=True), 2),
        (enc(viral_prodrome=True, cancer={"found": True, "day_found_relative_to_onset": 0}), 2),
        (enc(faciobrachial_seizures=True), 3),
        (enc(faciobrachial_seizures=True, facial_dyskinesia=True), 3),
        (enc(facial_dyskinesia=True, refractory_seizures=True, mri_encephalitis=True), 6),
        (enc(cancer={"found": True, "type": "basal cell carcinoma", "day_found_relative_to_onset": 0}), 0),
        (enc(cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": -1900}), 0),
        (enc(cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": -1800}), 2),
    ],
)
def test_ape2_by_hand(case, score):
    result = ape2(case)
    assert (result.score, result.maximum) == (score, 14)
    assert (": positive," in result.verdict) == (score >= 4)


def test_everything_at_once_reaches_the_maximum_of_ape2():
    cells = {"csf_cells": {"status": "present", "value": 30, "unit": "cells/uL"}, "csf_red_cells": {"status": "absent"}}
    found = {**findings(**dict.fromkeys(OFF, True)), **cells}
    case = Case(case_id="t", phenotype="limbic_encephalitis", findings=found, cancer={"found": False})
    assert ape2(case).score == criteria("ape2")["maximum"]["value"] == 14


def test_bloody_fluid_takes_the_point_away_and_unknown_blood_leaves_it_open():
    def with_blood(blood):
        cells = {"csf_cells": {"status": "present", "value": 9, "unit": "cells/uL"}}
        return ape2(Case(case_id="t", phenotype="encephalopathy", findings={**cells, **blood})).items[7]

    red = {"csf_red_cells": {"status": "present", "value": 1000, "unit": "cells/uL"}}
    few = {"csf_red_cells": {"status": "present", "value": 999, "unit": "cells/uL"}}
    assert [with_blood(blood).points for blood in (red, few, {})] == [0, 2, None]


def test_csf_limits_of_ape2():
    def points(**values):
        units = {"csf_cells": "cells/uL", "csf_protein": "mg/dL"}
        found = {n: {"status": "present", "value": v, "unit": units[n]} for n, v in values.items()}
        found["csf_red_cells"] = {"status": "absent"}
        return ape2(Case(case_id="t", phenotype="encephalopathy", findings=found)).items[7].points

    assert points(csf_cells=5, csf_protein=50) == 0
    assert points(csf_cells=6, csf_protein=20) == points(csf_cells=1, csf_protein=51) == 2
    assert points(csf_cells=5) is None


def test_sources_of_a_score_are_named():
    assert delta_p(lems(60, **ALL_OFF)).sources == ("titulaer2011_deltap",)
    assert neos(nmdar()).sources == ("balu2019",)
    assert ape2(enc()).sources == ("mayolabs_ape2",)
