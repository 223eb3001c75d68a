"""The same SBML file in COPASI: another reading of the equations, and another integrator (LSODA)."""

import numpy as np
import pytest

from onconeural.model import disease_model, scales
from onconeural.model.hormones import hormone_model, hormone_registry
from tests.model.test_other_simulators import DAYS, OUTPUTS, REGIMENS, boluses, settings_of, with_doses

basico = pytest.importorskip("basico", reason="COPASI is absent: pip install copasi-basico (extra dev)")

MOST = 1e-5  # largest relative difference; 3.2e-6 was measured
LAMBERT_EATON = {"amifampridine": 305.5, "radiotherapy": 421.5, "surgery": 451.5}


def in_copasi(sbml, parameters, outputs, days):
    """Values of the outputs, shape (outputs, days); COPASI knows objects by their name, SBML by their id."""
    model = basico.load_model_from_string(sbml)
    try:
        frame = basico.get_parameters()
        names = dict(zip(frame["sbml_id"], frame.index, strict=True))
        for symbol, value in parameters.items():
            basico.set_parameters(names[symbol], exact=True, initial_value=value)
        found = basico.run_time_course(
            start_time=0, duration=float(days[-1]), intervals=len(days) - 1, use_sbml_id=True, use_initial_values=True,
            method="deterministic", r_tol=1e-9, a_tol=1e-12, max_steps=10_000_000,
        )  # fmt: skip
    finally:
        basico.remove_datamodel(model)
    assert found.index.to_numpy() == pytest.approx(days)
    return np.array([found[name].to_numpy() for name in outputs])


def largest_difference(ours, theirs, sizes):
    """Largest difference over all outputs, relative to the value or to what is negligible of it."""
    worst = 0.0
    for name, expected in theirs.items():
        floor = 1e-3 * max(np.abs(expected).max(), sizes.get(name, 1.0))
        worst = max(worst, float((np.abs(ours[name] - expected) / (np.abs(expected) + floor)).max()))
    return worst


@pytest.mark.parametrize(("key", "number"), [("hu", 3), ("yo", 5), ("nmdar", 7), ("pq_vgcc", 9)])
@pytest.mark.parametrize("plan", [{}, REGIMENS, LAMBERT_EATON], ids=["untreated", "treated", "new drugs"])
def test_copasi_agrees(key, number, plan):
    parameters, given = settings_of(key, number), boluses(plan)
    run = disease_model().simulate(
        DAYS[-1] + 1, parameters=parameters, doses=given, outputs=OUTPUTS, times=DAYS, scales=scales(), rtol=1e-7
    )
    theirs = in_copasi(with_doses(given) if given else disease_model().sbml, parameters, OUTPUTS, DAYS)
    ours = {name: run.values[name][0] for name in OUTPUTS}
    assert largest_difference(ours, dict(zip(OUTPUTS, theirs, strict=True)), scales()) < MOST


def test_copasi_agrees_on_the_hormones():
    names, days = ("Nap", "ca", "pth", "cort", "Tt"), np.arange(0.0, 561.0, 20.0)
    sizes = {s.symbol: s.scale for s in hormone_registry().states}
    run = hormone_model().simulate(561, outputs=names, times=days, scales=sizes, rtol=1e-7)
    theirs = in_copasi(hormone_model().sbml, {}, names, days)
    ours = {name: run.values[name][0] for name in names}
    assert largest_difference(ours, dict(zip(names, theirs, strict=True)), sizes) < MOST
