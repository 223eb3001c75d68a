"""What all figures share: one font, few colours, one way to make bytes of a figure."""

from __future__ import annotations

from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.font_manager import FontProperties, findfont, get_font

from onconeural.evidence import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Kind = Literal["svg", "png"]

FONT = "DejaVu Sans"  # comes with matplotlib, so it is the same everywhere
INK, DARK, MUTED, GRID = "#1c2733", "#39434e", "#566370", "#e3e7eb"
TITLE, LINE, BAND = "#0b5a8a", "#0b5a8a", "#cfe2f0"
ACCENT = "#9a3412"  # what the reader moves
FAN = {95: "#e6eff7", 80: "#cfe1ef", 50: "#b2d0e6"}  # bands of that share of the twins, the widest first
DASHED, DOTTED = (0, (4, 2)), (0, (1, 1.5))
EDGE, LINE_HEIGHT = 0.1, 0.18  # inches
FRAME = 0.75  # inches for title and foot of a drawing that is a file of its own
FILE_WIDTH = 6.5  # inches
LETTERS = 11.5  # characters of small text that fit one inch

STYLE = {
    "font.family": FONT,
    "font.size": 9.0,
    "svg.fonttype": "path",
    "svg.hashsalt": "onconeural",
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": 8.0,
    "axes.titley": 1.0,  # a fixed place; looking for a free one takes a quarter of the time
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
}
# Without dates and program versions the same forecast gives the same bytes.
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def as_bytes(figure: Figure, kind: Kind) -> bytes:
    """Return a figure as SVG or PNG (150 dots an inch); the same figure gives the same bytes."""
    buffer = BytesIO()
    figure.savefig(buffer, format=kind, dpi=150, metadata=METADATA[kind])
    return buffer.getvalue()


def framed(figure: Figure, title: str, foot: str) -> None:
    """Write a title above and a line below a drawing that has left ``FRAME`` inches for them."""
    width, height = figure.get_size_inches()
    left = EDGE / width
    figure.set_facecolor("white")
    figure.text(left, 1 - EDGE / height, drawable(title, 80), va="top", fontsize=11, fontweight="bold")
    figure.text(left, EDGE / height, drawable(foot, 110), va="bottom", style="italic", fontsize=8)


def drawable(text: str, limit: int) -> str:
    """Return text that the font can draw, on one line, cut at a number of characters."""
    font = get_font(findfont(FontProperties(family=FONT)))
    line = "".join(char if font.get_char_index(ord(char)) else "\ufffd" for char in plain(text))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def wrapped(text: str, width: float) -> list[str]:
    """Return small text as lines that fit a width in inches; what needs more than three lines is cut."""
    letters = int(LETTERS * width)
    return wrap(drawable(text, 3 * letters), letters)


def quiet_grid(axes: Axes, axis: Literal["x", "y"]) -> None:
    """Draw pale lines behind everything else."""
    axes.grid(axis=axis, color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
