"""Text in a table that a spreadsheet may open: never a formula."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t")


def cell(text: str) -> str:
    """The text as a CSV cell that no spreadsheet executes: where it would, an apostrophe stands before it.

    A carriage return becomes its code: the csv module does not quote it, and a reader would take it as a new row.

    >>> cell("=1+1"), cell("-2.5"), cell("patient 7")
    ("'=1+1", '-2.5', 'patient 7')
    """
    text = text.replace("\r", "\\x0d")
    return f"'{text}" if text.startswith(_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.strip() == text
