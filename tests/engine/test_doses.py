"""Doses: mass balance, order, edges of a run, and who gets them."""

import numpy as np
import pytest

from onconeural.engine import Dose, Model, RequestError

BAG = Model.from_antimony("model m(); x = 0; x' = 0*x; end")
DRUG = Model.from_antimony("model m(); x = 0; k = 0.3; x' = -k*x; end")


def final(model, horizon, doses, **more):
    return model.simulate(horizon, doses=doses, **more).end_state[0]


def test_nothing_is_lost_or_made():
    doses = [
        Dose("x", 1.0, 5.0),
        Dose("x", 2.5, 7.0, duration=3.0),
        Dose("x", 2.5, 1.0),
        Dose("x", 3.0, 2.0, duration=0.5),
    ]
    assert final(BAG, 10, doses) == pytest.approx([15.0])


def test_doses_at_one_time_act_in_the_order_given():
    assert final(BAG, 2, [Dose("x", 1, 10.0), Dose("x", 1, keep=0.35)]) == pytest.approx([3.5])
    assert final(BAG, 2, [Dose("x", 1, keep=0.35), Dose("x", 1, 10.0)]) == pytest.approx([10.0])


def test_a_dose_at_the_start_counts_and_one_at_the_horizon_belongs_to_the_next_run():
    doses = [Dose("x", 0, 1.0), Dose("x", 5, 2.0)]
    first = BAG.simulate(5, doses=doses, outputs=("x",), times=(0.0, 5.0))
    assert first.values["x"][0].tolist() == [1.0, 1.0]
    second = BAG.simulate(6, start=5.0, state=first.end_state, doses=doses)
    assert second.end_state[0].tolist() == [3.0]


@pytest.mark.parametrize("split", [0.5, 2.0, 3.7, 5.0])
def test_a_run_in_two_parts_is_the_run_in_one(split):
    doses = [Dose("x", 0.0, 1.0), Dose("x", 2.0, 6.0, duration=3.0), Dose("x", 4.0, keep=0.5)]
    whole = final(DRUG, 8, doses, rtol=1e-9)
    first = DRUG.simulate(split, doses=doses, rtol=1e-9)
    rest = final(DRUG, 8, doses, start=split, state=first.end_state, rtol=1e-9)
    assert rest == pytest.approx(whole, rel=1e-7)


def test_an_infusion_meets_its_closed_form():
    run = DRUG.simulate(4, doses=[Dose("x", 0, 8.0, duration=4.0)], rtol=1e-9)
    assert run.end_state[0, 0] == pytest.approx(2.0 / 0.3 * (1 - np.exp(-1.2)), rel=1e-7)


def test_each_patient_has_a_time_an_amount_or_none():
    doses = [Dose("x", [1.0, np.nan, 3.0], [1.0, 2.0, 3.0])]
    run = BAG.simulate(10, n=3, doses=doses, outputs=("x",), times=(0.5, 2.0, 4.0))
    assert run.values["x"].tolist() == [[0, 1, 1], [0, 0, 0], [0, 0, 3]]


@pytest.mark.parametrize(
    ("dose", "message"),
    [
        (Dose("y", 1.0, 1.0), "names the state 'y'"),
        (Dose("x", [1.0, 2.0], 1.0), "shape"),
        (Dose("x", 1.0, np.nan), "not a finite number"),
    ],
)
def test_an_impossible_dose_is_refused(dose, message):
    with pytest.raises(RequestError, match=message):
        BAG.simulate(2, n=3, doses=[dose])
