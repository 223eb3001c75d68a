"""What each test of the tumour search found in published groups, with counts where the source allows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onconeural.evidence import criteria
from onconeural.workup.share import Share, count_behind, printed, share

_SAME = {"fdg_pet": "fdg_pet_ct"}
_CHEST = ("ct_thorax_abdomen_pelvis", "ct_thorax_abdomen", "ct_thorax_if_older")


@dataclass(frozen=True)
class TestYield:
    """One published figure of one test: sensitivity, specificity, cancer found, or suspicious finding."""

    __test__ = False  # not a test class, whatever its name looks like to pytest

    test: str
    label: str
    what: str
    setting: str
    share: Share
    source: str
    reading_status: str


def yields(tests: tuple[str, ...]) -> tuple[TestYield, ...]:
    """Return the published figures of the tests of a plan.

    >>> found = yields(("ct_thorax",))[0]
    >>> found.what, found.share.count, found.share.n
    ('sensitivity', 45, 54)
    """
    wanted = {_SAME.get(key, "ct_thorax" if key in _CHEST else key) for key in tests}
    rows = criteria("tumour_search")["test_performance"]
    return tuple(found for row in rows if row["test"] in wanted for found in _figures(row))


def not_known() -> tuple[str, ...]:
    """Return which figures were looked for and not found."""
    return tuple(criteria("tumour_search")["missing"])


def _figures(row: Mapping[str, Any]) -> Iterator[TestYield]:
    if "counts" in row:
        cells = row["counts"]
        yield from _shown(row, "sensitivity", share(cells["tp"], cells["tp"] + cells["fn"]))
        yield from _shown(row, "specificity", share(cells["tn"], cells["tn"] + cells["fp"]))
        return
    for name in ("sensitivity", "specificity"):
        if f"{name}_pct" in row:
            yield from _shown(row, name, _accuracy(row, name))
    for name, what in (("detection", "cancer found"), ("suspicious", "suspicious finding")):
        if f"{name}_pct" in row:
            yield from _shown(row, what, _counted(row[f"{name}_pct"], row.get("n")))


def _accuracy(row: Mapping[str, Any], name: str) -> Share:
    """Return a printed accuracy; ``n`` counts those with a tumour only in rows that give the sensitivity alone."""
    band = row.get(f"{name}_interval")
    if band:
        return Share(row[f"{name}_pct"] / 100, band["low"] / 100, band["high"] / 100, None, row["n"])
    alone = "specificity_pct" not in row
    return _counted(row[f"{name}_pct"], row.get("n") if alone else None)


def _counted(pct: float, n: int | None) -> Share:
    count = count_behind(pct, n) if n else None
    return printed(pct) if count is None or n is None else share(count, n) or printed(pct)


def _shown(row: Mapping[str, Any], what: str, found: Share | None) -> Iterator[TestYield]:
    if found is not None:
        label = criteria("search_rules")["tests"].get(row["test"], {}).get("label", row["test"].replace("_", " "))
        yield TestYield(row["test"], label, what, row["setting"], found, row["source"], row["status"])
