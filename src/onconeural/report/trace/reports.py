"""Which reports on disk rest on a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from onconeural.report.bibliography import Report, read_report
from onconeural.report.trace.result import Trace, Use


def with_reports(found: Trace, paths: Iterable[Path]) -> Trace:
    """Return a trace that also names those report.json files that rest on the record; raises ReportError."""
    uses = tuple(
        Use("report", str(path), f"the report on case {report.case.id} rests on it")
        for path in paths
        if rests_on(report := read_report(path), found)
    )
    return replace(found, used_by=(*found.used_by, *uses))


def rests_on(report: Report, found: Trace) -> bool:
    """Tell whether a report names the record among its records or its references."""
    if found.kind == "source":
        return any(entry.key == found.id for entry in report.references)
    return found.id in report.records or f"{found.kind}:{found.id}" in report.records
