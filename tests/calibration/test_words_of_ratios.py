"""Ratios as series name them: which words are the outcome, which the factor, and in which direction it counts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from onconeural.calibration.published.wording import plain
from onconeural.calibration.readings.definition import Aside, definition
from onconeural.calibration.readings.factor import ratio, words_of
from onconeural.calibration.readings.factor_named import label
from onconeural.cli.app import app
from onconeural.evidence import cohort
from onconeural.evidence.cohort_records import Observable

ROWS = yaml.safe_load((Path(__file__).parent / "data" / "words_of_ratios.yaml").read_text(encoding="utf-8"))
# Ratios that are the inverse of each other: the factor and its opposite, in other words.
OPPOSITE = (
    ("OR_good_outcome_absence_of_tumour", "good_outcome_OR_tumour"),
    ("multivariable_HR_relapse_teratoma_absent", "HR_for_relapse_teratoma_vs_no_teratoma"),
    ("aHR_first_relapse_female_sex", "relapse_HR_men"),
    ("OR_poor_outcome_younger_than_30", "poor_outcome_OR_age_at_onset_at_least_30"),
    ("OR_good_outcome_no_response_to_first_line", "OR_good_outcome_responders"),
    ("OR_poor_outcome_mRS_5", "poor_outcome_OR_mRS_less_than_5"),
    ("OR_poor_outcome_1y_female", "OR_mRS_0_2_at_1_year_female_vs_male"),
    ("OR_poor_outcome_no_improvement_within_4_weeks", "OR_poor_outcome_improved_within_4_weeks_of_treatment"),
    ("OR_good_outcome_unresected_teratoma", "OR_good_outcome_teratoma_removed"),
)
ALIKE = (  # and those that are one and the same
    ("OR_poor_outcome_delay_per_10_days", "OR_unfavourable_outcome_per_10_day_delay_of_treatment"),
    ("OR_death_or_poor_outcome_age_per_decade", "poor_outcome_aOR_per_10_years_of_age"),
    ("independent_predictor_of_poor_outcome_tumour", "OR_poor_outcome_malignancy_present"),
    ("HR_recovery_to_mRS_2_second_line_given", "HR_time_to_mRS_le_2_second_line"),
)


def row(name: str, kind: str = "odds ratio", group: str | None = None) -> Observable:
    return replace(cohort("graus2001_hu200").observables[0], name=name, group=group, kind=kind, unit=kind)


@pytest.mark.parametrize("meant", ROWS, ids=lambda meant: f"{meant['name']}/{meant.get('group', '')}")
def test_outcome_and_factor_are_those_that_the_words_mean(meant):
    seen = row(meant["name"], meant["kind"], meant.get("group"))
    how = definition(seen)
    if "aside" in meant:
        assert isinstance(how, Aside) and how.reason == meant["aside"]
        return
    assert how is not None and not isinstance(how, Aside) and how.read is ratio
    found = words_of(plain(seen))
    assert (found.outcome, found.factor, found.others) == (meant["outcome"], meant["factor"], meant.get("others", ""))
    assert label(found.factor) == meant["is"]


def test_a_ratio_without_a_factor_says_so():
    with pytest.raises(ValueError, match="no factor is named in good_outcome"):
        words_of(row("good_outcome"))


@pytest.fixture(scope="module")
def ratios(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What validate says of the ratios named above, of one series."""
    names = sorted({name for pair in (*OPPOSITE, *ALIKE) for name in pair})
    kinds = {name: "hazard ratio" if "HR" in name else "odds ratio" for name in names}
    rows = [{"name": name, "value": 2.0, "unit": kind, "kind": kind} for name, kind in kinds.items()]
    printed = {"interval": None, "time_origin": None, "verified": True, "status": "read_primary"}
    series = {
        "id": "ratios",
        "antibody": ["nmdar"],
        "antibody_text": "NMDAR",
        "syndrome": ["encephalitis_other"],
        "syndrome_text": "anti-NMDAR encephalitis",
        "design": "invented",
        "n": 400,
        "n_verified": True,
        "role": "validation",
        "source": "graus2001",
        "observables": [one | printed for one in rows],
    }
    path = tmp_path_factory.mktemp("ratios") / "ratios.yaml"
    path.write_text(yaml.safe_dump({"cohorts": [series]}), encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", "--posterior", "none", "--cohorts", str(path), "--json"])
    assert done.exit_code == 0, done.output
    return {one["name"]: one for one in json.loads(done.stdout)["rows"]}


@pytest.mark.parametrize(("one", "other"), OPPOSITE)
def test_the_opposite_of_a_factor_or_of_an_outcome_has_the_inverse_ratio(ratios, one, other):
    found = [ratios[name]["predicted"] for name in (one, other)]
    assert all(found), [ratios[name]["reason"] for name in (one, other)]
    assert found[0]["value"] * found[1]["value"] == pytest.approx(1.0)
    assert found[0]["value"] != pytest.approx(1.0)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_comparison_in_two_wordings_has_one_ratio(ratios, one, other):
    found = [ratios[name]["predicted"] for name in (one, other)]
    assert all(found), [ratios[name]["reason"] for name in (one, other)]
    assert found[0] == found[1]


def test_the_table_says_outcome_and_factor(ratios):
    words = ratios["HR_for_relapse_teratoma_vs_no_teratoma"]["definition"]
    assert words.endswith("relapse by teratoma against no_teratoma (patients so named)")
