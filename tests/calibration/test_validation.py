"""Rows of published cohorts against the simulation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from onconeural.calibration import tally, targets, validate, with_draw
from onconeural.evidence import cohort, cohorts
from onconeural.model import antibody
from onconeural.population.checkpoint import provoked


@pytest.fixture(scope="module")
def rows():
    chosen = [cohort(key) for key in ("gababr19_nechina", "hammack1992_hd21", "vogrig_altdx661", "vogrig2019_ma2_ici6")]
    return validate(chosen, [{}], size=100)


def test_every_observable_has_a_row(rows):
    keys = ("gababr19_nechina", "hammack1992_hd21", "vogrig_altdx661", "vogrig2019_ma2_ici6")
    assert len(rows) == sum(len(cohort(key).observables) for key in keys)
    assert len({row.id for row in rows}) == len(rows)


def test_what_does_not_count_says_why_and_what_counts_is_decided(rows):
    for row in rows:
        assert row.inside is not None or row.reason
        if row.inside:
            assert row.published.low <= row.predicted.value <= row.published.high


def test_the_review_of_tr_is_read_in_its_own_definitions():
    found = {row.name: row for row in validate([cohort("campana2022_tr85")], [{}], size=200)}
    assert found["csf_inflammatory"].inside is None
    assert found["improved_at_last"].predicted.value < found["tumour_complete_response"].predicted.value
    assert 70 < found["tumour_found"].predicted.value < 100  # some patients have no tumour


def test_inputs_and_mimics_do_not_count(rows):
    reasons = {row.id: row.reason for row in rows if row.inside is None}
    assert reasons["hammack1992_hd21/age"].startswith("input")
    assert reasons["vogrig_altdx661/alternative_diagnosis"].startswith("outside")


def test_a_row_that_counts_and_is_not_predicted_is_outside():
    died = next(row for row in validate([cohort("vogrig2019_ma2_ici6")], [{}], size=1) if row.name == "died")
    assert (died.predicted, died.inside) == (None, False)
    assert "simulated patients" in died.reason


def test_a_cohort_under_checkpoint_inhibitors_knew_its_tumours():
    rows = validate([cohort("vogrig2019_ma2_ici6")], [{}], size=400)  # few fall ill whose tumour was found before
    assert next(row for row in rows if row.id == "vogrig2019_ma2_ici6/died").predicted is not None
    people = provoked(antibody("ma2"), 1, 30_000)
    assert len(people) > 20
    assert np.all(people.tumour_found < 0)


def test_shares_of_complements_add_up(rows):
    values = {row.name: row.predicted.value for row in rows if row.predicted}
    assert values["mRS_le2"] + values["poor"] == pytest.approx(100.0, abs=0.5)


def test_the_tally_counts_what_the_rows_say(rows):
    found = tally(rows)
    assert found.rows == len(rows)
    assert found.inside <= found.counted - found.not_predicted
    assert found.narrow <= found.counted


def test_the_same_rows_again_are_the_same(rows):
    again = validate([cohort("gababr19_nechina")], [{}], size=100)
    assert again == tuple(row for row in rows if row.cohort == "gababr19_nechina")


def test_only_verified_rows_of_calibration_cohorts_are_fitted():
    for target in targets():
        assert target.publication.role == "calibration"
        assert target.seen.verified
    kept_apart = {key for key, record in cohorts().items() if record.role in ("validation", "fresh")}
    assert not kept_apart & {target.publication.id for target in targets()}


def test_fresh_series_come_from_papers_that_nothing_else_rests_on():
    """No other record of the evidence and no value of the model names a source of the fresh test."""
    fresh = {record.source for record in cohorts().values() if record.role == "fresh"}
    others = {record.source for record in cohorts().values() if record.role != "fresh"}
    assert fresh
    assert not fresh & others
    for path in [*Path("src/onconeural/model/data").glob("*.yaml"), Path("src/onconeural/evidence/data/claims.yaml")]:
        text = path.read_text(encoding="utf-8")
        assert not [key for key in fresh if key in text]


def test_a_factor_moves_one_antibody_and_what_borrows_from_it():
    draw = {"v_b": 1.0}
    both = ("hu", "pca2_map1b")
    factor = {key: with_draw(antibody(key), draw).value("v_b") / antibody(key).value("v_b") for key in both}
    assert factor == pytest.approx({"hu": 2.71828, "pca2_map1b": 2.71828}, rel=1e-4)
    assert with_draw(antibody("yo"), draw).value("v_b") == antibody("yo").value("v_b")


def test_shares_of_signs_and_of_classes_are_read_apart():
    """Graus 2001 has one class a patient, so the classes add up to no more than all; Dalmau 1992 counts signs."""
    found = validate([cohort("graus2001_hu200"), cohort("dalmau1992_hu71")], [{}], size=100)
    shares = {row.id: row.predicted.value for row in found if row.predicted and "/syndrome/" in row.id}
    one, signs = ([v for k, v in shares.items() if k.startswith(name)] for name in ("graus", "dalmau"))
    assert sum(one) <= 100.5
    assert sum(signs) > 100.0


def test_a_series_of_small_cell_cancer_has_lambert_eaton_in_it():
    series = cohort("sclc_pns_china34")
    plain = replace(series, observables=tuple(o for o in series.observables if o.name not in ("age", "pct_male")))
    found = {row.name: row.predicted for row in validate([plain], [{}], size=300)}
    assert found["syndrome/LEMS"].value == pytest.approx(20.0, abs=4.0)  # 38 % have antibodies, half of these VGCC


def test_a_series_without_a_tumour_holds_nobody_with_one():
    """Lambert-Eaton syndrome is two diseases: half of the patients have no tumour, and live on with it."""
    series = cohort("oxford_lems47")
    row = replace(series.observables[0], name="tumour_found", value=0.0)
    without = replace(series, observables=(row,))
    everybody = replace(without, syndrome_text="LEMS")
    values = [validate([one], [{}], size=150)[0].predicted.value for one in (without, everybody)]
    assert values[0] < 1.0  # a share of none is drawn a little above 0
    assert 30.0 < values[1] < 75.0


def test_people_in_whom_an_antibody_was_only_found_are_no_patients():
    found = validate([cohort("zalewski2016_vgcc236")], [{}], size=10)
    assert all(row.inside is None for row in found)
    assert any("most had no disease" in (row.reason or "") for row in found)


def test_each_draw_has_patients_of_its_own():
    """Twice the same values: what they say differs by chance, and the chance of both together is smaller."""
    chosen = [cohort("gababr19_nechina")]
    one, two = (
        [row.predicted for row in validate(chosen, [{}] * n, size=60) if row.predicted is not None] for n in (1, 2)
    )
    assert [row.value for row in one] != [row.value for row in two]
    assert all(row.parts["parameters"] == 0.0 for row in one)
    assert np.mean([b.parts["monte_carlo"] / a.parts["monte_carlo"] for a, b in zip(one, two, strict=True)]) < 0.85
