"""A population as Parquet, through pyarrow (extra ``parquet``)."""

from __future__ import annotations

from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from onconeural.evidence.extras import pyarrow
from onconeural.evidence.problems import shown
from onconeural.evidence.tree import TreeError
from onconeural.tables.population_csv import Roles
from onconeural.tables.problems import Problems

Array = NDArray[np.float64]

MOST_VALUES = 2_000_000_000  # 16 GB as numbers: a small file can unpack into more


def read_parquet(stream: BinaryIO, roles: Roles, problems: Problems) -> tuple[list[str] | None, dict[str, Array]]:
    """Names of the patients (None: the file has none) and the columns that are parameters, (n,) each."""
    arrow, parquet = pyarrow(), pyarrow(".parquet")
    try:
        file = parquet.ParquetFile(stream)
        header = file.schema_arrow.names
        if file.metadata.num_rows * max(len(header), 1) > MOST_VALUES:
            raise TreeError("", f"more than {MOST_VALUES} values", "a population")
        named, parameters = roles(header)
        problems.raise_any()  # a column that is there twice cannot be read by name
        table = file.read(columns=[*([named] if named else []), *parameters])
    except arrow.ArrowException as error:
        raise TreeError("", shown(str(error).splitlines()[0]), "a Parquet file") from None
    columns = {name: _numbers(table.column(name), name, arrow, problems) for name in parameters}
    return (_names(table.column(named), named, arrow, problems) if named else None), columns


def _names(column: Any, name: str, arrow: Any, problems: Problems) -> list[str]:  # noqa: ANN401
    kinds = arrow.types
    fits = kinds.is_integer(column.type) or kinds.is_string(column.type) or kinds.is_large_string(column.type)
    if not fits or column.null_count:
        problems.add(f"column {name}", f"{column.type}, {column.null_count} empty", "names or whole numbers")
        return []
    return [str(value) for value in column.to_pylist()]


def _numbers(column: Any, name: str, arrow: Any, problems: Problems) -> Array:  # noqa: ANN401
    kinds = arrow.types
    if not (kinds.is_floating(column.type) or kinds.is_integer(column.type)):
        problems.add(f"column {name}", f"values of type {column.type}", "numbers")
        return np.empty(0)
    values = np.asarray(column.to_numpy(), dtype=np.float64)  # an empty cell becomes NaN
    for row in np.flatnonzero(~np.isfinite(values))[:20]:
        problems.add(f"row {row + 1}, column {name}", shown(column[int(row)].as_py()), "a finite number")
    return values
