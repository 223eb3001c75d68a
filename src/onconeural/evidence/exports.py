"""The evidence in other formats: sources as a bibliography, quantities as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Literal

from onconeural.evidence.bibliography import bibtex, csl_items
from onconeural.evidence.cells import cell
from onconeural.evidence.editorial import editorial_fields
from onconeural.evidence.entries import Base
from onconeural.evidence.extras import pyarrow
from onconeural.evidence.quantity import Quantity, is_number
from onconeural.evidence.units import ucum

Format = Literal["csl-json", "bibtex", "csv", "parquet"]
FORMATS = MappingProxyType(
    {
        "csl-json": "sources, for citation managers",
        "bibtex": "sources, for LaTeX",
        "csv": "quantities of claims and cohorts, one a row",
        "parquet": "the same table for data frames; needs the extra onconeural[parquet]",
    }
)


def export(base: Base, form: Format) -> bytes:
    """Return the evidence in one format. Raises MissingExtraError for Parquet without pyarrow."""
    if form in ("csl-json", "bibtex"):
        records = tuple(entry.record for entry in base.sources)
        if form == "bibtex":
            return bibtex(records).encode()
        return (json.dumps(csl_items(records), indent=2, ensure_ascii=False) + "\n").encode()
    rows = list(quantity_rows(base))
    return _csv(rows) if form == "csv" else _parquet(rows)


def quantity_rows(base: Base) -> Iterator[dict[str, Any]]:
    """Yield every quantity of claims and cohorts as one flat row, the same columns in every row."""
    for entry in base.claims:
        record = entry.record
        strength = record.strength
        yield {
            **_head("claim", entry.id, record.statement, record.source, base),
            **_quantity(record.quantity),
            "role": None,
            "direction": strength.direction,
            "directness": strength.directness,
            "evidence_type": strength.evidence_type,
            "reading_status": record.status,
            **editorial_fields(record),
        }
    for cohort in base.cohorts:
        about = cohort.record
        for (name, quantity), seen in zip(about.quantities(), about.observables, strict=True):
            yield {
                **_head("observable", name, seen.name, about.source, base),
                **_quantity(quantity),
                "role": about.role,
                "direction": None,
                "directness": None,
                "evidence_type": "cohort",
                "reading_status": seen.status,
                **editorial_fields(about),
            }


def _head(kind: str, key: str, statement: str, source: str, base: Base) -> dict[str, Any]:
    record = base.source_of(source)
    doi, pmid = (record.doi, record.pmid) if record else (None, None)
    return {"kind": kind, "id": key, "statement": statement, "source": source, "doi": doi, "pmid": pmid}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    value = quantity.value
    interval = quantity.interval
    return {
        "value": float(value) if is_number(value) else None,
        "value_text": None if value is None or is_number(value) else str(value),
        "unit": quantity.unit,
        "ucum": ucum(quantity.unit),
        "statistic": quantity.statistic,
        "comparator": quantity.comparator,
        "count": quantity.count,
        "n": quantity.n,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "interval": interval.type if interval else None,
        "parts": json.dumps(dict(quantity.components)) if quantity.components else None,
        "population": quantity.population,
        "time_origin": quantity.time_origin,
        "time_months": quantity.time_months,
    }


def _csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: cell(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows)
    return text.getvalue().encode()


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    arrow = pyarrow()
    sink = arrow.BufferOutputStream()
    pyarrow(".parquet").write_table(arrow.Table.from_pylist(rows), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content
