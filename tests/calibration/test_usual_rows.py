"""Rows as published series usually name them: each is predicted in the right unit and group, or says why not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onconeural.calibration.readings.definition import Aside, definition
from onconeural.cli.app import app
from onconeural.evidence import cohort

INVENTED = Path(__file__).parent / "data" / "invented_cohorts.yaml"  # its numbers describe no patients
NOT_PREDICTED = {
    "invented_hu/followup": "design",
    "invented_hu/SCLC": "input",
    "invented_hu/ICU_admission": "outside",
    "invented_hu/died/referred from abroad": "does not tell the subgroup referred_from_abroad apart",
    "invented_hu/pct_female": "input",
    "invented_hu/surface_antibodies": "outside",
    "invented_hu/memory_impairment": "outside",
    "invented_hu/second_line_immunotherapy": "design",
    "invented_nmdar/teratoma": "input",
    "invented_nmdar/mRS_gt2_seizures": "outside",
    "invented_nmdar/mechanical_ventilation": "outside",
    "invented_mixed/antibody/CV2": "input",
    "invented_mixed/seronegative": "input",
    "invented_mixed/cancer_types/breast": "input",
}
UNITS = {"hazard ratio": "hazard ratio", "odds ratio": "odds ratio"}


def run(*args):
    return CliRunner().invoke(app, ["validate", "--posterior", "none", *args])


@pytest.fixture(scope="module")
def rows():
    done = run("--cohorts", str(INVENTED), "--json")
    assert done.exit_code == 0, done.output
    return {row["id"]: row for row in json.loads(done.stdout)["rows"]}


def test_every_usual_row_is_predicted_or_says_why_not(rows):
    missing = {key: row["reason"] for key, row in rows.items() if row["predicted"] is None}
    assert missing.keys() == NOT_PREDICTED.keys()
    for key, words in NOT_PREDICTED.items():
        assert words in missing[key]


def value(rows, key):
    return rows[key]["predicted"]["value"]


def test_times_and_names_in_two_spellings_mean_the_same(rows):
    hu = "invented_hu/"
    assert value(rows, hu + "time_to_diagnosis") == value(rows, hu + "diagnostic delay")
    assert value(rows, hu + "neurological_symptoms_first") == value(rows, hu + "PNS_preceded_cancer")
    assert value(rows, hu + "os_12m") + value(rows, hu + "mortality_1_year") == pytest.approx(100.0, abs=2.0)
    assert value(rows, hu + "Tumor detected") + value(rows, hu + "no_cancer_found") == pytest.approx(100.0, abs=2.0)


def test_units_become_months_and_percent(rows):
    assert rows["invented_hu/diagnostic delay"]["published"]["value"] == pytest.approx(16 * 7 / 30.4375)
    assert rows["invented_hu/alive_24m"]["unit"] == "%"
    assert rows["invented_hu/alive_24m"]["published"]["value"] == pytest.approx(40.0)
    assert rows["invented_hu/median_OS"]["unit"] == "months"


def test_causes_of_death_are_shares_of_the_dead(rows):
    cause = rows["invented_hu/cause_of_death/tumour"]
    assert "of 70" in cause["published"]["rule"]
    assert cause["predicted"]["value"] + value(rows, "invented_hu/neurological_death") == pytest.approx(100.0)


def test_groups_are_who_their_words_say(rows):
    """Dead by five years is no cause of death, no teratoma no teratoma, and the dead are not the survivors."""
    assert value(rows, "invented_hu/died_by_5y/60_months") == value(rows, "invented_hu/death_5y")
    assert value(rows, "invented_nmdar/died/teratoma") != value(rows, "invented_nmdar/died/no teratoma")
    assert value(rows, "invented_hu/tumour_by_outcome/died") != value(rows, "invented_hu/tumour_by_outcome/survivors")


def test_moments_and_degrees_of_a_response_are_told_apart(rows):
    hu = "invented_hu/"
    whole = value(rows, hu + "partial_response") + value(rows, hu + "complete_response")
    assert value(rows, hu + "partial_response") < value(rows, hu + "neurological_improvement")
    assert 0.0 < whole < 100.0
    assert value(rows, hu + "mRS_le2_at_onset") > 100.0 - value(rows, hu + "mRS_gt2_at_5y/60_months")
    assert value(rows, hu + "onset_to_wheelchair") < value(rows, hu + "survival_of_those_who_died") + 24.0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pct_women", "input"),
        ("median_age", "input"),
        ("steroids", "design"),
        ("anti_tumour_treatment", "design"),
        ("dysautonomia", "outside"),
        ("steroid_response", "one step better at a monthly visit"),
        ("clinical_response", "one step better at a monthly visit"),
        ("complete_or_partial_recovery", "one step better at a monthly visit"),
        ("complete_tumour_response", "of tumours treated"),
        ("deaths_from_tumour", "among the dead"),
        ("died_by_2y", "dead by the printed time"),
        ("cancer_preceded_neuro", "tumour found before onset"),
        ("tumour_after_neuro", "onset before the tumour"),
        ("cancer_associated", "tumour found"),
        ("dead_or_mRS_gt3", "between two grades"),
        ("alive_without_disability", "mRS 0 to 2"),
        ("loss_of_ambulation", "mRS 4 or 5"),
        ("monophasic", "never better by one step and then worse"),
        ("ataxia", "the area"),
    ],
)
def test_words_of_a_name_are_read_whole(name, words):
    """A word inside another one, or before a negation, does not decide alone."""
    seen = replace(cohort("graus2001_hu200").observables[-1], name=name, group=None, kind="percent", unit="%")
    found = definition(seen)
    assert found is not None
    assert words in (found.kind if isinstance(found, Aside) else found.meaning)


def test_children_are_those_under_eighteen(rows):
    died = {group: rows[f"invented_nmdar/died/{group}"]["predicted"] for group in ("children", "adults")}
    assert died["children"]["value"] != died["adults"]["value"]


def test_later_death_is_not_rarer(rows):
    hu = "invented_hu/"
    assert value(rows, hu + "mortality_1_year") < value(rows, hu + "death_5y")
    assert value(rows, hu + "os_12m") > value(rows, hu + "survival_probability/36_months")


def test_ratios_are_ratios(rows):
    for row in rows.values():
        if row["unit"] in ("hazard ratio", "odds ratio") and row["predicted"]:
            assert 0.0 < row["predicted"]["value"] < 30.0
            assert "Cox" in row["definition"]
    assert value(rows, "invented_hu/HR_death_mRS_gt3") > 1.0  # disability kills in the model


def test_patients_that_are_not_simulated_are_named_in_the_row(rows):
    assert "without an antibody" in rows["invented_mixed/mortality_3y"]["assumed"]
    assert rows["invented_mixed/good_outcome/Yo"]["antibody"] == "yo"


def test_classes_that_hold_everybody_hold_the_dead_in_their_last_state(rows):
    classes = ("good", "partial", "no_improvement")
    whole = [value(rows, f"invented_whole/outcome/{name}") for name in classes]
    apart = [value(rows, f"invented_apart/outcome/{name}") for name in classes]
    assert sum(whole) == pytest.approx(100.0, abs=1.0)
    assert sum(apart) < 100.0 - 0.5 * value(rows, "invented_apart/outcome/died")
    assert "last state in life" in rows["invented_whole/outcome/good"]["assumed"]
    assert not rows["invented_apart/outcome/good"]["assumed"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: median", "kind: middle", "kind"),
        ("verified: true, status: read_primary}", "verified: perhaps, status: read_primary}", "verified"),
        ("cohorts:\n", "cohort:\n", "cohort"),
        ("value: 14, unit", "valeu: 14, unit", "valeu"),
        ("- id: invented_hu", "- id: [", "line"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path, old, new, words):
    path = tmp_path / "bad.yaml"
    path.write_text(INVENTED.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    done = run("--cohorts", str(path))
    assert done.exit_code == 2
    assert "bad.yaml" in done.output
    assert words in done.output
    assert "Traceback" not in done.output
