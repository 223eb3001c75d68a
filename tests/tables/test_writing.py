"""Tables that are written: no cell is a formula to a spreadsheet, and everything else comes back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from onconeural.engine import Model
from onconeural.evidence.cells import cell
from onconeural.tables import Courses, write_csv

MODEL = Model.from_antimony("model m(); x = 1; k = 1; x' = -k*x; end")


def written(ids):
    run = MODEL.simulate(1.0, n=len(ids), outputs=("x",), times=(0.0, 1.0))
    courses = Courses(run, ("x",), tuple(ids))
    handle = io.BytesIO()
    write_csv(handle, courses.columns(), courses.blocks())
    return list(csv.reader(io.StringIO(handle.getvalue().decode(), newline="")))


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), min_size=1, max_size=4, unique=True))
def test_names_of_patients_are_never_formulas(ids):
    rows = written(ids)[1:]
    assert [row[0] for row in rows] == [cell(name) for name in ids for _ in range(2)]
    for row in rows:
        assert row[0] == "" or row[0][0] not in "=+-@\t\r" or float(row[0]) == float(row[0])


def test_formulas_get_an_apostrophe_and_numbers_do_not():
    for text in ("=1+1", "+SUM(A1)", "-2+3", "@x", "\tx", "-"):
        assert cell(text) == "'" + text
    assert cell("a\r=1") == "a\\x0d=1"
    for text in ("-1.5", "+3", "-1e-7", "", "x=1", "a-b", "-inf"):
        assert cell(text) == text
