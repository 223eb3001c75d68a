"""The work-up as document, terminal text and chart: the same content, harmless, with sources."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import jsonschema
import matplotlib
import pytest
from rich.console import Console

from onconeural import INTENDED_USE
from onconeural.case import Case
from onconeural.evidence import sources
from onconeural.report import search_plan_chart, search_plan_text, workup_json, workup_table, write_workup
from onconeural.report.search_plan import _figure
from onconeural.workup import WorkUp, work_up

HOSTILE = "[red]x[/red] <script>alert(1)</script> \x1b[31m {{7*7}} $x^2$ \u202e"
HU = [{"name": "hu", "specimen": "serum", "technique": "line_blot"}]


@pytest.fixture
def lems() -> WorkUp:
    found = {"tumour_search_ct": {"status": "absent", "day": 40}, "smoking": {"status": "present"}}
    return work_up(
        Case(case_id="l1", phenotype="lambert_eaton", age=61.0, sex="M", antibodies=HU, findings=found,
             cancer={"found": False}, forecast_day=60.0)  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def hostile() -> WorkUp:
    facts: dict[str, Any] = {"source": HOSTILE, "cancer": {"found": True, "type": HOSTILE}}
    antibodies = [{"name": "gad65", "specimen": "serum", "titre": HOSTILE}]
    return work_up(Case(case_id="h1", phenotype="limbic_encephalitis", antibodies=antibodies, **facts))


def printed(result: WorkUp) -> str:
    page = io.StringIO()
    Console(file=page, markup=False, highlight=False, emoji=False, width=120).print(workup_table(result))
    return page.getvalue()


def walk(value: Any) -> Any:
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(inner)


SHARE = {"type": "object", "required": ["value", "low", "high", "count", "n"]}
SHAPE = {
    "type": "object",
    "required": ["pns_care", "antibodies", "tumour_search", "scores", "warnings", "references", "intended_use"],
    "properties": {
        "pns_care": {
            "required": ["score", "class", "items", "sources", "references", "criteria_2004", "what_would_change"],
            "properties": {
                "score": {"type": ["integer", "null"]},
                "class": {"enum": ["definite", "probable", "possible", "non_pns", "not_applicable"]},
                "items": {"items": {"required": ["points", "rule", "source", "reading_status", "reference"]}},
            },
        },
        "antibodies": {"type": "array", "items": {"required": ["antibody", "estimate", "reason", "sources"]}},
        "tumour_search": {"required": ["shares", "plans", "schedules", "yields", "rules", "stop", "reopen", "sources"]},
        "scores": {"required": ["delta_p", "neos", "ape2"]},
        "warnings": {"type": "array", "items": {"required": ["text", "source", "sources", "references"]}},
    },
}


def test_the_document_has_the_promised_shape(lems: WorkUp, hostile: WorkUp) -> None:
    for result in (lems, hostile):
        document = json.loads(json.dumps(workup_json(result), allow_nan=False))
        jsonschema.validate(document, SHAPE)
        assert document["intended_use"] == INTENDED_USE


def test_every_number_of_a_reference_leads_to_its_key(lems: WorkUp) -> None:
    document = workup_json(lems)
    keys = {row["number"]: row["key"] for row in document["references"]}
    assert list(keys) == list(range(1, len(keys) + 1))
    named = 0
    for part in walk(document):
        if isinstance(part, dict) and "reference" in part and part["source"]:
            assert keys[part["reference"]] == part["source"]
            named += 1
        if isinstance(part, dict) and "references" in part and "sources" in part:
            assert [keys[number] for number in part["references"]] == part["sources"]
    assert named > 20
    assert all(key in sources() for key in keys.values())


def test_every_section_has_sources(lems: WorkUp) -> None:
    document = workup_json(lems)
    assert document["pns_care"]["sources"]
    assert document["tumour_search"]["sources"]
    assert all(row["sources"] for row in document["antibodies"])
    assert all(row["sources"] for row in document["scores"].values())


def test_no_share_of_a_counted_row_lacks_its_interval(lems: WorkUp) -> None:
    for part in walk(workup_json(lems)):
        if isinstance(part, dict) and {"value", "low", "count", "n"} <= set(part) and part["count"] is not None:
            assert part["low"] <= part["value"] <= part["high"]


def test_a_source_that_the_evidence_lacks_is_shown_as_given(hostile: WorkUp) -> None:
    (row,) = [row for row in workup_json(hostile)["references"] if "not in the evidence" in row["citation"]]
    assert row["link"] is None


def test_hostile_text_is_shown_and_never_interpreted(hostile: WorkUp) -> None:
    text, document = printed(hostile), json.dumps(workup_json(hostile), ensure_ascii=False)
    for shown in (text, document):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "[red]x[/red]" in " ".join(text.split())
    assert r"\x1b[31m" in document.replace("\\\\", "\\")
    root = ElementTree.fromstring(search_plan_chart(hostile))
    assert not root.findall(".//{http://www.w3.org/2000/svg}script")


def test_the_terminal_says_what_a_reader_needs(lems: WorkUp) -> None:
    text = " ".join(printed(lems).split())
    for said in (
        "By PNS-Care 2021 the diagnosis is: probable (7 of 10 points)",
        "true in 87 of 109, 80% (95% interval 71% to 86%)",
        "Confirm by a tissue-based test",
        "[synthesis]",
        "repeat 1: day 91 after the first negative search (day 131 from onset), later",
        "DELTA-P is between 2 and 6 points",
        "unconfirmed: recalled, not read",
        "One new fact that would change the class",
        "Criteria of 2004",
        "reopen the search",
        "stop 730 days after the first negative search",
        INTENDED_USE,
    ):
        assert said in text, said


def texts(result: WorkUp) -> str:
    found = _figure(result).findobj(matplotlib.text.Text)
    return " ".join(" ".join(text.get_text() for text in found).split())


def test_the_chart_shows_the_plan_on_two_time_axes(lems: WorkUp) -> None:
    shown = texts(lems)
    for said in ("days after the first negative search", "days from onset", "stop, day 730", "[synthesis]",
                 "First negative search: day 40 from onset (as stated)", INTENDED_USE, "CT of the chest"):  # fmt: skip
        assert said in shown, said
    (axes,) = _figure(lems).axes
    starts = [round(bar.get_x()) for bar in axes.patches]
    assert starts[:4] == [91, 274, 457, 639]


def test_the_chart_is_the_same_every_time_and_valid(lems: WorkUp) -> None:
    assert search_plan_chart(lems) == search_plan_chart(lems)
    ElementTree.fromstring(search_plan_chart(lems))
    png = search_plan_chart(lems, "png")
    assert png.startswith(b"\x89PNG")
    assert min(struct.unpack(">II", png[16:24])) > 500
    with matplotlib.rc_context({"font.size": 30}):
        assert search_plan_chart(lems, "png") == png


def test_a_found_tumour_leaves_no_repeats_in_the_chart() -> None:
    cancer = {"found": True, "type": "SCLC", "day_found_relative_to_onset": 3}
    result = work_up(Case(case_id="f1", phenotype="lambert_eaton", cancer=cancer))  # type: ignore[arg-type]
    assert "A tumour that counts was found" in texts(result)
    assert "stop, day" not in texts(result)


def test_the_words_for_those_who_do_not_see_the_chart(lems: WorkUp) -> None:
    said = search_plan_text(lems)
    assert "repeat 4: day 639" in said
    assert "stop 730 days" in said


def test_files_are_written_whole(lems: WorkUp, tmp_path: Any) -> None:
    written = write_workup(lems, tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == [
        "search_plan.png", "search_plan.svg", "workup.json"]  # fmt: skip
    assert json.loads(written["json"].read_text(encoding="utf-8")) == json.loads(json.dumps(workup_json(lems)))
    with pytest.raises(NotADirectoryError):
        write_workup(lems, written["json"])


def test_drawing_needs_no_pyplot() -> None:
    code = "import sys, onconeural.report.search_plan; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
