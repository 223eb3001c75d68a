"""Dose files: the three formats say the same, repeats and tapers, order, and every fault named."""

import json

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from onconeural.engine import Model
from onconeural.tables import DoseRow, TableError, read_doses, regimen

STATES = ("x", "G")
IDS = ("anna", "bert", "cleo")

ROW = st.fixed_dictionaries(
    {
        "state": st.sampled_from(STATES),
        "time": st.floats(0, 50).map(lambda v: round(v, 3)),
        "amount": st.floats(0, 9).map(lambda v: round(v, 3)),
    },
    optional={
        "patient": st.sampled_from(IDS),
        "count": st.integers(1, 4),
        "every": st.floats(0.5, 9).map(lambda v: round(v, 3)),
        "taper": st.booleans(),
    },
).map(lambda row: {"every": 1.0, **row})


def as_csv(rows):
    columns = ("patient", "time", "state", "amount", "duration", "keep", "every", "count", "taper")
    lines = [
        ",".join(str(row.get(c, "")).lower() if c == "taper" else str(row.get(c, "")) for c in columns) for row in rows
    ]
    return "\n".join([",".join(columns), *lines])


def read(tmp_path, text, ending, ids=IDS):
    path = tmp_path / f"doses.{ending}"
    path.write_text(text, encoding="utf-8")
    return read_doses(path, STATES, ids)


@given(st.lists(ROW, max_size=8))
def test_all_formats_say_the_same(tmp_path, rows):
    expected = [DoseRow(**row) for row in rows]
    assert read(tmp_path, as_csv(rows), "csv") == expected
    assert read(tmp_path, json.dumps(rows), "json") == expected
    assert read(tmp_path, yaml.safe_dump(rows), "yaml") == expected


@given(st.lists(ROW, max_size=12))
def test_each_patient_gets_all_doses_in_the_order_of_the_file(rows):
    given_rows = [DoseRow(**row) for row in rows]
    doses = regimen(given_rows, IDS)
    for i, name in enumerate(IDS):
        expected = [(r.state, t, a) for r in given_rows if r.patient in (None, name) for t, a in r.given()]
        entries = [(d.state, *(float(np.broadcast_to(v, 3)[i]) for v in (d.time, d.amount))) for d in doses]
        assert [e for e in entries if not np.isnan(e[1])] == expected


def test_alike_doses_of_many_patients_are_few_doses():
    rows = [DoseRow("x", 7.0 * k + i, name, amount=1.0) for i, name in enumerate(IDS) for k in range(20)]
    assert len(regimen(rows, IDS)) == 20


def test_what_is_given_arrives():
    model = Model.from_antimony("model m(); x = 0; x' = 0*x; G = 8; G' = 0*G; end")
    rows = [
        DoseRow("x", 1.0, amount=3.0, every=2.0, count=3, taper=True),
        DoseRow("x", 2.0, "bert", amount=5.0, duration=2.0),
        DoseRow("G", 4.0, "cleo", keep=0.25),
    ]
    end = model.simulate(10.0, n=3, doses=regimen(rows, IDS)).end_state
    assert end == pytest.approx(np.array([[6.0, 11.0, 6.0], [8.0, 8.0, 2.0]]))


FAULTS = {
    "unknown state": (
        "state: xx, time: 1, amount: 1",
        "[0], state: found 'xx', expected a state of the model; did you mean x?",
    ),
    "no state": ("time: 1, amount: 1", "[0]: found no state"),
    "no time": ("state: x, amount: 1", "[0]: found no time"),
    "a word": ("state: x, time: soon, amount: 1", "[0], time: found 'soon', expected a finite number"),
    "not finite": ("state: x, time: 1, amount: .inf", "[0], amount: found"),
    "a truth as a number": ("state: x, time: true, amount: 1", "[0], time: found true"),
    "nothing done": ("state: x, time: 1", "found neither amount nor keep"),
    "keep too large": ("state: x, time: 1, keep: 65", "found 65, expected a number from 0 to 1"),
    "negative duration": ("state: x, time: 1, amount: 1, duration: -1", "expected a number of at least 0"),
    "keep over time": ("state: x, time: 1, keep: 0.5, duration: 1", "found keep with a duration"),
    "count without every": ("state: x, time: 1, amount: 1, count: 3", "found count without every"),
    "half a count": (
        "state: x, time: 1, amount: 1, every: 1, count: 1.5",
        "[0], count: found 1.5, expected a whole number",
    ),
    "endless count": ("state: x, time: 1, amount: 1, every: 1, count: 1e9", "expected a whole number from 1 to 100000"),
    "unknown key": ("state: x, time: 1, amout: 1, keep: 1", "'amout', expected one of patient, time"),
    "unknown patient": ("state: x, time: 1, amount: 1, patient: berta", "did you mean bert?"),
    "a list as a name": ("state: [x], time: 1, amount: 1", "[0], state: found a list"),
    "taper in words": ("state: x, time: 1, amount: 1, taper: slowly", "expected true or false"),
}


@pytest.mark.parametrize(("row", "said"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named_with_their_place(tmp_path, row, said):
    with pytest.raises(TableError) as caught:
        read(tmp_path, f"- {{{row}}}", "yaml")
    assert said in str(caught.value)


OTHERS = {
    "a mapping": ("{time: 1}", "yaml", "found a mapping, expected a list of doses"),
    "no dose": ("- 3", "yaml", "[0]: found 3, expected a dose"),
    "alias bomb": ("- &a [x]\n- *a", "yaml", "an anchor or alias"),
    "broken": ("[{", "json", "line 1"),
    "unknown column": ("time,state,amout\n", "csv", "did you mean amount?"),
    "a column twice": ("time,time\n", "csv", "column 'time' twice"),
    "short row": ("time,state,amount\n1,x\n", "csv", "line 2: found 2 cells"),
    "too many": ("state,time,amount,every,count\n" + "x,1,1,1,100000\n" * 201, "csv", "more than 20000000 doses"),
}


@pytest.mark.parametrize(("text", "ending", "said"), OTHERS.values(), ids=OTHERS)
def test_other_files_are_refused(tmp_path, text, ending, said):
    with pytest.raises(TableError) as caught:
        read(tmp_path, text, ending)
    assert said in str(caught.value)


def test_a_patient_is_nobody_where_there_is_no_population(tmp_path):
    with pytest.raises(TableError, match="a patient of the population"):
        read(tmp_path, "- {state: x, time: 1, amount: 1, patient: anna}", "yaml", ids=())


@given(st.text(max_size=200), st.sampled_from(["csv", "json", "yaml"]))
def test_any_text_gives_doses_or_a_message(tmp_path, text, ending):
    try:
        read(tmp_path, text.encode("utf-8", "ignore").decode(), ending)
    except TableError as error:
        assert all(line.isprintable() for line in str(error).splitlines())


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_file_is_refused_and_no_run_without_doses(tmp_path, text):
    with pytest.raises(TableError, match="header: found nothing, expected names of columns"):
        read(tmp_path, text, "csv")
