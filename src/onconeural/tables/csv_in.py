"""CSV from outside, line by line: no line without end, and every fault with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from onconeural.evidence.problems import shown
from onconeural.evidence.tree import TreeError

LONGEST_LINE = 1_000_000  # characters
LONGEST_NUMBER = 60  # characters; longer ones carry no more than a float can hold


def csv_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file in UTF-8, with the number of the line on which each ends; empty lines are left out.

    Raises TreeError for a file that is no such text.
    """
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.reader(_bounded(lines), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise TreeError(f"line {reader.line_num}", shown(str(error)), "a row of CSV") from None
    except UnicodeDecodeError:
        raise TreeError("", f"bytes that are not UTF-8 after line {reader.line_num}", "a text file in UTF-8") from None
    finally:
        if not stream.closed:
            lines.detach()  # the file is its opener's to close


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    count = 0
    while line := lines.readline(LONGEST_LINE + 1):
        count += 1
        if len(line) > LONGEST_LINE:
            raise TreeError(f"line {count}", f"more than {LONGEST_LINE} characters", "a row of CSV")
        yield line


def number(text: str) -> float | None:
    """A finite decimal number, or None where the text is no such number.

    >>> number("1e-3"), number("1_000"), number("nan"), number("")
    (0.001, None, None, None)
    """
    if len(text) > LONGEST_NUMBER or "_" in text:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value - value == 0 else None
