from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from onconeural.forecast.result import Forecast
from onconeural.report import forecast_html, forecast_json, mrs_over_time, write_report

FIGURES = [f"figures/{name}.{kind}" for name in ("mrs_over_time", "window") for kind in ("png", "svg")]
FILES = [*FIGURES, "report.html", "report.json"]


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


def test_writes_the_four_files_into_new_folders(small: Forecast, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    paths = write_report(small, out)
    assert below(tmp_path) == [f"new/folder/{name}" for name in FILES]
    assert {kind: str(path.relative_to(out)) for kind, path in paths.items()} == {
        "html": "report.html",
        "json": "report.json",
        "svg": "figures/mrs_over_time.svg",
        "png": "figures/mrs_over_time.png",
        "window_svg": "figures/window.svg",
        "window_png": "figures/window.png",
    }


def test_files_hold_what_the_functions_return(small: Forecast, tmp_path: Path) -> None:
    paths = write_report(small, tmp_path)
    assert paths["html"].read_text(encoding="utf-8") == forecast_html(small)
    assert json.loads(paths["json"].read_bytes()) == forecast_json(small)
    assert paths["svg"].read_bytes() == mrs_over_time(small, "svg")
    assert paths["png"].read_bytes() == mrs_over_time(small, "png")


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
    assert taken.read_text() == "keep me"


def test_refuses_a_figures_folder_that_leads_elsewhere(small: Forecast, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    (out / "figures").symlink_to(elsewhere)
    with pytest.raises(OSError, match="is a link"):
        write_report(small, out)
    assert below(elsewhere) == []


def test_replaces_a_link_and_leaves_its_target(small: Forecast, tmp_path: Path) -> None:
    target, out = tmp_path / "target", tmp_path / "out"
    target.write_text("keep me")
    out.mkdir()
    (out / "report.html").symlink_to(target)
    write_report(small, out)
    assert target.read_text() == "keep me"
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
    assert paths["html"].read_text() == "old"
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
