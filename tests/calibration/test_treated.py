"""Who was treated is an input: simulated patients are treated as often as a series prints, and are no others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.calibration.comparison.predict import assumption, obstacle, predict
from onconeural.calibration.patients.mixture import mixture
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.treated import treatment_facts
from onconeural.calibration.published.trials import trial_drugs
from onconeural.calibration.readings.definition import Aside
from onconeural.evidence import cohort

HU, NMDAR = cohort("graus2001_hu200"), cohort("titulaer2013_nmdar577")
ROW = replace(HU.observables[0], value=60.0, unit="%", kind="percent", count=None, n=None, interval=None, group=None)


def row(words, value=60.0, **changes):
    name, _, group = words.partition("/")
    return replace(ROW, name=name, group=group or None, value=value, **changes)


def series(*rows, base=HU, n=100, **changes):
    return replace(base, n=n, observables=rows, **changes)


def facts(*rows, base=HU, n=100, **changes):
    found = treatment_facts(series(*rows, base=base, n=n, **changes))
    return {(f.what, f.form, f.among): round(f.value, 2) for f in found}


def of_all(what, value, form="share"):
    return {(what, form, "everybody"): value}


@pytest.fixture(scope="module")
def simulator():
    return Simulator({}, 5, 300)


def patients(simulator, publication):
    """Columns of the patients of a series of one antibody."""
    ((sample, _),) = simulator.drawn(publication, mixture(publication)).parts
    course, who = sample.course, sample.who
    return {
        "immune": np.isfinite(course.immune)[who],
        "second": np.isfinite(course.second)[who],
        "tumour": (course.treated <= sample.followed)[who],
        "found": np.isfinite(sample.tumour_seen)[who],
        "grade": sample.grade[who],
        "age": sample.age[who],
        "late": (course.death > course.diagnosis + 21.0)[who] | np.isnan(course.death)[who],
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("immunotherapy", of_all("immunotherapy", 0.6)),
        ("immunosuppressive_therapy", of_all("immunotherapy", 0.6)),
        ("first-line immunotherapy", of_all("immunotherapy", 0.6)),
        ("received_immunotherapy", of_all("immunotherapy", 0.6)),
        ("immunotherapy/none", of_all("immunotherapy", 0.4)),
        ("no_immunotherapy", of_all("immunotherapy", 0.4)),
        ("cancer treatment", of_all("tumour", 0.6)),
        ("treatment/oncological", of_all("tumour", 0.6)),
        ("no tumor treatment", of_all("tumour", 0.4)),
        ("treatment/none", of_all("any", 0.4)),
        ("untreated", of_all("any", 0.4)),
        ("treated", of_all("any", 0.6)),
        ("treatment/both", of_all("both", 0.6)),
        ("immunotherapy_and_tumour_treatment", of_all("both", 0.6)),
        ("immunotherapy_or_tumour_treatment", of_all("any", 0.6)),
        ("immunosuppression_only", of_all("immunotherapy_alone", 0.6)),
        ("tumour_treatment_without_immunotherapy", of_all("tumour_alone", 0.6)),
        ("second_line_given", of_all("second", 0.6)),
        ("treatment/IVIG", of_all("immunotherapy", 0.6, "least")),
        ("IV methylprednisolone", of_all("immunotherapy", 0.6, "least")),
        ("steroids_and_ivig", of_all("immunotherapy", 0.6, "least")),
        ("treatment/rituximab", of_all("immunotherapy", 0.6, "least") | of_all("second", 0.6, "least")),
        ("treatment/chemotherapy", of_all("tumour", 0.6, "least")),
        ("thymectomy", of_all("tumour", 0.6, "least")),
        ("first_line_or_tumour_removal", of_all("any", 0.6, "least")),
    ],
)
def test_words_of_who_was_treated(words, found):
    assert facts(row(words)) == found
    assert facts(row(words, 60.0, kind="count", unit="patients")) == found
    assert isinstance(obstacle(series(row(words)), row(words)), Aside)


@pytest.mark.parametrize(
    "words",
    [
        "improved_with_immunotherapy",
        "good_outcome/immunotherapy",
        "immunotherapy/women",
        "immunotherapy/children",
        "immunotherapy_within_30_days",
        "failed_first_line",
        "first_line_response",
        "time_to_treatment",
        "treatment/mycophenolate",
        "treatment/tocilizumab",
        "steroids_and_azathioprine",
        "no_cancer_operated",
        "after_orchiectomy/no_improvement",
        "PNS_during_primary_treatment",
        "treatment/levetiracetam",
        "immunotherapy_naive",
    ],
)
def test_words_of_outcomes_of_parts_and_of_other_drugs_say_nothing_of_it(words):
    assert facts(row(words)) == {}


def test_what_is_not_verified_not_of_all_or_not_a_share_is_not_used():
    assert facts(row("immunotherapy", verified=False)) == {}
    assert facts(row("immunotherapy", comparator=">")) == {}
    assert facts(row("immunotherapy", time_months=3.0)) == {}
    assert facts(row("immunotherapy", n=40)) == {}
    assert facts(row("immunotherapy", n=85)) == of_all("immunotherapy", 0.6)  # the others lack data
    assert facts(row("immunotherapy", kind="median", unit="months")) == {}
    assert facts(row("immunotherapy"), n=None) == {}


def test_an_n_may_be_that_of_those_with_a_tumour_or_in_whom_the_first_line_failed():
    tumours = row("tumour_found", 50.0, kind="count", unit="patients")
    assert facts(tumours, row("tumour_treatment", n=50)) == {("tumour", "share", "with_tumour"): 0.6}
    assert facts(row("tumour_treatment", n=50)) == {}
    failed = row("failed_first_line", 40.0, kind="count", unit="patients")
    second = row("second_line", n=40)
    assert facts(failed, second, base=NMDAR) == {("second", "share", "first_line_failed"): 0.6}
    first = row("immunotherapy", 40.0)
    assert facts(first, second, base=NMDAR)["second", "share", "first_line"] == 0.6
    assert facts(second, base=NMDAR) == {}


@given(st.lists(st.integers(2, 40), min_size=4, max_size=4))
def test_classes_with_and_without_both_in_them_say_the_same(counts):
    tumour, immune, both, none = counts
    n = sum(counts)

    def of_classes(tumour, immune):
        values = {"tumour": tumour, "immunotherapy": immune, "both": both, "none": none}
        rows = [row(f"treatment/{k}", float(v), kind="count", unit="patients") for k, v in values.items()]
        return facts(*rows, n=n)

    apart, together = of_classes(tumour, immune), of_classes(tumour + both, immune + both)
    whole = {key: value for key, value in apart.items() if not key[0].endswith("alone")}
    if abs(both / n) > 0.02:  # else rounding does not tell the two apart
        assert whole == pytest.approx(together, abs=0.011)
        assert apart["tumour_alone", "share", "everybody"] == pytest.approx(tumour / n, abs=0.006)


def test_the_largest_lower_bound_counts_and_none_beside_the_share():
    drugs = row("treatment/steroids", 50.0), row("treatment/IVIG", 70.0), row("treatment/plasma exchange", 30.0)
    assert facts(*drugs) == of_all("immunotherapy", 0.7, "least")
    assert facts(*drugs, row("immunotherapy", 80.0)) == of_all("immunotherapy", 0.8)


@pytest.mark.parametrize("percent", [20.0, 80.0, 100.0])
def test_immunotherapy_is_given_as_often_as_printed_to_the_same_patients(simulator, percent):
    plain, treated = (patients(simulator, series(*rows)) for rows in ((), (row("immunotherapy", percent),)))
    assert treated["immune"].mean() == pytest.approx(percent / 100.0, abs=0.04)
    for what in ("found", "tumour", "late"):
        assert treated[what].mean() == pytest.approx(plain[what].mean(), abs=0.04)
    for what in ("grade", "age"):
        assert treated[what].mean() == pytest.approx(plain[what].mean(), rel=0.04)


@pytest.mark.parametrize("percent", [30.0, 60.0])
def test_treated_tumours_bring_no_found_tumours_along(simulator, percent):
    plain, treated = (patients(simulator, series(*rows)) for rows in ((), (row("tumour_treatment", percent),)))
    assert treated["tumour"].mean() == pytest.approx(percent / 100.0, abs=0.04)
    assert treated["found"].mean() == pytest.approx(plain["found"].mean(), abs=0.02)


def test_where_every_tumour_was_treated_every_one_was_found(simulator):
    treated = patients(simulator, series(row("tumour_treatment", 100.0)))
    assert treated["found"].mean() > 0.97
    assert treated["tumour"].mean() > 0.97


def test_of_those_with_a_tumour_the_others_do_not_change(simulator):
    tumours = row("tumour_found", 50.0, kind="count", unit="patients")
    plain = patients(simulator, series(tumours))
    treated = patients(simulator, series(tumours, row("tumour_treatment", 40.0, n=50)))
    assert treated["tumour"][treated["found"]].mean() == pytest.approx(0.4, abs=0.05)
    assert treated["found"].mean() == pytest.approx(plain["found"].mean(), abs=0.02)


def test_a_second_line_brings_no_disability_along(simulator):
    few, many = (patients(simulator, series(row("second_line", p), base=NMDAR)) for p in (5.0, 35.0))
    assert few["second"].mean() == pytest.approx(0.05, abs=0.03)
    assert many["second"].mean() == pytest.approx(0.35, abs=0.05)
    assert few["grade"].mean() == pytest.approx(many["grade"].mean(), abs=0.25)
    failed = row("failed_first_line", 40.0, kind="count", unit="patients")
    told = patients(simulator, series(failed, row("second_line", 90.0, n=40), base=NMDAR))
    assert told["second"].mean() > many["second"].mean() - 0.05


def test_a_lower_bound_moves_nobody_who_has_it_anyway(simulator):
    plain, low, high = (
        patients(simulator, series(row("age", 60.0, kind="median", unit="years"), *rows))["immune"].mean()
        for rows in ((), (row("treatment/IVIG", 20.0),), (row("treatment/IVIG", 90.0),))
    )
    assert low == plain
    assert high == pytest.approx(0.9, abs=0.05)


def test_more_treatment_makes_a_better_outcome_and_the_row_says_what_was_met(simulator):
    good = row("mRS_le2", 50.0, time_months=12.0)
    found = {}
    for percent in (20.0, 100.0):
        one = series(row("immunotherapy", percent), good, base=NMDAR)
        found[percent] = predict(one, good, simulator).value
        assert "treatment as printed" in assumption(one, good, simulator)
    assert found[100.0] > found[20.0] + 3.0


def test_a_second_line_that_the_simulated_care_lacks_is_not_used():
    rows = row("second_line", 20.0), row("treatment/rituximab", 20.0)
    assert {f.what for f in mixture(series(*rows)).treated} == {"immunotherapy"}
    assert "second" in {f.what for f in mixture(series(*rows, base=NMDAR)).treated}


def test_rows_of_one_antibody_of_a_mixed_series_are_treated_as_usual():
    mixed = series(row("immunotherapy", 90.0), base=cohort("vogrig2020_friuli89"))
    assert mixture(mixed).treated
    assert mixture(mixed, row("good_outcome/anti-Yo")).treated == ()


def test_a_trial_in_which_everybody_got_the_same_is_no_care_to_be_met():
    assert facts(row("immunotherapy", 50.0), design="phase II, single arm, IVIg") == {}
    assert facts(row("immunotherapy", 50.0), design="phase II, randomised, IVIg") != {}


@pytest.mark.parametrize(
    ("key", "design", "drugs"),
    [
        ("graus1992_plex", None, {"plasma_exchange", "cyclophosphamide"}),
        ("keimeguibert2000_ivig_cyc_mp", None, {"ivig", "cyclophosphamide", "steroids"}),
        ("graus2001_hu200", "open-label rituximab and IVIg", {"rituximab", "ivig"}),
        ("graus2001_hu200", "open-label, placebo-controlled, rituximab", set()),
        ("graus2001_hu200", "retrospective, rituximab in some", set()),
        ("graus2001_hu200", "uncontrolled trial in complex cases, tacrolimus", {"tacrolimus"}),
    ],
)
def test_one_table_names_the_drugs_of_a_trial(key, design, drugs):
    one = cohort(key)
    assert set(trial_drugs(replace(one, design=design or one.design))) == drugs
