"""Rows as series name them: what each is read as, in which unit, and for whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from onconeural.calibration.comparison.predict import obstacle, predict
from onconeural.calibration.patients.mixture import mixture
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.intervals import published
from onconeural.calibration.published.patients_in_names import with_patients
from onconeural.calibration.readings.definition import Aside
from onconeural.cli.app import app
from onconeural.evidence import cohort

WORDS = Path(__file__).parent / "data" / "invented_words.yaml"
VALUES = {"mRS points": 3.0, "hazard ratio": 1.5, "odds ratio": 1.5, "relative risk": 1.5}  # any number of the unit
PRINTED = {"interval": None, "time_origin": None, "verified": True, "status": "read_primary"}


def cohorts() -> list[dict[str, Any]]:
    return yaml.safe_load(WORDS.read_text(encoding="utf-8"))["cohorts"]


def observable(row: dict[str, Any]) -> dict[str, Any]:
    kind = row.get("kind", "percent")
    unit = row.get("unit", kind if kind.endswith(("ratio", "risk")) else "%")
    found = PRINTED | {"name": row["name"], "value": VALUES.get(unit, 10.0), "unit": unit, "kind": kind}
    group = {"group": row["group"], "n": 30} if "group" in row else {}
    return found | group | ({"time_months": row["months"]} if "months" in row else {})


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, dict[str, Any]]]:
    """Each row of the file: its id, how it is to be read, and what validate says of it."""
    path = tmp_path_factory.mktemp("words") / "words.yaml"
    fixed = {"design": "invented", "n_verified": True, "role": "validation", "source": "graus2001"}
    full = [c | fixed | {"observables": [observable(row) for row in c["rows"]]} for c in cohorts()]
    path.write_text(yaml.safe_dump({"cohorts": [{k: v for k, v in c.items() if k != "rows"} for c in full]}))
    done = CliRunner().invoke(app, ["validate", "--posterior", "none", "--cohorts", str(path), "--json"])
    assert done.exit_code == 0, done.output
    wanted: Iterator[str] = (row["reads"] for c in cohorts() for row in c["rows"])
    return [(row["id"], words, row) for row, words in zip(json.loads(done.stdout)["rows"], wanted, strict=True)]


def test_every_row_is_read_as_its_words_mean(read):
    wrong = {key: (words, said(row)) for key, words, row in read if not said(row).startswith(words)}
    assert not wrong


def said(row: dict[str, Any]) -> str:
    """The definition of a row, or why it is set aside; too few simulated patients are no matter of words."""
    few = "simulated patients" in (row["reason"] or "")
    return row["definition"] if row["predicted"] or few else row["reason"].split(":")[0]


def value(read, key: str) -> float:
    return next(row["predicted"]["value"] for name, _, row in read if name == key)


def test_patients_who_are_named_are_those_of_the_row(read):
    for one, other in (
        ("w8_mixed/improved_onconeural", "w8_mixed/improved_surface"),
        ("w10_mixed/no_tumour_treatment_stabilised", "w10_mixed/stabilised"),
        ("w10_mixed/with_SCLC_survival_2y/24_months", "w10_mixed/without_SCLC_survival_2y/24_months"),
        ("w10_nmdar/children_good_outcome", "w10_nmdar/adults_good_outcome"),
        ("w8_mixed/good_1y/early_surgery", "w8_mixed/good_1y/late_surgery"),
        ("w8_mixed/good_1y/no_rituximab", "w8_mixed/good_1y/rituximab"),
        ("w8_mixed/good_1y/Yo", "w8_mixed/good_1y/non_Yo"),
        ("w8_mixed/survival_1y/tumour_CR", "w8_mixed/survival_1y/no_tumour_CR"),
        ("w8_mixed/improved_if_onset_lt1m", "w8_mixed/improved_if_onset_ge1m"),
        ("w8_mixed/multifocal_at_dx", "w8_mixed/multifocal"),
        ("w8_mixed/died_of_PCD", "w8_mixed/died"),
        ("w8_mixed/dead_SCLC_pos", "w8_mixed/dead_SCLC_neg"),
        ("w8_mixed/survival_SCLC_2y", "w8_mixed/survival_no_cancer_2y"),
        ("w11_hu/treated_after_90_days_improved", "w11_hu/improved"),
        ("w11_hu/improved_late_treatment", "w11_hu/improved"),
        ("w11_hu/improved/treated 1-3 months", "w11_hu/improved"),
        ("w11_hu/improved/chemotherapy + IVIg", "w11_hu/improved_with_PE"),
        ("w11_hu/neurological_improvement_after_tumour_treatment", "w11_hu/improved"),
        ("w13_nmdar/mRS_0_2_last_with_rituximab", "w13_nmdar/mRS_last_lte_2"),
        ("w13_nmdar/mRS_0_2_last/responders", "w13_nmdar/mRS_0_2_last/immunotherapy"),
        ("w13_nmdar/mRS_0_2_last/late or no immunotherapy", "w13_nmdar/mRS_0_2_last/no immunotherapy"),
        ("w13_nmdar/mRS_0_2_last/women with teratoma", "w13_nmdar/mRS_0_2_last/no teratoma"),
        ("w11_lems/2y_survival/SCLC without LEMS/24_months", "w11_lems/2y_survival/SCLC_LEMS/24_months"),
        ("w14_with_sclc/survival_median/no LEMS", "w14_with_sclc/survival_median/LEMS"),
        ("w14_mixed/alive_2y/no CNS involvement/24_months", "w14_mixed/alive_2y/CNS involvement/24_months"),
        ("w14_mixed/alive_2y/not bedridden/24_months", "w14_mixed/alive_2y/bedridden/24_months"),
        ("w14_mixed/alive_2y/without several areas/24_months", "w14_mixed/alive_2y/several areas/24_months"),
        ("w14_mixed/alive_2y/no early treatment/24_months", "w14_mixed/alive_2y/early treatment/24_months"),
        ("w14_mixed/CNS_involvement_during_course", "w14_mixed/cns_involvement"),
        ("w14_mixed/treatment_started_after_8w_stabilised", "w14_mixed/stabilised"),
        ("w14_mixed/dx_to_immunotherapy", "w14_mixed/onset_to_antibody_result"),
    ):
        assert value(read, one) != value(read, other), (one, other)


def test_two_spellings_of_one_row_have_one_value(read):
    for one, other in (
        ("w_hu/syndrome/SSN", "w_hu/syndrome/subacute sensory neuronopathy"),
        ("w_hu/tumour_found_at_first_screening", "w_hu/tumour_at_initial_screening"),
        ("w_hu/interval_neuro_to_tumour", "w_hu/tumour_lead_time"),
        ("w_hu/mRS_at_dx", "w_hu/mRS_dx"),
        ("w_hu/died/older than 65", "w_hu/died/elderly"),
        ("w14_with_sclc/survival_median/no LEMS", "w14_with_sclc/survival_median/Hu without LEMS"),
        ("w14_mixed/alive_2y/not disabled/24_months", "w14_mixed/alive_2y/independent/24_months"),
        ("w_hu/improved/neither", "w_hu/improved/not treated"),
        ("w_tr/cerebellar_first", "w_tr/cerebellar_symptoms_before_Hodgkin"),
        ("w8_mixed/improved_onconeural", "w8_mixed/improved/intracellular antibodies"),
        ("w8_mixed/improved_seronegative", "w8_mixed/improved/negative"),
        ("w8_mixed/tumour/Yo", "w8_mixed/tumour_found/Yo"),
        ("w8_mixed/survival_median_lung", "w8_mixed/survival_median/lung cancer"),
        ("w8_mixed/1y_survival_onconeural", "w8_mixed/survival_1y/onconeural"),
        ("w8_mixed/good_1y/no_rituximab", "w8_mixed/good_1y_no_2nd_line"),
        ("w8_mixed/Proportion of patients with relapse (%)", "w8_mixed/relapse"),
        ("w8_mixed/full_recovery (mRS 0) at last visit", "w8_mixed/mRS_0_last"),
        ("w11_hu/good_outcome_M12", "w11_hu/good_outcome_12m"),
        ("w11_hu/improved_or_stable/late treatment", "w11_hu/improved_or_stable/treated after 3 months"),
        ("w11_hu/survival/limited stage", "w11_hu/survival_median_limited_disease"),
        ("w11_hu/no_benefit", "w11_hu/not_improved"),
        ("w11_hu/tumour/any", "w11_hu/tumour_found"),
        ("w13_nmdar/mrs_at_nadir_5", "w13_nmdar/mRS_5_nadir"),
        ("w13_nmdar/mRS_last_lte_2", "w13_nmdar/mRS_final_lower_than_3"),
        ("w13_nmdar/mRS_last_lte_2", "w13_nmdar/mRS_at_most_2_last"),
        ("w13_nmdar/mRS_0_2_last_with_rituximab", "w13_nmdar/mRS_0_2_last/rituximab"),
        ("w13_nmdar/mRS_0_2_last/responders to first-line immunotherapy", "w13_nmdar/mRS_0_2_last/responders"),
        ("w13_nmdar/mRS_0_2_last/teratoma absent", "w13_nmdar/mRS_0_2_last/no teratoma"),
        ("w13_nmdar/mRS_0_2_last/women with teratoma", "w13_nmdar/mRS_0_2_last_teratoma_group"),
        ("w13_nmdar/tumour_yes", "w13_nmdar/tumour_total"),
        ("w13_nmdar/dead_of_tumour_or_neurological", "w13_nmdar/died"),
    ):
        assert value(read, one) == value(read, other), (one, other)


def test_classes_and_moments_add_up(read):
    hu = "w_hu/"
    bands = sum(value(read, f"{hu}mRS_last/{band}") for band in ("0-2", "3-5", "6"))
    assert bands == pytest.approx(100.0, abs=0.5)
    found = value(read, hu + "tumour_found_at_first_screening") + value(read, hu + "tumour_found_later")
    assert found == pytest.approx(value(read, hu + "underlying_tumour"), abs=0.5)
    assert value(read, hu + "tumour_found_during_followup") == value(read, hu + "tumour_found_later")
    responses = [value(read, f"w_gababr/response/{how}") for how in ("good", "moderate", "poor")]
    assert sum(responses) == pytest.approx(100.0, abs=5.0)
    assert value(read, hu + "neurological_mortality") + value(read, hu + "tumour_mortality") < 100.0


def test_limited_and_extensive_stage_are_the_whole(read):
    hu = "w11_hu/"
    assert value(read, hu + "SCLC_stage/limited") + value(read, hu + "extensive_disease") == pytest.approx(100.0)
    assert value(read, hu + "survival/limited stage") > value(read, hu + "survival/ED-SCLC")
    assert value(read, hu + "death_extensive_stage") > 1.0


def test_parts_of_a_registry_add_up(read):
    mixed = "w11_mixed/"
    two = [value(read, f"{mixed}delay_to_cancer_{how}_1y") for how in ("gt", "within")]
    assert sum(two) == pytest.approx(100.0, abs=0.1)
    assert value(read, mixed + "tumour_found_after_2y") < value(read, mixed + "tumour_at_rescreening")
    worst = [value(read, f"{mixed}mRS_{grade}_last") for grade in (5, 6)]
    assert value(read, mixed + "dead_or_mRS5_last") == pytest.approx(sum(worst), abs=0.1)
    of_one = sorted(value(read, f"{mixed}improved/{key}") for key in ("Yo", "Hu"))
    assert of_one[0] - 2.0 < value(read, mixed + "improved/Yo or Hu") < of_one[1] + 2.0
    early = [
        f"{mixed}{name}"
        for name in ("treated_within_1_month_stable_or_improved", "stable_or_improved/treated_within_1_month")
    ]
    assert value(read, early[0]) == value(read, early[1]) != value(read, mixed + "improved_or_stable")


def test_a_smaller_tumour_is_the_inverse_of_a_larger_one(read):
    mixed = "w11_mixed/HR_death/"
    limited, extensive = (value(read, mixed + which) for which in ("limited_vs_extensive", "extensive_vs_limited"))
    assert limited < 1.0
    assert limited * extensive == pytest.approx(1.0, rel=0.02)


def test_groups_are_patients_and_no_part_of_what_is_counted(read):
    """A tumour found is no outcome of those in whom it was found, and survivors are no survival."""
    hu = "w_hu/"
    assert value(read, hu + "survival_2y/tumour found/24_months") < 50.0
    assert value(read, hu + "mRS_last/survivors") <= 5.0
    assert value(read, hu + "onset_to_tumour/neuro_first") == value(read, hu + "interval_neuro_to_tumour")
    assert value(read, "w_nmdar/tumour_found/female, 18-45 years") > value(read, "w_nmdar/tumour_found/male")
    assert value(read, hu + "died/untreated") > value(read, hu + "died/immunotherapy")


def test_a_name_may_end_in_its_patients(read):
    mixed = "w5_mixed/"
    assert value(read, mixed + "died_female") != value(read, mixed + "died_age_gt65")
    assert value(read, mixed + "survival_median_women") != value(read, mixed + "survival_median_men")
    assert value(read, mixed + "wheelchair_PCD") > value(read, "w_hu/wheelchair_bound_12m/12_months")
    assert value(read, "w5_nmdar/tumour_by_sex/female") == value(read, "w_nmdar/tumour_found/female")


@pytest.mark.parametrize(
    "words", ["no_tumour", "without_cancer", "nontumour", "no_teratoma", "non_SCLC", "tumour", "thymoma"]
)
def test_no_is_never_lost_between_what_is_counted_and_whom(words):
    row = replace(cohort("graus2001_hu200").observables[0], group=None)
    for counted in ("mRS_le2", "good_outcome"):
        found = with_patients(replace(row, name=f"{counted}_{words}"))
        assert found.group == words
        assert found.name == counted


def test_times_begin_where_the_name_says(read):
    hu = "w_hu/"
    assert value(read, hu + "survival_from_onset") > value(read, hu + "survival_from_diagnosis")
    assert value(read, hu + "onset_to_death") > value(read, hu + "time_to_death")
    assert value(read, hu + "diagnosis_to_treatment") < value(read, hu + "onset_to_treatment")
    assert value(read, hu + "HR_death/age_per_10y") == pytest.approx(value(read, hu + "survival_age") ** 10, rel=0.02)


def test_a_grade_reached_counts_who_died_after_it(read):
    """Of all patients more reach a wheelchair within five years than are alive in one at their end."""
    reached = value(read, "w_yo/reached_wheelchair_5y")
    assert value(read, "w_yo/reached_mRS_gt2/60_months") > reached
    assert reached > value(read, "w_yo/wheelchair_last")


def test_a_cancer_of_one_organ_is_not_every_tumour(read):
    """The series prints ovarian tumours in a tenth of its patients."""
    ovarian, breast = value(read, "w_yo/ovarian_cancer_at_1y"), value(read, "w_yo/breast_cancer_found_within_6m")
    assert 5.0 < ovarian < 40.0 < breast
    assert ovarian + breast <= 100.0


def test_a_row_named_after_one_antibody_has_the_n_of_its_patients():
    publication = cohort("shamsili2003_pcd50")
    row = next(o for o in publication.observables if o.name == "non_cerebellar_involvement_hu")
    assert published(publication, row).n == 16


@pytest.mark.parametrize(
    ("key", "name", "words"),
    [
        ("mayo_limbic148", "mRS_last/nonparaneoplastic", "without a tumour"),
        ("zalewski2016_vgcc236", "neoplasm_found", "people tested"),
        ("dimauro2024_hu45", "phenotype/myasthenia gravis or LEMS", "an antibody that the series is not about"),
    ],
)
def test_patients_whom_the_model_lacks_are_set_aside(key, name, words):
    publication = cohort(key)
    row = next(o for o in publication.observables if "/".join(filter(None, (o.name, o.group))) == name)
    found = obstacle(publication, row)
    assert isinstance(found, Aside)
    assert words in found.reason


def rows_of(tmp_path: Path, **record: Any) -> dict[str, dict[str, Any]]:
    """What validate says of one cohort."""
    fixed = {"id": "one", "design": "invented", "n_verified": True, "role": "validation", "source": "graus2001"}
    path = tmp_path / "one.yaml"
    path.write_text(yaml.safe_dump({"cohorts": [fixed | record]}))
    done = CliRunner().invoke(app, ["validate", "--posterior", "none", "--cohorts", str(path), "--json"])
    assert done.exit_code == 0, done.output
    return {row["id"].removeprefix("one/"): row for row in json.loads(done.stdout)["rows"]}


TEXT = "Hu 41, Yo 20, GABABR 14, negative 25"
SEVERAL = {"syndrome": ["mixed_or_other"], "syndrome_text": "PNS", "design": "registry", "n": 100}


@pytest.mark.parametrize(
    ("group", "value", "n"), [("Hu", 22.0, 41), ("Yo", 20.0, 20), ("seronegative", 40.0, 25), ("surface", 50.0, 14)]
)
def test_a_group_has_as_many_patients_as_the_series_describes(tmp_path, group, value, n):
    """Those without an antibody are no part of the others: 41 with Hu are 41, and not 41 of 75 in 100."""
    row = observable({"name": "improved"}) | {"group": group, "value": value}
    described = {
        "antibody": ["hu", "yo", "gababr", "negative"],
        "antibody_text": "Hu 41, Yo 20, GABABR 14, negative 25",
    }
    found = rows_of(tmp_path, observables=[row], **SEVERAL, **described)[f"improved/{group}"]
    assert f"% of {n} (n: patients with" in found["published"]["rule"]


def test_an_antibody_that_rows_count_and_the_series_does_not_list_is_no_failure(tmp_path):
    counted = [observable({"name": "antibody"}) | {"group": key, "n": 100} for key in ("Hu", "Yo", "NMDAR")]
    rows = [*counted, observable({"name": "tumour_found"})]
    found = rows_of(tmp_path, observables=rows, **SEVERAL, antibody=["hu", "yo"], antibody_text="see rows")
    assert found["tumour_found"]["predicted"]


HU = {"antibody": ["hu"], "antibody_text": "Hu", "syndrome": ["mixed_or_other"], "syndrome_text": "PNS", "n": 60}


def test_a_trial_knows_the_tumours_found_by_its_last_visit(tmp_path):
    rows = [observable({"name": "tumour_found"}), observable({"name": "improved", "months": 3.0})]
    found = {}
    for design in ("prospective open-label phase 2", "retrospective"):
        row = rows_of(tmp_path, observables=rows, **HU, design=design)["tumour_found"]
        found[design] = row["predicted"]["value"]
    assert found["prospective open-label phase 2"] < found["retrospective"] - 2.0


def test_counts_of_two_treatments_without_n_are_classes_of_all(tmp_path):
    """Improved after tumour treatment, beside improved after immunotherapy, is without immunotherapy, of all."""
    names = ("improved_with_tumour_treatment", "improved_with_immunotherapy", "improved")
    rows = [observable({"name": name, "kind": "count", "unit": "patients"}) for name in names]
    tumour, immune, any_of = (row["predicted"]["value"] for row in rows_of(tmp_path, observables=rows, **HU).values())
    assert tumour + immune <= any_of + 1.0
    assert 0.0 < tumour < immune


@pytest.mark.parametrize(("high", "dead"), [(6, True), (5, False)])
def test_a_range_of_grades_says_whether_the_dead_are_in_it(tmp_path, high, dead):
    last = observable({"name": "mRS_last", "kind": "median", "unit": "mRS points"})
    last |= {"interval": {"low": 1, "high": high, "type": "range"}}
    rows = rows_of(tmp_path, observables=[last, observable({"name": "died"})], **HU)
    assert (rows["mRS_last"]["predicted"]["value"] == 6.0) is dead


def test_tumour_first_is_of_all_where_the_n_is_that_of_all(tmp_path):
    found = observable({"name": "tumour_found"}) | {"value": 80.0, "count": 48, "n": 60}
    first = [observable({"name": "tumour_first"}) | {"n": n} for n in (60, 48)]
    rows = rows_of(tmp_path, observables=[found, *first], **HU)
    of_all, of_found = (rows[key]["predicted"]["value"] for key in ("tumour_first", "tumour_first#2"))
    assert of_all < of_found


def test_liverpool_scores_of_4_and_5_are_mrs_0_to_1():
    """Liverpool 3 is a moderate sequela compatible with independent living (doi:10.2471/BLT.09.071357): mRS 2."""
    series = cohort("hunan_nmdar_children51")
    row = next(o for o in series.observables if o.name == "good_outcome_at_6_months")
    simulator = Simulator({}, 3, 100)
    strict, plain = (predict(series, replace(row, note=note), simulator).value for note in (row.note, None))
    assert strict < plain


def test_discharge_comes_after_the_start_of_treatment():
    """china_nmdar_lateonset112 counts three months from discharge."""
    series = cohort("china_nmdar_lateonset112")
    sample = Simulator({}, 3, 50).drawn(series, mixture(series)).parts[0][0]
    assert np.nanmin(sample.origin("discharge") - sample.course.diagnosis) > 7.0


def test_more_found_by_a_time_than_have_a_tumour_are_of_those_found(tmp_path):
    """Series of Lambert-Eaton syndrome print how many of the tumours were found within a year of all found."""
    lems = {"antibody": ["pq_vgcc"], "antibody_text": "VGCC", "syndrome": ["lambert_eaton"], "syndrome_text": "LEMS"}
    found = observable({"name": "SCLC"}) | {"value": 48.0}
    by_then = [observable({"name": "SCLC_within_2y"}) | {"value": value} for value in (92.0, 40.0)]
    rows = rows_of(tmp_path, observables=[found, *by_then], **lems, n=93)
    of_found, of_all = (rows[key] for key in ("SCLC_within_2y", "SCLC_within_2y#2"))
    assert "of 45" in of_found["published"]["rule"]
    assert "of 93" in of_all["published"]["rule"]
    assert of_found["predicted"]["value"] > 80.0 > of_all["predicted"]["value"]


@pytest.mark.parametrize(("design", "read_it"), [("phase II, single arm, sirolimus", True), ("retrospective", False)])
def test_a_drug_outside_usual_care_is_simulated_in_a_trial_of_it(tmp_path, design, read_it):
    rows = rows_of(tmp_path, observables=[observable({"name": "improved_after_sirolimus"})], **HU, design=design)
    assert (rows["improved_after_sirolimus"]["predicted"] is not None) is read_it
    assert read_it or "no sirolimus" in rows["improved_after_sirolimus"]["reason"]


def test_a_note_may_name_the_outcome_of_a_ratio(tmp_path):
    ratio = observable({"name": "age_ge60", "kind": "odds ratio"})
    rows = [ratio | {"note": "for poor outcome"}, ratio | {"name": "poor_outcome_age_ge60"}, ratio]
    noted, named, bare = rows_of(tmp_path, observables=rows, **HU).values()
    assert noted["predicted"]["value"] == named["predicted"]["value"]
    assert "no outcome of the model is named" in bare["reason"]


def test_other_tumours_are_all_that_have_no_row_of_their_own(tmp_path):
    ma2 = {"antibody": ["ma2"], "antibody_text": "Ma2", "syndrome": ["limbic_encephalitis"], "syndrome_text": "LE"}
    rows = [observable({"name": "alive", "group": group}) for group in ("testis", "other tumours", "tumour")]
    found = rows_of(tmp_path, observables=rows, **ma2, n=40).values()
    testis, other, both = (row["predicted"]["value"] for row in found)
    assert min(testis, other) < both < max(testis, other)


def test_no_tumour_among_the_kinds_is_of_all_unless_the_row_has_an_n(tmp_path):
    """jama_oms114 prints none found of the 45 paraneoplastic patients, where most of the series have no tumour."""
    none = observable({"name": "tumour_types", "group": "none"})
    rows = [none | {"n": None}, none, observable({"name": "no_tumour"})]
    of_all, of_part, plain = rows_of(tmp_path, observables=rows, **HU).values()
    assert of_all["predicted"]["value"] == plain["predicted"]["value"]
    assert of_part["reason"].startswith("input")


def test_classes_of_response_beside_a_good_one_do_not_overlap(tmp_path):
    rows = [observable({"name": "response", "group": how}) for how in ("good", "partial", "none")]
    found = rows_of(tmp_path, observables=rows, **{**HU, "antibody": ["nmdar"], "antibody_text": "NMDAR"}).values()
    assert sum(row["predicted"]["value"] for row in found) <= 100.0
