"""Strategies are data: what ships is whole, and a file of the user is read or refused with every problem."""

import numpy as np
import pytest

from onconeural.case import CaseError
from onconeural.forecast import Step, all_strategies, forecast, read_strategies, strategies


def read(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text("schema_version: 1\n" + text)
    return read_strategies(path)


def refusal(tmp_path, text):
    with pytest.raises(CaseError) as caught:
        read(tmp_path, text)
    return str(caught.value)


def test_what_ships_covers_the_levers():
    known = {s.id: s for s in all_strategies()}
    assert len(known) == len(all_strategies())
    assert {"reference", "single", "combination", "harm"} == {s.kind for s in all_strategies()}
    assert strategies()[0].id == "nothing"
    assert known["checkpoint_inhibitor"].needs_tumour
    assert not known["immune_only"].needs_tumour
    assert all(s.all_cautions for s in all_strategies() if s.steps)


def test_a_file_uses_packaged_strategies_and_adds_its_own(tmp_path):
    own = "{id: half, label: Half the IVIG, steps: [{intervention: ivig, dose: 0.2, after_days: 3}]}"
    found = read(tmp_path, f"use: [tumour]\nstrategies: [{own}]\n")
    assert [s.id for s in found] == ["nothing", "tumour", "half"]
    full, half = (s.doses(np.zeros(1)) for s in (Step(intervention="ivig"), found[2].steps[0]))
    amounts = [[float(d.amount) for d in given if d.state == "x_ivig"] for given in (full, half)]
    assert np.allclose(np.array(amounts[1]) * 2.0, amounts[0])
    assert min(float(np.min(d.time)) for d in half) == 3.0


def test_a_stop_rule_ends_the_doses():
    whole, short = (Step(intervention="steroids", stop_after_days=s).doses(np.zeros(2)) for s in (None, 30.0))
    last = [max(float(np.nanmax(d.time)) for d in given if not np.all(np.isnan(d.time))) for given in (whole, short)]
    assert last[0] > 80
    assert last[1] <= 30


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("use: [tumor]", "use[0]: found 'tumor', expected a strategy of the package; did you mean tumour?"),
        ("use: [tumour, tumour]", "use: found a name twice"),
        ("strategies: []", "found 0 strategies, expected 1 to 40"),
        (
            "strategies: [{id: a, label: A, steps: [{intervention: ivgi}]}]",
            "strategies[0].steps[0].intervention: found 'ivgi'",
        ),
        ("strategies: [{id: a, label: A, stepz: []}]", "strategies[0].stepz: found an unknown key"),
        ("strategies: [{id: nothing, label: A}]", "strategies[0].id: found 'nothing', expected an id"),
        ("strategies: [{id: a, label: A, steps: [{intervention: steroids, dose: 3}]}]", "expected none"),
        (
            "strategies: [{id: a, label: A, steps: [{intervention: ivig, dose: 28}]}]",
            "at most 10 times the usual 0.4 g/kg",
        ),
        ("strategies: [{id: a, label: A, sources: [nobody2020]}]", "a source of the evidence"),
        ("strategies: [{id: a, label: A, steps: [{intervention: ivig, after_days: .nan}]}]", "after_days"),
    ],
)
def test_a_wrong_file_says_where_what_and_what_is_expected(tmp_path, text, said):
    assert said in refusal(tmp_path, text + "\n")


def test_a_hostile_file_is_refused(tmp_path):
    assert "tag" in refusal(tmp_path, "use: !!python/object/apply:os.system ['true']\n")
    with pytest.raises(CaseError, match="can be read"):
        read_strategies(tmp_path / "none.yaml")


def arms_of(case, compared, count=300):
    """Lanes after every decision, for looking at the days that were chosen."""
    from onconeural.case import facts_until
    from onconeural.forecast.candidates import candidates
    from onconeural.forecast.decisions import decide
    from onconeural.forecast.history import history
    from onconeural.forecast.horizon import grid
    from onconeural.forecast.lanes import Arm, Lanes
    from onconeural.forecast.twins import draw_twins

    known = facts_until(case, case.question_day)
    past = history(known)
    twins = draw_twins(candidates(known).antibodies, past, 1, count, lambda share: None)
    lanes = Lanes(twins, tuple(Arm(s, past.day) for s in compared), past, grid(past.day))
    decide(lanes)
    return lanes


def test_a_response_ends_a_step_and_a_relapse_begins_another(build):
    case = build(antibody="nmdar", phenotype="encephalitis_other", observations=[{"day": 40, "mrs": 4}])
    wanted = [s for s in all_strategies() if s.id == "immune_until_response"]
    lanes = arms_of(case, wanted)
    first, again = wanted[0].steps
    responded, relapsed = np.isfinite(lanes.ended_on[first]), np.isfinite(lanes.begun[again])
    assert responded.mean() > 0.05
    assert np.all(responded[relapsed])
    assert np.all(lanes.begun[again][relapsed] > lanes.ended_on[first][relapsed])
    fallen = lanes.mrs[:, 0] - np.nanmin(lanes.mrs, axis=1)
    assert np.all(fallen[responded] >= 0.75)
    late = responded & (lanes.ended_on[first] < 100)
    end = lanes.ended_on[first]
    for dose in lanes.doses(np.arange(len(lanes.twin))):
        if dose.state == "x_ivig":
            time = np.broadcast_to(np.asarray(dose.time, dtype=float), end.shape)
            allowed = np.isnan(time) | ~late | (time <= end) | (time >= lanes.begun[again])
            assert np.all(allowed)


def test_a_second_line_is_for_those_without_a_response(build):
    case = build(antibody="nmdar", phenotype="encephalitis_other", observations=[{"day": 40, "mrs": 4}])
    wanted = [s for s in all_strategies() if s.id == "tumour_immuno_second_line"]
    lanes = arms_of(case, wanted)
    step = next(s for s in wanted[0].steps if s.intervention == "rituximab")
    begun = lanes.begun[step]
    given = np.isfinite(begun)
    assert 0 < given.mean() < 1
    assert np.all(begun[given] - lanes.start[given] >= 28.0)
    assert np.all(begun[given] - lanes.start[given] < 70.0)


def test_a_bridge_ends_when_the_tumour_is_found(build):
    wanted = [s for s in all_strategies() if s.id == "steroids_until_tumour"]
    step = wanted[0].steps[0]
    lanes = arms_of(build(cancer={"found": False}, forecast_day=30), wanted)
    found = np.isfinite(lanes.tumour_start)
    ended = np.isfinite(lanes.ended_on[step])
    assert found.any()
    assert np.all(ended[found & ~lanes.ended])
    assert not np.any(ended & ~found)
    known = arms_of(build(cancer={"found": True, "type": "SCLC"}, forecast_day=30), wanted)
    assert all(np.all(np.isnan(d.time)) for d in known.doses(np.arange(300)) if d.state == "x_ster")


def test_a_forecast_compares_what_it_is_given(example, tmp_path):
    compared = read(tmp_path, "use: [immune_only]\n")
    result = forecast(example, twins=300, compared=compared, depth=False)
    assert [o.strategy for o in result.outcomes] == ["nothing"] * 3 + ["immune_only"] * 3
    assert [r.strategy for r in result.regimens] == ["nothing", "immune_only"]
    usual = forecast(example, twins=300, depth=False)
    assert usual.provenance.run_id != result.provenance.run_id
    assert usual.outcomes[0].mean_mrs == result.outcomes[0].mean_mrs
