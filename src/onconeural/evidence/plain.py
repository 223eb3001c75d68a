"""Text from outside, made safe to show."""

from __future__ import annotations


def plain(text: str) -> str:
    r"""Return the text with every character that cannot be seen written as its code.

    Control characters, terminal escapes, line breaks, direction marks, unusual spaces and broken surrogates
    become ``\xNN``, ``\uNNNN`` or ``\UNNNNNNNN``; everything else stays. The result is harmless in a terminal
    and keeps to one line; HTML and rich markup need their own escaping besides.

    >>> print(plain("red \x1b[31m text, caf\u00e9"))
    red \x1b[31m text, café
    """
    return "".join(c if c.isprintable() else _code(ord(c)) for c in text)


def _code(number: int) -> str:
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
