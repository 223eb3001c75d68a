"""Target areas: each antibody has its own, the equations exist once, and areas differ where they should."""

import numpy as np
import pytest

from onconeural.model import (
    antibody,
    areas,
    areas_of_phenotype,
    disease_model,
    equations,
    involved_below,
    modelled,
    registry,
    scales,
    target_areas,
)
from onconeural.population import diseased


def test_the_equations_of_an_area_are_read_once_for_each():
    text = equations("target_area")
    for area in areas():
        for name in ("Cb", "N", "J", "f"):
            assert text.count(f"{name}_{area.letter} ") or text.count(f"{name}_{area.letter}'")
        assert {f"Cb_{area.letter}", f"N_{area.letter}", f"J_{area.letter}"} <= set(disease_model().states)
    assert "{area}" not in text


def test_registry_defaults_are_the_hu_settings():
    for area in areas():
        for kind in "vrd":
            symbol = f"{kind}_{area.letter}"
            assert antibody("hu").value(symbol) == pytest.approx(registry().parameter(symbol).value), symbol


@pytest.mark.parametrize("key", modelled())
def test_every_antibody_reaches_some_area_by_its_own_class(key):
    reached = target_areas(key)
    assert reached
    reliance = [antibody(key).value(f"r_{a.letter}") for a in areas()]
    if antibody(key).antibody_class != "uncertain":  # its areas are written for both readings
        assert (max(reliance) > 0) == (antibody(key).reading == "surface")


def test_hu_reaches_at_least_three_areas():
    assert len(target_areas("hu")) >= 3


def test_a_phenotype_names_areas_that_exist():
    assert [a.id for a in areas_of_phenotype("sensory_neuronopathy")] == ["peripheral"]
    assert len(areas_of_phenotype("encephalomyelitis")) > 1
    assert areas_of_phenotype("chorea") == ()


def test_areas_fall_ill_separately_and_disability_follows_all_of_them():
    people = diseased(antibody("hu"), 3, 0, 20_000)
    names = [f"f_{a.letter}" for a in areas()]
    run = disease_model().simulate(
        400.0, parameters={**people.parameters, "Edeath": np.full(len(people), 1e9)}, state=people.state,
        outputs=(*names, "mrs", "W"), times=(0.0, 399.0), scales=scales(), rtol=1e-4,
    )  # fmt: skip
    function = np.stack([run.values[n][:, -1] for n in names], axis=1)
    involved = (function < involved_below()).sum(axis=1)
    assert set(involved) >= {1, 2}
    assert len(set(np.argmin(function, axis=1))) > 2
    weights = np.array([antibody("hu").value(f"d_{a.letter}") for a in areas()])
    joint = np.prod(1 - weights * (1 - function), axis=1)
    still = np.abs(joint - run.values["W"][:, -1]) < 0.02
    assert still.mean() > 0.7


def test_reliance_on_a_receptor_differs_between_patients_and_is_a_share():
    """Of 20 patients with GABA-B receptor antibodies 17 had limbic encephalitis, one ataxia (hoftberger2013_gababr)."""
    people = diseased(antibody("gababr"), 3, 0, 2000)
    for letter in ("l", "b", "c"):
        values = people.parameters[f"r_{letter}"]
        assert values.std() > 0.05
        assert 0.0 < values.min() <= values.max() <= 1.0
    assert not people.parameters["r_p"].any()
