"""A figure as an SVG element inside a page: real text, no styles, no foreign ids, a name and a description."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import matplotlib.style
from markupsafe import Markup, escape

from onconeural.evidence import plain
from onconeural.report.style import METADATA, STYLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
TEXT = {**STYLE, "svg.fonttype": "none"}  # letters of the page's own font, that can be selected and searched
LEFT_OUT = {"metadata", "style"}
_FONT = re.compile(r"(?:(italic|oblique)\s+)?(?:(\d{3}|bold)\s+)?([\d.]+)px")
_LONG = re.compile(r"-?\d+\.\d{3,}")


def inline_svg(draw: Callable[[], Figure], name: str, title: str, description: str) -> Markup:
    """Return what ``draw`` draws as an ``svg`` element of the page.

    ``name`` is unique on the page; ids of the drawing stand behind it, as in ``name-marker``. ``title`` and
    ``description`` are read to those who do not see it. The width is that of its place; nothing in it needs a style
    sheet of its own, so that the page can forbid styles that are not the page's.
    """
    with matplotlib.style.context(["default", TEXT]):
        buffer = BytesIO()
        draw().savefig(buffer, format="svg", metadata=METADATA["svg"])
    root = Xml.fromstring(buffer.getvalue())  # noqa: S314  made by matplotlib a line above
    _clean(root, name)
    inner = "".join(_text(child) for child in root if _kind(child) not in LEFT_OUT)
    box = root.attrib["viewBox"]
    head = Markup(
        '<svg class="chart" id="{0}" viewBox="{1}" role="img" aria-labelledby="{0}-title" aria-describedby="{0}-desc">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>'
    ).format(name, box, plain(title), plain(description))
    return head + Markup(inner) + Markup("</svg>")  # noqa: S704  elements and texts were escaped when serialised


def _kind(element: Xml.Element) -> str:
    return element.tag.removeprefix(SVG)


def _clean(root: Xml.Element, name: str) -> None:
    """Turn styles into attributes, and make every id and link one of this drawing."""
    for parent in root.iter():
        for child in [child for child in parent if _kind(child) in LEFT_OUT]:
            parent.remove(child)
    for element in root.iter():
        for key, value in _attributes(element.attrib.pop("style", "")):
            element.set(key, value)
        for key, value in list(element.attrib.items()):
            element.set(key, _renamed(key, value, name))
    _drop_unused_ids(root, name)


def _attributes(style: str) -> list[tuple[str, str]]:
    found = []
    for part in filter(None, (piece.strip() for piece in style.split(";"))):
        key, _, value = (text.strip() for text in part.partition(":"))
        if key == "font":
            found += _font(value)
        else:
            found.append((key, value))
    return found


def _font(value: str) -> list[tuple[str, str]]:
    match = _FONT.match(value)
    if match is None:
        return []
    slant, weight, size = match.groups()
    kept = (("font-style", slant), ("font-weight", weight), ("font-size", size))
    return [(key, text) for key, text in kept if text]


def _renamed(key: str, value: str, name: str) -> str:
    if key == "id":
        return f"{name}-{value}"
    if key == LINK:
        return f"#{name}-{value.removeprefix('#')}"
    if value.startswith("url(#"):
        return f"url(#{name}-{value[5:]}"
    return _LONG.sub(lambda found: f"{float(found[0]):.2f}", value) if key in ("d", "x", "y", "points") else value


def _drop_unused_ids(root: Xml.Element, name: str) -> None:
    """Keep ids that something points to, and those of moving parts."""
    used = {element.get(LINK, "").removeprefix("#") for element in root.iter()}
    used |= {found for element in root.iter() for value in element.attrib.values()
             for found in re.findall(r"url\(#([^)]+)\)", value)}  # fmt: skip
    used |= {f"{name}-{part}" for part in MOVING}
    for element in root.iter():
        if "id" in element.attrib and element.get("id") not in used:
            del element.attrib["id"]


MOVING = ("marker", "dot")


def _text(element: Xml.Element) -> str:
    """Return an element as HTML text: no prefixes, plain links."""
    attributes = "".join(
        f' {"href" if key == LINK else key}="{escape(plain(value))}"' for key, value in element.attrib.items()
    )
    inside = escape(plain(element.text)) if element.text and element.text.strip() else ""
    return f"<{_kind(element)}{attributes}>{inside}{''.join(map(_text, element))}</{_kind(element)}>"
