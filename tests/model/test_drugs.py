"""Drugs as data: clinical units, proportion, and what the new ones do to the equations."""

import numpy as np
import pytest

from onconeural.evidence import source
from onconeural.model import antibody, disease_model, doses, intervention, interventions, modelled, scales

ASKED_FOR = {
    "methylprednisolone", "prednisone", "ivig", "plasma_exchange", "efgartigimod", "rituximab", "cyclophosphamide",
    "natalizumab", "tacrolimus", "sirolimus", "amifampridine", "chemotherapy", "radiotherapy", "surgery",
    "checkpoint_inhibitor",
}  # fmt: skip


def tumour_after(plan, days, **parameters):
    run = disease_model().simulate(
        days[-1], parameters={"n4": 0.0, "n8": 0.0, "fT": 0.0, **parameters}, doses=plan, outputs=("Tt",), times=days,
        scales=scales(), rtol=1e-7,
    )  # fmt: skip
    assert run.failures == ()
    return run.values["Tt"][0]


def test_all_drugs_are_there_in_clinical_units_with_cautions():
    assert {r.id for r in interventions()} >= ASKED_FOR
    for key in ASKED_FOR:
        record = intervention(key)
        assert record.dose is not None
        assert record.route
        assert record.conversion
        assert record.cautions
        for caution in record.cautions:
            assert (caution.source is None) == (caution.status == "recalled")
            if caution.source:
                source(caution.source)


def test_checkpoint_inhibitors_show_both_sides():
    record = intervention("checkpoint_inhibitor")
    for side, symbols in ((record.benefit, ("ePD", "eI_X")), (record.harm, ("eI_R", "eI_P"))):
        assert side is not None
        assert all(symbol in side for symbol in symbols)
        assert set(symbols) <= set(disease_model().parameters)


def test_immunoglobulin_per_kilogram_is_grams_in_the_plasma_volume():
    first = doses("ivig", 0.0)[0]
    assert (first.state, first.amount) == ("G", pytest.approx(0.4 * 70 / 3))


def test_a_combination_is_its_parts_at_their_days():
    together = [(d.state, float(d.time), d.amount) for d in doses("steroids", 10.0)]
    apart = [*doses("methylprednisolone", 10.0), *doses("prednisone", 16.0)]
    assert together == [(d.state, float(d.time), d.amount) for d in apart]
    with pytest.raises(ValueError, match="expected none"):
        doses("steroids", 0.0, dose=1.0)


def test_effects_scale_with_the_clinical_dose():
    usual, half = doses("rituximab", 0.0), doses("rituximab", 0.0, dose=500.0)
    assert [d.amount for d in half] == [0.5 * d.amount for d in usual]
    assert doses("plasma_exchange", 0.0, dose=50.0)[0].keep == pytest.approx(0.5)
    for key, dose in (("plasma_exchange", 130.0), ("surgery", 1.5), ("rituximab", -1.0)):
        with pytest.raises(ValueError, match="expected 0 to"):
            doses(key, 0.0, dose=dose)


@pytest.mark.parametrize("completeness", [0.5, 0.9, 0.99, 1.0])
def test_what_an_operation_leaves_is_its_incompleteness(completeness):
    days = np.array([299.0, 301.0])
    before, after = tumour_after(doses("surgery", 300.0, dose=completeness), days, surg=8.0, Tloc=1e14, g=1e-9)
    assert after / before == pytest.approx(1 - completeness + completeness * 1e-8, rel=1e-3)


def test_radiotherapy_follows_the_linear_quadratic_law():
    days = np.array([309.0, 311.0])
    parameters = {"surg": 24.0, "Tloc": 1e14, "g": 1e-9}
    for gray in (10.0, 20.0):
        before, after = tumour_after(doses("radiotherapy", 300.0, dose=gray), days, **parameters)
        survival = np.exp(-(0.3 * gray + 0.03 * 1.5 * gray))  # n fractions of d: alpha n d + beta n d^2
        assert after / before == pytest.approx(survival, rel=1e-3)


def test_local_treatment_cannot_cure_what_has_spread():
    days = np.array([299.0, 311.0])
    for key in ("surgery", "radiotherapy"):
        before, after = tumour_after(doses(key, 300.0), days, surg=8.0, Tloc=1e3, g=1e-9)
        assert after / before > 0.9


def test_amifampridine_helps_in_lambert_eaton_only_and_only_while_it_is_taken():
    symbols = (*antibody("pq_vgcc").settings, "v_p", "r_p", "d_p")
    lems = {s: antibody("pq_vgcc").value(s) for s in symbols}
    lems["n4"] *= 10  # many precursors: this patient falls ill
    day = np.array([390.0, 420.0, 480.0, 560.0])
    arms = {}
    for name, parameters in (("lems", lems), ("hu", {})):
        for treated in (False, True):
            plan = doses("amifampridine", 400.0) if treated else []
            run = disease_model().simulate(
                560.0, parameters={**parameters, "Edeath": 1e9}, doses=plan, outputs=("S", "Se", "W", "x_ami"),
                times=day, scales=scales(),
            )  # fmt: skip
            assert run.failures == ()
            arms[name, treated] = {k: v[0] for k, v in run.values.items()}
    assert arms["lems", False]["S"][2] < 0.95
    gain = antibody("pq_vgcc").value("gAmi") / 2  # at 60 mg a day
    assert arms["lems", True]["Se"][1:3] == pytest.approx(
        [s * (1 + gain) / (1 + gain * s) for s in arms["lems", True]["S"][1:3]], rel=1e-2
    )
    assert arms["lems", True]["W"][2] > arms["lems", False]["W"][2] + 0.01
    assert arms["lems", True]["Se"][3] == pytest.approx(arms["lems", True]["S"][3], rel=1e-6)
    assert arms["lems", True]["S"] == pytest.approx(arms["lems", False]["S"], rel=1e-3)
    assert arms["hu", True]["W"] == pytest.approx(arms["hu", False]["W"], rel=1e-3)
    assert arms["lems", True]["x_ami"][1] == pytest.approx(60 / 6.65, rel=1e-2)


def test_amifampridine_has_a_gain_in_one_antibody():
    assert [key for key in modelled() if antibody(key).value("gAmi")] == ["pq_vgcc"]
