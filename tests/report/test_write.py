from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onconeural import INTENDED_USE
from onconeural.forecast.result import Forecast
from onconeural.report import forecast_html, forecast_json, mrs_over_time, write_report
from onconeural.report.figure_files import drawings
from onconeural.report.style import STYLE

NAMES = ("mrs_over_time", "new_area", "search_plan", "time_line", "window")
FIGURES = [f"figures/{name}.{kind}" for name in NAMES for kind in ("png", "svg")]
FILES = ["report.html", "report.json"]


@pytest.fixture(scope="module")
def small(forecast: Forecast) -> Forecast:
    """Return the forecast with one curve, which draws faster."""
    return replace(forecast, curves=forecast.curves[:1])


@pytest.fixture(scope="module")
def small_hostile(hostile: Forecast) -> Forecast:
    """Return the hostile forecast with one curve."""
    return replace(hostile, curves=hostile.curves[:1])


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_writes_page_and_document_into_new_folders(small: Forecast, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    paths = write_report(small, out)
    assert below(tmp_path) == [f"new/folder/{name}" for name in FILES]
    assert {kind: str(path.relative_to(out)) for kind, path in paths.items()} == {
        "html": "report.html",
        "json": "report.json",
    }


def test_writes_every_figure_when_asked(small: Forecast, tmp_path: Path) -> None:
    paths = write_report(small, tmp_path, figures=True)
    assert below(tmp_path) == [*FIGURES, *FILES]
    assert {kind: str(path.relative_to(tmp_path)) for kind, path in paths.items()} == {
        "html": "report.html",
        "json": "report.json",
        **{f"{name}_{kind}": f"figures/{name}.{kind}" for name in NAMES for kind in ("svg", "png")},
    }
    assert paths["mrs_over_time_svg"].read_bytes() == mrs_over_time(small, "svg")
    for name in NAMES:
        assert paths[f"{name}_png"].read_bytes().startswith(b"\x89PNG")
        assert INTENDED_USE in "".join(ElementTree.fromstring(_with_text(small, name)).itertext())


def _with_text(forecast: Forecast, name: str) -> bytes:
    """Draw a figure with its letters as text, so that they can be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(STYLE, "svg.fonttype", "none")
        return drawings(forecast)[name]("svg")


def test_files_hold_what_the_functions_return(small: Forecast, tmp_path: Path) -> None:
    paths = write_report(small, tmp_path)
    assert paths["html"].read_text(encoding="utf-8") == forecast_html(small)
    assert json.loads(paths["json"].read_bytes()) == json.loads(json.dumps(forecast_json(small)))


def test_same_forecast_same_files(small_hostile: Forecast, tmp_path: Path) -> None:
    first = write_report(small_hostile, tmp_path / "a")
    second = write_report(small_hostile, tmp_path / "b")
    assert [path.read_bytes() for path in first.values()] == [path.read_bytes() for path in second.values()]


def test_json_is_sorted_and_safe_to_print(small_hostile: Forecast, tmp_path: Path) -> None:
    content = write_report(small_hostile, tmp_path)["json"].read_bytes()
    assert content.isascii()
    assert b"\x1b" not in content
    assert content.endswith(b"}\n")
    keys = list(json.loads(content))
    assert keys == sorted(keys)


def test_refuses_a_file_in_the_place_of_the_folder(small: Forecast, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("keep me")
    with pytest.raises(OSError, match="is a file; name a folder"):
        write_report(small, taken)
    assert taken.read_text(encoding="utf-8") == "keep me"


def test_refuses_a_figures_folder_that_leads_elsewhere(small: Forecast, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    (out / "figures").symlink_to(elsewhere)
    with pytest.raises(OSError, match="is a link"):
        write_report(small, out, figures=True)
    assert below(elsewhere) == []


def test_replaces_a_link_and_leaves_its_target(small: Forecast, tmp_path: Path) -> None:
    target, out = tmp_path / "target", tmp_path / "out"
    target.write_text("keep me")
    out.mkdir()
    (out / "report.html").symlink_to(target)
    write_report(small, out)
    assert target.read_text(encoding="utf-8") == "keep me"
    assert not (out / "report.html").is_symlink()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
def test_stop_while_writing_leaves_the_old_file(
    small: Forecast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    paths = write_report(small, tmp_path)
    paths["html"].write_text("old")

    def stopped(handle: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(stop):
        write_report(small, tmp_path)
    assert paths["html"].read_text(encoding="utf-8") == "old"
    assert below(tmp_path) == FILES


def test_stop_before_the_last_step_leaves_no_draft(
    small: Forecast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_report(small, tmp_path)
    assert below(tmp_path) == []


def test_content_reaches_the_disk_before_the_name(
    small: Forecast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("sync"), sync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda self, target: (steps.append("name"), rename(self, target))[1])
    write_report(small, tmp_path)
    assert steps == ["sync", "name"] * len(FILES)
