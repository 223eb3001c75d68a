"""Rows named as readers of publications name them: predicted or set aside, and of which patients."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from onconeural.calibration.comparison.predict import obstacle
from onconeural.calibration.patients.mixture import Mixture, mixture
from onconeural.calibration.published.faults import with_usual_units
from onconeural.calibration.published.intervals import published
from onconeural.calibration.published.left_out import SMALL_PART
from onconeural.calibration.published.provoked import provoked_by_drug
from onconeural.calibration.readings.definition import Aside
from onconeural.evidence import cohort, file_base
from onconeural.evidence.cohort_records import Cohort, Observable

DATA = Path(__file__).parent / "data"
MEANT = yaml.safe_load((DATA / "recalled_series_means.yaml").read_text(encoding="utf-8"))
MEANINGS: dict[str, list[list[str]]] = MEANT["means"]
# What a kind of meaning leads to; a meaning of two kinds ("OUT/ASIDE") leaves both open.
LEADS_TO = {"OUT": "read", "IN": "aside", "ASIDE": "aside", "DESIGN": "aside", "STATEMENT": "aside"}
UNREAD = {  # rows of several meanings that nobody reads
    "tr5/severe_pancerebellar",
    "rituximab_ae80/mRS_improvement",
}


@pytest.fixture(scope="module")
def series() -> dict[str, Cohort]:
    base, problems = file_base(DATA / "recalled_series.yaml")
    assert not problems
    return {entry.id: with_usual_units(entry.record) for entry in base.cohorts}


def said(publication: Cohort, seen: Observable) -> str:
    found = obstacle(publication, seen)
    return "read" if found is None else "aside" if isinstance(found, Aside) else "unread"


def wanted(meaning: list[str]) -> set[str]:
    """What a row is to be: as settled after the first reading, else as written before it."""
    words = meaning[3].split(":")[0] if len(meaning) > 3 else LEADS_TO.get(meaning[2].split()[0])
    return {words} if words else {"read", "aside"}


def test_each_row_is_predicted_or_set_aside_as_it_was_meant(series):
    wrong = {}
    for key, publication in series.items():
        for seen, meaning in zip(publication.observables, MEANINGS[key], strict=True):
            assert [seen.name, seen.group or ""] == meaning[:2]
            name = f"{key}/{seen.name}"
            if name not in UNREAD and said(publication, seen) not in wanted(meaning):
                wrong[name] = (meaning, said(publication, seen))
    assert not wrong


def described(**record: Any) -> Cohort:
    """A series without rows, like one of the packaged ones but for what is given."""
    return replace(cohort("shamsili2003_pcd50"), id="one", observables=(), tags=(), **record)


HU_AND_LGI1 = {"antibody": ("hu", "yo", "lgi1"), "n": 100, "syndrome": ("mixed_or_other",), "syndrome_text": "PNS"}


@pytest.mark.parametrize(("lgi1", "simulated"), [(10, True), (30, False)])
def test_a_small_part_that_the_model_lacks_is_left_out_and_said(lgi1, simulated):
    text = f"Hu {80 - lgi1}, Yo 20, LGI1 {lgi1}"
    found = mixture(described(**HU_AND_LGI1, antibody_text=text))
    assert isinstance(found, Mixture) is simulated
    assert (lgi1 / 100 < SMALL_PART) is simulated
    words = found.assumed if isinstance(found, Mixture) else found
    assert (f"{lgi1} % with lgi1 antibodies are left out" in words) is simulated


def test_a_part_of_unknown_size_is_not_left_out():
    assert isinstance(mixture(described(**HU_AND_LGI1, antibody_text="Hu 60, Yo 20, LGI1")), str)


def test_percentages_become_those_of_the_patients_who_are_left():
    found = mixture(described(**HU_AND_LGI1, antibody_text="Hu 60%, Yo 30%, LGI1 10%"))
    assert isinstance(found, Mixture)
    assert found.parts == pytest.approx({"hu": 2 / 3, "yo": 1 / 3})


@pytest.mark.parametrize(("group", "what"), [("LGI1", "aside"), ("anti-LGI1 antibodies", "aside"), ("Hu", "read")])
def test_rows_about_the_part_left_out_stay_aside(group, what):
    row = replace(cohort("shamsili2003_pcd50").observables[1], name="improved", group=group)
    one = replace(described(**HU_AND_LGI1, antibody_text="Hu 70, Yo 20, LGI1 10"), observables=(row,))
    assert said(one, row) == what


@pytest.mark.parametrize(
    ("text", "design", "drugged"),
    [
        ("encephalitis", "retrospective, after immune checkpoint inhibitors", True),
        ("encephalitis", "retrospective", False),
        ("encephalitis", "patients with cancer, ICI-naive", False),
    ],
)
def test_the_design_may_say_that_a_drug_provoked_the_syndromes(text, design, drugged):
    assert provoked_by_drug(described(syndrome_text=text, design=design)) is drugged


def test_a_series_with_other_syndromes_too_is_not_chosen_by_one():
    row = replace(cohort("shamsili2003_pcd50").observables[1], name="syndrome", group="PCD")
    found = {}
    for syndromes in (("rapidly_progressive_cerebellar_syndrome",), ("limbic_encephalitis", "mixed_or_other")):
        one = described(syndrome=syndromes, syndrome_text="PNS")
        found[syndromes] = said(one, row)
    assert list(found.values()) == ["aside", "read"]


def test_an_antibody_in_k_of_n_patients_leaves_the_others_without_one():
    found = mixture(described(antibody=("hu", "negative"), antibody_text="Hu 25 of 50", n=50))
    assert isinstance(found, Mixture)
    assert found.parts["hu"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("key", "name", "group", "n"),
    [
        ("pcd_sclc57", "survival_median", "Hu-", 32),
        ("pcd44", "survival_median", "onconeural", 128),
        ("ma29", "median_survival", "Ma2 only", 18),
        ("yo34", "median_survival", "ovarian", 15),
    ],
)
def test_a_group_has_the_n_that_the_series_gives_elsewhere(series, key, name, group, n):
    publication = series[key]
    row = next(o for o in publication.observables if (o.name, o.group) == (name, group))
    assert f"of {n} " in published(publication, row).rule
