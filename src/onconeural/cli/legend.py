"""What the names of parameters in a table mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def legend(names: Iterable[str]) -> Iterator[str]:
    """One line for each free parameter among the names: what it moves, in the words of the registry.

    >>> list(legend(["hT", "hT"]))
    ['  hT: hazard of tumour death at saturating burden (Hu (ANNA-1), GABABR, P/Q VGCC)']
    """
    from onconeural.calibration import free_parameters  # noqa: PLC0415

    asked = set(names)
    for free in free_parameters():
        if free.name in asked:
            yield f"  {free.name}: {free.meaning}"
