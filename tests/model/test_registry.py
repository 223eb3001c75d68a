"""Equations, registry, antibodies and interventions hold together."""

import re

import libsbml
import pytest

from onconeural.evidence import antibody_keys, phenotype_ids, source
from onconeural.model import (
    antibodies_of_phenotype,
    antibody,
    antimony_text,
    disease_model,
    equations,
    intervention,
    interventions_named,
    modelled,
    modelled_tumours,
    outside_domain,
    readings,
    registry,
    stand_in,
    tumour,
)
from onconeural.model.antibodies import _file as antibody_file
from onconeural.model.compose import MECHANISMS
from onconeural.model.drugs import _file as drug_file

SYMBOLS = {p.symbol for p in registry().parameters}


def test_every_parameter_of_the_equations_is_in_the_registry_and_the_other_way_round():
    assert set(disease_model().parameters) == SYMBOLS
    text = re.sub(r"//.*", "", "\n".join(equations(m) for m in MECHANISMS))
    used = set(re.findall(r"[A-Za-z_]\w*", text))
    assert SYMBOLS - used == set()


def test_every_state_is_in_the_registry_and_the_other_way_round():
    assert set(disease_model().states) == {s.symbol for s in registry().states}


def test_no_equation_file_repeats_a_parameter_value():
    for mechanism in MECHANISMS:
        for symbol in re.findall(r"^\s*(\w+)\s*=\s*[\d.]", equations(mechanism), re.MULTILINE):
            assert symbol not in SYMBOLS


@pytest.mark.parametrize("record", registry().parameters, ids=lambda p: p.id)
def test_a_parameter_names_its_sources_or_says_assumed(record):
    for key in record.sources:
        source(key)
    assert record.sources or record.status == "assumed" or "first fit" in record.basis
    assert record.status != "measured" or record.sources
    assert (record.spread is not None) == (record.level == "patient")


def test_ids_and_symbols_are_unique():
    for field in ("id", "symbol"):
        values = [getattr(p, field) for p in registry().parameters]
        assert len(values) == len(set(values))


def test_levels_say_what_antibodies_change():
    changed = {s for key in modelled() for s in antibody(key).settings}
    changed |= {s for kind in modelled_tumours() for s in tumour(kind).settings}
    for p in registry().parameters:
        assert p.level != "population" or p.symbol not in changed, p.symbol


@pytest.mark.parametrize("key", modelled())
def test_an_antibody_sets_known_parameters_one_way(key):
    record = antibody(key)
    assert record.antibody in antibody_keys()
    assert key in readings(record.antibody)
    assert set(record.settings) | set(record.spread) <= SYMBOLS
    for setting in record.settings.values():
        assert (setting.value is None) != (setting.times is None)


def test_every_antibody_is_modelled_stood_in_for_or_outside():
    data = antibody_file().others
    for key in (*data.stand_ins, *data.outside):
        assert key in antibody_keys(), key
        assert not readings(key), key
    assert all(readings(lender) for lender in data.stand_ins.values())
    assert not set(data.stand_ins) & set(data.outside)
    assert set(data.by_phenotype) <= set(phenotype_ids())
    assert stand_in("zic4") == "hu"
    for key in ("lgi1", "glyr"):
        assert "10 %" in (outside_domain(key) or "")
    assert readings("sox1") == ()
    assert "marker" in (outside_domain("sox1") or "")
    assert antibodies_of_phenotype("myelopathy") == modelled()


def test_interventions_dose_known_states_and_names_are_unambiguous():
    records = drug_file().interventions
    names = [n for r in records for n in r.names]
    assert len(names) == len(set(names))
    for record in records:
        assert {e.state for e in record.doses} <= set(disease_model().states)
        assert {e.per for e in record.doses if e.per} <= SYMBOLS
        for key in record.sources:
            source(key)
        assert record.sources or record.status == "assumed"
    for parts in drug_file().combinations.values():
        for part in parts:
            intervention(part)
    assert interventions_named("homeopathy") == ()


def test_the_exported_model_is_valid_sbml_in_days():
    document = libsbml.readSBMLFromString(disease_model().sbml)
    assert (document.getLevel(), document.getVersion()) == (3, 2)
    assert document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) == 0
    unit = document.getModel().getUnitDefinition(document.getModel().getTimeUnits()).getUnit(0)
    seconds = unit.getMultiplier() * 10 ** unit.getScale()
    assert seconds == pytest.approx(86400)
    assert 'g is "Gompertz' in antimony_text()


def test_a_treatment_in_a_case_may_name_several_interventions():
    assert interventions_named("carboplatin_paclitaxel") == ("chemotherapy",)
    assert interventions_named("R-CHOP") == ("chemotherapy", "rituximab")
    assert interventions_named("IV methylprednisolone, then PLEX") == ("methylprednisolone", "plasma_exchange")
    assert interventions_named("declined chemotherapy") == ()


def test_every_name_of_an_intervention_is_a_treatment_that_can_be_read():
    for record in drug_file().interventions:
        for name in record.names:
            assert interventions_named(name) == (record.id,)
