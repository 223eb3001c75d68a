"""The ten facts: all of them there, sourced, judged by their own interval, and said so when they do not hold."""

import json
import math

import pytest

from onconeural.evidence import source
from onconeural.population import facts, published_facts
from onconeural.report import facts_json, facts_table

PARTS = [part for fact in published_facts() for part in fact.parts]


@pytest.fixture(scope="module")
def found():
    return facts(seed=2, scale=0.15)


def test_ten_facts_with_parts_that_have_names_of_their_own():
    assert len(published_facts()) == 10
    assert len({part.id for part in PARTS}) == len(PARTS)


@pytest.mark.parametrize("part", PARTS, ids=lambda p: p.id)
def test_a_published_number_has_a_source_and_lies_in_its_interval(part):
    for key in part.sources:
        source(key)
    assert part.sources or part.kind == "requirement"
    if part.kind == "published":
        assert part.holds(part.value) == (part.interval != "none")
    for bound, beyond in ((part.low, -1e-3), (part.high, 1e-3)):
        if bound is not None:
            assert not part.holds(bound + beyond)
    assert not part.holds(math.nan)


def test_every_part_is_simulated_or_said_not_to_be_in_the_model(found):
    for fact in found:
        assert fact.holds == all(part.holds for part in fact.parts)
        for part in fact.parts:
            assert (part.estimate is None) == (part.published.interval == "none"), part.published.id
            if part.estimate is not None:
                assert part.holds == part.published.holds(part.estimate.value)


def test_the_table_and_the_document_say_the_same(found):
    document = facts_json(found)
    text = json.dumps(document, allow_nan=False)
    assert "Not medical advice" in text
    assert [f["holds"] for f in document["facts"]] == [f.holds for f in found]
    assert facts_table(found).renderables


def test_tumour_treatment_prevents_more_than_first_line_immunotherapy(found):
    """Facts 4 and 6: from day 30, in the intracellular class."""
    by = {part.published.id: part for fact in found for part in fact.parts}
    for key in ("hu_order", "yo_order"):
        assert by[key].estimate.value > 0


def test_a_scale_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        facts(scale=0.0)
