"""How a table reaches the terminal: no colours and a fixed width when no person is watching."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

WIDTH = 120  # characters, where the output is no terminal; every table is made to fit it


def show(content: RenderableType, *, as_plain: bool = False) -> None:
    """Print a table or text of rich, or each row of it as a plain line; nothing in it is interpreted as markup.

    In a terminal that is too narrow for a table, each row of that table is a plain line too: rich would cut the
    names of the rows away first.
    """
    if as_plain:
        from onconeural.report import plain_text  # noqa: PLC0415

        sys.stdout.write(plain_text(content) + "\n")
        return
    from rich.console import Console  # noqa: PLC0415

    width = None if sys.stdout.isatty() else WIDTH
    console = Console(markup=False, highlight=False, emoji=False, width=width)
    for part in _parts(content):
        console.print(part if console.width >= WIDTH else _fitting(part, console))


def _parts(content: RenderableType) -> Iterator[RenderableType]:
    from rich.console import Group  # noqa: PLC0415

    if isinstance(content, Group):
        for part in content.renderables:
            yield from _parts(part)
    else:
        yield content


def _fitting(part: RenderableType, console: Console) -> RenderableType:
    """The part itself, or its plain lines where it is a table of which words would be cut."""
    from rich.table import Table  # noqa: PLC0415

    if not isinstance(part, Table) or _whole(part, console):
        return part
    from onconeural.report import plain_text  # noqa: PLC0415

    return plain_text(part)


def _whole(table: Table, console: Console) -> bool:
    """Whether each word of the table is there, in one piece, when it is as wide as the terminal."""
    lines = console.render_lines(table, pad=False)
    drawn = {word for line in lines for word in "".join(segment.text for segment in line).split()}
    texts = (cell for column in table.columns for cell in (column.header, *column.cells))
    return all(word in drawn for text in texts for word in str(text).split())
