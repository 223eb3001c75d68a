"""The free parameters of the calibration, and an antibody's record with one draw of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp
from typing import Literal

from pydantic import Field

from onconeural.evidence.files import packaged
from onconeural.evidence.vocabulary import antibody_label
from onconeural.model import Antibody
from onconeural.model.registry import registry
from onconeural.model.settings import Record


class Free(Record):
    """One free parameter: ln of a factor on a value or a spread, with prior N(0, sd^2), not below ``low``."""

    name: str
    symbol: str
    of: Literal["value", "spread"]
    to: Literal["shared"] | tuple[str, ...] = Field(alias="for")
    sd: float
    low: float | None = None

    def moves(self, record: Antibody) -> bool:
        """Whether it moves an antibody: shared, its own, or of the antibody that it borrows from."""
        return self.to == "shared" or record.id in self.to or record.borrows in self.to

    @property
    def meaning(self) -> str:
        """What it moves, in the words of the registry.

        >>> next(f.meaning for f in free_parameters() if f.name == "kx_spread")
        'spread between patients of kx, rate at which activated CD8 cells become exhausted'
        """
        words = registry().parameter(self.symbol).meaning
        words = words if self.name == self.symbol else f"{self.symbol}, {words}"
        moved = words if self.of == "value" else f"spread between patients of {words}"
        return moved if self.to == "shared" else f"{moved} ({', '.join(map(antibody_label, self.to))})"


@cache
def free_parameters() -> tuple[Free, ...]:
    """All free parameters, in the order of every draw.

    >>> free_parameters()[0].name
    'n4'
    """
    rows = packaged("onconeural.calibration", "data/free.yaml")["free"]
    return tuple(Free.model_validate(row) for row in rows)


def with_draw(record: Antibody, draw: Mapping[str, float]) -> Antibody:
    """An antibody's record under one draw: ln factors by the name of the free parameter; a name left out is 0.

    >>> from onconeural.model import antibody
    >>> round(with_draw(antibody("hu"), {"hT": 0.6931}).value("hT") / antibody("hu").value("hT"), 3)
    2.0
    """
    sums: dict[str, dict[str, float]] = {"value": {}, "spread": {}}
    for free in free_parameters():
        if free.moves(record) and draw.get(free.name):
            part = sums[free.of]
            part[free.symbol] = part.get(free.symbol, 0.0) + draw[free.name]
    factors = {of: {symbol: exp(v) for symbol, v in part.items()} for of, part in sums.items()}
    return record.model_copy(update={"factors": factors["value"], "spread_factors": factors["spread"]})
