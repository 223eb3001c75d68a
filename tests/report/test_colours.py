"""Words in charts can be read: contrast of 4.5 to 1 or more on all that may lie behind them (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import pytest

from onconeural.report import style

LEAST = 4.5
BEHIND = {"white": "#ffffff", "interval": style.BAND, **{f"{share}%": colour for share, colour in style.FAN.items()}}


def luminance(colour: str) -> float:
    """Return the relative luminance of an sRGB colour, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("words", ["INK", "DARK", "TITLE"])
def test_labels_can_be_read_on_every_band(words: str, behind: str) -> None:
    assert contrast(getattr(style, words), BEHIND[behind]) >= LEAST


@pytest.mark.parametrize("behind", ["white", "interval"])
def test_notes_can_be_read(behind: str) -> None:
    assert contrast(style.MUTED, BEHIND[behind]) >= LEAST


@pytest.mark.parametrize("colour", ["LINE", "ACCENT", "DARK"])
def test_lines_and_marks_are_seen(colour: str) -> None:
    assert contrast(getattr(style, colour), "#ffffff") >= LEAST
