"""Every id that a report prints leads to a record, and every record leads to its source."""

import re

import pytest

from onconeural.evidence import UnknownKeyError, sources
from onconeural.forecast import all_strategies
from onconeural.forecast.assumptions import assumptions
from onconeural.model import modelled, registry
from onconeural.report.records import claims_behind, record_ids, threshold_rows
from onconeural.report.trace import trace, whole_base
from onconeural.report.trace.equations import equation_uses
from onconeural.report.trace.of_evidence import evidence_ids
from onconeural.report.trace.of_model import model_ids
from onconeural.workup import AntibodyFact, PnsCareFacts, score_facts


def test_every_record_has_a_trace_and_every_named_source_exists():
    for kind, key in (*evidence_ids(whole_base()[0]), *model_ids()):
        found = [item for item in trace(f"{kind}:{key}") if item.kind == kind]
        assert found, (kind, key)
        for item in found:
            assert item.what
            assert item.editorial
            assert set(item.sources) <= set(sources()), key


def test_every_assumption_of_a_forecast_can_be_shown():
    for assumption in assumptions(modelled(), all_strategies()):
        assert trace(assumption.id), assumption.id


@pytest.mark.parametrize("antibody", ["hu", "sox1", "caspr2", "mog", "none"])
@pytest.mark.parametrize("phenotype", ["limbic_encephalitis", "morvan", "stiff_person", "chorea"])
@pytest.mark.parametrize("tumour", [None, "SCLC", "thymoma"])
def test_every_row_and_claim_behind_a_score_can_be_shown(antibody, phenotype, tumour):
    facts = PnsCareFacts(phenotype, (AntibodyFact(antibody, confirmed=True),), tumour is not None, tumour, 0.5)
    certainty = score_facts(facts)
    rows = [row for item in certainty.items for row in item.records]
    assert rows
    for item in certainty.items:
        assert item.records, item
        assert claims_behind(item.records), "the points of an item rest on a claim"
    for key in (*rows, *threshold_rows(certainty), *claims_behind(tuple(rows))):
        (found,) = trace(key)
        if found.kind == "criterion":
            assert any(name == "points" for name, _ in found.facts) or "thresholds" in key


def test_every_id_of_a_forecast_is_a_record_id(forecast):
    ids = record_ids(forecast)
    assert "pns_care/thresholds/probable" in ids
    assert "pnscare_probable_range" in ids


def test_a_parameter_leads_to_every_equation_that_names_it():
    for parameter in registry().parameters:
        uses = equation_uses(parameter.symbol)
        assert uses, parameter.id
        for use in uses:
            assert re.search(rf"(?<!\w){re.escape(parameter.symbol)}(?!\w)", use.text)


def test_a_symbol_inside_a_longer_one_does_not_count():
    assert all(re.search(r"(?<![\w.])g(?!\w)", use.text) for use in equation_uses("g"))
    assert len(equation_uses("g")) < 5


def test_a_source_leads_through_its_parameters_to_equations_and_reports():
    (found,) = trace("source:lenhard1981")
    kinds = {use.kind for use in found.used_by}
    assert {"claim", "parameter", "equation", "report"} <= kinds


def test_one_id_may_stand_for_several_things():
    assert {item.kind for item in trace("lambert_eaton")} == {"syndrome"}
    assert len(trace("antibody:hu")) == 1


@pytest.mark.parametrize(("name", "nearest"), [("hu_tumor", "hu_tumour"), ("parameter:gompertz_rat", "gompertz_rate")])
def test_an_unknown_id_names_the_nearest(name, nearest):
    with pytest.raises(UnknownKeyError, match=f"did you mean '{nearest}'"):
        trace(name)


def test_a_recalled_record_is_marked():
    assert trace("pnscare_antibody_intermediate")[0].unconfirmed
    assert not trace("pnscare_antibody_high")[0].unconfirmed
