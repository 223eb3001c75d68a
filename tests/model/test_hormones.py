"""The hormonal route: published relations hold, and the three hormones behave as endocrinology knows them."""

import re

import numpy as np
import pytest

from onconeural.engine import Dose
from onconeural.evidence import scope
from onconeural.model import disease_model, equations, registry
from onconeural.model.hormones import ROUTES, hormone_curves, hormone_model, hormone_registry, hormone_text
from onconeural.model.unit_check import unit_problems

SCALES = {s.symbol: s.scale for s in hormone_registry().states}


def run(until, outputs, times, doses=(), **parameters):
    found = hormone_model().simulate(
        until, parameters=parameters, outputs=outputs, times=times, doses=doses, scales=SCALES, rtol=1e-7
    )
    assert found.failures == ()
    return {name: found.values[name][0] for name in outputs}


def test_units_are_consistent_and_the_registry_holds_every_symbol():
    assert unit_problems(hormone_model().sbml) == ()
    assert set(hormone_model().parameters) == {p.symbol for p in hormone_registry().parameters}
    assert set(hormone_model().states) == {s.symbol for s in hormone_registry().states}
    used = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"//.*", "", equations("tumour") + equations("hormones"))))
    assert {p.symbol for p in hormone_registry().parameters} <= used


def test_the_tumour_is_that_of_the_disease_model_and_the_disease_model_has_no_hormone():
    shared = [p for p in hormone_registry().parameters if p in registry().parameters]
    assert {"g", "K", "T0"} <= {p.symbol for p in shared}
    assert not {r.secretion for r in ROUTES} & set(disease_model().parameters)
    assert "onconeural_hormones" in hormone_text()


def test_health_is_a_steady_state_without_a_tumour():
    names = ("Nap", "uosm", "ca", "pth", "urin", "ct", "cort", "acth", "Adr", "oc")
    found = run(1000, names, (0.0, 1000.0), T0=1e-6)
    for name in names:
        assert found[name][1] == pytest.approx(found[name][0], rel=1e-3), name
    assert found["Nap"][0] == pytest.approx(140)
    assert found["pth"][0] * 2400 == pytest.approx(9240, rel=1e-3)
    assert found["urin"][0] == pytest.approx(3.6, rel=1e-2)


def test_sodium_is_that_of_the_edelman_relation():
    found = run(500, ("Nap", "TBW", "Ecat"), (0.0, 500.0), sRP=0.0, sACTH=0.0)
    assert found["Nap"] == pytest.approx(1.03 * found["Ecat"] / found["TBW"] - 23.8)


@pytest.mark.parametrize(
    ("hormone", "label", "direction"),
    [
        ("adh", "sodium (mmol/L)", -1),
        ("pthrp", "calcium (mmol/L)", 1),
        ("pthrp", "PTH (pmol/L)", -1),  # the parathyroid is switched off: how PTHrP is told from PTH in the clinic
        ("acth", "cortisol (healthy 1)", 1),
        ("acth", "adrenal mass (healthy 1)", 1),
    ],
)
def test_curves_go_one_way_with_the_tumour(hormone, label, direction):
    found = hormone_curves(hormone)
    values = found.values[label]
    assert np.all(np.diff(found.tumour) > 0)
    assert np.all(direction * np.diff(values) >= -1e-4 * values[:-1])
    assert direction * (values[-1] - values[0]) > 0.05 * values[0]


# Plasma calcium (mmol/L) of the whole published model of calcium and bone (petersonriggs2010), from its openly shared
# implementation with PTHrP (pmol/L) added to PTH at the receptor of kidney and bone, run with SciPy's LSODA.
WHOLE_MODEL = {
    (1.0, 100.0): 2.396, (1.0, 300.0): 2.398, (3.0, 100.0): 2.499, (10.0, 30.0): 2.593, (10.0, 100.0): 2.664,
    (10.0, 300.0): 2.653, (20.0, 100.0): 2.709, (50.0, 30.0): 2.687, (50.0, 300.0): 2.726,
}  # fmt: skip


@pytest.mark.parametrize(("level", "day"), WHOLE_MODEL)
def test_calcium_is_close_to_that_of_the_whole_published_model(level, day):
    """The branch here holds bone cells that answer slowly at their healthy level; that costs up to 0.05 mmol/L."""
    size = level / hormone_registry().parameter("sRP").value
    found = run(day, ("ca", "rp"), (day,), T0=size, K=size * (1 + 1e-9), sADH=0.0, sACTH=0.0)
    assert found["rp"][0] == pytest.approx(level, rel=1e-6)
    assert found["ca"][0] == pytest.approx(WHOLE_MODEL[level, day], abs=0.055)


def test_urine_stays_concentrated_although_plasma_is_dilute():
    found = hormone_curves("adh")
    assert found.values["urine osmolality (mmol/L)"][-1] > 2 * found.values["sodium (mmol/L)"][-1]


def test_cortisol_is_low_for_weeks_when_the_source_is_gone():
    """After removal of the source the pituitary that was switched off must grow again."""
    days = np.arange(480.0, 900.0, 5.0)
    found = run(900, ("cort", "Pit"), days, [Dose("x_loc", 500.0, 1.0)], surg=20.0, Tloc=1e13, sADH=0.0, sRP=0.0)
    assert found["cort"][0] > 3
    assert found["Pit"][0] < 0.8
    after = found["cort"][days > 505]
    assert after.min() < 0.9
    assert (days[days > 505][after < 0.95]).size >= 3
    assert after[-1] == pytest.approx(1.0, abs=0.2)


def test_one_hormone_does_not_move_the_others():
    both = run(500, ("Nap", "ca", "cort"), (500.0,))
    for route, name in zip(ROUTES, ("Nap", "ca", "cort"), strict=True):
        off = {r.secretion: 0.0 for r in ROUTES if r is not route}
        assert run(500, (name,), (500.0,), **off)[name] == pytest.approx(both[name], rel=1e-4)


def test_an_unknown_hormone_is_a_key_error():
    with pytest.raises(KeyError):
        hormone_curves("insulin")


def test_the_scope_says_curves_for_what_is_drawn():
    rows = {row.id: row for row in scope()}
    for route in ROUTES:
        assert rows[route.syndrome].state == "curves"
        assert rows[route.syndrome].points_to == (f"hormone:{route.hormone}",)
