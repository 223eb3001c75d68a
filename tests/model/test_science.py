"""Requirements on the equations themselves: conservation, bounds, and class differences."""

import numpy as np
import pytest

from onconeural.model import antibody, areas, disease_model, doses, modelled, scales
from onconeural.population import PRECISION, RTOL, diseased, plausible

DAYS = np.arange(0.0, 1501.0, 50.0)


@pytest.mark.parametrize("key", modelled())
def test_fractions_stay_fractions_and_nothing_is_negative(key):
    people = plausible(antibody(key), 3, 0, 2048)
    parts = [f"{state}_{area.letter}" for state in ("N", "J", "Cb", "f") for area in areas()]
    names = ("S", *parts, "W", "mrs", "G", "Ab", "Tt", "Hneu", "X")
    run = disease_model().simulate(
        1500,
        parameters=people.parameters,
        outputs=names,
        times=DAYS,
        scales=scales(),
        stop_at=("death", "lethal_burden"),
    )
    assert run.failures == ()
    for name in names:
        values = run.values[name][np.isfinite(run.values[name])]
        assert values.min() > -1e-5
    for area in areas():
        assert np.nanmax(run.values[f"N_{area.letter}"] + run.values[f"J_{area.letter}"]) < 1 + 1e-6
    assert np.nanmax(run.values["mrs"]) < 5.5
    hazard = run.values["Hneu"]
    assert np.nanmin(np.diff(hazard, axis=1)) > -1e-9


# Hu patients (seed 1) and the days from onset of their operation and chemotherapy: T cells with chemotherapy kill so
# fast that the solver went below no cell at all, where the growth of the tumour had no value.
BELOW_NONE = (
    (46160, 281.0031179146133, 286.627676438196),
    (22892, 189.8687726022258, 214.40841609208755),
    (11744, 201.18931770926298, 219.91685952597192),
)


@pytest.mark.parametrize(("patient", "operation", "chemotherapy"), BELOW_NONE)
def test_a_tumour_that_is_killed_within_minutes_can_be_simulated(patient, operation, chemotherapy):
    ill = diseased(antibody("hu"), 1, patient, 1)
    run = disease_model().simulate(
        1100,
        parameters=ill.parameters,
        state=ill.state,
        doses=doses("local_tumour_treatment", operation) + doses("chemotherapy", chemotherapy),
        outputs=("T", "Z"),
        times=np.arange(0.0, 1101.0),
        stop_at=("lethal_burden",),
        scales=scales(),
        rtol=RTOL,
        precision=PRECISION,
    )
    assert run.failures == ()
    assert min(np.nanmin(values) for values in run.values.values()) > -0.2


@pytest.mark.parametrize("clone", ["T", "Z"])
def test_a_count_below_none_comes_back_to_none_and_counts_for_nothing(clone):
    model, below = disease_model(), np.array([-0.01, -0.3, -0.9, -5.0, -1e4])
    state = np.repeat(after_a_long_response(), len(below), axis=1)
    for name in ("T", "Z"):
        state[model.states.index(name)] = below if name == clone else 0.0
    run = model.simulate(
        700,
        parameters={"bCI": np.full(len(below), 1500.0)},
        state=state,
        doses=doses("chemotherapy", 1.0),
        outputs=(clone, "Tt", "Q"),
        times=np.arange(0.0, 701.0, 10.0),
        scales=scales(),
    )
    assert run.failures == ()
    assert run.values[clone].max() < 1e-3
    assert np.all(np.diff(run.values["Tt"], axis=1) < 1e-3)
    assert np.abs(run.values["Q"]).max() < 1e-2


def after_a_long_response():
    """All states after 700 days of a tumour and T cells against it, shape (S, 1)."""
    return disease_model().simulate(700, outputs=("C",), times=(700.0,), scales=scales()).end_state


def test_igg_stays_at_its_healthy_level_without_treatment_and_returns_after_exchange():
    run = disease_model().simulate(
        400, doses=doses("plasma_exchange", 10.0), outputs=("G",), times=(5.0, 20.0, 399.0), parameters={"T0": 1e-3},
        scales=scales(),
    )  # fmt: skip
    before, after, later = run.values["G"][0]
    assert before == pytest.approx(10.0, rel=1e-4)
    assert after < 6.0
    assert later == pytest.approx(10.0, rel=1e-2)


def test_without_a_tumour_or_a_pulse_nothing_happens():
    run = disease_model().simulate(
        1000, parameters={"T0": 1e-3, "Edeath": 50.0}, outputs=("mrs",), times=(1000.0,), scales=scales()
    )
    assert run.values["mrs"][0, 0] < 0.01


def test_plasma_exchange_does_nothing_in_the_intracellular_class():
    people = plausible(antibody("hu"), 3, 0, 4096)
    arms = [
        disease_model().simulate(
            900,
            parameters=people.parameters,
            doses=plan,
            outputs=("mrs",),
            times=DAYS[DAYS < 900],
            scales=scales(),
        )
        for plan in ([], doses("plasma_exchange", 400.0))
    ]
    assert arms[0].values["mrs"] == pytest.approx(arms[1].values["mrs"], abs=1e-3)


def test_results_do_not_depend_on_batch_or_order():
    people = plausible(antibody("hu"), 5, 0, 8192)
    n = len(people)
    options = {
        "outputs": ("mrs", "Tt"),
        "times": DAYS,
        "scales": scales(),
        "stop_at": ("onset", "death", "lethal_burden"),
    }
    whole = disease_model().simulate(1500, parameters=people.parameters, **options)
    small = disease_model().simulate(1500, parameters=people.parameters, batch=37, **options)
    order = np.random.default_rng(0).permutation(n)
    mixed = disease_model().simulate(1500, parameters={k: v[order] for k, v in people.parameters.items()}, **options)
    for name in ("mrs", "Tt"):
        assert np.array_equal(whole.values[name], small.values[name], equal_nan=True)
        assert np.array_equal(whole.values[name][order], mixed.values[name], equal_nan=True)
    assert np.array_equal(whole.end_state, small.end_state, equal_nan=True)
    assert np.array_equal(whole.end_time[order], mixed.end_time)


@pytest.mark.parametrize("cells", [1e9, 1e11])
def test_the_signal_of_a_removed_tumour_is_gone_in_three_weeks_however_large_it_was(cells):
    run = disease_model().simulate(
        122,
        parameters={"T0": cells, "surg": 24.0, "Tloc": 1e14, "kN": 0.0, "Edeath": 50.0, "n4": 1.0},
        doses=doses("local_tumour_treatment", 100.0),
        outputs=("a",),
        times=(99.0, 121.0),
        scales=scales(),
    )
    before, after = run.values["a"][0]
    assert before > 0.9
    assert after < 0.01
