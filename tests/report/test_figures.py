from __future__ import annotations

import math
import struct
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.figure import Figure

from onconeural import INTENDED_USE
from onconeural.forecast.result import Forecast
from onconeural.report import mrs_over_time
from onconeural.report.figures import _figure
from onconeural.report.style import drawable


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text)]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_same_forecast_same_bytes(forecast: Forecast, kind: str) -> None:
    assert mrs_over_time(forecast, kind) == mrs_over_time(forecast, kind)  # type: ignore[arg-type]


def test_bytes_do_not_depend_on_settings_of_the_user(forecast: Forecast) -> None:
    plain = mrs_over_time(forecast)
    with matplotlib.rc_context({"font.size": 20, "lines.linewidth": 9, "svg.hashsalt": "other"}):
        assert mrs_over_time(forecast) == plain
        assert matplotlib.rcParams["font.size"] == 20


def test_bytes_do_not_name_a_date_or_a_program(forecast: Forecast) -> None:
    svg = mrs_over_time(forecast)
    assert b"<dc:date>" not in svg
    assert b"Matplotlib v" not in svg
    assert b"Matplotlib" not in mrs_over_time(forecast, "png")


def test_svg_is_well_formed_and_png_is_a_png(hostile: Forecast) -> None:
    root = ElementTree.fromstring(mrs_over_time(hostile))
    assert not root.findall(".//{http://www.w3.org/2000/svg}script")
    png = mrs_over_time(hostile, "png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width > 1000
    assert height > 1000


def test_figure_says_what_it_is(forecast: Forecast) -> None:
    shown = " ".join(" ".join(texts(_figure(forecast))).split())
    assert "not calibrated: no ranking" in shown
    assert INTENDED_USE in shown
    assert "days from onset" in shown
    assert "Modified Rankin scale (mRS), mean over twins; the dead count as 6." in shown
    assert "forecast day 120" in shown
    assert "onset, day 0" in shown
    for share in ("50%", "80%", "95%"):
        assert f"{share} of the twins" in shown


def test_lines_are_labelled_where_they_are_drawn(forecast: Forecast) -> None:
    apart, alike = _figure(forecast).axes[6], _figure(forecast).axes[0]
    assert {"treated", "untreated"} <= {text.get_text() for text in apart.texts}
    assert "treated" not in {text.get_text() for text in alike.texts}


def test_one_panel_for_each_strategy_with_its_n(forecast: Forecast) -> None:
    figure = _figure(forecast)
    shown = texts(figure)
    assert len(figure.axes) == 8  # seven strategies and the key
    for row in forecast.outcomes:
        assert row.label in shown
        assert f"n = {row.n}" in shown


def test_reference_line_is_dashed_in_every_panel(forecast: Forecast) -> None:
    first, second = _figure(forecast).axes[:2]
    nothing = list(forecast.curves[0].mean)
    for axes in (first, second):
        dashed = [line for line in axes.lines if list(line.get_ydata()) == nothing]
        assert [line.is_dashed() for line in dashed] == [True]
    assert not second.lines[0].is_dashed()


def test_without_a_reference_each_strategy_stands_alone(forecast: Forecast) -> None:
    curves = tuple(curve for curve in forecast.curves if curve.strategy != "nothing")
    figure = _figure(replace(forecast, curves=curves))
    assert "No treatment" not in texts(figure)
    assert len(figure.axes) == 7


def test_later_starts_are_left_out(forecast: Forecast) -> None:
    late = tuple(curve for curve in forecast.curves if curve.start_day > 0)
    assert mrs_over_time(replace(forecast, curves=late)).startswith(b"<?xml")


def test_onset_leaves_the_axis_when_it_is_long_ago(forecast: Forecast) -> None:
    near, far = _figure(forecast), _figure(replace(forecast, forecast_day=2000.0))
    assert near.axes[0].get_xlim()[0] < 0
    assert far.axes[0].get_xlim()[0] > 1900
    assert "onset, day 0" in texts(near)
    assert "onset, day 0" not in texts(far)


def test_what_was_not_computed_is_a_gap(forecast: Forecast) -> None:
    curve = forecast.curves[0]
    nothing = tuple(math.nan for _ in curve.days)
    mute = replace(forecast, curves=(replace(curve, mean=nothing, low=nothing, high=nothing),))
    ElementTree.fromstring(mrs_over_time(mute))


def test_text_is_drawn_as_it_is() -> None:
    assert drawable("$x^2$ \x1b\u4e2d", 40) == "$x^2$ \\x1b\ufffd"
    assert drawable("a" * 50, 10) == "a" * 9 + "…"


def test_drawing_needs_no_pyplot() -> None:
    code = "import sys, onconeural.report.figures; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
