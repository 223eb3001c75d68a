"""What must hold for any facts, and for the shipped table."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onconeural.evidence import criteria, phenotype_ids, source
from onconeural.workup import AntibodyFact, PnsCareFacts, performance, pns_care, score_facts
from onconeural.workup.pns_care_reading import load_table, table_from
from onconeural.workup.pns_care_tumour import fits

TABLE = load_table()
CLOCKS = st.sampled_from(TABLE.clocks)
UNKNOWN = st.none() | st.booleans()
YEARS = st.none() | st.floats(0, 20)
ANTIBODY = st.builds(AntibodyFact, st.sampled_from(["hu", "yo", "nmdar", "caspr2", "lgi1", "zic4", "none"]), UNKNOWN)
TUMOUR = (
    st.none() | st.sampled_from(["SCLC", "thymoma", "lymphoma", "lung cancer", "ovarian teratoma", "?"]) | st.text()
)
FACTS = st.builds(
    PnsCareFacts,
    phenotype=st.sampled_from(phenotype_ids()),
    antibodies=st.lists(ANTIBODY, max_size=3).map(tuple),
    cancer_found=UNKNOWN,
    tumour=TUMOUR,
    consistent=UNKNOWN,
    antigen_shown=UNKNOWN,
    followup_years=YEARS,
    years_since_tumour_found=YEARS,
    sex=st.sampled_from([None, "F", "M"]),
    tumour_undated=st.booleans(),
    testis_scar_only=st.booleans(),
    checkpoint_inhibitor=st.booleans(),
)
RARELY = {"oms_exception", "definite_needs_antibody"}


@settings(max_examples=200, deadline=None)
@given(FACTS, CLOCKS)
def test_the_total_is_the_sum_and_the_category_follows(facts, clock):
    certainty = score_facts(facts, clock)
    if certainty.score is None:
        assert certainty.category == "not_applicable"
        return
    assert certainty.score == sum(item.points for item in certainty.items)
    assert [item.name for item in certainty.items] == ["clinical", "laboratory", "cancer"]
    if not RARELY & set(certainty.special_rules):
        assert certainty.category == TABLE.category(certainty.score)


@settings(max_examples=200, deadline=None)
@given(FACTS, CLOCKS)
def test_definite_without_a_risk_antibody_only_by_the_exception(facts, clock):
    certainty = score_facts(facts, clock)
    if certainty.category == "definite" and certainty.items[1].points == 0:
        assert facts.phenotype == "opsoclonus_myoclonus"
        assert "oms_exception" in certainty.special_rules


@settings(max_examples=200, deadline=None)
@given(FACTS, CLOCKS)
def test_every_source_resolves_and_every_text_is_safe(facts, clock):
    certainty = score_facts(facts, clock)
    for item in certainty.items:
        source(item.source)
        assert item.unconfirmed == (item.reading_status == "recalled")
    source(certainty.source)
    texts = [*certainty.flags, *certainty.missing, *(a.reading for a in certainty.alternatives)]
    assert all(text.isprintable() for text in texts)


@settings(max_examples=200, deadline=None)
@given(FACTS, CLOCKS)
def test_an_unconfirmed_item_has_its_alternative(facts, clock):
    certainty = score_facts(facts, clock)
    shown = [alternative.reading for alternative in certainty.alternatives]
    for item in certainty.items:
        assert item.unconfirmed == (f"without the unconfirmed row behind the {item.name} item" in shown)


@settings(max_examples=200, deadline=None)
@given(FACTS, CLOCKS)
def test_confirming_an_antibody_never_lowers_the_score_once_consistency_is_stated(facts, clock):
    stated = replace(facts, consistent=bool(facts.consistent), sex="F")
    confirmed = replace(stated, antibodies=tuple(replace(a, confirmed=True) for a in stated.antibodies))
    before, after = score_facts(stated, clock).score, score_facts(confirmed, clock).score
    assert (before is None and after is None) or after >= before


@settings(max_examples=200, deadline=None)
@given(FACTS)
def test_a_restart_of_the_clock_never_lowers_the_score(facts):
    restart, onset = (score_facts(facts, clock).score for clock in TABLE.clocks)
    assert restart == onset or restart > onset or facts.followup_years is None


@settings(max_examples=200, deadline=None)
@given(FACTS, st.floats(0, 20), st.floats(0, 20))
def test_longer_followup_never_raises_the_score(facts, one, two):
    low, high = sorted((one, two))
    early, late = (score_facts(replace(facts, followup_years=years)).score for years in (low, high))
    assert early is None or early >= late


def test_a_confirmed_antibody_may_lower_the_score_when_the_tumour_does_not_fit_it():
    # To the letter of the criteria: the tumour is then compared with the antibody, not the phenotype.
    tumour = {"cancer_found": True, "tumour": "neuroblastoma", "followup_years": 0.5}
    without = PnsCareFacts("opsoclonus_myoclonus", (AntibodyFact("nmdar", False),), **tumour)
    counted = PnsCareFacts("opsoclonus_myoclonus", (AntibodyFact("nmdar", True),), **tumour)
    assert (score_facts(without).score, score_facts(counted).score) == (7, 6)


def test_every_shared_case_scores(shared_cases):
    assert len(shared_cases) >= 40
    for case in shared_cases:
        for clock in TABLE.clocks:
            certainty = pns_care(case, clock=clock)
            assert certainty.score is not None
            assert certainty.day == case.question_day


def test_the_points_of_every_row_are_those_of_its_level():
    for rows, kind in ((TABLE.phenotypes, "phenotype"), (TABLE.antibodies, "antibody")):
        for row in rows:
            assert row.points == TABLE.level_of(kind, row.risk).points, row.id


def test_every_total_has_one_category_and_the_maximum_is_reachable():
    data = criteria("pns_care")
    best = sum(max(row["points"] for row in rows) for rows in data["levels"].values())
    assert best == data["meta"]["maximum_total"]
    for total in range(best + 1):
        assert sum(band.low <= total <= band.high for band in TABLE.bands) == 1


def test_totals_outside_the_table_are_an_error():
    with pytest.raises(ValueError, match="covers a total of 11"):
        TABLE.category(11)


def test_every_special_rule_of_the_criteria_is_known_here():
    handled = {
        "definite_needs_antibody",
        "oms_exception",
        "antigen_expression",
        "yo_in_men",
        "klhl11_burned_out",
        "antibody_confirmation",
        "checkpoint_inhibitor",
        "new_antibody",
    }
    without_points = {"intermediate_phenotype_suspicion"}
    assert set(TABLE.special) == handled | without_points


def test_every_source_of_the_table_resolves():
    rows = (*TABLE.phenotypes, *TABLE.antibodies, *TABLE.levels.values(), *TABLE.special.values())
    for key in {TABLE.source, *(row.source for row in rows), *(p.source for p in performance())}:
        source(key)
    for row in (*TABLE.phenotypes, *TABLE.antibodies):
        source(row.usual.source)


def test_a_level_of_the_data_changes_the_score_and_not_the_code():
    data = criteria("pns_care")
    rows = [{**row, "points": 1} if row["id"] == "lambert_eaton" else row for row in data["phenotypes"]]
    assert table_from({**data, "phenotypes": rows}).phenotype("lambert_eaton").points == 1


def test_definite_is_capped_when_the_points_alone_would_reach_it():
    from onconeural.workup.pns_care_rules import score

    data = criteria("pns_care")
    rows = [{**row, "points": 4} if row["id"] == "lambert_eaton" else row for row in data["phenotypes"]]
    facts = PnsCareFacts("lambert_eaton", cancer_found=True, tumour="SCLC")
    scored = score(facts, TABLE.clocks[0], table_from({**data, "phenotypes": rows}))
    assert (scored.score, scored.category) == (8, "probable")


def test_a_context_that_cannot_be_read_is_an_error():
    row = replace(TABLE.antibodies[0], context="age > 60")
    with pytest.raises(ValueError, match="is not 'phenotype == x'"):
        row.applies_to("morvan")


@pytest.mark.parametrize(
    ("found", "usual", "expected"),
    [
        ("hodgkin_lymphoma", ("lymphoma",), True),
        ("classic_hodgkin_lymphoma", ("hodgkin_lymphoma",), True),
        ("hodgkin_lymphoma", ("classic_hodgkin_lymphoma",), None),
        ("non_hodgkin_lymphoma", ("hodgkin_lymphoma",), False),
        ("non_hodgkin_lymphoma", ("b_cell_neoplasm",), True),
        ("sclc", ("neuroendocrine",), True),
        ("merkel_cell_carcinoma", ("sclc",), False),
        ("lymphoma", ("haematological",), True),
        ("lymphoma", ("hodgkin_lymphoma",), None),
        ("lung_cancer", ("sclc", "nsclc"), True),
        ("lung_cancer", ("sclc",), None),
        ("testicular_seminoma", ("testicular_germ_cell_tumour",), True),
        ("testicular_germ_cell_tumour", ("teratoma",), False),
        ("teratoma", ("ovarian_teratoma",), None),
        ("thymoma", ("adenocarcinoma",), False),
    ],
)
def test_tumour_names_of_different_detail(found, usual, expected):
    assert fits(found, usual, TABLE.groups) is expected
