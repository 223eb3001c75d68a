"""The published cases that forecasts are scored on: read, sourced, dated, and each mRS with what it rests on."""

import re
from pathlib import Path

import pytest

from onconeural.case import check_case, load_case
from onconeural.forecast.horizon import DEAD, grid
from onconeural.forecast.observed import CLASSES, SOONEST, forecast_day, observed_class
from onconeural.forecast.score import packaged_cases, score

FILES = packaged_cases()
PAGE = Path(__file__).parents[2] / "docs" / "guide" / "published_cases.md"
READ = {"full_text", "abstract", "snippet"}
BASIS = re.compile(r"mRS ([0-6]) on day (\d+) \((printed|inferred), precision (\d+) d\): (.{10,})")
every_case = pytest.mark.parametrize("path", [pytest.param(p, id=p.stem) for p in FILES])


def readings(case):
    return {(o.day, o.mrs) for o in case.observations if o.day is not None and o.mrs is not None}


def bases(case):
    return [found for line in case.inferred if (found := BASIS.fullmatch(line))]


def test_there_are_enough_and_every_outcome_occurs():
    assert len(FILES) >= 20
    cases = [load_case(p) for p in FILES]
    assert {observed_class(c, forecast_day(c))[0] for c in cases} == set(CLASSES)
    named = {a.name for c in cases for a in c.antibodies}
    assert named >= {"hu", "yo", "ri", "cv2_crmp5", "tr_dner", "amphiphysin", "nmdar", "gababr", "pq_vgcc", "none"}


@every_case
def test_it_is_read_without_an_error(path):
    assert [p for p in check_case(path) if p.severity == "error"] == []
    assert load_case(path).case_id == path.stem


@every_case
def test_its_source_can_be_found_and_its_reading_is_stated(path):
    case, head = load_case(path), path.read_text(encoding="utf-8").split("schema_version")[0]
    assert re.search(r"https?://|doi:10\.", case.source)
    assert case.source_status in READ
    assert all(f"\n# {word} " in head for word in ("Source", "Read", "Licence"))
    assert "Not medical advice." in head


@every_case
def test_each_mrs_rests_on_stated_words(path):
    case = load_case(path)
    stated = {(float(b[2]), int(b[1])) for b in bases(case)}
    assert len(stated) >= 2
    assert stated == readings(case)
    assert all("died" in b[5] for b in bases(case) if int(b[1]) == DEAD)


@every_case
def test_its_question_and_its_outcome_are_dated(path):
    case = load_case(path)
    day = case.forecast_day
    name, seen = observed_class(case, day)
    assert day in {d for d, _ in readings(case)}
    assert day + SOONEST <= seen <= grid(day)[-1]
    assert name in CLASSES


@every_case
def test_the_page_lists_it(path):
    case = load_case(path)
    name, seen = observed_class(case, case.forecast_day)
    row = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{path.stem}` "))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[2:5] == [f"{case.forecast_day:g}", f"{seen:g}", name]
    assert case.source_status.replace("_", " ") == cells[-1]
    assert re.search(r"https?://\S+?(?=\)|$)|10\.\d{4}", row)


def test_the_score_command_takes_them():
    asked = tuple(p for p in FILES if "_hu_" in p.stem)
    verdict = score(asked, twins=300)
    assert len(asked) >= 2
    assert {c.not_scored for c in verdict.cases} <= {None, "the facts do not decide"}
    assert verdict.scored >= 1
