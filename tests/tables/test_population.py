"""Population files: what goes in comes back, and every fault is named."""

import csv
import io
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onconeural.tables import TableError, read_population

NAMES = ("k", "V", "k_on")
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
IDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
PEOPLE = st.lists(st.tuples(IDS, NUMBERS, NUMBERS), min_size=1, max_size=20, unique_by=lambda row: row[0])


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def problems(path):
    with pytest.raises(TableError) as caught:
        read_population(path, NAMES)
    return [str(p).removeprefix(f"{path}: ") for p in caught.value.problems]


@given(PEOPLE)
def test_csv_comes_back(tmp_path, people):
    text = io.StringIO()
    csv.writer(text).writerows([("patient", "V", "k"), *((name, repr(a), repr(b)) for name, a, b in people)])
    read = read_population(write(tmp_path / "p.csv", text.getvalue()), NAMES)
    assert read.ids == tuple(name for name, _, _ in people)
    assert read.parameters["V"].tolist() == [a for _, a, _ in people]
    assert read.parameters["k"].tolist() == [b for _, _, b in people]


@given(PEOPLE)
def test_parquet_comes_back(tmp_path, people):
    arrow = pytest.importorskip("pyarrow", reason="needs the extra onconeural[parquet]")
    parquet = pytest.importorskip("pyarrow.parquet")
    ids, first, second = zip(*people, strict=True)
    parquet.write_table(arrow.table({"id": ids, "k": first, "k_on": second}), tmp_path / "p.parquet")
    read = read_population(tmp_path / "p.parquet", NAMES)
    assert read.ids == ids
    assert read.parameters["k"].tolist() == list(first)
    assert read.parameters["k_on"].tolist() == list(second)


@given(st.binary(max_size=400))
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_any_bytes_give_a_population_or_a_message(tmp_path, ending, data):
    path = tmp_path / f"p.{ending}"
    path.write_bytes(data)
    try:
        assert len(read_population(path, NAMES)) > 0
    except TableError as error:
        assert all(line.isprintable() for line in str(error).splitlines())


@given(st.text("k,V_0123456789.eE+-\n\"' ", max_size=200))
def test_any_text_gives_finite_numbers_or_a_message(tmp_path, text):
    path = write(tmp_path / "p.csv", "k,V\n" + text)
    try:
        read = read_population(path, NAMES)
    except TableError as error:
        assert str(path) in str(error)
    else:
        assert all(np.isfinite(v).all() for v in read.parameters.values())


def test_patients_without_names_are_counted(tmp_path):
    assert read_population(write(tmp_path / "p.csv", "k\n1\n\n2\n"), NAMES).ids == ("1", "2")
    assert read_population(write(tmp_path / "p.csv", "\ufeffid , k\n7,1\n"), NAMES).ids == ("7",)


def test_a_parameter_called_id_is_a_parameter(tmp_path):
    read = read_population(write(tmp_path / "p.csv", "id,patient\n2,anna\n"), ("id",))
    assert (read.ids, read.parameters["id"].tolist()) == (("anna",), [2.0])


FAULTS = {
    "nothing": ("", ["found no patients"]),
    "no rows": ("k\n", ["found no patients"]),
    "unknown column": ("k_onn\n1\n", ["header: found column 'k_onn', expected parameters of the model; did you mean"]),
    "a column twice": ("k,k\n1,2\n", ["column 'k': found 2 columns"]),
    "words": ("k\nfast\n", ["line 2, column k: found 'fast', expected a finite number"]),
    "not finite": ("k,V\n1,nan\ninf,2\n", ["line 2, column V: found 'nan'", "line 3, column k: found 'inf'"]),
    "underscore": ("k\n1_000\n", ["found '1_000'"]),
    "a long number": ("k\n" + "1" * 100_000 + "\n", ["expected a finite number"]),
    "empty cell": ("k,V\n1,\n", ["line 2, column V: found ''"]),
    "short row": ("k,V\n1,2\n1\n", ["line 3: found 1 cells, expected 2 cells"]),
    "a patient twice": ("id,k\na,1\na,2\n", ["patient 'a': found 2 rows"]),
    "a name with a code": ("id,k\na\x1b[1m,1\n", ["a name that cannot be printed"]),
    "no name": ("id,k\n,1\n", ["a name that cannot be printed"]),
    "a line without end": ("k\n" + " " * 1_000_001, ["line 2: found more than 1000000 characters"]),
    "open quote": ('k\n"1\n', ["expected a row of CSV"]),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named_with_their_place(tmp_path, text, said):
    found = problems(write(tmp_path / "p.csv", text))
    assert len(found) == len(said)
    for line, words in zip(found, said, strict=True):
        assert words in line


def test_there_is_an_end_to_problems(tmp_path):
    assert len(problems(write(tmp_path / "p.csv", "k\n" + "x\n" * 5_000))) == 200


def test_other_files(tmp_path):
    (tmp_path / "latin.csv").write_bytes("id,k\ncaf\u00e9,1\n".encode("latin-1"))
    assert "bytes that are not UTF-8" in problems(tmp_path / "latin.csv")[0]
    assert "expected a .csv or .parquet file" in problems(tmp_path / "p.xlsx")[0]
    assert "no such file" in problems(tmp_path / "none.csv")[0]
    os.mkfifo(tmp_path / "pipe.csv")
    assert "a pipe" in problems(tmp_path / "pipe.csv")[0]


def test_parquet_faults(tmp_path):
    arrow = pytest.importorskip("pyarrow", reason="needs the extra onconeural[parquet]")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "p.parquet"
    parquet.write_table(arrow.table({"k": [1.0, None], "V": ["a", "b"], "patient": [1.5, 2.5], "z": [1, 2]}), path)
    found = "\n".join(problems(path))
    assert "column 'z'" in found
    parquet.write_table(arrow.table({"k": [1.0, None], "V": ["a", "b"], "patient": [1.5, 2.5]}), path)
    found = "\n".join(problems(path))
    assert "row 2, column k: found null" in found
    assert "column V: found values of type string" in found
    assert "column patient: found double" in found
