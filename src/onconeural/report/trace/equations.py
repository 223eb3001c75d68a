"""Where a symbol stands in the equations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onconeural.model.compose import MECHANISMS, equations
from onconeural.report.trace.result import Use


def equation_uses(symbol: str, through: str = "") -> tuple[Use, ...]:
    """Return every line of the equations that names a symbol; ``through`` says by which parameter.

    >>> equation_uses("muZ")[0].id
    'tumour.ant line 17'
    """
    word = re.compile(rf"(?<![\w.]){re.escape(symbol)}(?!\w)")
    note = f" (through {through})" if through else ""
    return tuple(Use("equation", place, line + note) for place, line in _lines() if word.search(line))


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, str]]:
    for mechanism in (*MECHANISMS, "hormones"):
        for number, line in enumerate(equations(mechanism).splitlines(), start=1):
            statement = " ".join(line.partition("//")[0].split())
            if statement:
                yield f"{mechanism}.ant line {number}", statement
