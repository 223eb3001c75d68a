import dataclasses
import re

import pytest

from onconeural.evidence import Source, UnknownKeyError, citation, claim, claims, criteria, source, sources
from onconeural.evidence.files import load

FIELDS = {field.name for field in dataclasses.fields(Source)}


def test_every_record_is_a_source_and_cites_in_one_printable_line():
    assert len(sources()) == len(load("sources.yaml")["sources"]), "a key stands twice"
    for key, record in sources().items():
        line = citation(record)
        assert record.key == key
        assert line.isprintable(), key


def test_unconfirmed_details_are_fields_and_are_shown():
    doubtful = [record for record in sources().values() if record.details_unconfirmed]
    assert doubtful
    for record in doubtful:
        assert set(record.details_unconfirmed) <= FIELDS, record.key
        assert "details unconfirmed: " in citation(record)


def test_a_citation_says_what_is_not_recorded_and_invents_nothing():
    line = citation(Source("x", None, None, None, None, None, None, None, None))
    assert line == "Author not recorded, year not recorded"


def test_a_citation_takes_the_most_lasting_address():
    assert citation(source("abboud2021")).endswith("https://doi.org/10.1136/jnnp-2020-325300")


def test_a_weak_source_says_so():
    weak = next(record for record in sources().values() if record.quality == "weak")
    assert "weak source" in citation(weak)


def test_sources_cannot_be_changed():
    with pytest.raises(TypeError):
        sources()["graus2021"] = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        source("graus2021").year = 1


@pytest.mark.parametrize("key", ["graus2012", "Graus2021"])
def test_an_unknown_source_names_the_nearest(key):
    with pytest.raises(UnknownKeyError, match="did you mean 'graus20"):
        source(key)


def test_every_claim_and_criterion_rests_on_a_source():
    assert {record.source for record in claims().values()} <= set(sources())
    assert set(_sources_in(criteria("pns_care"))) <= set(sources())


def test_a_recalled_claim_is_not_confirmed():
    assert not claim("pnscare_antibody_intermediate").confirmed
    assert claim("pnscare_antibody_high").confirmed


def _sources_in(node):
    if isinstance(node, dict):
        if isinstance(node.get("source"), str):
            yield node["source"]
        node = node.values()
    if not isinstance(node, str) and hasattr(node, "__iter__"):
        for inner in node:
            yield from _sources_in(inner)


@pytest.mark.parametrize("record", sources().values(), ids=lambda record: record.key)
def test_identifiers_are_well_formed(record):
    assert record.doi is None or re.fullmatch(r"10\.\d{4,9}/\S+", record.doi)
    assert record.pmid is None or re.fullmatch(r"\d{1,8}", record.pmid)
    assert record.pmcid is None or re.fullmatch(r"PMC\d+", record.pmcid)
    assert record.url is None or record.url.startswith(("http://", "https://"))
