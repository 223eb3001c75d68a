"""Makes the pictures of the gallery and of the README: `make gallery`. It needs Chromium and the extra `dev`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

import onconeural

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CASES = {"hu": "hu_sclc_67f", "yo": "yo_57f", "nmdar": "nmdar_34f"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1080, 4000  # high, so that what stays in view while scrolling stays in its place
LATER = 30  # days after the forecast day at which the slider stands in the pictures
GAP = 24  # pixels between two parts of one page
COLOURS = 96


def main() -> None:
    """Forecast three published cases, and take pictures of their reports."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 only who makes pictures has it

    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit(f"no browser is installed: looked for {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        for name, case in CASES.items():
            out = Path(folder) / name
            onconeural.forecast_case(ROOT / "examples" / f"{case}.yaml").write(out)
            page.goto((out / "report.html").as_uri())
            _pictures(name, page)
        chromium.close()


def _pictures(name: str, page: Page) -> None:
    slider = page.locator("#start-day")
    slider.fill(f"{float(slider.get_attribute('min')) + LATER:g}")
    slider.blur()
    head = [_part(page, "header"), _part(page, "section[aria-labelledby=answer]", "nav")]
    window = _part(page, "section[aria-labelledby=window]", "section[aria-labelledby=window] details")
    rest = "search" if name == "nmdar" else "spread"
    _save(f"gallery_{name}_answer", [*head, _part(page, "section[aria-labelledby=case]")])
    _save(f"gallery_{name}_window", [window])
    _save(f"gallery_{name}_time", [_part(page, f"section[aria-labelledby={part}]") for part in ("time", rest)])
    if name == "hu":
        _save("report", [*head, window])


def _part(page: Page, part: str, end: str | None = None) -> Image.Image:
    """Take a picture of one part of the page, up to where another one begins."""
    box = page.locator(part).first.bounding_box()
    height = page.locator(end).first.bounding_box()["y"] - box["y"] if end else box["height"]
    shot = page.screenshot(clip={**box, "height": height}, full_page=True)
    return Image.open(BytesIO(shot)).convert("RGB")


def _save(name: str, parts: list[Image.Image]) -> None:
    height = sum(part.height for part in parts) + GAP * (len(parts) + 1)
    picture = Image.new("RGB", (max(part.width for part in parts) + 2 * GAP, height), "white")
    top = GAP
    for part in parts:
        picture.paste(part, (GAP, top))
        top += part.height + GAP
    path = IMAGES / f"{name}.png"
    picture.quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
