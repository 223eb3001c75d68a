"""Simulated patients of a cohort have the age and sex that it prints; numbers of made-up rows describe nobody."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from onconeural.calibration import validate
from onconeural.calibration.patients.mixture import mixture
from onconeural.calibration.patients.resampling import resampled
from onconeural.calibration.patients.simulator import Simulator
from onconeural.calibration.published.age_and_sex import of_children, person_facts
from onconeural.calibration.readings.definition import Aside, definition
from onconeural.cli.app import app
from onconeural.evidence import cohort, cohorts

HEAD = """cohorts:
- {id: invented, antibody: [%s], antibody_text: %s, syndrome: [mixed_or_other], syndrome_text: PNS, design: invented,
   n: 100, n_verified: true, role: validation, source: graus2001, observables: [%s]}
"""
ROW = (
    "{name: %s, value: %s, unit: %s, kind: %s, interval: null, time_origin: null, verified: true, status: read_primary}"
)
DEATHS = ("death_5y", 50, "'%'", "percent")


def rows_of(path, antibody, *rows):
    path.write_text(HEAD % (antibody, antibody, ", ".join(ROW % row for row in rows)), encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", "--posterior", "none", "--cohorts", str(path), "--json"])
    assert done.exit_code == 0, done.output
    return {row["name"]: row for row in json.loads(done.stdout)["rows"]}


def deaths(path, *rows):
    return rows_of(path, "caspr2", *rows, DEATHS)["death_5y"]


def test_the_old_die_more_than_the_young(tmp_path):
    young, old = (deaths(tmp_path / "a.yaml", ("age", median, "years", "median")) for median in (40, 75))
    none = deaths(tmp_path / "a.yaml")
    assert young["predicted"]["value"] < none["predicted"]["value"] < old["predicted"]["value"]
    assert young["assumed"] == "age as printed"
    assert none["assumed"] is None


def test_an_age_that_few_have_is_met_in_part_and_the_row_says_so(tmp_path):
    words = deaths(tmp_path / "a.yaml", ("mean_age", 78, "years", "mean"), ("pct_male", 60, "'%'", "percent"))[
        "assumed"
    ]
    assert words.startswith("age and sex as printed, except the mean age, errors ")
    assert int(re.search(r"keep (\d+) effective", words).group(1)) >= 100


@pytest.fixture(scope="module")
def simulator():
    return Simulator({}, 5, 200)


def patients(simulator, publication, **changes):
    """Age, sex and settings of the simulated patients of a publication, in rows of one weight."""
    mix = replace(mixture(publication), **changes)
    parts = [(s, w) for s, w in simulator.drawn(publication, mix).parts if s.who.any()]
    assert len({w for _, w in parts}) == 1
    columns = [(s.age[s.who], s.female[s.who], np.full(s.who.sum(), s.cohort.antibody)) for s, _ in parts]
    return (np.concatenate(column) for column in zip(*columns, strict=True))


def test_a_series_of_children_or_of_adults_holds_nobody_else(simulator):
    said = {
        "beijing_nmdar_children89": [0.0],
        "china_nmdar_lateonset112": [1.0],
        "zhangqin_nmdar34": [],
        "mayo_anna1_122": [],
    }
    for key, older in said.items():
        facts = person_facts(replace(cohort(key), observables=()))
        assert [fact.value for fact in facts if fact.limit == 18.0] == older, key
    age, _, _ = patients(simulator, cohort("beijing_nmdar_children89"))  # prints no age
    assert np.mean(age < 18.0) > 0.85


@pytest.mark.parametrize(
    ("words", "young"),
    [
        ("anti-Hu antibodies before 18 years of age", True),
        ("paediatric autoimmune encephalitis", True),
        ("limbic encephalitis, patients younger than 16", True),
        ("encephalitis of childhood", True),
        ("treated before 15 days", False),
        ("children and adults", False),
        ("onset after 18 years of age", False),
    ],
)
def test_words_of_children(words, young):
    assert of_children(replace(cohort("graus2001_hu200"), syndrome_text=words)) is young


def test_share_of_women_and_median_age_are_met(simulator):
    age, female, _ = patients(simulator, cohort("guo2022_caspr2_35"))  # 45.7 % men, median 43; the record: 72 %, 54
    assert female.mean() == pytest.approx(0.543, abs=0.03)
    assert np.median(age) == pytest.approx(43.0, abs=2.0)


def test_printed_antibodies_stay_as_printed_and_the_others_shift_with_sex(simulator):
    series = cohort("vogrig2020_friuli89")  # Yo 30, Hu 26, Ma2 22 % are printed
    age, female, settings_set = patients(simulator, series)
    known = settings_set[~np.char.startswith(settings_set, "none")]  # the shares are of those with an antibody
    assert [np.mean(known == key) for key in ("yo", "hu")] == pytest.approx([0.30, 0.26], abs=0.015)
    assert female.mean() == pytest.approx(0.52, abs=0.06)
    assert np.median(age) == pytest.approx(68.0, abs=3.0)
    series = cohort("jones2015_mayo_ataxia118")  # three quarters are women, and prints no antibodies
    found = list(patients(simulator, series))
    plain = simulator.drawn(series, replace(mixture(series), persons=())).parts
    before = sum(w * s.who.sum() for s, w in plain if s.cohort.antibody == "yo") / sum(
        w * s.who.sum() for s, w in plain
    )
    assert found[1].mean() == pytest.approx(0.737, abs=0.08)
    assert np.mean(found[2] == "yo") > before


def test_a_cohort_that_agrees_with_the_record_changes_little(simulator):
    (sample, _), *_ = simulator.drawn(series := cohort("titulaer2013_nmdar577"), mixture(series)).parts
    assert sample.effective > 0.9


def test_rows_about_one_antibody_of_a_mixed_series_have_its_own_age():
    series = cohort("vogrig2020_friuli89")
    row = replace(series.observables[0], name="good_outcome", group="anti-Yo")
    assert mixture(series).persons
    assert mixture(series, row).persons == ()


def test_the_same_seed_gives_the_same_bits():
    rows = [validate([cohort("guo2022_caspr2_35")], [{}], size=100) for _ in range(2)]
    assert rows[0] == rows[1]


def printed(**changes):
    base = cohort("graus2001_hu200")
    plain = {"group": None, "interval": None, "n": 40, "count": None, "sd": None, "verified": True, "comparator": None}
    row = replace(base.observables[0], **({"kind": "percent", "unit": "%", "value": 30} | plain | changes))
    return person_facts(replace(base, observables=(row,)))


@pytest.mark.parametrize(
    ("row", "label", "value"),
    [
        ({"name": "pct_female"}, "share of women", 0.3),
        ({"name": "Male sex"}, "share of women", 0.7),
        ({"name": "men", "kind": "count", "unit": "patients", "value": 10}, "share of women", 0.75),
        ({"name": "sex", "group": "women"}, "share of women", 0.3),
        ({"name": "children"}, "share older than 18", 0.7),
        ({"name": "late_onset_ge50"}, "share older than 50", 0.3),
        ({"name": "age at onset", "kind": "median", "unit": "years", "value": 61}, "share older than 61", 0.5),
        ({"name": "mean age", "kind": "mean", "unit": "years", "value": 61.5}, "mean age", 61.5),
    ],
)
def test_usual_names_are_read_and_are_inputs(row, label, value):
    (fact,) = printed(**row)
    assert (fact.label, fact.value) == (label, pytest.approx(value))
    seen = replace(cohort("graus2001_hu200").observables[0], **({"group": None} | row))
    assert isinstance(how := definition(seen), Aside)
    assert how.kind == "input"


@pytest.mark.parametrize(
    "row",
    [
        {"name": "age", "group": "idiopathic", "kind": "median", "unit": "years", "value": 40},
        {"name": "age", "kind": "median", "unit": "months", "value": 40},
        {"name": "pct_male", "verified": False},
        {"name": "pct_male", "value": 300},
        {"name": "death_age_gt60"},
        {"name": "age", "kind": "median", "unit": "years", "value": 60, "comparator": ">"},
    ],
)
def test_what_is_not_about_everybody_or_no_number_is_no_fact(row):
    assert printed(**row) == ()


def test_every_packaged_row_that_is_met_is_an_input():
    for publication in cohorts().values():
        for seen in publication.observables:
            if person_facts(replace(publication, observables=(seen,), syndrome_text="")):
                assert definition(seen).kind == "input", (publication.id, seen.name)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0.0, 5.0), min_size=2, max_size=40).filter(lambda w: sum(w) > 0.1), st.randoms())
def test_patients_stand_as_often_as_their_weights_say(weights, random):
    w, order = np.array(weights), list(range(len(weights)))
    random.shuffle(order)
    copies = np.bincount(resampled(w, np.array(order)), minlength=len(w))
    assert copies.sum() == len(w)
    assert np.all(np.abs(copies - len(w) * w / w.sum()) < 1.0 + 1e-9)
