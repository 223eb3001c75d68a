"""Which antibodies and tumours make up a cohort: what it prints is met, the rest is as usual."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onconeural.calibration.patients.antibody_mix import USUAL
from onconeural.calibration.patients.mixture import Mixture, mixture
from onconeural.calibration.patients.raking import raked
from onconeural.calibration.patients.settled import settled
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.positives import positive_share
from onconeural.calibration.published.printed_mix import antibody_shares
from onconeural.calibration.published.printed_tumours import tumour_shares
from onconeural.evidence import cohort
from onconeural.model import without_antibody

shares = st.floats(0.05, 1.0)


@settings(max_examples=50, deadline=None)
@given(st.tuples(shares, shares, shares, shares), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_two_margins_of_a_table_are_met_as_by_proportional_fitting(prior, row, column):
    """Iterative proportional fitting, written out, is the outside truth."""
    table = np.array(prior).reshape(2, 2)
    for _ in range(2000):
        table = table * (np.array([row, 1 - row]) / table.sum(axis=1))[:, None]
        table = table * (np.array([column, 1 - column]) / table.sum(axis=0))[None, :]
    found = raked(prior, [[1, 1, 0, 0], [1, 0, 1, 0]], [row, column], [1e-4, 1e-4])
    assert found == pytest.approx(table.ravel(), abs=2e-3)


def test_sums_that_cannot_be_met_together_are_met_half_way():
    found = raked([0.5, 0.5], [[1.0, 0.0], [1.0, 0.0]], [0.2, 0.4], [0.01, 0.01])
    assert found[0] == pytest.approx(0.3, abs=0.01)


def parts_of(key):
    mix = mixture(cohort(key))
    cells = mix.cells()
    return settled(mix, cells, [1.0] * len(cells))


def of(parts, key=None, tumour=None):
    return sum(p.share for p in parts if (key or p.settings) == p.settings and (tumour or p.tumour) == p.tumour)


def test_a_printed_share_is_met_and_the_others_keep_their_proportions():
    parts = parts_of("zhaofleming2024_mayo484")  # rows: Yo 17, KLHL11 16, CRMP5 14 %
    assert [round(of(parts, key), 3) for key in ("yo", "klhl11", "cv2_crmp5")] == [0.17, 0.16, 0.14]
    assert of(parts, "hu") / of(parts, "gababr") == pytest.approx(USUAL["hu"] / USUAL["gababr"])
    assert of(parts) == pytest.approx(1.0)


def test_shares_in_the_description_leave_the_rest_to_other_antibodies():
    found = antibody_shares(cohort("vogrig2020_friuli89"))  # "Yo 30%, Hu 26%, Ma2 22% of Ab+"
    assert found == {"hu": 0.26, "yo": 0.3, "ma2": 0.22}
    parts = [p for p in parts_of("vogrig2020_friuli89") if not p.settings.startswith("none")]
    rest = of(parts) - of(parts, "hu") - of(parts, "yo") - of(parts, "ma2")
    assert rest / of(parts) == pytest.approx(0.22, abs=0.01)


def test_counts_that_are_complete_are_taken_as_they_are():
    assert {p.settings: round(p.share, 3) for p in parts_of("keimeguibert2000_ivig_cyc_mp")} == {
        "hu": 0.588,
        "yo": 0.412,
    }
    assert mixture(cohort("keimeguibert2000_ivig_cyc_mp")).selected


def test_a_number_that_belongs_to_another_word_is_no_share():
    assert antibody_shares(cohort("psimaras2010_csf295")) == {}  # "Hu/Yo/CV2/Ri": the 2 is of CV2


def test_printed_tumours_decide_within_one_antibody():
    parts = parts_of("dimauro_cleveland_cv2_27")  # of 15 tumours 53 % small-cell, 27 % thymoma, 20 % others
    assert 0.2 < of(parts, tumour="thymoma") < 27 / 80  # usual: 7 %, which counts like ten patients


def test_printed_tumours_shift_the_antibodies():
    with_lung, usual = parts_of("raspotnig2015_lung31"), parts_of("shah2022_olmsted28")  # 77 % small-cell; none printed
    assert of(with_lung, "hu") > of(usual, "hu")
    assert of(with_lung, "yo") < 0.6 * of(usual, "yo")


def test_a_list_of_tumours_is_read_and_a_checkpoint_cohort_knew_them():
    mix = mixture(cohort("vogrig2019_ma2_ici6"))  # "lung 4, kidney 1, mesothelioma 1"
    assert mix.all_known
    assert of(parts_of("vogrig2019_ma2_ici6"), tumour="nsclc") > 0.6


def test_patients_without_an_antibody_have_their_printed_share():
    series = cohort("vellore_pns97")
    assert positive_share(series) == pytest.approx(0.536)
    assert "without an antibody (46 %)" in mixture(series).assumed
    found = parts_of("vellore_pns97")
    assert sum(p.share for p in found if p.settings in without_antibody()) == pytest.approx(0.464, abs=0.01)


def test_a_row_about_one_antibody_is_about_that_one():
    series = cohort("giometto2010_euronetwork979")
    row = replace(series.observables[0], name="good_outcome", group="anti-Yo")
    assert mixture(series, row).parts == {"yo": 1.0}


def test_who_was_selected_by_a_syndrome_counts_by_who_has_it():
    mix = Mixture({"hu": 0.5, "yo": 0.5}, selected=False)
    parts = settled(mix, mix.cells(), [0.1, 0.9])
    assert [p.share for p in parts] == pytest.approx([0.1, 0.9])


def test_tumours_of_those_found_and_of_all_are_told_apart():
    found = tumour_shares(cohort("dimauro_cleveland_cv2_27"), {"sclc", "thymoma"})  # the notes say "of 15"
    assert {t.among for t in found} == {True}
    assert {t.among for t in tumour_shares(cohort("vogrig2020_friuli89"), {"sclc", "breast_carcinoma"})} == {False}


def test_a_series_of_one_syndrome_holds_no_antibody_that_never_causes_it():
    """Sensory neuronopathy and any antibody: neither limbic encephalitis of GABABR nor the nerve ending of LEMS."""
    base = cohort("graus2001_hu200")
    series = replace(base, antibody=("mixed",), syndrome=("sensory_neuronopathy",), syndrome_text="SSN", observables=())
    drawn = Simulator({}, 3, 60).drawn(series, mixture(series))
    inside = {sample.cohort.antibody for sample, weight in drawn.parts if weight > 0.0 and sample.who.any()}
    assert "hu" in inside
    assert not {"gababr", "pq_vgcc", "ma2", "klhl11"} & inside
