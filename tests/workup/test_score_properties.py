"""Bounds and order of the scores over all combinations of items."""

from hypothesis import given
from hypothesis import strategies as st

from onconeural.case import Case
from onconeural.evidence import criteria
from onconeural.workup import ape2, delta_p, neos
from onconeural.workup.scores.totals import possible_totals, total

STATUS = st.sampled_from(["present", "absent", "unknown"])
NAMES = {
    "delta_p": ("smoking", "weight_loss", "bulbar_signs", "erectile_dysfunction", "karnofsky"),
    "ape2": ("mental_change", "seizures", "neuropsychiatric_change", "autonomic_dysfunction", "viral_prodrome",
             "faciobrachial_seizures", "facial_dyskinesia", "refractory_seizures", "mri_encephalitis"),
    "neos": ("intensive_care", "improvement_within_4_weeks", "mri", "treatment_delay"),
}  # fmt: skip
RUN = {"delta_p": delta_p, "neos": neos, "ape2": ape2}
PHENOTYPE = {"delta_p": "lambert_eaton", "neos": "encephalitis_other", "ape2": "limbic_encephalitis"}


def case_of(name, statuses, age, sex):
    found = {key: {"status": status} for key, status in statuses.items()}
    antibodies = [{"name": "nmdar"}] if name == "neos" else []
    return Case(case_id="t", phenotype=PHENOTYPE[name], age=age, sex=sex, findings=found, antibodies=antibodies)


@st.composite
def cases(draw, name):
    statuses = {key: draw(STATUS) for key in NAMES[name]}
    return statuses, draw(st.sampled_from([None, 30.0, 50.0, 70.0])), draw(st.sampled_from([None, "M", "F"]))


@given(st.data(), st.sampled_from(sorted(NAMES)))
def test_the_range_stays_in_bounds_and_is_one_number_only_without_unknowns(data, name):
    statuses, age, sex = data.draw(cases(name))
    result = RUN[name](case_of(name, statuses, age, sex))
    assert 0 <= result.low <= result.high <= result.maximum
    assert (result.score is None) == (result.low != result.high)
    known = sum(item.points for item in result.items if item.points is not None)
    assert result.low <= known <= result.high
    if all(item.status != "unknown" for item in result.items):
        assert result.score == sum(item.points for item in result.items)


@given(st.data(), st.sampled_from(sorted(NAMES)))
def test_knowing_more_never_widens_the_range(data, name):
    statuses, age, sex = data.draw(cases(name))
    before = RUN[name](case_of(name, statuses, age, sex))
    open_items = [key for key, status in statuses.items() if status == "unknown"]
    if not open_items:
        return
    key = data.draw(st.sampled_from(open_items))
    after = RUN[name](case_of(name, {**statuses, key: data.draw(st.sampled_from(["present", "absent"]))}, age, sex))
    assert before.low <= after.low <= after.high <= before.high


@given(st.data())
def test_one_more_positive_item_never_lowers_delta_p(data):
    statuses, age, sex = data.draw(cases("delta_p"))
    key = data.draw(st.sampled_from(NAMES["delta_p"]))
    low = delta_p(case_of("delta_p", {**statuses, key: "absent"}, age, sex))
    high = delta_p(case_of("delta_p", {**statuses, key: "present"}, age, sex))
    assert low.low <= high.low
    assert low.high <= high.high
    assert max(risk.percent for risk in low.risks) <= max(risk.percent for risk in high.risks)


@given(st.lists(STATUS, min_size=10, max_size=10))
def test_the_range_of_ape2_is_what_trying_every_combination_gives(statuses):
    data = criteria("ape2")
    keys = [item["id"] for item in data["items"]]
    answers = dict(zip(keys, statuses, strict=True))
    low, high = possible_totals(data["items"], answers, data["exclusive_pairs"])
    weights = {item["id"]: item["points"] for item in data["items"]}

    def by_hand(present):
        points = sum(weights[key] for key in present)
        points -= 2 if {"viral_prodrome", "cancer"} <= present else 0
        return points - (2 if {"fbds", "facial_dyskinesia"} <= present else 0)

    sure = {key for key, status in answers.items() if status == "present"}
    open_items = [key for key, status in answers.items() if status == "unknown"]
    tried = []
    for bits in range(2 ** len(open_items)):
        chosen = sure | {key for place, key in enumerate(open_items) if bits >> place & 1}
        tried.append(by_hand(chosen))
        assert total(data["items"], chosen, data["exclusive_pairs"]) == tried[-1]
    assert (low, high) == (min(tried), max(tried))
