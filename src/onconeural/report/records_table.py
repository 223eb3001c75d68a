"""Numbers as a table for programs: rows as plain dictionaries, a data frame on request, a table in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from onconeural.evidence import plain

if TYPE_CHECKING:
    import pandas as pd

Value = str | float | int | bool | None


@dataclass(frozen=True)
class Records:
    """Rows with the same columns; what was not computed is None.

    >>> table = Records("a table", ({"strategy": "ivig", "gain": 0.25},))
    >>> table.columns, len(table)
    (('strategy', 'gain'), 1)
    """

    title: str
    rows: tuple[dict[str, Value], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.rows[0]) if self.rows else ()

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> tuple[Value, ...]:
        """One column; KeyError when there is none of that name."""
        return tuple(row[name] for row in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame; ModuleNotFoundError, with what to install, where pandas is not installed."""
        try:
            import pandas  # noqa: PLC0415 optional, and slow to load
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "found no pandas, expected it for a data frame: pip install 'onconeural[frames]'"
            ) from None
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = Markup("").join(Markup("<th>{}</th>").format(name) for name in self.columns)
        body = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_shown(v)) for v in row.values()))
            for row in self.rows
        )
        table = "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        return str(Markup(table).format(plain(self.title), head, body))  # noqa: S704 our own frame, texts escaped


def known(value: Any) -> Value:  # noqa: ANN401 any plain value
    """A value as it stands in a row: NaN and infinity become None."""
    if isinstance(value, float) and not isfinite(value):
        return None
    return value if isinstance(value, str | float | int | bool) or value is None else str(value)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else plain(str(value))
