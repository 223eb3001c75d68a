"""Where a reader reports an error."""

from __future__ import annotations

from functools import cache
from importlib.metadata import metadata


@cache
def corrections_address() -> str:
    """Return the address for corrections: the project URL labelled "Corrections" in the package metadata.

    Raises ``LookupError`` when the installed package names no such address.

    >>> corrections_address().startswith("https://")
    True
    """
    for entry in metadata("onconeural").get_all("Project-URL") or []:
        label, _, address = str(entry).partition(",")
        if label.strip() == "Corrections":
            return address.strip()
    raise LookupError("the installed package 'onconeural' has no project URL labelled 'Corrections'")
