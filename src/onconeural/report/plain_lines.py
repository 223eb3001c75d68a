"""Tables as plain lines: no boxes, no columns, no colours, for screen readers, pipes and mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType


def plain_text(content: RenderableType) -> str:
    """Return tables and texts as lines; a row of a table is one line, each value behind the heading of its column.

    A row whose first cell is empty goes on with the first cell of the row above, as the table does for the eye.

    >>> table = Table("Strategy", "n", title="Outcomes")
    >>> table.add_row("IVIG", "300")
    >>> print(plain_text(Group(Text("One case"), table)))
    One case
    Outcomes
    Strategy: IVIG | n: 300
    """
    return "\n".join(_lines(content))


def _lines(content: RenderableType) -> Iterator[str]:
    if isinstance(content, Group):
        for part in content.renderables:
            yield from _lines(part)
    elif isinstance(content, Table):
        yield from _table(content)
    else:
        yield _words(content)


def _table(table: Table) -> Iterator[str]:
    if table.title is not None:
        yield _words(table.title)
    headings = [_words(column.header) for column in table.columns]
    above = ""
    for cells in zip(*(column.cells for column in table.columns), strict=True):
        texts = [_words(cell) for cell in cells]
        texts[0] = above = texts[0] or above
        named = zip(headings, texts, strict=True)
        yield " | ".join(f"{heading}: {text}" if heading else text for heading, text in named)
    if table.caption is not None:
        yield _words(table.caption)


def _words(content: RenderableType) -> str:
    text = content.plain if isinstance(content, Text) else str(content)
    return " ".join(text.split()) if text.strip() else ""
