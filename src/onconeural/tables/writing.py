"""Tables as CSV, JSON or Parquet, written piece by piece: a million patients need no more memory than one piece."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from onconeural import INTENDED_USE
from onconeural.evidence.cells import cell
from onconeural.evidence.extras import pyarrow
from onconeural.tables.courses import Block, Courses, Layout


def write_csv(handle: BinaryIO, columns: Sequence[str], blocks: Iterator[Block]) -> None:
    """Write a table as CSV in UTF-8; what is not a number is ``nan``, and no text is a formula to a spreadsheet."""
    text = io.TextIOWrapper(handle, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([cell(c) for c in columns])
    for block in blocks:
        lists = [[cell(v) for v in block[c]] if block[c].dtype == object else block[c].tolist() for c in columns]
        writer.writerows(zip(*lists, strict=True))
    text.detach()


def write_parquet(handle: BinaryIO, columns: Sequence[str], blocks: Iterator[Block]) -> None:
    """Write a table as Parquet. Raises MissingExtraError without pyarrow."""
    arrow, parquet = pyarrow(), pyarrow(".parquet")
    writer = None
    for block in blocks:
        table = arrow.table({c: arrow.array(block[c]) for c in columns})
        if writer is None:
            about = {"notice": INTENDED_USE}
            writer = parquet.ParquetWriter(handle, table.schema.with_metadata(about), compression="zstd")
        writer.write_table(table.replace_schema_metadata({"notice": INTENDED_USE}))
    if writer is not None:
        writer.close()


def json_document(courses: Courses, layout: Layout, about: Mapping[str, Any]) -> str:
    """The courses and the outcomes as one JSON document; what is not a number is null."""
    columns = courses.columns(layout)
    document = {
        "notice": INTENDED_USE,
        **about,
        "columns": list(columns),
        "rows": [row for block in courses.blocks(layout) for row in _rows(block, columns)],
        "outcomes": [
            dict(zip(courses.outcome_columns(), row, strict=True))
            for block in courses.outcomes()
            for row in _rows(block, courses.outcome_columns())
        ],
    }
    return json.dumps(document, allow_nan=False) + "\n"


def _rows(block: Block, columns: Sequence[str]) -> Iterator[list[Any]]:
    for row in zip(*(block[c].tolist() for c in columns), strict=True):
        yield [None if isinstance(v, float) and v - v != 0 else v for v in row]
