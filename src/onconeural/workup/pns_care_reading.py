"""Reads the PNS-Care criteria from the evidence data; no point, threshold or list is written in code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from onconeural.evidence import criteria
from onconeural.workup.pns_care_table import Band, Row, Rule, Table, Tumours


@cache
def load_table() -> Table:
    """Return the PNS-Care 2021 criteria that the package ships."""
    return table_from(criteria("pns_care"))


def table_from(data: Mapping[str, Any]) -> Table:
    """Build the table from the parsed criteria file."""
    levels = {row["level"]: _level(row) for rows in data["levels"].values() for row in rows}
    clocks = sorted(data["clock"]["readings"], key=lambda reading: not reading["default"])
    return Table(
        source=data["meta"]["source"],
        phenotypes=tuple(_row(row) for row in data["phenotypes"]),
        antibodies=tuple(_row(row) for row in data["antibodies"]),
        levels=levels,
        special={row["id"]: _special(row) for row in data["special_rules"]},
        bands=tuple(Band(t["category"], t["min"], t["max"]) for t in data["thresholds"]),
        not_scored_source=data["not_scored"]["source"],
        not_scored_ids=frozenset(data["not_scored"]["list"]),
        dropped_ids=frozenset(data["dropped_since_2004"]["list"]),
        groups={name: tuple(members) for name, members in data["tumour_groups"].items()},
        clocks=tuple(reading["id"] for reading in clocks),
        years=_years(levels),
    )


def _level(row: Mapping[str, Any]) -> Rule:
    return Rule(row["level"], row["points"], row.get("definition", ""), row["source"], row["status"])


def _special(row: Mapping[str, Any]) -> Rule:
    return Rule(row["id"], 0, row["rule"], row["source"], row["status"])


def _row(row: Mapping[str, Any]) -> Row:
    fields = {name: row.get(name) for name in ("note", "context")}
    return Row(
        row["id"],
        row["label"],
        row["risk"],
        row["points"],
        _tumours(row),
        row["source"],
        row["status"],
        **fields,
    )


def _tumours(row: Mapping[str, Any]) -> Tumours:
    usual = row["usual_tumours"]
    if isinstance(usual, list):  # an antibody row: the list stands on the row's own source
        return Tumours(tuple(usual), row["source"], row["status"])
    return Tumours(tuple(usual["list"]), usual["source"], usual["status"], tuple(usual.get("inferred", ())))


def _years(levels: Mapping[str, Rule]) -> float:
    # The limit is written only in the names of the two follow-up levels.
    found = {int(m[1]) for name in levels if (m := re.fullmatch(r"not_found_(?:lt|ge)_(\d+)_years", name))}
    if len(found) != 1:
        raise ValueError(f"the follow-up levels of PNS-Care name the limits {sorted(found)}; one is needed")
    return float(found.pop())
