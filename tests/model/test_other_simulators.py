"""The same SBML file in libRoadRunner: an independent reading of the equations and an independent integrator."""

import numpy as np
import pytest

from onconeural.engine.antimony import to_sbml
from onconeural.model import antibody, antimony_text, disease_model, doses, scales, varying_symbols
from onconeural.population import plausible

roadrunner = pytest.importorskip("roadrunner", reason="libRoadRunner is a test dependency")

OUTPUTS = ("mrs", "Tt", "Cbt", "f_p", "f_c", "G", "Ab", "Ac", "W", "Hneu", "Htum")
DAYS = np.arange(0.0, 901.0, 25.0)
# No two doses into one state at one time: SBML leaves their order open.
REGIMENS = {"steroids": 301.5, "ivig": 311.5, "plasma_exchange": 331.75, "rituximab": 351.5, "chemotherapy": 401.5,
            "local_tumour_treatment": 421.5, "checkpoint_inhibitor": 61.5}  # fmt: skip


def settings_of(key, number):
    """One plausible patient of an antibody, as plain numbers."""
    people = plausible(antibody(key), 11, 0, 4096)
    return {symbol: float(people.parameters[symbol][number]) for symbol in varying_symbols()}


def with_doses(given):
    """The model's SBML with each dose as an event, which is how SBML says it."""
    lines = [
        f"dose_{i}: at (time >= {float(d.time)}): {d.state} = {d.state}*{d.keep} + {float(d.amount)}"
        for i, d in enumerate(given)
    ]
    return to_sbml(antimony_text().removesuffix("end\n") + "\n".join(lines) + "\nend\n")


def in_roadrunner(sbml, parameters, days):
    rr = roadrunner.RoadRunner(sbml)
    rr.integrator.relative_tolerance, rr.integrator.absolute_tolerance = 1e-9, 1e-10
    rr.integrator.maximum_num_steps = 200_000
    for symbol, value in parameters.items():
        rr.setValue(symbol, value)
    rr.reset()
    rr.timeCourseSelections = ["time", *OUTPUTS]
    rows = np.array(rr.simulate(days[0], days[-1], len(days)))
    assert rows[:, 0] == pytest.approx(days)
    return rows[:, 1:].T, rr


def boluses(plan):
    """The doses of a plan, infusions given at once (libRoadRunner has no infusion into a state)."""
    return [type(d)(d.state, d.time, d.amount, d.keep) for key, start in plan.items() for d in doses(key, start)]


@pytest.mark.parametrize(("key", "number"), [("hu", 3), ("hu", 40), ("yo", 5), ("nmdar", 7), ("pq_vgcc", 9)])
@pytest.mark.parametrize("plan", [{}, REGIMENS], ids=["untreated", "treated"])
def test_libroadrunner_agrees(key, number, plan):
    parameters = settings_of(key, number)
    given = boluses(plan)
    ours = disease_model().simulate(
        DAYS[-1] + 1,
        parameters=parameters,
        doses=given,
        outputs=OUTPUTS,
        times=DAYS,
        scales=scales(),
        rtol=1e-7,
    )
    theirs, _ = in_roadrunner(with_doses(given) if given else disease_model().sbml, parameters, DAYS)
    for name, expected in zip(OUTPUTS, theirs, strict=True):
        floor = 1e-3 * max(np.abs(expected).max(), scales().get(name, 1.0))
        error = np.abs(ours.values[name][0] - expected) / (np.abs(expected) + floor)
        assert error.max() < 1e-4, name


def test_events_happen_on_the_same_day():
    thresholds = {"Edx": 0.3, "Esym": 0.2, "Edeath": 0.5}
    for number in range(100):  # the first who falls ill under the present settings
        parameters = {**settings_of("hu", number), **thresholds}
        run = disease_model().simulate(1500, parameters=parameters, scales=scales(), rtol=1e-7)
        if np.isfinite(run.events["onset"][0]):
            break
    _, rr = in_roadrunner(disease_model().sbml, parameters, np.arange(0.0, 1501.0))
    happened = 0
    for event, state in (("onset", "t_onset"), ("diagnosis", "t_diagnosis"), ("death", "t_death")):
        ours, theirs = run.events[event][0], rr.getValue(state)
        if np.isnan(ours):
            assert theirs == -1
        elif event != "death" or np.isnan(run.events["lethal_burden"][0]):
            assert ours == pytest.approx(theirs, abs=1e-2)
            happened += 1
    assert happened
