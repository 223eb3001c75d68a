"""How a table reaches the terminal: no colours and a fixed width when no person is watching."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 120  # characters, where the output is no terminal


def show(content: RenderableType, *, as_plain: bool = False) -> None:
    """Print a table or text of rich, or each row of it as a plain line; nothing in it is interpreted as markup."""
    if as_plain:
        from onconeural.report import plain_text  # noqa: PLC0415

        sys.stdout.write(plain_text(content) + "\n")
        return
    from rich.console import Console  # noqa: PLC0415

    width = None if sys.stdout.isatty() else WIDTH
    Console(markup=False, highlight=False, emoji=False, width=width).print(content)
