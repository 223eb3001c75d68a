import json

import pytest
from typer.testing import CliRunner

from onconeural.cli.app import app

SMALL = ["cohort", "--antibody", "Hu", "--n", "4000"]


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_a_cohort_as_a_table_says_what_it_is():
    result = run(*SMALL)
    assert result.exit_code == 0
    for words in ("Not medical advice", "not validated", "lead of neurology, mean", "new area within 6 months"):
        assert words in result.stdout


def test_a_cohort_as_json_has_no_number_that_is_none():
    document = json.loads(run(*SMALL, "--json").stdout)
    assert document["drawn"] == 4000
    assert {row["id"] for row in document["rows"]} >= {"lead_mean", "alive_36", "new_area_12", "tumour_escape"}


def test_an_antibody_of_uncertain_class_is_simulated_in_each_reading_and_few_patients_are_no_error():
    result = run("cohort", "--antibody", "tr_dner@surface", "--n", "500")
    assert result.exit_code == 0
    assert "Simulated: Tr (DNER), read as surface, 500 plausible patients drawn" in result.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("name", "key"), [("anti-Yo", "yo"), ("CV2", "cv2_crmp5"), ("PCA2", "pca2_map1b"), ("ANNA-1", "hu")]
)
def test_an_antibody_may_have_any_of_its_names(name, key):
    assert json.loads(run("cohort", "--antibody", name, "--n", "200", "--json").stdout)["antibody"] == key


def test_files_are_written_whole_and_named(tmp_path):
    pyarrow = pytest.importorskip("pyarrow.parquet")
    paths = [tmp_path / name for name in ("c.parquet", "c.json", "c.svg", "c.png")]
    result = run(*SMALL, *(word for path in paths for word in ("--out", str(path))))
    assert result.exit_code == 0
    assert all(str(path) in result.stdout.replace("\n", "") for path in paths)
    table = pyarrow.read_table(paths[0])
    assert table.num_rows == json.loads(paths[1].read_text(encoding="utf-8"))["ill"]
    assert {"patient", "death_day", "mrs_365", "cerebellum_365"} <= set(table.column_names)
    assert b"Not medical advice" in table.schema.metadata[b"notice"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--antibody", "Hue"], "did you mean hu"),
        (["--antibody", "Tr"], "tr_dner@intracellular or tr_dner@surface"),
        (["--antibody", "Tr (DNER)"], "tr_dner@intracellular or tr_dner@surface"),
        (["--antibody", "sox1"], "a marker of small-cell lung cancer"),
        (["--antibody", "hu", "--out", "x.txt"], "expected .parquet"),
    ],
)
def test_bad_input_is_refused_with_one_message(arguments, words):
    result = run("cohort", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_facts_say_what_is_not_reproduced():
    result = run("model", "facts", "--scale", "0.05")
    assert result.exit_code == 0
    assert "NOT REPRODUCED" in result.stdout
    document = json.loads(run("model", "facts", "--scale", "0.05", "--json").stdout)
    assert [fact["number"] for fact in document["facts"]] == list(range(1, 11))
    assert all(isinstance(fact["holds"], bool) for fact in document["facts"])
