"""Where to look, in which order, when again and when to stop; the days are added up on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.case import Case
from onconeural.evidence import antibody_keys, criteria, phenotype_ids, source
from onconeural.workup import pns_care, work_up
from onconeural.workup.search_anchor import first_negative
from onconeural.workup.search_rules import orchiectomy
from onconeural.workup.search_schedule import schedule

MONTH = 365.25 / 12


def plan(phenotype="chorea", antibodies=(), **facts):
    rows = [row if isinstance(row, dict) else {"name": row, "confirmed": True} for row in antibodies]
    facts.setdefault("cancer", {"found": False})
    return work_up(Case(case_id="t", phenotype=phenotype, antibodies=rows, **facts)).search


def ids(search):
    return [row.id for row in search.plans]


def rounds(search, number=0):
    rows = search.plans[number]
    return [test.id for test in rows.first_round], [test.id for test in rows.second_round]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"antibodies": ["hu"], "age": 66, "sex": "M"}, ["lung_directed"]),
        ({"antibodies": ["yo"], "age": 60, "sex": "F"}, ["breast_ovary"]),
        ({"antibodies": ["yo"], "age": 60, "sex": "M"}, ["yo_ri_men"]),
        ({"antibodies": ["amphiphysin"], "age": 60, "sex": "F"}, ["breast_ovary"]),
        ({"antibodies": ["amphiphysin"], "age": 60, "sex": "M"}, ["amphiphysin_men"]),
        ({"antibodies": ["ma2"], "age": 30, "sex": "M"}, ["testis"]),
        ({"antibodies": ["ma2"], "age": 51, "sex": "M"}, ["testis", "ma2_lung"]),
        ({"antibodies": ["ma2"], "age": 50, "sex": "M"}, ["testis"]),
        ({"antibodies": ["ma2"], "age": 30, "sex": "F"}, ["ma2_lung"]),
        ({"antibodies": ["tr_dner"], "age": 30, "sex": "F"}, ["lymphoma"]),
        ({"antibodies": ["nmdar"], "age": 12, "sex": "F"}, ["teratoma"]),
        ({"antibodies": ["nmdar"], "age": 45, "sex": "F"}, ["teratoma"]),
        ({"antibodies": ["nmdar"], "age": 46, "sex": "F"}, ["by_region"]),
        ({"antibodies": ["nmdar_csf"], "age": 20, "sex": "F"}, ["teratoma"]),
        ({"antibodies": ["lgi1"], "age": 66, "sex": "M"}, ["low_risk"]),
        ({"antibodies": ["hu", "yo"], "age": 66, "sex": "F"}, ["lung_directed", "breast_ovary"]),
        ({"phenotype": "dermatomyositis", "age": 60, "sex": "F"}, ["dermatomyositis"]),
        ({"phenotype": "lambert_eaton", "age": 60, "sex": "F"}, ["lung_directed"]),
        ({"phenotype": "opsoclonus_myoclonus", "age": 2, "sex": "F"}, ["oms_child"]),
        ({"phenotype": "opsoclonus_myoclonus", "age": 18, "sex": "F"}, ["oms_adult"]),
        ({"phenotype": "opsoclonus_myoclonus"}, ["oms_child", "oms_adult"]),
        ({"phenotype": "limbic_encephalitis", "age": 60, "sex": "F"}, ["no_antibody_high_risk_phenotype"]),
        ({"phenotype": "limbic_encephalitis", "antibodies": ["lgi1"], "age": 60, "sex": "F"}, ["low_risk"]),
        ({"phenotype": "chorea", "age": 60, "sex": "F"}, ["by_region"]),
    ],
)
def test_which_plan_for_whom(facts, expected):
    assert ids(plan(**facts)) == expected


def test_an_unconfirmed_antibody_starts_no_plan_but_is_named():
    search = plan("chorea", [{"name": "yo", "confirmed": False}], sex="F", age=60)
    assert ids(search) == ["by_region"]
    assert search.if_confirmed == ("If the Yo (PCA-1) antibody were confirmed, this would be added: Breast and ovary.",)


def test_open_age_and_sex_are_conditions_and_not_guesses():
    rows = {row.id: row.condition for row in plan(antibodies=["yo"]).plans}
    assert rows == {"breast_ovary": "if the patient is a woman", "yo_ri_men": "if the patient is a man"}
    (row,) = plan("limbic_encephalitis").plans
    assert [test.condition for test in row.first_round] == [
        None,
        "if the patient is a woman",
        "if the patient is a woman",
        "if the patient is a man and if the age is up to 49 years",
    ]


@pytest.mark.parametrize(
    ("sex", "age", "more"),
    [
        ("F", 40, ["pelvic_ultrasound", "mammography"]),
        ("F", 62, ["pelvic_ultrasound", "mammography", "colonoscopy"]),
        ("M", 40, ["testicular_ultrasound"]),
        ("M", 62, ["colonoscopy"]),
    ],
)
def test_dermatomyositis_by_sex_and_age(sex, age, more):
    search = plan("dermatomyositis", sex=sex, age=age)
    assert rounds(search)[0] == ["ct_thorax_abdomen", *more]
    assert not search.plans[0].synthesis
    assert search.schedules[0].id == "efns2011"


def test_surgical_exploration_is_for_yo_only():
    assert "consider_surgical_exploration_if_yo" in rounds(plan(antibodies=["yo"], sex="F"))[1]
    assert "consider_surgical_exploration_if_yo" not in rounds(plan(antibodies=["ri"], sex="F"))[1]


@pytest.mark.parametrize(("age", "avoided"), [(30, True), (45, True), (46, False)])
def test_pelvic_ct_is_marked_at_child_bearing_age(age, avoided):
    search = plan(antibodies=["yo"], sex="F", age=age)
    (ct,) = [test for test in search.plans[0].second_round if test.id == "ct_thorax_abdomen_pelvis"]
    assert bool(ct.avoid) == avoided
    assert any(row.text.startswith("Radiation") for row in search.rules) == avoided


def test_rows_that_are_a_synthesis_say_so():
    for row in criteria("tumour_search")["plans"]:
        if row["status"] == "synthesis" and row["id"] == "lung_directed":
            (made,) = plan(antibodies=["hu"]).plans
            assert (made.synthesis, made.unconfirmed, made.reading_status) == (True, True, "synthesis")
    result = work_up(Case(case_id="t", phenotype="chorea", antibodies=[{"name": "hu"}]))
    assert any("synthesis" in warning.text for warning in result.warnings)


@pytest.mark.parametrize(
    ("key", "high", "months", "stop"),
    [
        ("graus2021", None, [(4, 6), (8, 12), (12, 18), (16, 24)], 24),
        ("efns2011", None, [(3, 6), (9, 12), (15, 18), (21, 24), (27, 30), (33, 36), (39, 42), (45, 48)], 48),
        ("efns2011_lems", None, [(3, 6), (9, 12), (15, 18), (21, 24)], 24),
        ("deltap", 6, [(3, 3), (9, 9), (15, 15), (21, 21)], 24),
        ("deltap", 3, [(3, 3), (9, 9), (15, 15), (21, 21)], 24),
        ("deltap", 2, [(6, 6), (12, 12), (18, 18), (24, 24)], 24),
        ("deltap", 1, [(6, 6)], 6),
        ("deltap", 0, [(6, 6)], 6),
        ("once", None, [], 0),
    ],
)
def test_repeats_in_days(key, high, months, stop):
    made = schedule(key, 50, 60, high)
    assert [(r.first_day, r.last_day) for r in made.repeats] == [
        (round(a * MONTH), round(b * MONTH)) for a, b in months
    ]
    assert (made.stop_day, made.stop_day_from_onset) == (round(stop * MONTH), 50 + round(stop * MONTH))
    assert all(r.first_day_from_onset == r.first_day + 50 for r in made.repeats)


def test_the_state_of_a_repeat_follows_the_question_day():
    assert [r.state for r in schedule("deltap", 0, 91, 4).repeats] == ["due", "later", "later", "later"]
    assert [r.state for r in schedule("deltap", 0, 92, 4).repeats] == ["past", "later", "later", "later"]
    assert schedule("graus2021", 0, 150).repeats[0].state == "due"


@pytest.mark.parametrize("key", ["nothing", "deltap"])
def test_an_unknown_schedule_is_an_error(key):
    with pytest.raises(LookupError, match="no schedule"):
        schedule(key, 0, 0)


def test_delta_p_chooses_the_repeats_by_its_highest_possible_score():
    young = {"smoking": {"status": "absent"}, "weight_loss": {"status": "absent"}, "bulbar_signs": {"status": "absent"},
             "erectile_dysfunction": {"status": "absent"}, "karnofsky": {"status": "absent"}}  # fmt: skip
    low = plan("lambert_eaton", age=40, sex="M", findings=young)
    assert [r.last_day for r in low.schedules[0].repeats] == [183]
    open_case = plan("lambert_eaton", age=40, sex="M")
    assert [r.last_day for r in open_case.schedules[0].repeats] == [91, 274, 457, 639]
    assert open_case.alternative.id == "efns2011_lems"
    assert any("DELTA-P score of 0" in row.population for row in low.shares)


def test_repeats_count_from_the_first_negative_search():
    found = {"fdg_pet": {"status": "absent", "day": 70}, "tumour_search_ct": {"status": "absent", "day": 40}}
    search = plan(antibodies=["hu"], findings=found, forecast_day=100)
    assert (search.first_negative_day, search.anchor) == (40, "stated")
    assert search.schedules[0].repeats[0].first_day_from_onset == 40 + 122
    assumed = plan(antibodies=["hu"], forecast_day=100)
    assert (assumed.first_negative_day, assumed.anchor) == (100, "assumed")


def test_a_search_before_the_tumour_was_found_was_negative_and_the_one_that_found_it_was_not():
    def day(searched, **cancer):
        events = [{"day": searched, "event": "tumour_search"}]
        case = Case(case_id="t", phenotype="chorea", timeline=events, cancer=cancer, forecast_day=300)
        return first_negative(case)

    assert day(50, found=True, day_found_relative_to_onset=200) == (50, "stated")
    assert day(200, found=True, day_found_relative_to_onset=200) == (300, "assumed")
    assert day(50, found=True) == (300, "assumed")
    assert day(50, found=False) == (50, "stated")


def test_a_tumour_that_counts_ends_the_search():
    sclc = {"found": True, "type": "SCLC", "day_found_relative_to_onset": 30}
    search = plan("sensory_neuronopathy", ["hu"], cancer=sclc)
    assert (search.state, search.schedules, search.alternative) == ("tumour_found", (), None)
    colon = {**sclc, "type": "colon carcinoma"}
    search = plan("sensory_neuronopathy", ["hu"], cancer=colon)
    assert search.state == "search"
    assert "the search goes on" in search.sentence


def test_outside_the_score_any_tumour_ends_the_search():
    breast = {"found": True, "type": "breast carcinoma", "day_found_relative_to_onset": 30}
    assert plan("dermatomyositis", cancer=breast).state == "tumour_found"
    assert plan("dermatomyositis").state == "search"


def test_by_region_asks_only_for_organs_and_ages_that_fit():
    assert "mammography" in rounds(plan(sex="F", age=40))[0]
    assert "mammography" not in rounds(plan(sex="F", age=9))[0]
    assert "mammography" not in rounds(plan(sex="M", age=40))[0]
    assert "testicular_ultrasound" not in rounds(plan(sex="F", age=40))[0]
    assert "pelvic_ultrasound" not in rounds(plan(sex="M", age=40))[0]


def test_new_events_reopen_the_search():
    events = [{"day": 400, "event": "relapse"}, {"day": 500, "event": "new_area"}, {"day": 30, "event": "relapse"}]
    found = {"tumour_search_ct": {"status": "absent", "day": 40}}
    search = plan(antibodies=["hu"], timeline=events, findings=found, forecast_day=450)
    assert search.reopened_on == (400,)
    assert "reopen" in search.reopen.text


def test_where_lymphoma_is_likely_biopsy_comes_first_and_the_evidence_for_and_against_is_shown():
    search = plan("rapidly_progressive_cerebellar_syndrome", ["tr_dner"])
    rules = [row for row in search.rules if "ymphoma" in row.text]
    assert "biopsy before steroids or rituximab" in rules[0].text
    assert rules[0].reading_status == "synthesis"
    assert {row.source for row in rules} == {"lymphoma_steroid_1990", "dlbcl_steroid_2025"}
    given_drug = plan("chorea", ["tr_dner"], treatments=[{"name": "rituximab", "start_day": 0}])
    assert any("Already given in this case: rituximab" in row.text for row in given_drug.rules)
    assert not any("biopsy" in row.text for row in plan("chorea", ["hu"]).rules)


def man(**facts):
    base = {"phenotype": "limbic_encephalitis", "sex": "M", "age": 30, "cancer": {"found": False}}
    return Case(case_id="t", **{**base, **facts})


FULL = {"progressive_deficit": {"status": "present"}, "testicular_risk": {"status": "present"}}


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        ({"findings": FULL}, True),
        ({}, None),
        ({"findings": FULL, "age": 50}, False),
        ({"findings": FULL, "age": None}, None),
        ({"findings": {**FULL, "testicular_risk": {"status": "absent"}}}, False),
        ({"findings": FULL, "cancer": {"found": True}}, False),
    ],
)
def test_orchiectomy_needs_all_five_conditions(facts, met):
    rule = orchiectomy(man(**facts), ("ma2",))
    assert rule.met is met
    assert len(rule.conditions) == 5
    assert "6 of 6" in rule.finding


def test_orchiectomy_is_for_men_with_ma2():
    assert orchiectomy(man(sex="F"), ("ma2",)) is None
    assert orchiectomy(man(), ("klhl11",)) is None
    assert "orchiectomy_if_all_five_conditions" not in rounds(plan("chorea", ["klhl11"], sex="M", age=30))[1]


def test_shares_follow_sex_age_and_findings():
    def labels(**facts):
        return [(row.label, row.share.count) for row in plan(**facts).shares if row.share.count is not None]

    assert labels(antibodies=["ma2"], sex="F") == [("any tumour", 34)]
    assert labels(antibodies=["ma2"], sex="M") == [("any tumour", 34), ("testicular germ cell tumor", 18)]
    assert labels(antibodies=["yo"], sex="M") == []
    with_kctd = {"kctd16_antibodies": {"status": "present"}}
    counts = [row.share.count for row in plan(antibodies=["gababr"], findings=with_kctd).shares]
    assert 18 in counts
    assert 3 not in counts
    teratoma = [row for row in plan(antibodies=["nmdar"], sex="F", age=20).shares if row.tumour == "ovarian_teratoma"]
    assert [(row.share.value, row.share.low, row.unconfirmed) for row in teratoma] == [(0.55, None, True)]


def test_derived_counts_say_so_and_agree_with_the_printed_percentages():
    rows = {
        (r.get("antibody"), r["source"], r["tumour"]): r for r in criteria("tumour_frequency")["rows"] if "count" in r
    }
    assert all(row["count_from"] in ("printed", "percent") for row in rows.values())
    printed = {
        ("gababr", "feng2022", "any"): 48.6,
        ("ampar", "hoftberger2015", "any"): 64,
        ("cv2_crmp5", "cv2_27_2024", "any"): 56,
    }
    for key, percent in printed.items():
        assert abs(100 * rows[key]["count"] / rows[key]["n"] - percent) < 0.5


def test_usual_tumours_without_a_count_are_named_and_get_no_number():
    search = plan(antibodies=["yo"], sex="F", age=60)
    assert search.without_number == ("ovarian carcinoma", "breast carcinoma")
    assert plan(antibodies=["klhl11"], sex="F").without_number == ()


def test_yields_have_intervals_where_counts_allow_and_say_what_is_missing():
    search = plan(antibodies=["hu"])
    figures = {(row.source, row.what): row.share for row in search.yields}
    assert (figures["bresler2020", "sensitivity"].count, figures["bresler2020", "sensitivity"].n) == (10, 12)
    assert (figures["mckeon2010", "cancer found"].count, figures["mckeon2010", "cancer found"].n) == (10, 56)
    assert figures["sheikhbahaei2017", "specificity"].low == 0.86
    assert figures["ontario_pet_registry", "sensitivity"].low is None
    assert "mammography" in search.yield_unknown[0]


def test_facts_after_the_question_day_are_not_used():
    case = Case(
        case_id="t", phenotype="sensory_neuronopathy", antibodies=[{"name": "hu"}], forecast_day=60,
        cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": 100},
        findings={"tumour_search_ct": {"status": "absent", "day": 70}},
    )  # fmt: skip
    result = work_up(case)
    assert result.search.state == "search"
    assert result.search.anchor == "assumed"
    assert any("2 facts of the file lie after the question day" in warning.text for warning in result.warnings)
    assert work_up(case, day=100).search.state == "tumour_found"


@given(
    st.sampled_from(phenotype_ids()),
    st.lists(st.sampled_from(antibody_keys()), max_size=3, unique=True),
    st.sampled_from([None, 1.0, 17.0, 18.0, 45.0, 50.0, 50.5, 80.0]),
    st.sampled_from([None, "M", "F"]),
    st.sampled_from([None, True, False]),
)
def test_every_patient_gets_a_plan_with_sources_that_exist(phenotype, antibodies, age, sex, confirmed):
    rows = [{"name": key, "confirmed": confirmed} for key in antibodies]
    case = Case(case_id="t", phenotype=phenotype, antibodies=rows, age=age, sex=sex, cancer={"found": False})
    search = work_up(case).search
    assert search.plans
    assert all(row.first_round for row in search.plans)
    for key in search.sources:
        source(key)
    for made in search.schedules:
        days = [repeat.last_day for repeat in made.repeats]
        assert days == sorted(set(days))
        assert all(day <= made.stop_day for day in days)
    assert pns_care(case).category != "definite"
