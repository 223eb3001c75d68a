"""The page in a real browser: the slider, the keyboard, three widths, print, no script, and who does not see it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onconeural.case import Case
from onconeural.forecast.result import Forecast
from onconeural.report import forecast_html

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")
axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed (extra dev)")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTHS = (360, 768, 1440)
MOST_MS = 50.0

# Elements that stick out of the page, except inside boxes that scroll by themselves.
STICKING_OUT = """() => [...document.querySelectorAll('body *')].filter((element) => {
  if (element.closest('.scroll') || element.closest('.unseen') || element.closest('datalist')) return false;
  const box = element.getBoundingClientRect();
  return box.width > 0 && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map((element) => element.outerHTML.slice(0, 120))"""

# Words of one drawing that lie on each other or outside of it.
CLASHES = """() => [...document.querySelectorAll('svg.chart')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  if (frame.width === 0) return [];
  const words = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const out = words.filter(([, box]) => box.left < frame.left - 2 || box.right > frame.right + 2 ||
    box.top < frame.top - 2 || box.bottom > frame.bottom + 2).map(([word]) => `${svg.id}: ${word} outside`);
  const over = words.flatMap(([one, a], place) => words.slice(place + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2.5).map(([two]) => `${svg.id}: ${one} on ${two}`));
  return [...out, ...over];
})"""

MOVES = """() => {
  const slider = document.getElementById('start-day');
  const times = [];
  for (let day = Number(slider.min); day <= Number(slider.max); day += 1) {
    slider.value = day;
    const before = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    document.body.getBoundingClientRect();
    times.push(performance.now() - before);
  }
  return times;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser of this machine once for all tests."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser is installed: looked for {', '.join(BROWSERS)}")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(forecast: Forecast, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(forecast_html(forecast), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def hard(forecast: Forecast, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the page of a case with many facts close together, and of outcomes that are all the same."""
    case = Case(
        case_id="crowded",
        phenotype="chorea",
        cancer={"found": True, "type": "SCLC", "day_found_relative_to_onset": -365},
        timeline=[{"day": float(day), "event": "progression", "detail": "worse"} for day in range(0, 120, 7)],
        treatments=[{"name": "ivig", "start_day": 100.0 + day} for day in range(9)],
        observations=[{"day": float(day), "mrs": day % 6} for day in range(3, 120, 9)],
        forecast_day=forecast.forecast_day,
    )
    rows = tuple(replace(row, new_area_6_months=0.0, new_area_12_months=0.0) for row in forecast.outcomes)
    path = tmp_path_factory.mktemp("hard") / "report.html"
    path.write_text(forecast_html(replace(forecast, case=case, outcomes=rows)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(params=WIDTHS)
def page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    yield from _opened(browser, address, viewport={"width": request.param, "height": 900})


@pytest.fixture
def wide(browser: Any, address: str) -> Iterator[Any]:
    yield from _opened(browser, address, viewport={"width": 1440, "height": 900})


def _opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    context = browser.new_context(**options)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    yield opened
    assert said == []  # no error, and nothing that the page's own policy forbids
    assert asked == [address]  # nothing from elsewhere
    context.close()


def test_nothing_sticks_out_and_no_words_clash(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CLASHES) == []


def test_crowded_facts_and_equal_shares_do_not_clash(browser: Any, hard: str) -> None:
    for width in (360, 1440):
        for page in _opened(browser, hard, viewport={"width": width, "height": 900}):
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert page.evaluate(CLASHES) == []


def test_letters_in_charts_can_be_read(page: Any) -> None:
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('svg.chart text')].map((text) => text.getBoundingClientRect())"
        ".filter((box) => box.width > 0).map((box) => Math.min(box.height, box.width))"
    )
    assert sizes
    high = page.evaluate(
        "() => [...document.querySelectorAll('svg.chart')].filter((svg) => svg.getBoundingClientRect().width > 0)"
        ".flatMap((svg) => [...svg.querySelectorAll('text')].map((text) => "
        "parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"
    )
    assert min(high) >= 9.5


def test_axe_finds_nothing_serious(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    # Only the script of the package: its own reader takes the encoding of the machine, which may be ASCII.
    page.evaluate(Path(axe.__path__[0], "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    grave = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
    assert grave == []
    assert page.evaluate(STICKING_OUT) == []


def test_the_slider_moves_by_keyboard_and_speaks(wide: Any, forecast: Forecast) -> None:
    slider = wide.locator("#start-day")
    assert wide.locator("#start-control").is_visible()
    slider.focus()
    assert slider.get_attribute("aria-valuetext") == "treatment on day 120"
    before = wide.locator("#start-table tbody tr").first.inner_text()
    for _ in range(5):
        wide.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "treatment on day 125"
    assert wide.locator("#start-said").inner_text().startswith("Treatment on day 125, 5 days after the forecast day")
    assert wide.locator("#start-table tbody tr").first.inner_text() != before
    wide.keyboard.press("End")
    last = forecast.windows[0].gain_mrs[-1]
    said = wide.locator("#start-table tbody tr").first.locator("[data-of=gain]").inner_text()
    assert said == f"{last.value:+.2f} ({last.low:.2f} to {last.high:.2f})"
    wide.keyboard.press("Home")
    assert wide.locator("#start-table tbody tr").first.inner_text() == before
    assert slider.evaluate("element => element.labels[0].textContent") == "Day of treatment, from onset"


def test_the_marker_stands_on_the_curve(wide: Any) -> None:
    wide.evaluate(
        "() => { const s = document.getElementById('start-day');"
        " s.value = s.max; s.dispatchEvent(new Event('input')); }"
    )
    middle = "(e) => { const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }"
    dot = wide.locator("#window-0-dot use").first.evaluate(middle)
    ends = wide.evaluate(
        "() => { const uses = [...document.querySelectorAll('#window-0 use')].filter((u) => "
        "!u.closest('#window-0-dot')).map((u) => u.getBoundingClientRect()).filter((b) => b.width < 12 && "
        "Math.abs(b.width - b.height) < 1); "
        "const last = uses.sort((a, b) => b.x - a.x)[0]; return [last.x + last.width / 2, last.y + last.height / 2]; }"
    )
    assert dot == pytest.approx(ends, abs=2.0)


def test_a_move_takes_less_than_50_ms(wide: Any) -> None:
    times = sorted(wide.evaluate(MOVES))
    assert times[int(0.95 * len(times))] < MOST_MS


def test_without_script_the_page_is_whole(browser: Any, address: str) -> None:
    for page in _opened(browser, address, java_script_enabled=False):
        assert not page.locator("#start-control").is_visible()
        assert page.locator("#start-table").is_visible()
        assert page.locator("svg.chart").first.is_visible()
        assert "+1.50 (1.25 to 1.75)" in page.locator("#start-table").inner_text()


def test_who_wants_no_motion_gets_none(browser: Any, address: str) -> None:
    moving = "getComputedStyle(document.documentElement).scrollBehavior"
    for page in _opened(browser, address, reduced_motion="reduce"):
        assert page.evaluate(moving) == "auto"
        assert page.evaluate("document.getAnimations().length") == 0
    for page in _opened(browser, address, reduced_motion="no-preference"):
        assert page.evaluate(moving) == "smooth"


def test_on_paper_nothing_is_cut(browser: Any, address: str) -> None:
    paper = {"width": 688, "height": 1000}  # A4 less its margins
    for page in _opened(browser, address, viewport=paper):
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
        assert page.evaluate(CLASHES) == []
        assert not page.locator("#start-control").is_visible()
        wider = "() => [...document.querySelectorAll('table')].filter((t) => t.checkVisibility()).map((t) => "
        assert max(page.evaluate(wider + "t.scrollWidth)")) <= paper["width"]
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_on_paper_every_list_is_open(browser: Any, address: str) -> None:
    hidden = (
        "() => [...document.querySelectorAll('details')].filter((list) => [...list.children].slice(1).some((part) =>"
        " !part.checkVisibility({ contentVisibilityAuto: true }) || part.getBoundingClientRect().height === 0)).length"
    )
    for page in _opened(browser, address, java_script_enabled=False):
        lists = page.locator("details").count()
        assert lists > 3
        assert page.evaluate(hidden) == lists
        page.emulate_media(media="print")
        for _ in range(40):  # the page is laid out again in a later frame, on a busy machine much later
            if page.evaluate(hidden) == 0:
                break
            page.wait_for_timeout(50)
        assert page.evaluate(hidden) == 0


def test_a_picture_can_be_taken(wide: Any) -> None:
    assert wide.screenshot(full_page=True).startswith(b"\x89PNG")
